"""Read delimited text as columns of text: any encoding, true line numbers, odd rows told and not lost."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from errors import FormatError
from events.columns import one_chunk, recurs
from events.formula_guard import unguarded_cells
from events.reading import REFUSED_COLUMN, CellFault, Dialect, Refused, line_of
from events.records import OddRecord, Records, blank_records, find_records, read_patiently
from events.text_head import Head, Survey, head_of, survey

__all__ = ["MOST_BYTES", "Sheet", "read_delimited"]

MOST_BYTES = 4 << 30
"""The largest file that is read; all cells of a file are in memory at once."""

_BLOCK_BYTES = 8 << 20
_PARSED_AT_ONCE = 1 << 20
_LONGEST_RECORD = 32 << 20
_ODD_ROWS_AT_ONCE = 20_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class Sheet:
    """The cells of a file as text, a row each, as they were.

    Attributes:
        names: The names of the columns as the file has them (or the known ones of a file without).
        cells: Text columns under `names`, plain or dictionary encoded; no cell is null.
        lines: Number of the line that each row begins in, from 1.
        refused: Rows that are none: ragged, with broken bytes, broken off.
        dialect, notes: How the file is written, and what to tell of it.
        blank: Number of rows without any text, which are left out.
    """

    names: tuple[str, ...]
    cells: pa.Table
    lines: npt.NDArray[np.int64]
    refused: tuple[Refused, ...]
    dialect: Dialect
    notes: tuple[str, ...] = ()
    blank: int = 0

    def column(self, name: str) -> pa.Array:
        """One column in one piece."""
        return one_chunk(self.cells.column(name))


def read_delimited(
    path: Path,
    *,
    known: Mapping[int, Sequence[str]] | None = None,
    is_header: Callable[[tuple[str, ...]], bool] = lambda cells: True,
    delimiter: str | None = None,
    quoting: bool = True,
    progress: Progress | None = None,
) -> Sheet:
    """The cells of a delimited text file.

    Args:
        path: A text file in any encoding, with any line ends.
        known: Number of cells -> names of columns, for a file whose first record is no header.
        is_header: Whether the first record holds names; by default it always does.
        delimiter: What parts the cells; None takes the one that parts the first line into most cells.
        quoting: Whether quotes around a cell have a meaning.
        progress: Called with the bytes read and the bytes in all.

    Raises:
        FormatError: No text, too large, no header where one must be, a name that comes twice.
    """
    try:
        return _read(path, known or {}, is_header, delimiter, quoting, progress)
    except FileNotFoundError:
        raise FormatError(f"{path}: found no such file, expected a file of events") from None
    except OSError as error:
        raise FormatError(f"{path}: found a file that cannot be read ({error.strerror})") from None
    except UnicodeError as error:
        raise FormatError(
            f"{path}: found bytes that are not {getattr(error, 'encoding', 'text')}, expected text; "
            "save it as UTF-8"
        ) from None


def _read(
    path: Path,
    known: Mapping[int, Sequence[str]],
    is_header: Callable[[tuple[str, ...]], bool],
    delimiter: str | None,
    quoting: bool,
    progress: Progress | None,
) -> Sheet:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise FormatError(
            f"{path}: found {size / 1e9:.1f} GB, expected at most {MOST_BYTES / 1e9:.1f}; split it by years"
        )
    head = head_of(path)
    if head is None or not head.records:
        raise FormatError(f"{path}: found no text, expected a first line with the names of columns")
    looked = survey(path)
    dialect = replace(
        head.dialect,
        encoding=looked.encoding,
        bom=bool(looked.bom),
        delimiter=delimiter or head.dialect.delimiter,
    )
    header = _first_record(head, dialect, delimiter, quoting)
    if is_header(header):
        names = header
    elif len(header) in known:
        names, dialect = tuple(known[len(header)]), replace(dialect, header=False)
    else:
        raise FormatError(
            f"{path}: found {len(header)} cells in the first line, expected a line with the names of columns"
        )
    _check_names(path, names)
    reader = _Reader(names, dialect, quoting)
    reader.take_all(_texts(path, looked, size, progress))
    return reader.sheet(looked.notes)


def _first_record(head: Head, dialect: Dialect, delimiter: str | None, quoting: bool) -> tuple[str, ...]:
    cells = head.records[0]
    if delimiter is None or delimiter == head.dialect.delimiter:
        return cells
    line = head.dialect.delimiter.join(cells)
    records, _, _ = read_patiently(line, dialect.delimiter, quoting=quoting, last=True)
    return records[0].cells if records else ()


def _check_names(path: Path, names: tuple[str, ...]) -> None:
    plain = [name.strip().lower() for name in names]
    twice = sorted({name for name in plain if name and plain.count(name) > 1})
    if twice:
        raise FormatError(
            f"{path}: found the column {', '.join(twice)} twice in line 1, expected it once; rename one"
        )


def _texts(path: Path, looked: Survey, size: int, progress: Progress | None) -> Iterator[bytes]:
    """The file in blocks of UTF-8; a byte without a meaning in its encoding stays as it is."""
    decoder = None
    if looked.encoding != "utf-8":
        decoder = codecs.getincrementaldecoder(looked.encoding)(
            "strict" if looked.encoding.startswith("utf") else "surrogateescape"
        )
    with path.open("rb") as file:
        file.seek(len(looked.bom))
        while block := file.read(_BLOCK_BYTES):
            yield block if decoder is None else decoder.decode(block).encode("utf-8", "surrogateescape")
            if progress is not None:
                progress(file.tell(), size)
    if decoder is not None:
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogateescape")


class _Reader:
    """Puts the blocks of one file together: columns of text, line numbers, odd rows."""

    def __init__(self, names: tuple[str, ...], dialect: Dialect, quoting: bool) -> None:
        self.names, self.dialect, self.quoting = names, dialect, quoting
        # Arrow wants every column to have a name of its own; nameless ones are told apart by their place.
        self.keys = [f"{number}:{name}" for number, name in enumerate(names)]
        self.guarded = bool(names) and names[0].strip().lower() == REFUSED_COLUMN
        self.types: dict[str, pa.DataType] | None = None
        self.tables: list[pa.Table] = []
        self.lines: list[npt.NDArray[np.int64]] = []
        self.refused: list[Refused] = []
        self.next_line, self.blank = 1, 0
        self.skip_header = dialect.header
        self.tags: tuple[str, ...] = ()

    def take_all(self, blocks: Iterator[bytes]) -> None:
        """Read all blocks."""
        rest = b""
        for block in blocks:
            rest = self._take(rest + block, last=False)
        self._take(rest, last=True)

    def _take(self, block: bytes, *, last: bool) -> bytes:
        """Read the whole records of a block, and give back what is left of it."""
        if not block:
            return b""
        # A record that has grown this long is a quote that is never closed.
        found = find_records(block, self.dialect.delimiter, quoting=self.quoting, last=last)
        too_long = found is not None and len(block) - len(found.block) > _LONGEST_RECORD
        if found is None or too_long:
            return self._take_patiently(block, last=last or len(block) > _LONGEST_RECORD)
        self._take_records(found)
        return block[len(found.block) :]

    def _take_records(self, found: Records) -> None:
        if not len(found.ends):
            return
        lines = found.lines + self.next_line
        self.next_line += found.n_lines
        odd = blank_records(found, self.dialect.delimiter)
        self.blank += int(odd.sum())
        if self.skip_header and not odd.all():
            odd[np.argmin(odd)] = True
            self.skip_header = False
        for broken, fault in self._broken(found):
            if not odd[broken]:
                odd[broken] = True
                self._refuse(found, broken, int(lines[broken]), fault)
        table = self._parsed(found, odd)
        if table is None:
            counts = found.cell_counts(self.dialect.delimiter)
            for number in np.flatnonzero((counts != len(self.names)) & ~odd):
                odd[number] = True
                self._refuse(found, int(number), int(lines[number]), None)
            table = self._parsed(found, odd)
        if table is None:
            kept = b"".join(found.record(int(number)) for number in np.flatnonzero(~odd))
            records, _, _ = read_patiently(
                kept.decode(), self.dialect.delimiter, quoting=self.quoting, last=True
            )
            self._add_odd(records, lines[~odd])
            return
        self._add(table, lines[~odd])

    def _broken(self, found: Records) -> Iterator[tuple[int, CellFault]]:
        """Records with bytes that are no text."""
        data = np.frombuffer(found.block, np.uint8)
        zeros = np.flatnonzero(data == 0)
        for number in found.holding(zeros) if len(zeros) else ():
            yield int(number), CellFault("", "a NUL character", "text")
        try:
            found.block.decode()
        except UnicodeDecodeError:
            for number in range(len(found.ends)):
                record = found.record(number)
                try:
                    record.decode()
                except UnicodeDecodeError as error:
                    fault = CellFault("", f"the byte {record[error.start]:#04x}", "text in UTF-8")
                    yield number, fault

    def _refuse(self, found: Records, number: int, line: int, fault: CellFault | None) -> None:
        text = found.record(number).decode("utf-8", "backslashreplace").replace("\0", "\ufffd")
        records, _, _ = read_patiently(text, self.dialect.delimiter, quoting=self.quoting, last=True)
        cells = records[0].cells if records else (text,)
        self._add_refused(line, cells, fault or self._ragged(cells))

    def _ragged(self, cells: tuple[str, ...]) -> CellFault:
        return CellFault("", f"{len(cells)} cells", f"{len(self.names)} cells as in the header")

    def _add_refused(self, line: int, cells: tuple[str, ...], fault: CellFault) -> None:
        self.refused.append(Refused(line, (fault,), cells[1:] if self.guarded else cells))

    def _parsed(self, found: Records, odd: npt.NDArray[np.bool_]) -> pa.Table | None:
        """The records that are not odd as columns of text, None where some do not fit."""
        if odd.all():
            return self._empty()
        kept = found.block
        if odd.any():
            # Runs of good records are copied at once.
            edges = np.flatnonzero(np.diff(np.concatenate([[True], odd, [True]]).astype(np.int8)))
            positions = np.concatenate([[0], found.ends])
            kept = b"".join(
                found.block[int(positions[start]) : int(positions[end])]
                for start, end in zip(edges[::2], edges[1::2], strict=True)
            )
        try:
            table = pacsv.read_csv(
                pa.py_buffer(kept),
                read_options=pacsv.ReadOptions(block_size=_PARSED_AT_ONCE, column_names=self.keys),
                parse_options=pacsv.ParseOptions(
                    delimiter=self.dialect.delimiter,
                    quote_char='"' if self.quoting else False,
                    newlines_in_values=found.quoted_line_ends,
                ),
                convert_options=pacsv.ConvertOptions(
                    column_types=self.types or dict.fromkeys(self.keys, pa.string()),
                    strings_can_be_null=False,
                    check_utf8=False,
                ),
            )
        except pa.ArrowInvalid:
            return None
        return table if table.num_rows == int((~odd).sum()) else None

    def _take_patiently(self, block: bytes, *, last: bool) -> bytes:
        text = block.decode("utf-8", "surrogateescape")
        records, taken, n_lines = read_patiently(
            text, self.dialect.delimiter, quoting=self.quoting, last=last
        )
        start = self.next_line
        self.next_line += n_lines
        if self.skip_header and records:
            records = records[1:]
            self.skip_header = False
        self._add_odd(records, np.array([record.line + start for record in records], np.int64))
        return text[taken:].encode("utf-8", "surrogateescape")

    def _add_odd(self, records: Sequence[OddRecord], lines: npt.NDArray[np.int64]) -> None:
        good: list[tuple[str, ...]] = []
        good_lines: list[int] = []
        for record, line in zip(records, lines, strict=True):
            fault = self._odd_fault(record)
            if fault is None:
                good.append(record.cells)
                good_lines.append(int(line))
            else:
                shown = (cell.encode("utf-8", "surrogateescape") for cell in record.cells)
                cells = tuple(
                    cell.decode("utf-8", "backslashreplace").replace("\0", "\ufffd") for cell in shown
                )
                self._add_refused(int(line), cells, fault)
        for first in range(0, len(good), _ODD_ROWS_AT_ONCE):
            part = good[first : first + _ODD_ROWS_AT_ONCE]
            table = pa.table(
                {
                    key: pa.array(column, pa.string())
                    for key, column in zip(self.keys, zip(*part, strict=True), strict=True)
                }
            )
            self._add(table, np.array(good_lines[first : first + len(part)], np.int64))

    def _odd_fault(self, record: OddRecord) -> CellFault | None:
        if record.open_quote:
            return CellFault("", "a quote that is never closed", "a quote at both ends of the cell")
        if len(record.cells) != len(self.names):
            return self._ragged(record.cells)
        joined = "".join(record.cells)
        if "\0" in joined:
            return CellFault("", "a NUL character", "text")
        broken = next((letter for letter in joined if "\udc80" <= letter <= "\udcff"), None)
        if broken is not None:
            return CellFault("", f"the byte {ord(broken) - 0xDC00:#04x}", "text in UTF-8")
        return None

    def _add(self, table: pa.Table, lines: npt.NDArray[np.int64]) -> None:
        if not table.num_rows:
            return
        if not self.tables and not self.tags and self.dialect.header:
            first = tuple(column[0].as_py() for column in table.columns)
            if _are_tags(first):
                self.tags = first
                table, lines = table.slice(1), lines[1:]
        if self.types is None and table.num_rows:
            self.types = {
                key: pa.dictionary(pa.int32(), pa.string()) if recurs(one_chunk(column)) else pa.string()
                for key, column in zip(self.keys, table.columns, strict=True)
            }
        if self.types is not None:
            table = table.cast(pa.schema(list(self.types.items())))
            self.tables.append(table)
            self.lines.append(lines)

    def _empty(self) -> pa.Table:
        return pa.table({key: pa.array([], pa.string()) for key in self.keys})

    def sheet(self, notes: tuple[str, ...]) -> Sheet:
        """All that was read."""
        dialect = replace(self.dialect, tags=self.tags)
        if self.tags:
            notes = (*notes, "the second line holds #tags and no event")
        cells = pa.concat_tables(self.tables) if self.tables else self._empty()
        self.tables.clear()
        columns = []
        for key in self.keys:
            # One column after the other, so that never all of them are there twice.
            column, cells = cells.column(key), cells.drop_columns([key])
            columns.append(_narrow(column))
        pa.default_memory_pool().release_unused()
        names = self.names
        if self.guarded:
            names = names[1:]
            dialect = replace(dialect, tags=dialect.tags[1:])
            columns = [_unguarded(column) for column in columns[1:]]
        return Sheet(
            names=names,
            cells=pa.table(columns, names=list(names)),
            lines=np.concatenate(self.lines) if self.lines else np.zeros(0, np.int64),
            refused=tuple(sorted(self.refused, key=line_of)),
            dialect=dialect,
            notes=notes,
            blank=self.blank,
        )


def _are_tags(cells: tuple[str, ...]) -> bool:
    """Whether a record is HXL's second header row: #tags over at least half of it, no other text."""
    told = [cell.strip() for cell in cells]
    tags = sum(cell.startswith("#") for cell in told)
    return tags >= max(1, len(told) / 2) and tags == sum(map(bool, told))


def _narrow(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    """A column in one piece, which our own columns can then share; codes are the smallest that do."""
    if not pa.types.is_dictionary(column.type):
        # Arrow's text holds 2 GB in one piece.
        return column if column.nbytes >= 2**31 else one_chunk(column)
    array = one_chunk(column)
    count = len(array.dictionary)
    width = pa.int8() if count <= 127 else pa.int16() if count <= 32767 else pa.int32()
    return pa.DictionaryArray.from_arrays(array.indices.cast(width), array.dictionary)


def _unguarded(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    array = one_chunk(column) if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_dictionary(array.type):
        return unguarded_cells(array.cast(pa.string())).dictionary_encode()
    return unguarded_cells(array)


def text_of(array: pa.Array) -> pa.Array:
    """A column of cells as plain text."""
    return array.cast(pa.string()) if pa.types.is_dictionary(array.type) else array


def has_text(array: pa.Array) -> pa.Array:
    """True for each cell that holds more than blanks."""
    return pc.not_equal(pc.utf8_trim_whitespace(text_of(array)), "")
