"""Cells of our `sources` column made from columns of publishers, titles, addresses and days, all at once."""

from __future__ import annotations

import json
import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from events.cells import joined, plain

__all__ = ["listed", "one_source", "source_objects"]

_NEEDS_ESCAPE = r'["\\\x00-\x1f]'
_CONTROL = re.compile(r"[\x00-\x1f]")


def source_objects(
    publisher: pa.Array | None = None,
    title: pa.Array | None = None,
    url: pa.Array | None = None,
    published: pa.Array | None = None,
) -> pa.Array:
    """One JSON object a row, written as `events.event.write_sources` does; "" where all its parts are empty.

    An address that is none and a day that is no ISO day, month or year are left out: give them with the
    title where they must be kept.
    """
    parts = []
    for name, array, pattern in (
        ("publisher", publisher, None),
        ("title", title, None),
        ("url", url, r"\Ahttps?://\S+\z"),
        ("published", published, r"\A\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\z"),
    ):
        if array is None:
            continue
        text = plain(array)
        there = pc.not_equal(text, "") if pattern is None else pc.match_substring_regex(text, pattern)
        written = pc.binary_join_element_wise(f'"{name}":', _json_text(text), "")
        parts.append(pc.if_else(there, written, ""))
    inside = joined(parts, ",")
    objects = pc.binary_join_element_wise("{", inside, "}", "")
    return pc.if_else(pc.equal(inside, ""), "", objects)


def one_source(objects: pa.Array) -> pa.Array:
    """Cells of one source each."""
    cells = pc.binary_join_element_wise("[", objects, "]", "")
    return pc.if_else(pc.equal(objects, ""), "", cells)


def listed(objects: pa.ListArray) -> pa.Array:
    """Cells of the sources in each list; empty objects are left out."""
    rows = len(objects)
    kept = pc.list_flatten(objects)
    parents = pc.list_parent_indices(objects)
    given = pc.not_equal(kept, "")
    kept, parents = kept.filter(given), parents.filter(given)
    counts = np.bincount(parents.to_numpy(), minlength=rows)
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32())
    return one_source(pc.binary_join(pa.ListArray.from_arrays(offsets, kept), ","))


def _json_text(array: pa.Array) -> pa.Array:
    """Text as JSON strings."""
    odd = pc.match_substring_regex(array, _NEEDS_ESCAPE)
    if pc.any(odd).as_py():
        array = pc.replace_substring(array, "\\", "\\\\")
        array = pc.replace_substring(array, '"', '\\"')
        control = pc.match_substring_regex(array, r"[\x00-\x1f]")
        if pc.any(control).as_py():
            few = [
                _CONTROL.sub(lambda found: json.dumps(found[0])[1:-1], text)
                for text in array.filter(control).to_pylist()
            ]
            array = pc.replace_with_mask(array, control, pa.array(few, pa.string()))
    return pc.binary_join_element_wise('"', array, '"', "")
