"""Takes the text out of an HTML page: nothing is fetched or run, scripts and styles are dropped."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from reports.annotation import Span
from reports.formats.extract import Extract

DROPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "math",
    "iframe",
    "object",
    "canvas",
    "audio",
    "video",
    "select",
    "textarea",
}
PAGE = {"nav", "footer", "aside", "form", "button", "menu", "dialog"}
BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "header",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "address",
    "br",
    "hr",
    "title",
    "body",
    "details",
    "summary",
    "caption",
} | PAGE
VOID = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
# Elements looked back through for the one that an end tag closes.
DEEPEST = 40
META_FIELDS = {
    "og:title": "title",
    "dc.title": "title",
    "og:site_name": "publisher",
    "application-name": "publisher",
    "dc.publisher": "publisher",
    "publisher": "publisher",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "byl": "author",
    "article:published_time": "date",
    "og:published_time": "date",
    "datepublished": "date",
    "date": "date",
    "dc.date": "date",
    "dc.date.issued": "date",
    "pubdate": "date",
    "publish-date": "date",
    "publishdate": "date",
    "sailthru.date": "date",
    "parsely-pub-date": "date",
    "og:url": "url",
}


class PageText(HTMLParser):
    """Collects the text of a page, line by block, and the fields of its head."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.length = 0
        self.fields: dict[str, str] = {}
        self.boilerplate: list[Span] = []
        self._open: list[tuple[str, int]] = []
        self._dropped = 0
        self._page: list[int] = []
        self._title: list[str] = []
        self._linked_data: list[str] = []
        self._in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element; its attributes are read only for what they say of the publication."""
        given = {key: value or "" for key, value in attrs}
        if tag == "meta":
            key = META_FIELDS.get(
                (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
            )
            if key and given.get("content", "").strip():
                self.fields.setdefault(key, given["content"].strip())
        elif tag == "link" and given.get("rel") == "canonical" and given.get("href"):
            self.fields["url"] = given["href"]
        elif tag == "time" and given.get("datetime"):
            self.fields.setdefault("time", given["datetime"])
        if tag in VOID:
            if tag in BLOCKS:
                self._break()
            return
        if tag == "title" and not self._dropped:
            self._in = "title"
        elif tag == "script" and "ld+json" in given.get("type", ""):
            self._in = "data"
        if tag in DROPPED:
            self._dropped += 1
        elif tag in BLOCKS:
            self._break()
        if tag in PAGE or given.get("role") in ("navigation", "banner", "contentinfo", "search"):
            self._page.append(self.length)
            self._open.append((tag, 1))
        elif tag in DROPPED or any(name == tag for name, _ in self._open[-DEEPEST:]):
            self._open.append((tag, 0))

    def handle_endtag(self, tag: str) -> None:
        """Closes an element; a stray end tag closes nothing."""
        if tag == "title" or (tag == "script" and self._in == "data"):
            self._in = ""
        if tag in DROPPED:
            self._dropped = max(self._dropped - 1, 0)
        elif tag in BLOCKS or tag in ("td", "th"):
            self._break() if tag not in ("td", "th") else self._put("\t")
        for index in range(len(self._open) - 1, max(len(self._open) - DEEPEST, 0) - 1, -1):
            if self._open[index][0] == tag:
                for _, is_page in self._open[index:]:
                    if is_page and self._page:
                        self.boilerplate.append(Span(self._page.pop(), self.length))
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        """Takes in text, its white space as a browser would show it."""
        if self._in == "title":
            self._title.append(data)
        elif self._in == "data":
            self._linked_data.append(data)
        elif not self._dropped:
            words = re.sub(r"[ \t\r\n\f\u00ad]+", " ", data.replace("\u00ad", ""))
            if words.strip() or (words and self.pieces and not self.pieces[-1].endswith((" ", "\n"))):
                if words.startswith(" ") and self.pieces and self.pieces[-1].endswith((" ", "\n", "\t")):
                    words = words[1:]
                self._put(words)

    def _put(self, words: str) -> None:
        if words and not (not self.pieces and words.isspace()):
            self.pieces.append(words)
            self.length += len(words)

    def _break(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self._put("\n")

    def result(self) -> Extract:
        """The page as an extract, after `close`."""
        while self._page:
            self.boilerplate.append(Span(self._page.pop(), self.length))
        title = " ".join("".join(self._title).split())
        if title:
            self.fields.setdefault("title", title)
        self._read_linked_data()
        if "time" in self.fields:
            self.fields.setdefault("date", self.fields.pop("time"))
        spans = [span for span in self.boilerplate if span.start < span.end]
        return Extract(
            "".join(self.pieces), sorted(spans, key=lambda span: (span.start, span.end)), self.fields
        )

    def _read_linked_data(self) -> None:
        """Takes the date and the author out of linked data (JSON-LD), read as data and not run."""
        try:
            loaded = json.loads("".join(self._linked_data)) if self._linked_data else None
        except (ValueError, RecursionError):
            return  # a page with broken linked data still has its text
        nodes = loaded if isinstance(loaded, list) else [loaded]
        for node in nodes:
            graph = node.get("@graph", [node]) if isinstance(node, dict) else []
            for item in graph if isinstance(graph, list) else []:
                if isinstance(item, dict) and isinstance(item.get("datePublished"), str):
                    self.fields.setdefault("date", item["datePublished"])
                if isinstance(item, dict) and isinstance(item.get("headline"), str):
                    self.fields.setdefault("title", item["headline"])


def _closed(text: str) -> str:
    """The page without marks that open and never close: the parser would seek their end again and again."""
    text = text.replace("<![", "<!")
    comments = text.rfind("-->") + 1
    text = text[:comments] + text[comments:].replace("<!--", "")
    marks = text.rfind(">") + 1
    return text[:marks] + text[marks:].replace("<", " ")


def read_html(text: str) -> Extract:
    """The text of a page and what its head says of title, publisher, author, date and address."""
    page = PageText()
    page.feed(_closed(text))
    page.close()
    return page.result()
