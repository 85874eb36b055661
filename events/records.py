"""Where the records of delimited text begin and end, in blocks of bytes, quotes and faults minded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_LF, _CR, _QUOTE = 10, 13, 34


@dataclass(frozen=True, eq=False)
class Records:
    """The whole records of a block whose quotes all stand where they should.

    Attributes:
        ends: Position after each record's line end; the first begins at 0.
        lines: Number of the line that each begins in, the block's own first being 0.
        n_lines: Line ends up to the last record's end.
        quoted_line_ends: Whether a cell holds a line end.
        quotes: Positions of all quotes that have a meaning.
    """

    block: bytes
    ends: Ints
    lines: Ints
    n_lines: int
    quoted_line_ends: bool
    quotes: Ints

    @property
    def starts(self) -> Ints:
        """Position at which each record begins."""
        return np.concatenate([np.zeros(1, np.int64), self.ends[:-1]]) if len(self.ends) else self.ends

    def cell_counts(self, delimiter: str) -> Ints:
        """The number of cells of each record."""
        marks = np.flatnonzero(np.frombuffer(self.block, np.uint8) == ord(delimiter))
        if len(self.quotes):
            marks = marks[np.searchsorted(self.quotes, marks) % 2 == 0]
        upto = np.searchsorted(marks, self.ends)
        return np.diff(upto, prepend=0) + 1

    def record(self, number: int) -> bytes:
        """The bytes of one record with its line end."""
        return self.block[int(self.starts[number]) : int(self.ends[number])]

    def holding(self, positions: Ints) -> Ints:
        """The records that hold bytes at `positions`, each once."""
        return np.unique(np.searchsorted(self.ends, positions, side="right"))


def find_records(block: bytes, delimiter: str, *, quoting: bool, last: bool) -> Records | None:
    """The records of a block, or None where a quote stands where none should and parity tells nothing.

    Args:
        block: Bytes in UTF-8 that begin with a record.
        quoting: Whether quotes have a meaning.
        last: Whether the file ends here: then what follows the last line end is a record too.
    """
    data = np.frombuffer(block, np.uint8)
    line_ends = np.flatnonzero(data == _LF)
    returns = np.flatnonzero(data == _CR)
    if len(returns):
        # A carriage return at the very end may be the first half of a pair: the next block tells.
        followed = np.append(data, _LF if not last else 0)[returns + 1] == _LF
        line_ends = np.union1d(line_ends, returns[~followed])
    quotes = np.flatnonzero(data == _QUOTE) if quoting else np.zeros(0, np.int64)
    if len(quotes) and not _well_placed(data, quotes, ord(delimiter)):
        return None
    outside = np.searchsorted(quotes, line_ends) % 2 == 0 if len(quotes) else np.ones(len(line_ends), bool)
    ends = line_ends[outside] + 1
    if last:
        if len(quotes) % 2:
            return None
        if len(block) and (not len(ends) or ends[-1] < len(block)):
            ends = np.append(ends, len(block))
    upto = int(ends[-1]) if len(ends) else 0
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]]) if len(ends) else ends
    return Records(
        block=block[:upto],
        ends=ends,
        lines=np.searchsorted(line_ends, starts),
        n_lines=int(np.searchsorted(line_ends, upto)),
        quoted_line_ends=bool((~outside[line_ends < upto]).any()),
        quotes=quotes[quotes < upto],
    )


def _well_placed(data: npt.NDArray[np.uint8], quotes: Ints, delimiter: int) -> bool:
    """Whether each opening quote stands at the beginning of a cell and each closing one at its end."""
    around = np.array([delimiter, _LF, _CR, _QUOTE], np.uint8)
    opening, closing = quotes[::2], quotes[1::2]
    before = data[np.maximum(opening - 1, 0)]
    after = data[np.minimum(closing + 1, len(data) - 1)]
    begins = np.isin(before, around) | (opening == 0)
    ends = np.isin(after, around) | (closing == len(data) - 1)
    # A quote right before an opening one is the first half of a doubled one: it must itself be a closing one.
    return bool(begins.all() and ends.all())


def blank_records(found: Records, delimiter: str) -> Bools:
    """True for each record without any text: empty lines, and lines of nothing but delimiters."""
    lengths = np.diff(found.ends, prepend=0)
    blank = np.zeros(len(lengths), bool)
    if not len(lengths):
        return blank
    usual = np.median(lengths)
    empty = re.compile(rb'[\s"%s]*' % re.escape(delimiter.encode()))
    for number in np.flatnonzero(lengths <= max(2, usual / 2)):
        blank[number] = empty.fullmatch(found.record(int(number))) is not None
    return blank


@lru_cache(maxsize=8)
def _cell(delimiter: str, quoting: bool) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    plain = rf"([^{mark}\r\n]*)"
    end = rf"({mark}|\r\n|\r|\n|\Z)"
    if not quoting:
        return re.compile(rf"()()(){plain}{end}")
    return re.compile(rf'(?:(")([^"]*(?:""[^"]*)*)"([^{mark}\r\n]*)|{plain}){end}')


@dataclass(frozen=True)
class OddRecord:
    """A record read with patience: its first line in the block, its cells, and whether a quote stays open."""

    line: int
    cells: tuple[str, ...]
    open_quote: bool


def read_patiently(
    text: str, delimiter: str, *, quoting: bool, last: bool
) -> tuple[list[OddRecord], int, int]:
    """Records of a text whose quotes do not all stand where they should, as spreadsheets read them.

    A quote inside a cell that does not begin with one is a letter. A quote that opens a cell and is never
    closed is a letter too, and the record is marked.

    Args:
        last: Whether the file ends here; otherwise the record that the text breaks off in is left.

    Returns:
        The records, how many characters and how many line ends they take.
    """
    cell = _cell(delimiter, quoting)
    records: list[OddRecord] = []
    taken = at = line = 0
    cells: list[str] = []
    is_open = False
    while at < len(text):
        found = cell.match(text, at)
        if found is None:  # not reached: the plain alternative matches anything up to an end
            break
        is_quoted, inside, rest, plain, end = found.groups()
        if not last and (
            not end or (plain or "").startswith('"') or (found.end() == len(text) and end == "\r")
        ):
            # The next block may bring the quote's other half, or more of the cell.
            break
        if is_quoted:
            cells.append(inside.replace('""', '"') + rest)
        else:
            cells.append(plain)
            is_open = is_open or (quoting and plain.startswith('"'))
        at = found.end()
        if end != delimiter:
            if any(cells):
                records.append(OddRecord(line, tuple(cells), is_open))
            line += len(re.findall(r"\r\n|\r|\n", text[taken:at]))
            taken, cells, is_open = at, [], False
    if last and cells:
        records.append(OddRecord(line, (*cells, ""), is_open))
        taken = len(text)
    return records, taken, line
