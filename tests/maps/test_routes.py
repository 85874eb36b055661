"""What the app's own server answers: assets, scripts, tiles, details, places, and refusals in one line."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from asgi_client import Client
from sample_incidents import SCRIPT_TITLE, sample_frame
from starlette.applications import Starlette

from events.frame import EventFrame
from maps.assets import MOST_PASSING, store
from maps.routes import MOST_DETAILS, WEB, Frames, frames, routes, web_version


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(Starlette(routes=routes()))


@pytest.fixture
def digest() -> str:
    frames.keep(sample_frame())
    return sample_frame().digest


def refusal(client: Client, address: str, status: int) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    assert answer.headers["cache-control"] == "no-store"
    line = answer.json()["error"]
    assert line
    assert "\n" not in line
    return str(line)


def test_an_asset_comes_back_and_may_be_kept_for_ever(client: Client) -> None:
    body = b"a line of a border " * 200
    answer = client.get(f"/map/assets/{store.put(body, 'application/json', 'json')}")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.content) == body
    assert "immutable" in answer.headers["cache-control"]


def test_an_asset_that_is_no_longer_kept_says_how_to_get_it_back(client: Client) -> None:
    name = store.put(b"the first mask", "application/octet-stream", "bin", passing=True)
    assert client.get(f"/map/assets/{name}").content == b"the first mask"
    for number in range(MOST_PASSING):
        store.put(b"later mask %d" % number, "application/octet-stream", "bin", passing=True)
    assert "reload" in refusal(client, f"/map/assets/{name}", 404)


@pytest.mark.parametrize("path", sorted(WEB.iterdir()), ids=lambda path: path.name)
def test_every_browser_file_is_served_as_what_it_is(client: Client, path: Path) -> None:
    answer = client.get(f"/map/web/{web_version()}/{path.name}")
    assert answer.status_code == 200
    wanted = {"js": "text/javascript", "css": "text/css"}[path.suffix[1:]]
    assert answer.headers["content-type"].startswith(wanted)


def test_leaflet_comes_from_the_installation(client: Client) -> None:
    script = client.get("/map/leaflet/leaflet.js")
    assert script.status_code == 200
    assert "1.9." in script.text[:400]
    assert client.get("/map/leaflet/images/marker-icon.png").headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    "address",
    [
        "/map/leaflet/../../settings.py",
        "/map/leaflet/%2e%2e/%2e%2e/__init__.py",
        "/map/leaflet/..%2f..%2f..%2fsettings.py",
        "/map/leaflet//etc/passwd",
        "/map/leaflet/%2fetc%2fpasswd",
        "/map/web/x/..%2fhost.py",
        "/map/web/x/%2e%2e",
        "/map/web/x/..%5c..%5csettings.py",
        "/map/assets/..%2f..%2fsettings.py",
    ],
)
def test_no_path_leads_out_of_its_folder(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "import " not in answer.text
    assert "root:" not in answer.text


def test_a_tile_of_the_relief_is_a_picture_and_beyond_it_an_empty_answer(client: Client) -> None:
    # Zoom 7, column 89, row 48 is the Fergana Valley.
    tile = client.get("/map/relief/light/7/89/48")
    assert tile.status_code == 200
    assert tile.headers["content-type"] == "image/webp"
    assert tile.content[8:12] == b"WEBP"
    assert client.get("/map/relief/dark/7/89/48").content != tile.content
    beyond = client.get("/map/relief/light/7/10/10")
    assert beyond.status_code == 204
    assert beyond.content == b""


def test_a_theme_without_relief_is_refused(client: Client) -> None:
    assert "light, dark" in refusal(client, "/map/relief/sepia/7/89/48", 404)
    assert client.get("/map/relief/light/7/-1/48").status_code == 404
    assert client.get("/map/relief/light/7/eighty/48").status_code == 404


def test_details_are_those_of_the_rows_asked_for(client: Client, digest: str) -> None:
    frame = sample_frame()
    answer = client.get(f"/map/events/{digest}?rows=5,0,3").json()
    assert [event["row"] for event in answer] == [5, 0, 3]
    for told in answer:
        event = frame.event(told["row"])
        assert told["event_id"] == event.event_id
        assert told["date_start"] == event.date_start.isoformat()
        assert told["sources"][0]["publisher"] == "Test Gazette"


def test_an_event_is_found_by_its_id(client: Client, digest: str) -> None:
    row = client.get(f"/map/events/{digest}?id=sample-23").json()["row"]
    answer = client.get(f"/map/events/{digest}?rows={row}")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()[0]["title"] == SCRIPT_TITLE


@pytest.mark.parametrize(
    "query",
    [
        "",
        "rows=",
        "rows=a",
        "rows=1,2,x",
        "rows=-1",
        "rows=99999",
        "rows=1e3",
        "id=no-such",
        "id=",
        "rows=0x1",
    ],
)
def test_rows_that_are_none_are_refused(client: Client, digest: str, query: str) -> None:
    refusal(client, f"/map/events/{digest}?{query}", 400)


def test_too_many_rows_are_refused_with_the_limit(client: Client, digest: str) -> None:
    most = ",".join(["1"] * MOST_DETAILS)
    assert len(client.get(f"/map/events/{digest}?rows={most}").json()) == MOST_DETAILS
    line = refusal(client, f"/map/events/{digest}?rows={most},1", 400)
    assert str(MOST_DETAILS) in line


def test_events_that_are_not_open_are_refused(client: Client) -> None:
    assert "reload" in refusal(client, "/map/events/0123456789abcdef?rows=1", 404)


def test_of_many_open_frames_the_newest_are_kept() -> None:
    kept = Frames()
    tables = [sample_frame().table.slice(number) for number in range(6)]
    opened = [EventFrame(table) for table in tables]
    for frame in opened:
        kept.keep(frame)
    assert [kept.get(frame.digest) is frame for frame in opened] == [False, False, True, True, True, True]
    kept.keep(opened[2])
    kept.keep(opened[0])
    assert kept.get(opened[2].digest) is opened[2]
    assert kept.get(opened[3].digest) is None


def test_places_are_found_by_how_their_name_begins(client: Client) -> None:
    found = client.get("/map/places", params={"q": "Batken"}).json()
    assert found[0]["place"].startswith("Batken")
    assert abs(found[0]["latitude"] - 40.06) < 0.3
    assert {"kind", "country", "admin1", "longitude", "where_prec", "radius_km"} <= set(found[0])
    assert len(found) <= 8


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "%",
        "(",
        "\\",
        "a" * 5000,
        "\u0000",
        "𝔅𝔞𝔱𝔨𝔢𝔫",
        "ё" * 200,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_any_text_may_be_searched_for(client: Client, text: str) -> None:
    answer = client.get("/map/places", params={"q": text})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert isinstance(answer.json(), list)


def test_the_version_of_the_browser_files_changes_with_their_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "host.js").write_text("one")
    monkeypatch.setattr("maps.routes.WEB", tmp_path)
    before = web_version.__wrapped__()
    (tmp_path / "host.js").write_text("two")
    assert web_version.__wrapped__() != before
