"""The folium map: one content has one address, no other host is asked, a broken bundle leaves a map."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from sample_incidents import SCRIPT, sample_frame

from events.filter import Filter
from layers.catalog import all_layers
from layers.drawing import Scene
from maps.assets import AssetStore
from maps.interactive import DrawnLayer, build_map
from maps.view import NOTHING, OpenMap, map_data, open_map
from settings import ROOT

BUNDLE = ROOT / "geodata" / "data"
# Files of the bundle that go missing together, by what they are.
PARTS = {
    "reference": (
        "water.parquet",
        "rivers.parquet",
        "railways.parquet",
        "valley.parquet",
        "relief_light.mbtiles",
        "curated/bases.csv",
    ),
    "border lines": ("border_lines_fine.parquet", "border_lines_coarse.parquet"),
    "countries": ("countries_fine.parquet", "countries_coarse.parquet"),
    "provinces": ("provinces_fine.parquet", "provinces_coarse.parquet"),
    "districts": ("districts_fine.parquet", "districts_coarse.parquet"),
    "enclaves": ("enclaves_fine.parquet", "enclaves_coarse.parquet"),
    "gazetteer": ("places.parquet", "place_names.parquet"),
}


def body_of(store: AssetStore, address: str) -> str:
    asset = store.get(address.removeprefix("map/assets/"))
    assert asset is not None
    return (gzip.decompress(asset.body) if asset.encoding else asset.body).decode()


def descriptions(script: str) -> dict[str, dict[str, object]]:
    """What the script hands to the browser side, by layer."""
    found = re.findall(r"incidentLayers\.add\(\s*incident_leaflet_map,\s*(\{.*\})\s*\);", script)
    return {spec["id"]: spec for spec in map(json.loads, found)}


@pytest.fixture(scope="module")
def opened() -> tuple[AssetStore, OpenMap, str]:
    store = AssetStore()
    made = open_map(sample_frame(), store)
    return store, made, body_of(store, made.script)


def test_every_layer_is_handed_to_the_map_in_the_order_of_the_panel(
    opened: tuple[AssetStore, OpenMap, str],
) -> None:
    store, made, script = opened
    specs = descriptions(script)
    assert set(specs) == {layer.id for layer in all_layers()}
    assert made.notices == ()
    for layer in all_layers():
        spec = specs[layer.id]
        assert (spec["title"], spec["group"], spec["shown"]) == (layer.title, layer.group, layer.shown)
        for address in spec["resources"].values():  # type: ignore[attr-defined]
            if address is not None:
                json.loads(body_of(store, address))


def test_the_script_asks_no_other_host_but_for_the_online_tiles(
    opened: tuple[AssetStore, OpenMap, str],
) -> None:
    _, _, script = opened
    tiles = str(descriptions(script)["online"]["tiles"])
    assert re.fullmatch(r"https://[\w.]*openstreetmap\.org/\{z\}/\{x\}/\{y\}\.png", tiles)
    rest = script.replace(json.dumps(tiles)[1:-1], "")
    assert re.findall(r"(?i)(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s\"']*", rest) == []


def test_geometry_stays_out_of_the_script(opened: tuple[AssetStore, OpenMap, str]) -> None:
    _, _, script = opened
    assert len(script) < 60_000


def test_the_same_content_has_the_same_address() -> None:
    first, second = (build_map(Scene(sample_frame(), NOTHING), AssetStore()) for _ in range(2))
    assert first == second


def test_a_description_cannot_end_its_script() -> None:
    element = DrawnLayer({"title": f"</script>{SCRIPT}"})
    assert "<" not in element.description
    assert json.loads(element.description)["title"] == f"</script>{SCRIPT}"


def test_a_filter_is_a_mask_and_a_window_is_two_days(opened: tuple[AssetStore, OpenMap, str]) -> None:
    store, made, _ = opened
    plain = map_data(made, Filter(), store, [])
    assert plain.mask is None
    assert plain.extent == plain.window == ("1998-01-01", "2001-12-31")
    moved = map_data(made, Filter.model_validate({"start": "1999-08-01", "end": "1999-10-31"}), store, [])
    assert moved.mask is None
    assert moved.window == ("1999-08-01", "1999-10-31")
    assert (moved.events, moved.places, moved.script) == (plain.events, plain.places, plain.script)
    battles = Filter.model_validate({"event_types": ("Battles",)})
    masked = map_data(made, battles, store, ["a line"])
    assert masked.notices == ["a line"]
    assert masked.mask is not None
    asset = store.get(masked.mask.removeprefix("map/assets/"))
    assert asset is not None
    told = sum(byte.bit_count() for byte in asset.body)
    assert told == sample_frame().count(battles).total > 0


def test_district_classes_are_made_only_when_they_are_drawn(opened: tuple[AssetStore, OpenMap, str]) -> None:
    store, made, _ = opened
    assert map_data(made, Filter(), store, []).ramp_labels == ()
    classed = map_data(made, Filter(), store, [], classed=True)
    assert len(classed.ramp_labels) == len(classed.breaks) + 1


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bundle, made of links, that the settings name."""
    folder = tmp_path / "bundle"
    for path in BUNDLE.rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(BUNDLE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(path)
    monkeypatch.setenv("INCIDENTS_BUNDLE", str(folder))
    return folder


def notices_of_map() -> tuple[str, ...]:
    store = AssetStore()
    made = open_map(sample_frame(), store)
    assert descriptions(body_of(store, made.script)), "no layer is left"
    return made.notices


@pytest.mark.parametrize("part", PARTS)
def test_missing_files_of_the_bundle_cost_their_layers_and_leave_a_map(bundle: Path, part: str) -> None:
    for name in PARTS[part]:
        (bundle / name).unlink()
    notices = notices_of_map()
    assert notices
    for notice in notices:
        assert "\n" not in notice
        assert "make data" in notice
        assert any(Path(name).name in notice for name in PARTS[part]), notice


def test_corrupt_files_of_the_bundle_are_named_one_a_line(bundle: Path) -> None:
    names = ("water.parquet", "curated/bases.csv", "relief_light.mbtiles")
    for name in names:
        (bundle / name).unlink()
        (bundle / name).write_bytes(b"\x00\xffnot what it should be")
    notices = notices_of_map()
    assert len(notices) == len(names)
    for name in names:
        told = [notice for notice in notices if Path(name).name in notice]
        assert len(told) == 1
        assert "make data" in told[0]
        assert "\n" not in told[0]


def test_an_empty_bundle_leaves_a_map_with_a_notice_for_each_layer_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INCIDENTS_BUNDLE", str(tmp_path))
    notices = notices_of_map()
    assert len(notices) >= 8
    assert all(str(tmp_path) in notice and "\n" not in notice for notice in notices)


def test_a_whole_bundle_gives_no_notice(bundle: Path) -> None:
    assert notices_of_map() == ()
