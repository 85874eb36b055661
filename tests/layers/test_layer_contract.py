"""The contract of every layer: what it draws can be handed to any renderer as it is."""

from __future__ import annotations

import datetime as dt
import importlib
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sample_incidents import sample_frame

import layers
from errors import LayerError
from events.filter import Filter
from layers.catalog import all_layers, layer_by_id
from layers.drawing import GROUPS, LABEL_COLUMNS, Drawing, Layer, Scene
from layers.palette import PALETTE, THEMES

FOLDER = Path(layers.__file__).parent
LABEL_KINDS = {
    "country",
    "province",
    "capital",
    "city",
    "town",
    "village",
    "enclave",
    "water",
    "base",
}
WINDOWS = {
    "all dates": Filter(),
    "one season": Filter(start=dt.date(1999, 8, 1), end=dt.date(1999, 10, 31)),
    "a window without incidents": Filter(start=dt.date(1900, 1, 1), end=dt.date(1900, 12, 31)),
    "a filter that nothing passes": Filter(words=("no such word anywhere",)),
}

every_layer = pytest.mark.parametrize("layer", all_layers(), ids=lambda layer: layer.id)


def drawn(layer: Layer, window: str = "all dates") -> Drawing:
    return layer.draw(Scene(sample_frame(), WINDOWS[window]))


def test_every_file_with_a_layer_is_found() -> None:
    declared = {path.stem for path in FOLDER.glob("*.py") if re.search(r"^LAYER\b", path.read_text(), re.M)}
    assert {layer.id for layer in all_layers()} == declared
    assert len(declared) >= 17


def test_layers_come_in_drawing_order_and_each_place_is_taken_once() -> None:
    orders = [layer.order for layer in all_layers()]
    assert orders == sorted(orders)
    assert len(set(orders)) == len(orders)
    assert len({(layer.group, layer.title) for layer in all_layers()}) == len(orders)


def test_of_each_exclusive_set_a_new_map_shows_exactly_one() -> None:
    for exclusive in ("base", "incidents"):
        shown = [layer.id for layer in all_layers() if layer.exclusive == exclusive and layer.shown]
        assert len(shown) == 1, f"{exclusive}: {shown}"


def test_an_unknown_layer_is_refused_with_those_that_exist() -> None:
    with pytest.raises(LayerError, match=r"satellite.*relief"):
        layer_by_id("satellite")


def test_a_layer_named_unlike_its_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    water = importlib.import_module("layers.water")
    monkeypatch.setattr(water, "LAYER", replace(water.LAYER, id="wet"))
    with pytest.raises(LayerError, match=r"layers/water\.py.*'wet'"):
        all_layers.__wrapped__()


@every_layer
def test_its_id_is_its_file_and_the_panel_has_a_place_for_it(layer: Layer) -> None:
    assert (FOLDER / f"{layer.id}.py").is_file()
    assert layer.group in GROUPS
    assert layer.title.strip()
    assert layer.exclusive in (None, "base", "incidents")
    if layer.group == "Base":
        assert layer.exclusive == "base"


@every_layer
@pytest.mark.parametrize("window", WINDOWS)
def test_it_draws_valid_features_for_every_window(layer: Layer, window: str) -> None:
    drawing = drawn(layer, window)
    for features in (drawing.features, drawing.coarse, drawing.label_areas):
        if features is None:
            continue
        assert features.crs is not None
        assert features.crs.to_epsg() == 4326
        assert {"valid_from", "valid_to"} <= set(features.columns)
        assert features.geometry.notna().all()
        bad = features[~features.geometry.is_valid]
        assert bad.empty, f"{len(bad)} of {len(features)} geometries are not valid"
        bounds = features.geometry.bounds.to_numpy()
        assert np.isfinite(bounds).all()
        assert (np.abs(bounds[:, [0, 2]]) <= 180.0001).all()
        assert (np.abs(bounds[:, [1, 3]]) <= 90.0001).all()
    assert set(drawing.popup_fields) <= set(drawing.features.columns)
    if drawing.label_areas is not None:
        assert "name" in drawing.label_areas.columns


@every_layer
def test_periods_of_validity_run_forward(layer: Layer) -> None:
    drawing = drawn(layer)
    for frame in (drawing.features, drawing.labels):
        for first, stop in zip(frame["valid_from"], frame["valid_to"], strict=True):
            days = [day for day in (first, stop) if not pd.isna(day)]
            assert all(isinstance(day, dt.date) for day in days)
            assert days == sorted(set(days))


@every_layer
def test_its_labels_can_be_placed(layer: Layer) -> None:
    labels = drawn(layer).labels
    assert set(LABEL_COLUMNS) <= set(labels.columns)
    assert set(labels["kind"]) <= LABEL_KINDS
    assert labels["text"].map(lambda text: isinstance(text, str) and bool(text.strip())).all()
    assert (labels["rank"].astype(int) >= 1).all()
    assert np.isfinite(labels[["longitude", "latitude"]].to_numpy(dtype=float)).all()


@every_layer
def test_every_colour_it_names_is_in_both_palettes(layer: Layer) -> None:
    drawing = drawn(layer)
    tokens = {stroke.token for stroke in drawing.style.strokes}
    tokens |= {drawing.style.fill_token} - {None}
    for entry in drawing.legend:
        tokens |= {entry.symbol.token, *entry.symbol.colors}
    if "token" in drawing.features.columns:
        tokens |= set(drawing.features["token"])
    for theme in THEMES:
        assert tokens <= set(PALETTE[theme]), theme


@every_layer
def test_its_legend_says_something_and_a_ramp_names_each_of_its_colours(layer: Layer) -> None:
    drawing = drawn(layer)
    if layer.group != "Base":
        assert drawing.legend
    for entry in drawing.legend:
        assert entry.label.strip()
        if entry.symbol.kind == "ramp":
            assert len(entry.symbol.colors) == len(entry.symbol.labels) > 0


@pytest.mark.parametrize(
    "layer", [layer for layer in all_layers() if layer.group != "Incidents"], ids=lambda layer: layer.id
)
def test_data_of_others_is_attributed(layer: Layer) -> None:
    attribution = drawn(layer).attribution
    assert attribution
    assert all(line.strip() and "\n" not in line for line in attribution)


def test_only_the_online_base_asks_another_host() -> None:
    for layer in all_layers():
        tiles = drawn(layer).tiles
        is_remote = bool(tiles and re.match(r"(?i)https?:|//", tiles))
        assert is_remote == (layer.id == "online"), layer.id
        if tiles:
            assert all(part in tiles for part in ("{z}", "{x}", "{y}"))


def test_layers_load_without_any_renderer() -> None:
    check = (
        "import sys; from layers.catalog import all_layers; all_layers(); "
        "print(*({'folium', 'matplotlib', 'streamlit', 'branca'} & {m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=FOLDER.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
