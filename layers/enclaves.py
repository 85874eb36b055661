"""Border layer: the eight enclaves of the Fergana Valley, each with its owner's code."""

from __future__ import annotations

from geodata.boundaries import dated
from geodata.bundle import attributions
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Stroke, Style, Symbol


def draw(scene: Scene) -> Drawing:
    """The enclaves that exist on the last day of the window, labelled by size."""
    enclaves = dated("enclaves", "fine").sort_values("area_km2", ascending=False)
    points = enclaves.geometry.representative_point()
    labels = enclaves.assign(
        text=[f"{name} {owner}" for name, owner in zip(enclaves["name"], enclaves["owner"], strict=True)],
        kind="enclave",
        rank=[2 if area >= 5 else 4 for area in enclaves["area_km2"]],
        longitude=points.x,
        latitude=points.y,
    )
    return Drawing(
        features=enclaves,
        style=Style(strokes=(Stroke("enclave", 1.4),), fill_token="enclave", fill_opacity=0.3),
        labels=labels[["text", "kind", "rank", "longitude", "latitude", "valid_from", "valid_to"]],
        popup_fields=("name", "owner", "within", "area_km2"),
        legend=(LegendEntry("Enclave", Symbol("area", "enclave")),),
        attribution=(attributions()["enclaves"],),
    )


LAYER = Layer(
    id="enclaves",
    title="Enclaves",
    group="Borders",
    order=41,
    listed=4,
    draw=draw,
    hint="Land of one state wholly inside another",
)
