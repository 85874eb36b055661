"""What the review page is told: where drafts stand by the map's rules, and the revision that pages watch."""

from __future__ import annotations

import json
from pathlib import Path

from events.event import Event
from events.store import open_store
from maps.assets import AssetStore
from maps.review import draft_areas, review_data
from maps.routes import Revision
from reports import desk
from reports.read import read_report

SAMPLE = Path(__file__).resolve().parents[1] / "data" / "reports" / "review" / "valley_gazette.txt"


def event(event_id: str, **fields: object) -> Event:
    base: dict[str, object] = {
        "event_id": event_id,
        "date_start": "2005-05-01",
        "date_end": "2005-05-01",
        "date_prec": 1,
        "event_type": "Protests",
        "place": event_id,
        "country": "KG",
        "latitude": 40.06,
        "longitude": 70.82,
        "where_prec": 1,
    }
    return Event(**{**base, **fields})  # type: ignore[arg-type]


def test_a_draft_stands_where_the_map_page_would_put_it() -> None:
    drafts = [
        event("town"),
        event("near", where_prec=2, radius_km=8.0),
        event("district", where_prec=3),
        event("province", where_prec=4),
        event("country", where_prec=6, latitude=None, longitude=None),
    ]
    places, polygons = draft_areas(drafts)
    kinds = {key: place["area"]["kind"] for key, place in places.items()}
    assert kinds == {
        "town": "dot",
        "near": "disc",
        "district": "district",
        "province": "province",
        "country": "country",
    }
    assert places["town"]["symbol"] == [40.06, 70.82]
    assert places["country"]["symbol"] is None
    # A province's symbol stands beside its name, not on the town that its point lies in.
    assert places["province"]["symbol"] != places["town"]["symbol"]
    named = {feature["props"]["area_id"] for feature in polygons["features"]}
    assert named == {places[key]["area"]["area_id"] for key in ("district", "province")}


def test_without_drafts_there_is_nothing_to_place() -> None:
    assert draft_areas([])[0] == {}


def test_the_text_goes_by_address_and_all_else_can_be_sent(tmp_path: Path) -> None:
    store, assets = open_store(tmp_path / "incidents.sqlite"), AssetStore()
    kept = desk.keep_report(store, read_report(SAMPLE))
    data = review_data(store, assets, script="map/assets/x.js", report_id=kept.report_id)
    assert data.desk is not None
    assert data.reports is None
    asset = assets.get(data.desk["page_address"].rsplit("/", 1)[1])
    assert asset is not None
    assert json.loads(asset.body)["text"] == SAMPLE.read_text(encoding="utf-8")
    assert "Tash Kungey on" not in json.dumps(data.desk["report"])
    json.dumps(data.__dict__)
    again = review_data(store, assets, script="map/assets/x.js", report_id=kept.report_id)
    assert again.desk is not None
    assert again.desk["page_address"] == data.desk["page_address"]
    listed = review_data(store, assets, script="map/assets/x.js", report_id="gone")
    assert listed.desk is None
    assert listed.reports is not None
    assert [report["report_id"] for report in listed.reports] == [kept.report_id]
    store.close()


def test_the_revision_is_that_of_the_store_that_is_watched(tmp_path: Path) -> None:
    revision = Revision()
    assert revision.now() is None
    store = open_store(tmp_path / "incidents.sqlite")
    revision.watch(lambda: store.revision)
    before = revision.now()
    desk.keep_report(store, read_report(SAMPLE))
    assert revision.now() == store.revision
    assert revision.now() != before
    revision.watch(None)
    assert revision.now() is None
    store.close()
