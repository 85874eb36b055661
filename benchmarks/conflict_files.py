"""CSV files of invented events, as wide and as wordy as those of ACLED and UCDP; kept for later runs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.synthetic import CACHE, ROOT
from events.acled_writing import acled_cells
from events.synth import synth
from events.ucdp_writing import ucdp_cells
from events.writing import write_cells

_MAKERS = ("benchmarks/conflict_files.py", "events/synth.py", "events/synth_words.py")
_WORDS = (
    "The report was read by nobody, for it was invented to fill a cell of the length that such cells have. "
    "Two groups are said to have met on the road between the pasture and the bridge, where shots were heard."
)


def acled_file(n: int) -> Path:
    """A file of `n` invented events with ACLED's 31 columns, about 600 bytes a row."""
    return _kept("acled", n)


def ucdp_file(n: int) -> Path:
    """A file of `n` invented events with UCDP's 49 columns, about 800 bytes a row."""
    return _kept("ucdp", n)


def _kept(kind: str, n: int) -> Path:
    digest = hashlib.blake2b(digest_size=6)
    for name in _MAKERS:
        digest.update((ROOT / name).read_bytes())
    out = CACHE / f"{kind}_{n}_{digest.hexdigest()}.csv"
    if not out.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        part = out.with_suffix(".part")
        cells = _acled(n) if kind == "acled" else _ucdp(n)
        write_cells(cells, part, plain=True)
        part.rename(out)
    return out


def _acled(n: int) -> pa.Table:
    cells = acled_cells(synth(n))
    number = pa.array(np.arange(n)).cast(pa.string())
    filled = {
        "event_id_cnty": pc.binary_join_element_wise("SYN", number, ""),
        "inter1": _drawn(n, ("State forces", "Rebel group", "Political militia", "Protesters", "Rioters")),
        "inter2": _drawn(n, ("Civilians", "State forces", "")),
        "interaction": _drawn(n, ("State forces-Rebel group", "Protesters only", "Rioters-Civilians")),
        "iso": _drawn(n, ("417", "762", "860")),
        "region": _drawn(n, ("Caucasus and Central Asia",)),
        "source_scale": _drawn(n, ("National", "Subnational", "International")),
        "notes": pc.binary_join_element_wise("On a day of record ", number, f": {_WORDS}", ""),
        "timestamp": pc.binary_join_element_wise("17", pc.utf8_lpad(number, 8, "0"), ""),
    }
    return _with(cells, filled)


def _ucdp(n: int) -> pa.Table:
    # UCDP holds lethal violence only: every event has its type of violence and deaths.
    cells = ucdp_cells(synth(n))
    number = pa.array(np.arange(n)).cast(pa.string())
    deaths = _drawn(n, ("1", "2", "3", "5", "12"))
    filled = {
        "id": pc.binary_join_element_wise("5", pc.utf8_lpad(number, 7, "0"), ""),
        "relid": pc.binary_join_element_wise("SYN-", number, "-1", ""),
        "active_year": _drawn(n, ("True", "False")),
        "code_status": _drawn(n, ("Clear",)),
        "conflict_name": _drawn(n, tuple(f"Invented dispute {i}" for i in range(300))),
        "dyad_name": _drawn(n, tuple(f"Group {i} - Group {i + 1}" for i in range(800))),
        "number_of_sources": _drawn(n, ("-1", "1", "2", "4")),
        "source_article": pc.binary_join_element_wise(
            '"Invented Wire,', number, ",A headline that nobody wrote", '"', ""
        ),
        "source_office": _drawn(n, ("Invented Wire", "Invented Wire;Invented Gazette")),
        "source_date": _drawn(n, ("2010-06-11", "2010-06-11;2010-06-12")),
        "source_headline": pc.binary_join_element_wise("A headline that nobody wrote ", number, ""),
        "source_original": _drawn(n, ("police", "army", "")),
        "where_description": pc.binary_join_element_wise(
            "on the road by milestone ", number, f" ({_WORDS[:80]})", ""
        ),
        "priogrid_gid": _drawn(n, tuple(str(180_000 + i) for i in range(900))),
        "country_id": _drawn(n, ("702", "703", "704")),
        "region": _drawn(n, ("Asia",)),
        "event_clarity": _drawn(n, ("1", "1", "1", "2")),
        "low": deaths,
        "best": deaths,
        "high": deaths,
        "deaths_a": _drawn(n, ("0", "1")),
        "deaths_b": _drawn(n, ("0", "1", "2")),
        "deaths_civilians": _drawn(n, ("0", "1")),
        "deaths_unknown": _drawn(n, ("0",)),
        "date_start": pc.binary_join_element_wise(cells.column("date_start"), " 00:00:00.000", ""),
        "date_end": pc.binary_join_element_wise(cells.column("date_end"), " 00:00:00.000", ""),
    }
    return _with(cells, filled)


def _drawn(n: int, values: tuple[str, ...]) -> pa.DictionaryArray:
    codes = np.random.default_rng(len(values)).integers(0, len(values), n)
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(values))


def _with(cells: pa.Table, filled: dict[str, pa.Array]) -> pa.Table:
    return pa.table({name: filled.get(name, cells.column(name)) for name in cells.column_names})
