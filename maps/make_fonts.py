"""Make the static fonts of the printed maps from the variable Source Sans 3 of an installed package.

Run once by hand: `python -m maps.make_fonts` with `fontpkg-source-sans-3` installed. What it writes into
`maps/fonts/` is part of the repository, so that neither the app nor a test needs that package. The licence of
the original (OFL 1.1) reserves the name "Source", so the made fonts bear another.
"""

from __future__ import annotations

import importlib.resources
import shutil
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent / "fonts"
PACKAGE = "fontpkg_source_sans_3"
# Family as the renderer asks for it -> file of the package, weight.
FACES = {
    "Incident Sans": ("SourceSans3[wght].ttf", 400),
    "Incident Sans Semibold": ("SourceSans3[wght].ttf", 600),
    "Incident Sans Bold": ("SourceSans3[wght].ttf", 700),
    "Incident Sans Italic": ("SourceSans3-Italic[wght].ttf", 400),
    "Incident Sans Semibold Italic": ("SourceSans3-Italic[wght].ttf", 600),
}
# Latin with its extensions, Greek, Cyrillic with its supplement, punctuation, arrows and a few signs.
RANGES = (
    (0x20, 0x24F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF),
    (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x2199), (0x2200, 0x22FF), (0x25A0,
    0x25FF),
)  # fmt: skip


def make_fonts() -> None:
    """Write one static font for each face, and the licence beside them."""
    package = Path(str(importlib.resources.files(PACKAGE)))
    FONTS.mkdir(exist_ok=True)
    for family, (filename, weight) in FACES.items():
        font = TTFont(package / "files" / filename)
        options = Options()
        options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
        options.notdef_outline = True
        chosen = Subsetter(options)
        chosen.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
        chosen.subset(font)
        static = instancer.instantiateVariableFont(font, {"wght": weight})
        for record in static["name"].names:
            if record.nameID in (1, 3, 4):
                record.string = family
            elif record.nameID == 2:
                record.string = "Regular"
            elif record.nameID == 6:
                record.string = family.replace(" ", "")
        static["head"].macStyle = 0
        # Each is a family of its own, told apart by name; the class is one of the fallback's two.
        static["OS/2"].usWeightClass = 400 if weight == 400 else 700
        static["OS/2"].fsSelection = 0x40
        static["head"].modified = static["head"].created
        static.recalcTimestamp = False
        static.save(FONTS / f"{family.replace(' ', '')}.ttf")
    shutil.copyfile(package / "LICENSE", FONTS / "OFL.txt")


if __name__ == "__main__":
    make_fonts()
