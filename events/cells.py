"""Turn a file's cells into our columns a column at a time: each different text is looked at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.columns import one_chunk
from events.reading import CellFault, Flag, quoted

__all__ = ["Cells", "in_slices", "joined", "plain"]

_SLICE_ROWS = 32_768

Bools = npt.NDArray[np.bool_]


class Cells:
    """The cells of a file under plain names (lower case, no blanks around), and what was found wrong in them.

    Args:
        cells: Text columns, plain or dictionary encoded.
        aliases: Other name -> the name that the mapping asks for.

    Attributes:
        n: Number of rows.
        faults: What makes rows no events: (row, fault).
        flags: What is doubtful in rows that are kept.
    """

    def __init__(self, cells: pa.Table, aliases: Mapping[str, str] | None = None) -> None:
        self.n = cells.num_rows
        self.faults: list[tuple[int, CellFault]] = []
        self.flags: list[Flag] = []
        self._table = cells
        self._names: dict[str, str] = {}
        for name in cells.column_names:
            key = name.strip().lower()
            self._names.setdefault((aliases or {}).get(key, key), name)

    def has(self, name: str) -> bool:
        """Whether the file has this column."""
        return name in self._names

    def raw(self, name: str) -> pa.Array:
        """A column as it is; empty text where the file has none of this name."""
        if name not in self._names:
            zeros = pa.array(np.zeros(self.n, np.int8))
            return pa.DictionaryArray.from_arrays(zeros, pa.array([""]))
        return one_chunk(self._table.column(self._names[name]))

    def text(self, name: str) -> pa.Array:
        """A column without blanks at the ends of its cells, encoded as it comes."""
        array = self.raw(name)
        if pa.types.is_dictionary(array.type):
            trimmed = pc.utf8_trim_whitespace(array.dictionary)
            return pa.DictionaryArray.from_arrays(array.indices, trimmed)
        return _trimmed(array)

    def given(self, name: str) -> Bools:
        """True for each row whose cell holds more than blanks."""
        array = self.text(name)
        if pa.types.is_dictionary(array.type):
            return np.asarray(pc.not_equal(array.dictionary, ""))[array.indices.to_numpy()]
        return np.asarray(pc.not_equal(array, ""))

    def each(
        self, name: str, function: Callable[[str], Any], kind: pa.DataType, expected: str | None = None
    ) -> pa.Array:
        """`function` of each different cell (without blanks at its ends), as a column of `kind`.

        Args:
            function: Returns None for an absent value and raises ValueError for a wrong one.
            expected: What a wrong cell should have held: then its row is no event. None lets the wrong
                ones be absent, for a flag that the caller sets.
        """
        coded = self.text(name)
        if not pa.types.is_dictionary(coded.type):
            coded = coded.dictionary_encode()
        values, wrong = [], np.zeros(len(coded.dictionary), bool)
        for number, cell in enumerate(coded.dictionary.to_pylist()):
            try:
                values.append(function(cell))
            except ValueError:
                values.append(None)
                wrong[number] = True
        codes = coded.indices
        if wrong.any() and expected is not None:
            self.refuse(wrong[codes.to_numpy()], name, expected)
        if pa.types.is_string(kind):
            # Absent text is empty text in all our tables.
            filled = pa.array([value or "" for value in values], pa.string())
            return pa.DictionaryArray.from_arrays(codes, filled)
        return pa.array(values, kind).take(codes)

    def number(self, name: str, low: float, high: float, expected: str) -> pa.Array:
        """A column of numbers with a point or a comma; absent where empty, no event where out of range."""
        cells = plain(self.text(name))
        given = pc.if_else(pc.equal(cells, ""), pa.scalar(None, pa.string()), cells)
        try:
            numbers = given.cast(pa.float64())
        except pa.ArrowInvalid:
            numbers = self.each(name, _number, pa.float64(), expected)
        values = np.asarray(pc.fill_null(numbers, 0.0))
        with np.errstate(invalid="ignore"):
            outside = ~((values >= low) & (values <= high))
        if outside.any():
            self.refuse(outside, name, expected)
        return numbers

    def refuse(self, rows: Bools, name: str, expected: str, found: str | None = None) -> None:
        """Mark rows as no events for what one column holds."""
        where = np.flatnonzero(rows)
        shown = self._names.get(name, name)
        if found is not None:
            self.faults += [(int(row), CellFault(shown, found, expected)) for row in where]
            return
        cells = plain(self.raw(name).take(pa.array(where))).to_pylist()
        self.faults += [
            (int(row), CellFault(shown, quoted(cell), expected))
            for row, cell in zip(where, cells, strict=True)
        ]

    def flag(self, rows: Bools, reason: str) -> None:
        """Mark rows as doubtful."""
        where = np.flatnonzero(rows)
        if len(where):
            self.flags.append(Flag(reason, where))

    def keys(self, name: str, slug: str) -> pa.Array:
        """The event ids: the data set's short name and the source's own key, each of a row alone."""
        keys = plain(self.text(name))
        fits = np.asarray(pc.match_substring_regex(keys, r"\A\S{1,80}\z"))
        if not fits.all():
            self.refuse(~fits, name, "an id of 1 to 80 characters without blanks")
        codes = keys.dictionary_encode().indices.to_numpy()
        first = np.zeros(self.n, bool)
        first[np.unique(codes, return_index=True)[1]] = True
        if not (first | ~fits).all():
            self.refuse(~first & fits, name, "an id that no earlier row has")
        return pc.binary_join_element_wise(f"{slug}-", keys, "")


def _number(cell: str) -> float | None:
    return float(cell.replace(",", ".", 1)) if cell else None


def _trimmed(array: pa.Array) -> pa.Array:
    ragged = pc.match_substring_regex(array, r"\A\s|\s\z")
    return pc.utf8_trim_whitespace(array) if pc.any(ragged).as_py() else array


def plain(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column as plain text in one piece."""
    whole = one_chunk(array) if isinstance(array, pa.ChunkedArray) else array
    return whole.cast(pa.string()) if pa.types.is_dictionary(whole.type) else whole


def joined(parts: Sequence[pa.Array], separator: str) -> pa.Array:
    """Columns of text put together row by row; empty parts and their separators are left out."""
    whole, *others = [plain(part) for part in parts]
    for text in others:
        # Arrow's own way of skipping drops rows that are empty throughout.
        both = pc.and_(pc.not_equal(whole, ""), pc.not_equal(text, ""))
        whole = pc.binary_join_element_wise(whole, pc.if_else(both, separator, ""), text, "")
    return whole


def in_slices(function: Callable[..., pa.Array], *columns: pa.Array) -> pa.Array:
    """`function` of columns, some ten thousand rows at a time: what it needs for a moment stays small."""
    rows = len(columns[0])
    parts = [
        function(*(column.slice(start, _SLICE_ROWS) for column in columns))
        for start in range(0, max(rows, 1), _SLICE_ROWS)
    ]
    return pa.concat_arrays(parts)
