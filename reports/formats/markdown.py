"""Reads Markdown: the text stays as it is, fields before it between two lines of dashes are taken out."""

from __future__ import annotations

import re

from reports.annotation import Span
from reports.formats.extract import Extract

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>(?:.*\n){0,60}?)---[ \t]*(?:\n|\Z)")
FIELD = re.compile(r"^(?P<key>[A-Za-z_-]{2,30})[ \t]*:[ \t]*(?P<value>\S.*?)[ \t]*$", re.MULTILINE)
KEYS = {
    "title": "title",
    "date": "date",
    "published": "date",
    "author": "author",
    "authors": "author",
    "source": "publisher",
    "publisher": "publisher",
    "publication": "publisher",
    "url": "url",
    "link": "url",
}
HEADING = re.compile(r"^#{1,2}[ \t]+(?P<title>\S.*?)[ \t#]*$", re.MULTILINE)


def read_markdown(text: str) -> Extract:
    """The text, its fields, and for a title the first heading."""
    extract = Extract(text)
    front = FRONT_MATTER.match(text)
    if front:
        extract.boilerplate.append(Span(0, front.end()))
        for found in FIELD.finditer(front["fields"]):
            key = KEYS.get(found["key"].lower())
            if key:
                extract.fields.setdefault(key, found["value"].strip("\"'"))
    heading = HEADING.search(text, front.end() if front else 0)
    if heading:
        extract.fields.setdefault("title", heading["title"])
    return extract
