"""The project's own slide master: 16:9, the colours of the sheet's theme, three layouts with placeholders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout
from pptx.util import Emu, Inches

WIDTH, HEIGHT = 13.333, 7.5
FONT = "Calibri"
"""A font that programs for slides have, or have a twin of: what is not installed shifts every line."""

SUBTITLE, MAP, TABLE, CREDITS, ASIDE, UPPER_EDGE, LOWER_EDGE = range(13, 20)
"""Indexes of the placeholders."""

MAP_LAYOUT, WIDE_LAYOUT, LIST_LAYOUT = "Map and list", "Map", "List"
# The stock template's layouts that are rewritten as these three.
_STOCK = {MAP_LAYOUT: "Picture with Caption", WIDE_LAYOUT: "Content with Caption", LIST_LAYOUT: "Title Only"}
_EDGE = 0.24
_SCHEME = {
    "dk1": "ink", "lt1": "page", "dk2": "muted", "lt2": "panel2", "accent1": "battles",
    "accent2": "explosions", "accent3": "civilians", "accent4": "protests", "accent5": "riots",
    "accent6": "strategic", "hlink": "accent", "folHlink": "muted",
}  # fmt: skip


@dataclass(frozen=True)
class Seat:
    """A placeholder of a layout: its kind, place in inches, and how its text is set."""

    idx: int
    kind: str
    name: str
    box: tuple[float, float, float, float]
    points: float = 12
    bold: bool = False
    align: str = "l"
    anchor: str = "t"
    color: str = "tx1"
    fill: str = ""


_LEFT, _RIGHT = 0.45, 12.88
_TOP, _MAP_W = 1.52, 8.4
_COMMON = (
    Seat(0, "title", "Title", (_LEFT, 0.3, 9.9, 0.66), 26, True, anchor="b"),
    Seat(SUBTITLE, "body", "Subtitle", (_LEFT, 0.94, 9.9, 0.54), 13, color="tx2"),
    Seat(ASIDE, "body", "As of", (10.4, 0.4, 2.48, 0.56), 12, align="r", anchor="b"),
    Seat(CREDITS, "body", "Sources", (_LEFT, 6.79, 11.6, 0.44), 8, color="tx2", anchor="b"),
    Seat(
        UPPER_EDGE, "body", "Handling, upper edge", (0, 0, WIDTH, _EDGE), 10, True, "ctr", "ctr", fill="edge"
    ),
    Seat(
        LOWER_EDGE, "body", "Handling, lower edge", (0, HEIGHT - _EDGE, WIDTH, _EDGE), 10, True, "ctr", "ctr",
        fill="edge",
    ),
)  # fmt: skip
SEATS: Mapping[str, tuple[Seat, ...]] = {
    MAP_LAYOUT: (
        *_COMMON,
        Seat(MAP, "pic", "Map", (_LEFT, _TOP, _MAP_W, 4.64)),
        Seat(TABLE, "tbl", "Incidents", (_LEFT + _MAP_W + 0.2, _TOP, _RIGHT - _LEFT - _MAP_W - 0.2, 5.24)),
    ),
    WIDE_LAYOUT: (
        *_COMMON,
        Seat(MAP, "pic", "Map", (_LEFT, _TOP, _RIGHT - _LEFT, 4.64)),
    ),
    LIST_LAYOUT: (*_COMMON, Seat(TABLE, "tbl", "Table", (_LEFT, _TOP, _RIGHT - _LEFT, 5.3))),
}


def own_deck(palette: Mapping[str, str]) -> Deck:
    """An empty presentation in the colours of a palette."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    _recolour(deck, palette)
    _set_master(deck)
    stock = {layout.name: layout for layout in deck.slide_layouts}
    for name, old in _STOCK.items():
        _rewrite(stock[old], name, SEATS[name], palette)
    for layout in list(deck.slide_layouts):
        if layout.name not in SEATS:
            deck.slide_layouts.remove(layout)
    return deck


def _recolour(deck: Deck, palette: Mapping[str, str]) -> None:
    """Set the theme's colours and fonts; what refers to them follows another theme that is chosen later."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    theme.set("name", "Incident map")
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    scheme.set("name", "Incident map")
    for slot, token in _SCHEME.items():
        node = scheme.find(qn(f"a:{slot}"))
        node.clear()
        etree.SubElement(node, qn("a:srgbClr"), val=palette[token].lstrip("#").upper())
    fonts = theme.find(f".//{qn('a:fontScheme')}")
    fonts.set("name", "Incident map")
    for latin in fonts.iter(qn("a:latin")):
        latin.set("typeface", FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_master(deck: Deck) -> None:
    """The master's placeholders moved onto the wide sheet, its title set small and to the left."""
    places = {
        "title": (_LEFT, 0.3, _RIGHT - _LEFT, 0.66),
        "body": (_LEFT, _TOP, _RIGHT - _LEFT, 5.3),
        "dt": (_LEFT, 7.0, 2.5, 0.25),
        "ftr": (4.4, 7.0, 4.5, 0.25),
        "sldNum": (12.1, 6.96, 0.78, 0.25),
    }
    for shape in deck.slide_master.placeholders:
        kind = shape.element.find(f".//{qn('p:ph')}").get("type", "body")
        if kind in places:
            _place(shape, places[kind])
    title = deck.slide_master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    title.find(qn("a:defRPr")).attrib.update({"sz": "2600", "b": "1"})


def _place(shape: object, box: tuple[float, float, float, float]) -> None:
    for name, inches in zip(("left", "top", "width", "height"), box, strict=True):
        setattr(shape, name, Emu(Inches(inches)))


def _rewrite(layout: SlideLayout, name: str, seats: tuple[Seat, ...], palette: Mapping[str, str]) -> None:
    """Make one of the stock layouts ours; the number of the slide is all that stays."""
    element = layout.element
    element.attrib.pop("type", None)
    element.set("userDrawn", "1")
    element.find(qn("p:cSld")).set("name", name)
    tree = element.find(f".//{qn('p:spTree')}")
    for shape in list(tree.findall(qn("p:sp"))):
        if shape.find(f".//{qn('p:ph')}").get("type") == "sldNum":
            shape.find(f".//{qn('p:ph')}").set("idx", "12")
        else:
            tree.remove(shape)
    for number, seat in enumerate(seats, start=20):
        tree.append(_seat_xml(seat, number, palette))


def _seat_xml(seat: Seat, shape_id: int, palette: Mapping[str, str]) -> etree._Element:
    x, y, cx, cy = (int(Inches(inches)) for inches in seat.box)
    place = f'type="{seat.kind}"' + (f' idx="{seat.idx}"' if seat.idx else "")
    fill = ""
    if seat.fill:
        fill = f'<a:solidFill><a:srgbClr val="{palette["accent-tint"].lstrip("#")}"/></a:solidFill>'
    size = f'sz="{int(seat.points * 100)}" b="{int(seat.bold)}"'
    text = f'<a:solidFill><a:schemeClr val="{seat.color}"/></a:solidFill>'
    return parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{shape_id}" name="{seat.name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {place}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{seat.anchor}"><a:noAutofit/>'
        f'</a:bodyPr><a:lstStyle><a:lvl1pPr marL="0" indent="0" algn="{seat.align}">'
        f'<a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f"<a:buNone/><a:defRPr {size}>{text}</a:defRPr></a:lvl1pPr></a:lstStyle>"
        f'<a:p><a:r><a:rPr lang="en-GB"/><a:t>{seat.name}</a:t></a:r></a:p></p:txBody></p:sp>'
    )
