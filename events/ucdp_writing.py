"""Our events as UCDP's cells: all 49 columns for a new file, the edited ones for a file that was imported."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from events.cells import plain
from events.columns import one_chunk
from events.country_codes import name_of_country
from events.event import Source, read_sources
from events.writing import each_text, put_back, text_days, text_numbers

__all__ = ["UCDP_COLUMNS", "UCDP_OLD_COLUMNS", "ucdp_cells", "ucdp_restored"]

UCDP_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
    "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start",
    "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
    "gwnoa", "gwnob",
)  # fmt: skip

# The order of the releases around 2017 and 2018; their files have a header as a rule.
UCDP_OLD_COLUMNS = (
    "id", "year", "active_year", "type_of_violence", "conflict_new_id", "conflict_name", "dyad_new_id",
    "dyad_name", "side_a_new_id", "gwnoa", "side_a", "side_b_new_id", "gwnob", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude",
    "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "low", "best",
    "high",
)  # fmt: skip

_WRITTEN_FROM: Mapping[str, tuple[str, ...]] = {
    "year": ("date_start",),
    "date_start": ("date_start",),
    "date_end": ("date_end",),
    "date_prec": ("date_prec",),
    "type_of_violence": ("event_type",),
    "side_a": ("actor1",),
    "side_b": ("actor2",),
    "where_coordinates": ("place",),
    "where_description": ("place_text",),
    "where_prec": ("where_prec",),
    "adm_1": ("admin1",),
    "adm_2": ("admin2",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "country": ("country",),
    "low": ("fatalities_low",),
    "best": ("fatalities_best",),
    "high": ("fatalities_high",),
    "source_office": ("sources",),
    "source_date": ("sources",),
    "source_headline": ("sources",),
    "source_article": ("sources",),
}


def ucdp_cells(events: pa.Table) -> pa.Table:
    """Events as UCDP's 49 columns of text; empty where we do not know what UCDP asks for."""
    made = _made(events)
    empty = pa.repeat("", events.num_rows)
    keys = pc.replace_substring_regex(plain(events.column("event_id")), r"\Aucdp-ged-", "")
    point = pc.binary_join_element_wise("POINT (", made["longitude"], " ", made["latitude"], ")", "")
    columns = {
        **dict.fromkeys(UCDP_COLUMNS, empty),
        **made,
        "id": keys,
        "dyad_name": _dyads(made),
        "geom_wkt": pc.if_else(pc.equal(made["latitude"], ""), "", point),
    }
    return pa.table({name: columns[name] for name in UCDP_COLUMNS})


def ucdp_restored(events: pa.Table, derived: pa.Table, original: pa.Table) -> pa.Table:
    """`original` with the values of edited events; `derived` is what it gave as our columns."""
    return put_back(events, derived, original, _WRITTEN_FROM, _edited, {})


def _made(events: pa.Table) -> dict[str, pa.Array]:
    def text(name: str) -> pa.Array:
        return plain(events.column(name))

    deaths = {name: text_numbers(events.column(f"fatalities_{name}")) for name in ("low", "best", "high")}
    kinds = one_chunk(events.column("event_type"))
    return {
        "year": pc.fill_null(pc.year(one_chunk(events.column("date_start"))).cast(pa.string()), ""),
        "date_start": text_days(events.column("date_start")),
        "date_end": text_days(events.column("date_end")),
        "date_prec": text_numbers(events.column("date_prec")),
        "type_of_violence": each_text(
            kinds, lambda kind: "3" if kind == "Violence against civilians" else "1"
        ),
        "side_a": text("actor1"),
        "side_b": text("actor2"),
        "where_coordinates": text("place"),
        "where_description": text("place_text"),
        "where_prec": text_numbers(events.column("where_prec")),
        "adm_1": text("admin1"),
        "adm_2": text("admin2"),
        "latitude": text_numbers(events.column("latitude")),
        "longitude": text_numbers(events.column("longitude")),
        "country": plain(each_text(one_chunk(events.column("country")), name_of_country)),
        **deaths,
        **_sources(one_chunk(events.column("sources"))),
    }


def _dyads(made: Mapping[str, pa.Array]) -> pa.Array:
    both = pc.binary_join_element_wise(made["side_a"], made["side_b"], " - ")
    return pc.if_else(pc.equal(made["side_b"], ""), made["side_a"], both)


def _sources(cells: pa.Array) -> dict[str, pa.Array]:
    def listed(field: str) -> pa.Array:
        def told(cell: str) -> str:
            return ";".join(str(getattr(source, field)).replace(";", ",") for source in read_sources(cell))

        return plain(each_text(cells, told))

    def articles(cell: str) -> str:
        return "; ".join(_article(source) for source in read_sources(cell))

    return {
        "source_office": listed("publisher"),
        "source_date": listed("published"),
        "source_headline": listed("title"),
        "source_article": plain(each_text(cells, articles)),
    }


def _article(source: Source) -> str:
    told = (source.publisher, source.published, source.title)
    return ",".join(f'"{part}"' for part in told if part)


def _edited(events: pa.Table, cells: pa.Table) -> dict[str, pa.Array]:
    """New cells for edited events; a day keeps the time of day that the old cell had."""
    made = _made(events)
    for name in ("date_start", "date_end"):
        if name in cells.column_names:
            old = plain(cells.column(name))
            clock = pc.if_else(
                pc.match_substring_regex(old, r"\A\d{4}-\d\d-\d\d "), pc.utf8_slice_codeunits(old, 10), ""
            )
            made[name] = pc.binary_join_element_wise(made[name], clock, "")
    if "source_office" in cells.column_names:
        # Newer releases keep the article in a cell of its own, which tells nothing beyond the other three.
        made["source_article"] = plain(cells.column("source_article"))
    return made
