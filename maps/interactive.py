"""The interactive map: folium builds it from the layers' drawings, the browser side animates it.

Each layer becomes one folium element whose script hands its description to `incidentLayers.add`; geometry
and events are fetched by addresses named for their content and never written into the script.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import folium
import geopandas as gpd
from folium.elements import MacroElement
from folium.template import Template

from errors import IncidentMapError
from layers.catalog import all_layers
from layers.drawing import GROUPS, Drawing, Layer, Scene
from maps.assets import AssetStore
from maps.packing import pack_features, pack_labels

Adapt = Callable[[dict[str, Any]], dict[str, Any] | None]

# What a new map shows: the Fergana Valley with the mountains around it.
HOME_BOUNDS = ((38.8, 68.6), (42.45, 75.6))


class DrawnLayer(MacroElement):
    """One layer of the house as an element of a folium map."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            incidentLayers.add({{ this._parent.get_name() }}, {{ this.description }});
        {% endmacro %}
        """
    )

    def __init__(self, description: dict[str, Any]) -> None:
        super().__init__()
        self._name = "DrawnLayer"
        # `<` cannot end a script element, were the script ever written into a page.
        self.description = json.dumps(description, separators=(",", ":")).replace("<", "\\u003c")


@dataclass(frozen=True)
class InteractiveMap:
    """A rendered map: the address of its script, the name of its variable and what failed, a line each."""

    script: str
    name: str
    notices: tuple[str, ...]


def _address(store: AssetStore, resource: dict[str, Any]) -> str:
    body = json.dumps(resource, separators=(",", ":"), ensure_ascii=False).encode()
    return "map/assets/" + store.put(body, "application/json", "json")


def _features(
    store: AssetStore, features: gpd.GeoDataFrame | None, fields: tuple[str, ...], decimals: int
) -> str | None:
    if features is None:
        return None
    return _address(store, pack_features(features, fields, decimals=decimals))


def describe(layer: Layer, drawing: Drawing, store: AssetStore) -> dict[str, Any]:
    """A layer and its drawing as the browser side wants them; its geometry goes into `store`."""
    # A live drawing is made in the browser from the packed events, not from features.
    features = drawing.features if drawing.live is None and len(drawing.features) else None
    decimals = 2 if layer.exclusive == "base" else 4
    return {
        "id": layer.id,
        "title": layer.title,
        "group": layer.group,
        "order": layer.order,
        "shown": layer.shown,
        "exclusive": layer.exclusive,
        "hint": layer.hint,
        "style": asdict(drawing.style),
        "legend": [asdict(entry) for entry in drawing.legend],
        "attribution": list(drawing.attribution),
        "tiles": drawing.tiles,
        "tile_zooms": list(drawing.tile_zooms),
        "live": drawing.live,
        "settings": drawing.settings,
        "resources": {
            "features": _features(store, features, drawing.popup_fields, decimals),
            "coarse": _features(store, drawing.coarse, (), 3),
            "labels": _address(store, pack_labels(drawing)) if len(drawing.labels) else None,
            "label_areas": _features(store, drawing.label_areas, ("name",), 2),
        },
    }


def build_map(
    scene: Scene, store: AssetStore, adapt: Adapt = lambda description: description
) -> InteractiveMap:
    """Draw every layer of `scene` onto a folium map and put its script into `store`.

    A layer that cannot be drawn is left out with a notice; the map stays. `adapt` may change what the browser
    is told of a layer, or leave it out by None.
    """
    leaflet = folium.Map(
        location=[40.6, 71.9],
        zoom_start=7,
        tiles=None,
        control_scale=False,
        zoom_control=False,
        attributionControl=False,
        keyboard=False,
        zoomSnap=0.25,
        zoomDelta=0.5,
        wheelPxPerZoomLevel=90,
        minZoom=3,
        maxZoom=14,
        worldCopyJump=True,
        preferCanvas=True,
        boxZoom=False,
    )
    notices = []
    ordered = sorted(all_layers(), key=lambda layer: (GROUPS.index(layer.group), layer.listed))
    for layer in ordered:
        try:
            drawing = layer.draw(scene)
        except IncidentMapError as error:
            notices.append(f"{layer.title}: {error}")
            continue
        description = adapt(describe(layer, drawing, store))
        if description is not None:
            leaflet.add_child(DrawnLayer(description))
    root = leaflet.get_root()
    assert isinstance(root, folium.Figure)  # a map that was added to nothing else makes its own
    root.render()
    name = leaflet.get_name()
    # Names of folium's elements are random; the address is named for the content, so fix them.
    script = root.script.render().replace(name, "incident_leaflet_map")
    module = f"export default function (L, incidentLayers) {{\n{script}\nreturn incident_leaflet_map;\n}}\n"
    address = "map/assets/" + store.put(module.encode(), "text/javascript", "js")
    return InteractiveMap(address, "incident_leaflet_map", tuple(notices))
