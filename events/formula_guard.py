"""Cells that a spreadsheet would run as formulas get an apostrophe in front, and lose it when read again."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["guarded", "guarded_cells", "unguarded_cells"]

# What is a plain number is no formula, whatever its sign.
_NUMBER = r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?"
_RISKY = r"\A[=+\-@\t\r\n']"
_GUARDED = r"\A'([=+\-@\t\r\n'])"
_IS_NUMBER = re.compile(_NUMBER)
_IS_RISKY = re.compile(_RISKY)


def guarded(cell: str) -> str:
    """One cell as it may stand in a file for people: `'=1+1` for `=1+1`, and -12.5 as it is."""
    if _IS_RISKY.match(cell) and not _IS_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def guarded_cells(cells: pa.Array) -> pa.Array:
    """`guarded` for a column of text."""
    risky = pc.and_(
        pc.match_substring_regex(cells, _RISKY),
        pc.invert(pc.match_substring_regex(cells, rf"\A{_NUMBER}\z")),
    )
    if not pc.any(risky).as_py():
        return cells
    return pc.if_else(risky, pc.binary_join_element_wise("'", cells, ""), cells)


def unguarded_cells(cells: pa.Array) -> pa.Array:
    """A column of text as it was before `guarded_cells`."""
    return pc.replace_substring_regex(cells, _GUARDED, r"\1")
