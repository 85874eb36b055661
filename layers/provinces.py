"""Border layer: provinces as they held on the last day of the window (Batken Region from October 1999)."""

from __future__ import annotations

from geodata.boundaries import border_lines, dated
from geodata.bundle import attributions
from layers.drawing import Drawing, Layer, LegendEntry, Scene, Stroke, Style, Symbol


def short_name(name: str) -> str:
    """A province's name without the word that every province has."""
    for word in (" Region", " Oblast (with Batken)", " Oblast (with Jalal-Abad and Batken)", " Oblast"):
        name = name.removesuffix(word)
    return {"Districts of Republican Subordination": "Republican districts"}.get(name, name)


def draw(scene: Scene) -> Drawing:
    """Province borders that are not national ones, with the provinces' names."""
    provinces = dated("provinces", "coarse")
    labels = provinces.assign(
        text=[short_name(name) for name in provinces["admin1"]],
        kind="province",
        rank=3,
        longitude=provinces["label_lon"],
        latitude=provinces["label_lat"],
    )
    # A city that is a province of its own has its label from the towns.
    labels = labels[~labels["admin1"].str.contains("City$|^Dushanbe$", regex=True)]
    dash = (7.0, 3.0, 1.5, 3.0)
    return Drawing(
        features=border_lines("provinces", detail="fine"),
        coarse=border_lines("provinces", detail="coarse"),
        style=Style(strokes=(Stroke("province", 1.15, 0.85, dash),)),
        labels=labels[["text", "kind", "rank", "longitude", "latitude", "valid_from", "valid_to"]],
        legend=(LegendEntry("Province", Symbol("line", "province", dash)),),
        attribution=(attributions()["provinces"],),
    )


LAYER = Layer(
    id="provinces",
    title="Province",
    group="Borders",
    order=32,
    listed=2,
    draw=draw,
    hint="First-order units on the last day of the window",
)
