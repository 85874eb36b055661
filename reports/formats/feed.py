"""Reads RSS and Atom: each item is a report with its own title, date and address."""

from __future__ import annotations

from xml.etree import ElementTree

from reports.annotation import Span
from reports.formats.extract import Extract, local, parse_xml
from reports.formats.html import read_html

TEXT_TAGS = ("encoded", "content", "description", "summary")
DATE_TAGS = ("pubdate", "published", "date", "issued", "updated")


def read_feed(data: bytes, name: str) -> Extract:
    """The items in the order of the feed, each its title and its text, parted by an empty line."""
    root = parse_xml(data, name)
    extract = Extract("")
    channel = next((child for child in root.iter() if local(child.tag) == "channel"), root)
    publisher = next((_plain(child) for child in channel if local(child.tag) == "title"), "")
    pieces: list[str] = []
    position = 0
    for item in root.iter():
        if local(item.tag) not in ("item", "entry"):
            continue
        fields = _fields(item)
        body = fields.pop("body", "")
        text = "\n".join(part for part in (fields.get("title", ""), body) if part) + "\n\n"
        if text.strip():
            extract.posts.append((Span(position, position + len(text)), {"publisher": publisher, **fields}))
            pieces.append(text)
            position += len(text)
    extract.text = "".join(pieces)
    return extract


def _fields(item: ElementTree.Element) -> dict[str, str]:
    found: dict[str, str] = {}
    texts: dict[str, str] = {}
    for child in item:
        tag = local(child.tag)
        words = _plain(child)
        if tag in TEXT_TAGS:
            texts[tag] = words
        elif tag in DATE_TAGS and words:
            found.setdefault("date", words)
        elif tag == "link" and (words or child.get("href")):
            found.setdefault("url", words or child.get("href") or "")
        elif tag in ("creator", "author") and words:
            found.setdefault("author", words)
        elif tag in ("title", "source") and words:
            found["title" if tag == "title" else "publisher"] = words
    body = next((texts[tag] for tag in TEXT_TAGS if texts.get(tag)), "")
    return {**found, "body": body}


def _plain(element: ElementTree.Element) -> str:
    """The text of an element, whose content may be HTML written out."""
    words = "".join(element.itertext())
    return read_html(words).text.strip() if "<" in words or "&" in words else words.strip()
