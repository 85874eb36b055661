"""Reads a file of any known format into a report: its text, its posts, its boilerplate."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from errors import ReportError
from reports.annotation import Interval, Post, Report, Span
from reports.formats.docx import read_docx
from reports.formats.email import read_email
from reports.formats.extract import Extract, decode
from reports.formats.feed import read_feed
from reports.formats.html import read_html
from reports.formats.markdown import read_markdown
from reports.formats.pdf import read_pdf
from reports.posts import boilerplate_spans, split_posts, without
from reports.publication import Publication, find_publication

LARGEST_FILE = 50_000_000
LARGEST_TEXT = 5_000_000
SUFFIXES = (
    ".txt",
    ".text",
    ".md",
    ".markdown",
    ".html",
    ".htm",
    ".xhtml",
    ".pdf",
    ".docx",
    ".eml",
    ".rss",
    ".atom",
    ".xml",
)
MAIL_HEAD = re.compile(rb"(?:[A-Za-z-]{2,40}:[ \t].*\r?\n(?:[ \t]+.*\r?\n)*){3,}", re.IGNORECASE)
MAIL_FIELDS = re.compile(
    rb"^(?:from|received|message-id|mime-version|return-path):", re.IGNORECASE | re.MULTILINE
)
RIGHT_TO_LEFT = ("R", "AL")


def read_report(
    path_or_bytes: str | Path | bytes,
    *,
    name: str = "",
    published: date | Interval | None = None,
    publisher: str | None = None,
) -> Report:
    """One file as a report. Offsets count the characters of `Report.text`, with "\\n" for every end of line.

    Text, Markdown, HTML, PDF, Word, mail and feeds are told by content first, then by suffix. A `published`
    or `publisher` that is given wins over what the file says. Nothing in a file is run or fetched.

    Raises ReportError when the file is missing, empty, binary, too large, or holds no text.
    """
    if isinstance(path_or_bytes, bytes):
        data = path_or_bytes
        name = name or "the report"
    else:
        data, name = _load(Path(path_or_bytes)), name or Path(path_or_bytes).name
    if len(data) > LARGEST_FILE:
        raise ReportError(
            f"{name}: found {len(data) / 1e6:.0f} MB, "
            f"expected at most {LARGEST_FILE // 1_000_000} MB; split it."
        )
    if not data.strip():
        raise ReportError(f"{name}: found an empty file, expected a report.")
    extract = _extract(data, name)
    if not extract.text.strip():
        raise ReportError(
            f"{name}: found no text, expected a report; check that the file was saved with its content."
        )
    if len(extract.text) > LARGEST_TEXT:
        raise ReportError(
            f"{name}: found {len(extract.text) / 1e6:.1f} million characters, expected at most "
            f"{LARGEST_TEXT / 1e6:.0f} million; split it."
        )
    return _report(extract, name, published, publisher)


def read_folder(
    folder: str | Path, *, published: date | Interval | None = None, publisher: str | None = None
) -> Iterator[tuple[Path, Report | ReportError]]:
    """All reports of a folder by name; a file that cannot be read gives its error in place of a report.

    Raises ReportError when the folder is missing or holds no file of a known suffix.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ReportError(
            f"{folder}: found no such folder, expected one with reports ({', '.join(SUFFIXES)})."
        )
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in SUFFIXES)
    if not paths:
        raise ReportError(f"{folder}: found no report, expected files ending in {', '.join(SUFFIXES)}.")
    for path in paths:
        try:
            yield path, read_report(path, published=published, publisher=publisher)
        except ReportError as error:
            yield path, error


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            size = path.stat().st_size / 1e6
            raise ReportError(
                f"{path.name}: found {size:.0f} MB, "
                f"expected at most {LARGEST_FILE // 1_000_000} MB; split it."
            )
        return path.read_bytes()
    except OSError as error:
        raise ReportError(
            f"{path}: found no readable file ({error.strerror}), expected a report; check the path."
        ) from error


def _extract(data: bytes, name: str) -> Extract:
    """Takes the text out by what the content says it is; the suffix decides only between kinds of text."""
    suffix = Path(name).suffix.lower()
    if data[:1024].lstrip().startswith(b"%PDF"):
        return read_pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data, name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"<?xml") or suffix in (".rss", ".atom", ".xml"):
        if re.search(rb"<(?:rss|feed|rdf:rdf)\b", head):
            return read_feed(data.lstrip(b"\xef\xbb\xbf \t\r\n"), name)
        if not re.search(rb"<html\b", head):
            raise ReportError(
                f"{name}: found an XML file that is no feed, "
                "expected RSS or Atom; export it as one or as text."
            )
    elif re.match(rb"<(?:rss|feed|rdf:rdf)\b", head):
        return read_feed(data.lstrip(b"\xef\xbb\xbf \t\r\n"), name)
    mail = MAIL_HEAD.match(data[:20_000].lstrip(b"\r\n"))
    if suffix == ".eml" or (mail and len(MAIL_FIELDS.findall(mail.group())) >= 2):
        return read_email(data, name)
    text, notes = decode(data, name)
    if suffix in (".html", ".htm", ".xhtml") or re.match(
        r"\s*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html)\b", text[:4096], re.I | re.S
    ):
        extract = read_html(text)
    elif suffix in (".md", ".markdown"):
        extract = read_markdown(text)
    else:
        extract = Extract(text)
    extract.notes.extend(notes)
    return extract


def _report(extract: Extract, name: str, published: date | Interval | None, publisher: str | None) -> Report:
    text = extract.text
    parts: list[tuple[Span, Mapping[str, str]]] = extract.posts or [
        (span, extract.fields if index == 0 else {}) for index, span in enumerate(split_posts(text))
    ]
    marked = _merged([*extract.boilerplate, *boilerplate_spans(text, [span for span, _ in parts])])
    given = Interval(published, published, "given") if isinstance(published, date) else published
    posts: list[Post] = []
    heads: list[Span] = []
    for span, fields in parts:
        found = find_publication(text, span, fields, name=name)
        heads.extend(found.head)
        body = tuple(
            part
            for part in without(span, _merged([*marked, *found.head]))
            if text[part.start : part.end].strip()
        )
        posts.append(_post(span, body, found, given, publisher))
    notes = [*extract.notes, *_notes(text, posts)]
    return Report(text, tuple(posts), tuple(_merged([*marked, *heads])), name, tuple(notes))


def _post(
    span: Span, body: tuple[Span, ...], found: Publication, given: Interval | None, publisher: str | None
) -> Post:
    return Post(span, body, found.title, publisher or found.publisher, found.author, given or found.published)


def _merged(spans: list[Span]) -> list[Span]:
    """Spans in order and without overlap."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda item: (item.start, item.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif span.start < span.end:
            merged.append(span)
    return merged


def _notes(text: str, posts: list[Post]) -> list[str]:
    notes: list[str] = []
    if len(posts) > 1:
        notes.append(f"The file holds {len(posts)} reports; each has its own date.")
    undated = sum(post.published is None for post in posts)
    if undated:
        notes.append("No date of publication found; give one, so that days without a year can be read.")
    rough = [
        post for post in posts if post.published and (post.published.end - post.published.start).days > 31
    ]
    if rough:
        notes.append("The date of publication is known only roughly; confirm or correct it.")
    letters = [letter for letter in text[:20_000] if letter.isalpha()]
    if letters:
        right = sum(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in letters)
        if right > 0.3 * len(letters):
            notes.append("The text runs from right to left; its dates and places are hardly read yet.")
        if text.count("\ufffd") > len(letters) // 50:
            notes.append("Many letters could not be decoded; save the file as UTF-8.")
    return notes
