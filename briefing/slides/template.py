"""A user's own template: opened with care, emptied of its slides, or refused in one clear line."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from lxml import etree
from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck

from errors import BriefError

MOST_BYTES = 200_000_000
MOST_PARTS = 5_000
_TYPES = "[Content_Types].xml"
# A template and a presentation with macros differ from a presentation in the name of their main part's type.
_TEMPLATE_TYPE = b"presentationml.template.main+xml"
_DECK_TYPE = b"presentationml.presentation.main+xml"


def open_template(path: Path) -> Deck:
    """The template (.potx or .pptx) without its slides.

    Raises:
        BriefError: There is no such file, or it is no whole presentation with a layout.
    """
    try:
        deck = Presentation(io.BytesIO(_as_deck(path)))
        if not len(deck.slide_layouts):
            raise BriefError(f"{path}: found a template without layouts, expected at least one")
        _without_slides(deck)
    except OSError as error:
        raise BriefError(
            f"{path}: cannot be read ({error.strerror or error}), expected a PowerPoint template"
        ) from None
    except (
        zipfile.BadZipFile, zlib.error, PythonPptxError, etree.LxmlError, KeyError, ValueError,
        AttributeError, EOFError, RuntimeError, NotImplementedError, IndexError, TypeError,
    ) as error:  # fmt: skip
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise BriefError(
            f"{path}: found a broken template ({reason}), expected a .pptx or .potx that PowerPoint opens"
        ) from None
    return deck


def _as_deck(path: Path) -> bytes:
    """The file's bytes, a template turned into a presentation."""
    if path.stat().st_size > MOST_BYTES:
        raise BriefError(f"{path}: found more than {MOST_BYTES:,} bytes, expected a smaller template")
    body = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        members = archive.infolist()
        if len(members) > MOST_PARTS or sum(member.file_size for member in members) > 4 * MOST_BYTES:
            raise BriefError(f"{path}: found too much packed into it, expected a smaller template")
        if _TEMPLATE_TYPE not in archive.read(_TYPES):
            return body
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
            for member in members:
                content = archive.read(member)
                if member.filename == _TYPES:
                    content = content.replace(_TEMPLATE_TYPE, _DECK_TYPE)
                made.writestr(member.filename, content)
        return sink.getvalue()


def _without_slides(deck: Deck) -> None:
    slides = deck.slides._sldIdLst
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)
    # Sections name slides by their numbers, which are gone.
    extensions = deck.element.find(qn("p:extLst"))
    if extensions is not None:
        deck.element.remove(extensions)
