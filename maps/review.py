"""From the store and a report to what the review page's browser side must know."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from errors import BundleError
from events.event import Event
from events.frame import EventFrame
from events.store import Store
from events.vocabulary import DATE_PREC, MAX_DAYS, NEEDS_RADIUS, SUB_EVENT_TYPES, WHERE_PREC
from layers.areas import area_polygons, place_areas, plain_areas
from maps.assets import AssetStore
from maps.packing import pack_features
from maps.view import CONFIG
from reports.desk_duplicates import Duplicates, find_duplicates
from reports.desk_view import decisions, desk_view, report_list

NO_AREAS: dict[str, Any] = {"scale": 1.0, "features": []}
REVIEW_CONFIG: dict[str, Any] = {
    **CONFIG,
    "vocabulary": {
        "sub_types": {name: list(subs) for name, subs in SUB_EVENT_TYPES.items()},
        "date_prec": {str(code): words for code, words in DATE_PREC.items()},
        "max_days": {str(code): days for code, days in MAX_DAYS.items()},
        "where_prec": {str(code): words for code, words in WHERE_PREC.items()},
        "needs_radius": sorted(NEEDS_RADIUS),
    },
}


@dataclass(frozen=True)
class ReviewData:
    """What the browser needs to know after a rerun; the text is named by address.

    Attributes:
        script: the address of the folium map's script, the same as the map page's.
        config: types, colour tokens, statuses, palettes, home bounds and the vocabulary of the form.
        reports: the kept reports, newest first; None while one of them is open. totals: how many of these and
            of their events.
        desk: the open report with its cards (see `reports.desk_view`), `page_address` in place of the text
            and `areas` for vague places; None for none.
        duplicates: the proposed pairs; None while nobody looks at them.
        decisions: the last changes.
        answers: what became of the actions of this page, by their numbers.
        revision: the store's; None without a store.
        read_only: why nothing can be decided here, in one line, or "".
    """

    script: str
    config: dict[str, Any]
    reports: list[dict[str, Any]] | None
    totals: dict[str, int]
    desk: dict[str, Any] | None
    duplicates: dict[str, Any] | None
    decisions: list[dict[str, Any]]
    answers: dict[str, Any] | None
    revision: int | None
    read_only: str


def review_data(
    store: Store | None,
    assets: AssetStore,
    *,
    script: str,
    report_id: str | None = None,
    with_duplicates: bool = False,
    answers: dict[str, Any] | None = None,
    read_only: str = "",
) -> ReviewData:
    """What the page shows now.

    Args:
        store: the open store; None where the app shows a file.
        script: address of the map's script.
        report_id: the report that is open; one that is not in the store (any more) opens none.
        with_duplicates: whether the proposed pairs are looked at.
    """
    if store is None:
        totals = {"reports": 0, "events": 0}
        return ReviewData(script, REVIEW_CONFIG, [], totals, None, None, [], answers, None, read_only)
    desk = _desk(store, report_id, assets) if report_id and store.report(report_id) is not None else None
    # The list asks the store once a report: it waits until somebody looks at it.
    reports = report_list(store) if desk is None else None
    return ReviewData(
        script=script,
        config=REVIEW_CONFIG,
        reports=reports,
        totals={
            "reports": len(reports or ()),
            "events": sum(report["open"] + report["accepted"] for report in reports or ()),
        },
        desk=desk,
        duplicates=_duplicates(store, find_duplicates(store)) if with_duplicates else None,
        decisions=desk["decisions"] if desk is not None else decisions(store),
        answers=answers,
        revision=store.revision,
        read_only=read_only,
    )


def _desk(store: Store, report_id: str, assets: AssetStore) -> dict[str, Any]:
    view = desk_view(store, report_id)
    body = json.dumps(view.pop("page"), ensure_ascii=False, separators=(",", ":")).encode()
    places, polygons = draft_areas([_event_of(card) for card in view["cards"]])
    cards = [card | places[card["event_id"]] for card in view["cards"]]
    address = "map/assets/" + assets.put(body, "application/json", "json", passing=True)
    return {**view, "cards": cards, "areas": polygons, "page_address": address}


def _event_of(card: dict[str, Any]) -> Event:
    return Event(**{name: card[name] for name in Event.model_fields})


def draft_areas(events: Sequence[Event]) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Where the symbol of each event stands and what its precision claims, by the rules of the map page.

    Returns:
        By event id `symbol` ([latitude, longitude], None without a point) and `area` (`kind` and `area_id`
        as in `layers.areas.place_areas`), and the polygons of the districts and provinces among them, packed.
    """
    if not events:
        return {}, NO_AREAS
    names = ("event_id", "date_start", "date_end", "event_type", "place_id", "place", "country", "admin1")
    numbers = ("latitude", "longitude", "where_prec", "radius_km")
    frame = EventFrame(
        pa.table(
            {
                name: pa.array(
                    [dict(event)[name] for event in events], pa.float64() if name in numbers else None
                )
                for name in (*names, *numbers)
                if name != "where_prec"
            }
            | {"where_prec": pa.array([event.where_prec for event in events], pa.int8())}
        )
    )
    try:
        areas = place_areas(frame)
        ids = sorted({area_id for area_id in areas["area_id"] if area_id is not None})
        polygons = pack_features(area_polygons(ids), ("area_id", "name"), decimals=3) if ids else NO_AREAS
    except BundleError:
        areas, polygons = plain_areas(frame), NO_AREAS
    out = {}
    for row, code in enumerate(frame.place_code):
        area = areas.iloc[int(code)]
        point = [area["symbol_latitude"], area["symbol_longitude"]]
        has_point = all(value == value for value in point)  # NaN is unlike itself
        out[frame.table.column("event_id")[row].as_py()] = {
            "symbol": [round(float(value), 5) for value in point] if has_point else None,
            "area": {"kind": area["area_kind"], "area_id": area["area_id"]},
        }
    return out, polygons


def _duplicates(store: Store, found: Duplicates) -> dict[str, Any]:
    titles = {report.report_id: report.title or report.source for report in store.reports()}

    def side(event_id: str) -> dict[str, Any]:
        stored = found.events[event_id]
        event = stored.event
        quote = next((source.quote for source in event.sources if source.quote), event.summary)
        publishers = dict.fromkeys(source.publisher for source in event.sources if source.publisher)
        fields = event.model_dump(mode="json", exclude={"sources"})
        return {
            **fields,
            "token": CONFIG["tokens"][CONFIG["types"].index(event.event_type)],
            "quote": " ".join(quote.split())[:400],
            "report": titles.get(stored.report_id or "", ""),
            "publishers": list(publishers),
        }

    return {
        "pairs": [
            {
                "first": side(pair.first_id),
                "second": side(pair.second_id),
                "score": round(pair.score, 3),
                "reasons": [
                    {"name": reason.name, "points": round(reason.points, 3), "words": reason.words}
                    for reason in pair.reasons
                ],
            }
            for pair in found.pairs
            if pair.first_id in found.events and pair.second_id in found.events
        ][:200],
        "reports": found.reports,
        "events": found.told,
        "note": found.note,
    }
