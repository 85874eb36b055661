"""Takes the text out of a PDF, page by page; a scan without text is told, not guessed."""

from __future__ import annotations

import io
import logging
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from errors import ReportError
from reports.formats.extract import Extract

MOST_PAGES = 600
# A hyphen at the end of a line parts a word that the page was too narrow for.
HYPHENATED = re.compile(r"(?<=[a-zа-я])-\n(?=[a-zа-я])")


def read_pdf(data: bytes, name: str) -> Extract:
    """The text of all pages in order, with the title, author and date of the document's properties."""
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every flaw it mends
    notes: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReportError(
                f"{name}: found a PDF with a password, expected an open one; save it without the password."
            )
        count = len(reader.pages)
        if count > MOST_PAGES:
            notes.append(f"Only the first {MOST_PAGES} of {count} pages were read.")
        pages = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
        properties = reader.metadata
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
        NotImplementedError,
    ) as error:
        # pypdf lets the errors of broken files through as they come.
        raise ReportError(
            f"{name}: found a PDF that cannot be read ({type(error).__name__}), "
            "expected a whole one; save it again."
        ) from error
    text = HYPHENATED.sub("", "\n".join(pages).replace("\r\n", "\n").replace("\x00", ""))
    if not text.strip():
        raise ReportError(
            f"{name}: found {count} pages of pictures without text, "
            "expected text; run text recognition (OCR) over it first."
        )
    extract = Extract(text, notes=notes)
    if properties is not None:
        for key, value in (
            ("title", properties.title),
            ("author", properties.author),
            ("created", properties.get("/CreationDate")),
        ):
            if value and str(value).strip():
                extract.fields[key] = str(value).strip()
    return extract
