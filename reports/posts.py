"""Where one file holds several reports, and which of its lines are no running text."""

from __future__ import annotations

import re
from collections import Counter

from reports.annotation import Span
from reports.sentences import SENTENCE_END_MARK, paragraph_spans

# A second report begins only where enough text follows to be one.
LEAST_POST = 500
MOST_LINES = 200
# "About this blog" and the like end a report only in its last third.
MOST_TAIL = 0.35
LEAST_REPEATED = 15

# The line that names the issue, as newsletters print it above each item.
ISSUE_LINE = re.compile(
    r"(?:publication\s*:\s*)?(?P<publication>[^:\n]{2,80}?)[,\s]+vol(?:ume|\.)?\s*:?\s*(?P<volume>\d{1,3})[,;\s]+"
    r"(?:issue|no\.?|number)\s*:?\s*(?P<issue>\d{1,3})\b.*",
    re.IGNORECASE,
)
MESSAGE_LINE = re.compile(
    r"(?:document|article|item|message)?\s*\d{1,3}\s+of\s+\d{1,3}(?:\s+documents?)?|-{3,}\s*(?:forwarded|"
    r"original) message.*",
    re.IGNORECASE,
)
RULE_LINE = re.compile(r"[-=_*~#]{4,}|(?:\*\s){3,}\*?")
HEADER_FIELD = re.compile(
    r"(?:title|headline|date|published|publication|posted(?: on)?|source|publisher|by|author|byline|from|"
    r"subject|to|cc|reply-to|"
    r"sent|updated|last updated|place|country|url|link|section|language|copyright|дата|источник|автор|"
    r"заголовок)\s*:",
    re.IGNORECASE,
)
BYLINE = re.compile(
    r"by:?(?:\s+(?:[A-ZА-Я][\w.'’-]*|and|de|van|von|bin|al)){0,8}(?:\s*[|,–-].{0,60})?|by:?\s*", re.IGNORECASE
)
# What closes a report; whatever comes after it is another one, or the foot of the page.
CLOSING = re.compile(
    r"\bviews expressed in this\b|\ball rights reserved\b|\bunauthorized reproduction\b|^copyright\b|^©|"
    r"^\(c\)\s|"
    r"\breproduced with permission\b|^-{2,}\s*end(?:s)?\b|^ends\.?$|^#\s?#\s?#$",
    re.IGNORECASE,
)
# Lines of the page around a report, whole or by how they begin.
PAGE_LINE = re.compile(
    r"(?:accessibility links|breaking news|load more|subscribe|sign up.*|newsletter.*|read more.*|"
    r"see also:?.*|related (?:articles|"
    r"stories|content|posts):?.*|share(?: this)?(?: (?:on|article|post|via).*)?|tweet|print(?: (?:this|"
    r"page|version).*)?|e-?mail(?: this.*)?|"
    r"follow us.*|click here.*|skip to .*|back to (?:top|home).*|previous(?: (?:article|post))?|"
    r"next(?: (?:article|post))?|home|menu|search|log ?in|"
    r"sign in|register|comments?(?: \(?\d+\)?)?|leave a (?:comment|reply).*|advertisement|sponsored.*|"
    r"cookies?.*|we use cookies.*|"
    r"accept(?: all)?(?: cookies)?|privacy policy.*|terms (?:of|and) .*|contact us.*|about (?:us(?::.*)?|"
    r"this blog|the author.*)|[^.!?\n]{0,80}\bc/o\b.*|"
    r"[\w &,'’-]{3,60}, \d{1,5} (?:\w+ ){1,3}(?:street|avenue|boulevard|st|ave)\b[^.!?]*|"
    r"site map|sitemap|rss|"
    r"please wait.*|no media source currently available|embed|the code has been copied.*|"
    r"width px height px|direct link|"
    r"facebook|twitter|telegram|whatsapp|vkontakte|youtube|instagram|x|linkedin|copy link|pdf|download.*|"
    r"(?:tags?|tagged|labels?):.*|contact:.*|\d+ comments?|адрес редакции.*|"
    r"контакты:.*|©.*|[^|\n]+(?: \| [^|\n]+){3,}|"
    r"[—–(-]*\s*(?:with )?(?:additional )?(?:reporting|writing|editing) by .*|letters reach the editors.*|"
    r"filed under.*|topics?:.*|"
    r"blog archive|archive|xs|sm|md|lg|xl|page \d+(?: of \d+)?|\d+ of \d+|photo:.*|photo by.*|"
    r"\(?file photo\)?|"
    r"(?:[0-9:]+\s*){1,4}|you (?:may|might) also like.*|most (?:read|popular).*|latest news.*|"
    r"recommended.*|watch:.*|listen:.*|"
    r"поделиться.*|читайте также.*|подпис\w+.*|комментарии.*|реклама)",
    re.IGNORECASE,
)
IMPRINT = re.compile(
    r"\bis (?:a publication of|published by|prepared by|researched and written)\b|\bcopyright \(?[c©]|"
    r"©\s*(?:19|20)\d\d|"
    r"\ball rights reserved\b|\bunauthorized reproduction\b|\bviews expressed (?:in|by)\b|"
    r"\bcontributed to this report\b|\bto subscribe\b|\bunsubscribe\b|\bsubscribing to\b|\bfor (?:more|"
    r"further) information(?::|,? (?:please )?(?:contact|visit)\b)|\bviews are those of\b|"
    r"\b(?:tel|phone|fax)\b\.?\s*:?\s*\+?[\d(][\d\s().-]{6,}|\bthis e-?mail (?:and|is)\b|"
    r"\bdo not necessarily reflect\b|\b(?:writing|editing|reporting) by\b[^.]{0,80}(?:\bdesk\)|;)|"
    r"\bletters reach the editors\b|\bis edited by a staff\b",
    re.IGNORECASE,
)
CLOSING_SECTION = re.compile(
    r"about (?:this blog|us|the authors?)|blog archive|related (?:articles|stories|posts)|footnotes?",
    re.IGNORECASE,
)


