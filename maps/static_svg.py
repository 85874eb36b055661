"""The fonts of an SVG sheet: those letters that it uses, inside the file."""

from __future__ import annotations

import base64
import io
import re
from functools import lru_cache
from html import unescape

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from maps.static_text import FILES, Face, family_name, font_file


@lru_cache(maxsize=32)
def _subset(face: Face, letters: str) -> bytes:
    font = TTFont(font_file(face), recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    options.notdef_outline = True
    chosen = Subsetter(options)
    chosen.populate(text=letters)
    chosen.subset(font)
    sink = io.BytesIO()
    font.save(sink)
    return sink.getvalue()


def letters_of(svg: str) -> str:
    """The letters of all texts of an SVG, each once, in order."""
    texts = re.findall(r"<(?:text|tspan)\b[^>]*>([^<]*)<", svg)
    return "".join(sorted(set(unescape("".join(texts))) - {"\n"}))


def with_fonts(svg: str) -> str:
    """The SVG with an @font-face for each of our fonts that it names, holding its letters."""
    letters = letters_of(svg)
    rules = []
    for face in FILES:
        family = family_name(face)
        # One family is the beginning of another's name, so the name is looked for with its quotes.
        if f"'{family}'" not in svg and f"&quot;{family}&quot;" not in svg:
            continue
        body = base64.b64encode(_subset(face, letters)).decode()
        rules.append(
            # Told what it is, so that a browser slants or thickens nothing a second time.
            f'@font-face{{font-family:"{family}";font-weight:100 900;'
            f"font-style:{'italic' if 'italic' in face else 'normal'};"
            f'src:url(data:font/ttf;base64,{body}) format("truetype")}}'
        )
    style = f'<style type="text/css">{"".join(rules)}</style>'
    return re.sub(r"(<defs>)", lambda found: found[1] + style, svg, count=1) if rules else svg
