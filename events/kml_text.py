"""Write events as KML: folders and styles by type, times, what is known of each, areas where it is vague."""

from __future__ import annotations

import html
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from events.about import about_of
from events.areas import disc
from events.event import read_sources
from events.type_colors import TYPE_COLORS
from events.vocabulary import DATE_PREC, EVENT_TYPE_SLUGS, WHERE_PREC

DOT_FILE = "files/dot.png"
_ROWS_AT_ONCE = 20_000
# What XML 1.0 has no way to write.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DOT_PIXELS = 32
_DISC_CORNERS = 36


def kml_pieces(table: pa.Table, *, with_dot: bool) -> Iterator[str]:
    """The text of a KML document piece by piece.

    Args:
        table: Our columns.
        with_dot: Whether `DOT_FILE` lies beside the document; else viewers draw their own pin.
    """
    about = about_of(table)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n'
    yield f"<name>Incidents, as of {about.as_of}</name>\n"
    yield f"<description>{_html(about.text())}</description>\n"
    for event_type, color in TYPE_COLORS.items():
        yield _style(EVENT_TYPE_SLUGS[event_type], color, with_dot)
    types = table.column("event_type").cast(pa.string())
    for event_type in TYPE_COLORS:
        chosen = table.filter(pa.compute.equal(types, event_type))
        if chosen.num_rows:
            yield f"<Folder><name>{_xml(event_type)}</name>\n"
            for batch in chosen.to_batches(max_chunksize=_ROWS_AT_ONCE):
                for row in batch.to_pylist():
                    yield _placemark(row)
            yield "</Folder>\n"
    yield "</Document>\n</kml>\n"


def dot_png() -> bytes:
    """A white dot with a dark rim on nothing, which a style's colour tints."""
    at = (np.arange(_DOT_PIXELS) + 0.5) - _DOT_PIXELS / 2
    away = np.hypot(*np.meshgrid(at, at))
    pixels = np.zeros((_DOT_PIXELS, _DOT_PIXELS, 4), np.uint8)
    radius = _DOT_PIXELS / 2 - 1
    pixels[..., :3] = np.where(away < radius - 3, 255, 60)[..., None]
    pixels[..., 3] = (np.clip(radius - away, 0, 1) * 255).astype(np.uint8)
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", _DOT_PIXELS, _DOT_PIXELS, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _style(name: str, color: str, with_dot: bool) -> str:
    # KML writes colours as alpha, blue, green, red.
    swapped = f"{color[5:7]}{color[3:5]}{color[1:3]}".lower()
    icon = f"<Icon><href>{DOT_FILE}</href></Icon>" if with_dot else ""
    return (
        f'<Style id="{name}"><IconStyle><color>ff{swapped}</color><scale>0.7</scale>{icon}</IconStyle>'
        f"<LabelStyle><scale>0.7</scale></LabelStyle>"
        f"<LineStyle><color>b3{swapped}</color><width>1.5</width></LineStyle>"
        f"<PolyStyle><color>26{swapped}</color></PolyStyle></Style>\n"
    )


def _placemark(row: dict[str, Any]) -> str:
    title = row["title"] or row["sub_event_type"] or row["event_type"]
    first, last = row["date_start"], row["date_end"]
    time = (
        f"<TimeStamp><when>{first}</when></TimeStamp>"
        if first == last
        else f"<TimeSpan><begin>{first}</begin><end>{last}</end></TimeSpan>"
    )
    data = "".join(
        f'<Data name="{_xml(name, quoted=True)}"><value>{_xml(_value(value))}</value></Data>'
        for name, value in row.items()
        if value is not None and value != "" and name not in ("longitude", "latitude")
    )
    return (
        f"<Placemark><name>{_xml(str(title))}</name>\n<description>{_html(_told(row))}</description>{time}"
        f"<styleUrl>#{EVENT_TYPE_SLUGS[row['event_type']]}</styleUrl>\n"
        f"<ExtendedData>{data}</ExtendedData>{_geometry(row)}</Placemark>\n"
    )


def _geometry(row: dict[str, Any]) -> str:
    lon, lat, radius = row["longitude"], row["latitude"], row["radius_km"]
    if lon is None or lat is None:
        return ""
    point = f"<Point><coordinates>{lon!r},{lat!r}</coordinates></Point>"
    if not radius or not 2 <= row["where_prec"] <= 5:
        return point
    corners = " ".join(f"{x:.5f},{y:.5f}" for x, y in disc(lon, lat, radius, _DISC_CORNERS).exterior.coords)
    return (
        f"<MultiGeometry>{point}<Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing><coordinates>"
        f"{corners}</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry>"
    )


def _told(row: dict[str, Any]) -> str:
    """What a balloon says, as plain lines."""
    first, last = row["date_start"], row["date_end"]
    when = str(first) if first == last else f"{first} to {last}"
    where = ", ".join(filter(None, (row["place"], row["admin1"], row["country"])))
    kind = row["event_type"] + (f": {row['sub_event_type']}" if row["sub_event_type"] else "")
    lines = [
        row["summary"],
        f"{when} ({DATE_PREC[row['date_prec']]})",
        f"{where} ({WHERE_PREC[row['where_prec']]})",
        kind if row["status"] == "occurred" else f"{kind} ({row['status']})",
    ]
    lines += [
        ", ".join(filter(None, (source.publisher, source.title, source.published, source.url)))
        for source in read_sources(row["sources"])
    ]
    return "\n".join(filter(None, lines))


def _value(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _xml(text: str, *, quoted: bool = False) -> str:
    """Text as XML holds it; a carriage return is spelled out, or the reader would make it a line feed."""
    plain = html.escape(_ILLEGAL.sub("", text), quote=quoted).replace("\r", "&#13;")
    return plain.replace("\n", "&#10;").replace("\t", "&#9;") if quoted else plain


def _html(text: str) -> str:
    """Text for a balloon, which shows HTML: escaped for it first, then for XML."""
    return _xml("<br/>".join(html.escape(line) for line in text.splitlines()))
