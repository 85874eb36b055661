"""Paragraphs and sentences of a text as spans, whatever its abbreviations, quotes, bullets and lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from reports.annotation import Span

# Lines of a text that was wrapped by hand or by a PDF are about as long as one another.
WRAPPED_LENGTH = (45, 110)
BULLET = re.compile(r"[ \t]*(?:[•●▪◦‣*·–—-]|\(?[0-9]{1,2}[.)]|[a-z]\))[ \t]+")
LINE = re.compile(r"[^\n\r\u2028\u2029\f\v]+")
BLANK_LINE = re.compile(r"\n[ \t\r\u00a0]*\n")

# A full stop, with the quotes and brackets that close after it, then white space: where a sentence may end.
STOP = re.compile(r"([.!?…。]+)[\"'”’»)\]]*(\s+|$)")
# What stands before the white space decides: abbreviations that always go on, and those that go on before a
# number.
GOES_ON = re.compile(
    r"(?:^|[\s(\[\"'“‘«—–-])(?:mr|mrs|ms|messrs|dr|prof|rev|hon|st|gen|maj|lt|col|capt|cpt|sgt|cpl|pvt|brig|adm|cmdr|cdr|sen|rep|"
    r"gov|pres|min|amb|supt|insp|det|ave|blvd|mt|ft|vs|cf|ca|approx|e\.g|i\.e|viz|fig|figs|eds?|vols?|incl|esp|"
    r"ул|им|тыс|млн|млрд|см|т\.е|т\.н|ген|полк|др|проф|пос|обл)\.$",
    re.IGNORECASE,
)
GOES_ON_BEFORE_NUMBER = re.compile(
    r"(?:^|[\s(])(?:nos?|nr|art|arts|pp?|para|paras|ch|sec|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|tel|ext|box|№|п|ст|стр|д)\.$",
    re.IGNORECASE,
)
INITIAL = re.compile(r"(?:^|[\s(.“\"'-])[A-ZА-ЯЁ]\.$")
ACRONYM = re.compile(
    r"(?:^|[\s(“\"'-])(?:[A-Z]\.){2,}$|(?:^|\s)(?:[ap]\.m|inc|ltd|co|corp|bros|etc|al|jr|sr|г|гг|в)\.$", re.I
)
STARTER = re.compile(
    r"[\"'“‘«(]*(?:The|This|That|These|Those|A|An|In|On|At|By|For|From|After|Before|But|And|However|He|She|It|They|We|I|His|Her|"
    r"Its|Their|When|While|If|As|There|Some|Many|According|Meanwhile|Later|Earlier|Since|With|Two|Three|One|В|На|По|Он|Она|Они|Это|После)\b"
)
SENTENCE_END_MARK = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
SMALL_LETTER = re.compile(r"[\"'“‘«(\[]*[a-zа-яё]")


def is_wrapped(text: str) -> bool:
    """Whether lines end where the page did: then a blank line, not a new line, parts the paragraphs."""
    lines = [len(line.strip()) for line in text[:20000].split("\n")]
    followed = [length for length, after in pairwise(lines) if length and after]
    if len(followed) < 3 or max(lines) > 2 * WRAPPED_LENGTH[1]:
        return False
    return WRAPPED_LENGTH[0] <= median(followed) <= WRAPPED_LENGTH[1]


def paragraph_spans(text: str, spans: Iterable[Span] | None = None) -> list[Span]:
    """The paragraphs inside the given spans (the whole text for None), without white space around them.

    A paragraph is a non-empty line; in a text with wrapped lines it goes on to a blank line, a bullet, or a
    line that is short and ends its sentence.
    """
    wrapped = is_wrapped(text)
    found: list[Span] = []
    for span in [Span(0, len(text))] if spans is None else spans:
        open_end = -1
        for line in LINE.finditer(text, span.start, span.end):
            start, end = _stripped(text, line.start(), line.end())
            if start == end:
                open_end = -1
                continue
            if wrapped and open_end >= 0 and _continues(text, found[-1], open_end, start):
                found[-1] = Span(found[-1].start, end)
            else:
                found.append(Span(start, end))
            open_end = end
    return found


def _continues(text: str, open_paragraph: Span, open_end: int, start: int) -> bool:
    if BULLET.match(text, start) or BLANK_LINE.search(text, open_end, start):
        return False
    last_line = text[
        max(text.rfind("\n", open_paragraph.start, open_end) + 1, open_paragraph.start) : open_end
    ]
    return len(last_line.strip()) >= WRAPPED_LENGTH[0] or (
        text[open_end - 1] in ",;-–" or text[start].islower()
    )


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def sentence_spans(text: str, spans: Iterable[Span] | None = None) -> list[Span]:
    """The sentences of the paragraphs inside the given spans, in order, bullets and white space left out."""
    found: list[Span] = []
    for paragraph in paragraph_spans(text, spans):
        bullet = BULLET.match(text, paragraph.start, paragraph.end)
        start = bullet.end() if bullet and bullet.end() < paragraph.end else paragraph.start
        for stop in STOP.finditer(text, start, paragraph.end):
            end = stop.start(2)
            if stop.end() < paragraph.end and not _ends(text, start, stop):
                continue
            if end > start:
                found.append(Span(start, end))
            start = stop.end()
        if start < paragraph.end:
            found.append(Span(start, paragraph.end))
    return found


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a sentence ends at a stop, by what stands before it and after it."""
    after = stop.end()
    if SMALL_LETTER.match(text, after):
        return False
    if stop.group(1) != ".":
        return True
    dot = stop.end(1)
    word = text[max(dot - 14, start) : dot]
    if ACRONYM.search(word):
        return STARTER.match(text, after) is not None
    if GOES_ON.search(word) or INITIAL.search(word):
        return False
    return not (GOES_ON_BEFORE_NUMBER.search(word) and text[after : after + 1].isdigit())