def split_posts(text: str) -> list[Span]:
    """The reports of a file in order, together covering all of it: a new one begins at its header, or after a
    close.

    Known beginnings: a second line with volume and issue (with the title above it), "3 of 14 DOCUMENTS", a
    rule with header fields below it, and running text after a disclaimer or a copyright line.
    """
    lines = paragraph_spans(text)
    starts = [0]
    for index in range(len(lines)):
        begin = _begins_post(text, lines, index)
        if begin is None or begin <= starts[-1]:
            continue
        if begin - starts[-1] >= LEAST_POST and _running_length(text, lines, index) >= LEAST_POST:
            starts.append(begin)
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _begins_post(text: str, lines: list[Span], index: int) -> int | None:
    """Where the report begins that this line announces, or None."""
    line = text[lines[index].start : lines[index].end]
    if len(line) < 160 and ISSUE_LINE.fullmatch(line):
        if index and _is_heading(text, lines[index - 1]):
            return lines[index - 1].start
        return lines[index].start
    if len(line) < 160 and MESSAGE_LINE.fullmatch(line):
        return lines[index].start
    if RULE_LINE.fullmatch(line) and index + 1 < len(lines):
        below = [text[span.start : span.end] for span in lines[index + 1 : index + 4]]
        if any(HEADER_FIELD.match(words) or BYLINE.fullmatch(words) for words in below):
            return lines[index + 1].start
        return None
    if index and CLOSING.search(text, lines[index - 1].start, lines[index - 1].end) and not is_page(line):
        return lines[index].start
    return None


def _is_heading(text: str, line: Span) -> bool:
    words = text[line.start : line.end]
    return len(words) <= 160 and not SENTENCE_END_MARK.search(words) and not is_page(words)


def is_page(line: str) -> bool:
    """Whether a line is of the page; only short lines are told whole, so that no pattern can take long."""
    return (len(line) <= 200 and PAGE_LINE.fullmatch(line) is not None) or IMPRINT.search(
        line[:2000]
    ) is not None


def _running_length(text: str, lines: list[Span], index: int) -> int:
    """Characters of sentences from a line on, up to a closing section; no more than is asked for."""
    length = 0
    for line in lines[index : index + MOST_LINES]:
        words = text[line.start : line.end]
        if length >= LEAST_POST or (len(words) < 60 and CLOSING_SECTION.fullmatch(words)):
            break
        if len(words) > 60 and not is_page(words):
            length += len(words)
    return length


def boilerplate_spans(text: str, posts: list[Span]) -> list[Span]:
    """Lines that are no running text: navigation, imprint, addresses, share links, repeated captions, in
    order.
    """
    found: list[Span] = []
    for post in posts:
        lines = paragraph_spans(text, [post])
        words = [text[line.start : line.end] for line in lines]
        counts = Counter(line for line in words if len(line) >= LEAST_REPEATED)
        seen: set[str] = set()
        closing = len(words)
        for index, line in enumerate(words):
            tail = post.end - lines[index].start
            if (
                len(line) < 60
                and CLOSING_SECTION.fullmatch(line)
                and tail < MOST_TAIL * (post.end - post.start)
            ):
                closing = index
                break
        run = _navigation(words)
        for index, line in enumerate(words):
            repeated = counts[line] > 1 and line in seen
            seen.add(line)
            if (
                index >= closing
                or repeated
                or index in run
                or is_page(line)
                or RULE_LINE.fullmatch(line[:400])
            ):
                found.append(lines[index])
    return found


def _navigation(words: list[str]) -> set[int]:
    """Runs of four or more short lines without a figure or a stop: menus, not headings, lists of dates or
    bullets.
    """
    runs: set[int] = set()
    run: list[int] = []
    for index, line in enumerate([*words, "."]):
        short = (
            len(line) <= 32
            and len(line.split()) <= 4
            and not SENTENCE_END_MARK.search(line)
            and not re.search(r"\d", line)
        )
        if short and not re.match(r"[•●▪*·–-]", line) and not HEADER_FIELD.match(line):
            run.append(index)
            continue
        if len(run) >= 4:
            runs.update(run)
        run = []
    return runs


def without(span: Span, gaps: list[Span]) -> list[Span]:
    """The parts of a span that lie in none of the gaps, which come in order."""
    parts: list[Span] = []
    start = span.start
    for gap in gaps:
        if gap.end <= start or gap.start >= span.end:
            continue
        if gap.start > start:
            parts.append(Span(start, gap.start))
        start = gap.end
    if start < span.end:
        parts.append(Span(start, span.end))
    return parts
