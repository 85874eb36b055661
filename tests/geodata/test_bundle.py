"""The bundle's files are what SOURCES.md says, and a missing or broken one is told in one line."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest
import shapely

from errors import BundleError
from geodata.bundle import attributions, read_layer, read_table
from geodata.recipe.fetch import fetch
from geodata.recipe.sources import SOURCES

DATA = Path(__file__).resolve().parents[2] / "geodata" / "data"
LAYERS = (
    *(
        f"{kind}_{detail}"
        for kind in ("countries", "provinces", "districts", "enclaves")
        for detail in ("fine", "coarse")
    ),
    "border_lines_fine",
    "border_lines_coarse",
    "water",
    "rivers",
    "railways",
    "world",
    "valley",
)


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_is_there_valid_and_in_degrees(name: str) -> None:
    layer = read_layer(name)
    assert len(layer) and layer.crs.to_epsg() == 4326
    assert not layer.geometry.isna().any() and not layer.geometry.is_empty.any()
    assert layer.geometry.is_valid.all()
    west, south, east, north = layer.total_bounds
    limits = (-180.01, -90.01, 180.01, 90.01) if name == "world" else (63.99, 35.99, 80.01, 45.01)
    assert west >= limits[0] and south >= limits[1] and east <= limits[2] and north <= limits[3]


def test_missing_file_is_told_with_its_mend(tmp_path: Path) -> None:
    with pytest.raises(BundleError) as caught:
        read_layer("water", bundle_dir=tmp_path)
    text = str(caught.value)
    assert "water.parquet" in text and "make data" in text and "\n" not in text


@pytest.mark.parametrize("content", [b"", b"PAR1 this is no parquet file PAR1", b"\x00" * 4096])
def test_broken_file_is_told_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "water.parquet").write_bytes(content)
    with pytest.raises(BundleError) as caught:
        read_layer("water", bundle_dir=tmp_path)
    text = str(caught.value)
    assert "water.parquet" in text and "make data" in text and "\n" not in text


def test_truncated_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "rivers.parquet").write_bytes((DATA / "rivers.parquet").read_bytes()[:5000])
    with pytest.raises(BundleError, match=r"rivers\.parquet"):
        read_layer("rivers", bundle_dir=tmp_path)


def test_table_without_geometry_is_no_layer(tmp_path: Path) -> None:
    read_table("bases").to_parquet(tmp_path / "water.parquet")
    with pytest.raises(BundleError, match=r"water\.parquet"):
        read_layer("water", bundle_dir=tmp_path)


def test_changing_a_layer_does_not_change_the_next_reading() -> None:
    first = read_layer("enclaves_fine")
    first["name"] = "changed"
    first.loc[0, "owner"] = "XX"
    again = read_layer("enclaves_fine")
    assert "Sokh" in set(again.name) and "XX" not in set(again.owner)


def test_a_rewritten_file_is_read_again(tmp_path: Path) -> None:
    shutil.copy(DATA / "valley.parquet", tmp_path / "layer.parquet")
    assert len(read_layer("layer", bundle_dir=tmp_path)) == 1
    shutil.copy(DATA / "rivers.parquet", tmp_path / "layer.parquet")
    assert len(read_layer("layer", bundle_dir=tmp_path)) > 1


def test_the_settings_can_name_another_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCIDENTS_BUNDLE", str(tmp_path))
    with pytest.raises(BundleError, match=re.escape(str(tmp_path))):
        read_layer("valley")


def test_sources_page_names_every_file_with_its_checksum() -> None:
    page = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", page, flags=re.MULTILINE))
    files = {
        p.relative_to(DATA).as_posix(): p for p in DATA.rglob("*") if p.is_file() and p.name != "SOURCES.md"
    }
    assert set(listed) == set(files)
    wrong = [n for n, p in files.items() if hashlib.sha256(p.read_bytes()).hexdigest() != listed[n]]
    assert not wrong, f"run `python -m geodata.recipe --page`; other checksums than SOURCES.md says: {wrong}"


def test_layers_from_openstreetmap_are_marked_and_attributed() -> None:
    page = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    for line in page.splitlines():
        if re.match(r"\| `(countries|provinces|districts|enclaves|border_lines|water|railways)", line):
            assert "ODbL" in line
    for layer in ("countries", "provinces", "districts", "enclaves", "border_lines", "water", "railways"):
        assert "OpenStreetMap" in attributions()[layer]
    assert "geoBoundaries" in attributions()["provinces"] and "GEBCO" in attributions()["relief"]


def test_large_waters_and_rivers_carry_their_names() -> None:
    water, rivers = read_layer("water"), read_layer("rivers")
    held = {name: geometry for name, geometry in zip(water.name, water.geometry, strict=True) if name}
    assert held["Issyk-Kul"].contains(shapely.Point(77.2, 42.45))
    assert held["Toktogul Reservoir"].distance(shapely.Point(72.9, 41.8)) < 0.05
    assert held["Kayrakkum Reservoir"].distance(shapely.Point(70.1, 40.3)) < 0.1
    assert {
        "Syr Darya",
        "Naryn",
        "Kara Darya",
        "Vakhsh",
        "Surkhob",
        "Zeravshan",
        "Chu",
        "Talas",
        "Panj",
        "Amu Darya",
    } <= set(rivers.name[rivers["rank"] == 1])
    # The Syr Darya begins where the Naryn and the Kara Darya meet.
    by_name = rivers[rivers.name != ""].set_index("name").geometry
    assert by_name["Syr Darya"].distance(by_name["Naryn"]) < 0.1
    assert by_name["Syr Darya"].distance(by_name["Kara Darya"]) < 0.1


def test_the_valley_holds_its_towns_and_not_its_mountains() -> None:
    outline = read_layer("valley").geometry.iloc[0]
    for lon, lat in ((72.34, 40.78), (71.67, 41.0), (71.78, 40.38), (70.94, 40.53), (72.8, 40.53)):
        assert outline.contains(shapely.Point(lon, lat))
    for lon, lat in ((72.88, 39.34), (70.65, 39.84), (74.59, 42.87), (72.9, 41.8)):
        assert not outline.contains(shapely.Point(lon, lat))


def test_the_recipe_refuses_a_package_with_another_checksum(tmp_path: Path) -> None:
    source = SOURCES["world"]
    (tmp_path / source.filename).write_bytes(b"something else")
    with pytest.raises(BundleError) as caught:
        fetch("world", tmp_path)
    text = str(caught.value)
    assert source.sha256 in text and source.filename in text and "\n" not in text
