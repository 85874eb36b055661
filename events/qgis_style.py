"""Styles that QGIS finds in a GeoPackage: points and areas in the colours of the event types, with time."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from xml.etree import ElementTree as Xml

from events.type_colors import TYPE_COLORS

_VERSION = "3.28.0"
_LAYER_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)
"""
_CONTENTS = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id)
VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles of the layers for QGIS', 0)
"""


def points_qml() -> str:
    """The style of the layer of events: a dot by type, hollow where the place is vague, moving in time."""
    root = Xml.Element("qgis", version=_VERSION, styleCategories="Symbology|Temporal|Labeling")
    # QGIS's temporal controller shows an event from its first to its last day (mode 2: two fields).
    temporal = Xml.SubElement(
        root, "temporal", enabled="1", mode="2", startField="date_start", endField="date_end",
        durationUnit="days", fixedDuration="0", durationField="", accumulate="0", startExpression="",
        endExpression="", limitMode="1",
    )  # fmt: skip
    fixed = Xml.SubElement(temporal, "fixedRange")
    Xml.SubElement(fixed, "start")
    Xml.SubElement(fixed, "end")
    renderer = Xml.SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr="event_type", forceraster="0",
        symbollevels="0", enableorderby="0",
    )  # fmt: skip
    categories = Xml.SubElement(renderer, "categories")
    symbols = Xml.SubElement(renderer, "symbols")
    for number, (event_type, color) in enumerate(TYPE_COLORS.items()):
        Xml.SubElement(
            categories, "category", render="true", value=event_type, label=event_type, symbol=str(number),
            type="string",
        )  # fmt: skip
        symbol = Xml.SubElement(
            symbols, "symbol", type="marker", name=str(number), alpha="0.9", clip_to_extent="1",
            force_rhr="0",
        )  # fmt: skip
        marker = Xml.SubElement(symbol, "layer", {"class": "SimpleMarker"}, enabled="1", locked="0")
        marker.set("pass", "0")
        _options(
            marker,
            name="circle",
            color=_rgba(color, 255),
            outline_color=_rgba("#22292C", 255),
            outline_style="solid",
            outline_width="0.2",
            outline_width_unit="MM",
            size="2.6",
            size_unit="MM",
            scale_method="diameter",
        )
        # What is vague is hollow, as on the map of the app.
        _data_defined(marker, "fillColor", f"if(\"where_prec\" > 1, '255,255,255,60', '{_rgba(color, 255)}')")
        _data_defined(
            marker, "outlineColor", f"if(\"where_prec\" > 1, '{_rgba(color, 255)}', '34,41,44,255')"
        )
    Xml.SubElement(root, "layerGeometryType").text = "0"
    return _document(root)


def areas_qml() -> str:
    """The style of the layer of areas: a dashed outline with a faint fill."""
    root = Xml.Element("qgis", version=_VERSION, styleCategories="Symbology")
    renderer = Xml.SubElement(
        root, "renderer-v2", type="singleSymbol", forceraster="0", symbollevels="0", enableorderby="0"
    )
    symbols = Xml.SubElement(renderer, "symbols")
    symbol = Xml.SubElement(
        symbols, "symbol", type="fill", name="0", alpha="1", clip_to_extent="1", force_rhr="0"
    )
    fill = Xml.SubElement(symbol, "layer", {"class": "SimpleFill"}, enabled="1", locked="0")
    fill.set("pass", "0")
    _options(
        fill,
        color="85,97,102,26",
        style="solid",
        outline_color="85,97,102,200",
        outline_style="dash",
        outline_width="0.3",
        outline_width_unit="MM",
    )
    Xml.SubElement(root, "layerGeometryType").text = "2"
    return _document(root)


def add_styles(path: Path, styles: dict[str, tuple[str, str]]) -> None:
    """Put styles into a GeoPackage, where QGIS takes them by itself.

    Args:
        path: The GeoPackage.
        styles: Name of a layer -> its geometry column and its QML.
    """
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.execute(_LAYER_STYLES)
            connection.execute(_CONTENTS)
            connection.executemany(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                "styleName, styleQML, styleSLD, useAsDefault, description, owner) "
                "VALUES ('', '', ?, ?, ?, ?, '', 1, 'Fergana Incident Map', '')",
                [(layer, column, layer, qml) for layer, (column, qml) in styles.items()],
            )
    finally:
        connection.close()


def _options(parent: Xml.Element, **values: str) -> None:
    options = Xml.SubElement(parent, "Option", type="Map")
    for name, value in values.items():
        Xml.SubElement(options, "Option", name=name, type="QString", value=value)


def _data_defined(layer: Xml.Element, name: str, expression: str) -> None:
    holder = layer.find("data_defined_properties")
    if holder is None:
        holder = Xml.SubElement(layer, "data_defined_properties")
        options = Xml.SubElement(holder, "Option", type="Map")
        Xml.SubElement(options, "Option", name="name", type="QString", value="")
        Xml.SubElement(options, "Option", name="properties", type="Map")
        Xml.SubElement(options, "Option", name="type", type="QString", value="collection")
    properties = holder.find("Option/Option[@name='properties']")
    if properties is None:
        raise ValueError("data_defined_properties without properties")
    own = Xml.SubElement(properties, "Option", name=name, type="Map")
    Xml.SubElement(own, "Option", name="active", type="bool", value="true")
    Xml.SubElement(own, "Option", name="expression", type="QString", value=expression)
    Xml.SubElement(own, "Option", name="type", type="int", value="3")


def _rgba(color: str, alpha: int) -> str:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def _document(root: Xml.Element) -> str:
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + Xml.tostring(
        root, encoding="unicode"
    )
