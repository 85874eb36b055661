"""Find the toponyms of a report: where they stand, which places they may mean and what part they play."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geodata.gazetteer import Gazetteer, load_gazetteer
from reports.annotation import PlaceCandidate, Post, Role, Span, Toponym
from reports.resolve import Resolved, resolve_mentions
from reports.roles import mean_scores, role_scores, sure
from reports.roles_features import features_of, list_bounds, sentences_of
from reports.toponym_mention import Mention
from reports.toponym_names import UNKNOWN, WEAK, alias_book, name_book
from reports.toponym_scan import scan
from reports.toponym_words import Token, tokens_of
from reports.within import Within

WEAK_SCORE = 40.0

_ADDRESS = re.compile(
    r"\b\d{1,5} (?:\d+(?:st|nd|rd|th) )?(?:[A-Z][a-z]+ )?(?:Street|Avenue|Boulevard)(?: [NS][EW])?\b"
    r"|\b[A-Z]\w+(?: [A-Z]\w+)? (?:[Ss]tr?(?:eet|\.)|[Aa]ve(?:nue|\.)|[Bb]oulevard|"
    r"[Pp]rospekt|[Pp]rospect)(?:,? \d{1,4}\b)?"
    r"|\b[A-Z]\w+(?:strasse|straße) \d{1,4}\b"
    r"|\b(?:ул\.|улица|просп\.|проспект|пр-т) ?[А-ЯЁ][\w-]+(?: [А-ЯЁ]\w+)?(?:, (?:д\. ?)?\d{1,4}\b)?"
)
# "Some 15 km south of", "20 miles away from the town of": how far from the place named.
_DISTANCE = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:[.,]\d)?)[ -]?(?P<unit>km|kilomet(?:er|re)s?|miles?|км)\s+"
    r"(?:(?:to the|due|away|на|к)\s+)?(?:[a-zа-я-]+\s+){0,2}(?:of|from|от)\s+(?:the\s+(?:\w+\s+)?of\s+)?$"
)
DISTANCE_REACH = 60
MILE_KM = 1.609
FARTHEST_KM = 60.0  # farther off, the place named only tells the direction
ADDRESS_REACH = 60  # characters between a street and the city that it is in
# What may stand between a dateline's place and its dash: a country, a day, an agency in brackets.
_DATELINE = re.compile(
    r"[ \t]*+(?:[,.]?[ \t]*(?:\d{1,2}\.?|[A-Z][\w.]*+|\([^)\n]{1,40}\)|[/,]))*+\)?[ \t]*(?:--|[-–—])[ \t]"
    r"|,[ \t]*\d{1,2}[ \t](?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*(?:[ \t]\d{4})?\."
)
# A line of a place and a day, as above a speech: "Vienna, 18 May 2006".
_PLACED_DAY = re.compile(
    r"(?:,[ \t][A-Z][\w. ]{1,24})?,[ \t](?:\d{1,2}[ \t]\w{3,9}|[A-Z][a-z]{2,8}[ \t]\d{1,2},)"
    r"[ \t]\d{4}\b[^\n]{0,12}\n"
)


@dataclass(frozen=True)
class Reading:
    """A mention read: its toponym, and the features its role was told by (none when a rule told it)."""

    toponym: Toponym
    features: tuple[str, ...]


def find_toponyms(
    text: str,
    posts: Sequence[Post] = (),
    aliases: Sequence[tuple[str, str]] = (),
    *,
    gazetteer: Gazetteer | None = None,
) -> list[Toponym]:
    """The toponyms of a text in their order, each with its places (best first) and its role.

    Args:
        text: The whole text of a file, in Latin or Cyrillic letters.
        posts: Its posts; their day of publication dates names and units, and what stands outside their bodies
            and titles is boilerplate. Without any, all of the text is one undated body.
        aliases: Spellings that an analyst has kept, as (text, place_id): found wherever they stand, in their
            inflected forms too, and first among the candidates. What the gazetteer lacks is passed over.
        gazetteer: Another gazetteer than the bundle's own.
    """
    return [reading.toponym for reading in read_toponyms(text, posts, aliases, gazetteer=gazetteer)]


def read_toponyms(
    text: str,
    posts: Sequence[Post] = (),
    aliases: Sequence[tuple[str, str]] = (),
    *,
    gazetteer: Gazetteer | None = None,
) -> list[Reading]:
    """As `find_toponyms`, with the features that the roles were told by."""
    places = gazetteer or load_gazetteer()
    tokens = tokens_of(text)
    kept_spellings = tuple((spelling, place_id) for spelling, place_id in aliases)
    book = alias_book(places, kept_spellings) if kept_spellings else name_book(places)
    mentions = scan(text, tokens, book)
    resolved: list[Resolved | None] = [None] * len(mentions)
    # Each post is a document of its own: one sense a name, one day.
    for group, on in _documents(mentions, posts):
        answers = resolve_mentions(
            text, tokens, [mentions[i] for i in group], [on] * len(group), places, book.aliases
        )
        for index, answer in zip(group, answers, strict=True):
            resolved[index] = answer
    kept = [
        (mention, answer)
        for mention, answer in zip(mentions, resolved, strict=True)
        if answer is not None and _means_a_place(mention, answer)
    ]
    return _with_roles(text, tokens, kept, _Layout(text, posts), places)


def _documents(mentions: Sequence[Mention], posts: Sequence[Post]) -> list[tuple[list[int], date | None]]:
    starts = sorted((post.span.start, number) for number, post in enumerate(posts))
    groups: dict[int, list[int]] = {}
    for index, mention in enumerate(mentions):
        place = bisect.bisect_right(starts, (mention.start, len(posts))) - 1
        groups.setdefault(starts[place][1] if place >= 0 else -1, []).append(index)
    return [(group, _day(posts[number]) if number >= 0 else None) for number, group in groups.items()]


def _day(post: Post) -> date | None:
    """The middle of the days on which a post may have been published."""
    if post.published is None:
        return None
    return post.published.start + timedelta(days=(post.published.end - post.published.start).days // 2)


def _means_a_place(mention: Mention, answer: Resolved) -> bool:
    if answer.no_place and not mention.organisation:
        return "organi" in answer.no_place.lower()
    if not answer.candidates:
        return answer.abroad or mention.strength == UNKNOWN or mention.spelt_loosely
    return mention.strength != WEAK or answer.candidates[0].score >= WEAK_SCORE


class _Layout:
    """Which parts of a text are running text: the bodies and the titles of its posts."""

    def __init__(self, text: str, posts: Sequence[Post]) -> None:
        spans = [(span.start, span.end) for post in posts for span in post.body]
        for post in posts:
            title = text.find(post.title, post.span.start, post.span.end) if post.title else -1
            if title >= 0:
                spans.append((title, title + len(post.title)))
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]
        self._all = not posts

    def is_body(self, start: int) -> bool:
        """Whether a character belongs to running text."""
        index = bisect.bisect_right(self._starts, start)
        # Spans hardly overlap; a look at the few before is enough.
        return self._all or any(begin <= start < end for begin, end in self._spans[max(0, index - 3) : index])


def _with_roles(
    text: str,
    tokens: list[Token],
    kept: Sequence[tuple[Mention, Resolved]],
    layout: _Layout,
    gazetteer: Gazetteer,
) -> list[Reading]:
    sentences = sentences_of(tokens)
    mentions = [mention for mention, _ in kept]
    holders = _holders(tokens, kept, gazetteer)
    scores: list[tuple[tuple[Role, float], ...]] = []
    features: list[tuple[str, ...]] = []
    dateline_end = -1
    for position, (mention, answer) in enumerate(kept):
        best = answer.candidates[0] if answer.candidates else None
        dateline_end = max(dateline_end, _dateline(text, mention))
        role = _settled(mention, answer, layout, in_dateline=mention.end <= dateline_end)
        found = () if role else tuple(features_of(tokens, sentences, mentions, position, best, holders))
        features.append(found)
        scores.append(sure(role) if role else role_scores(found))
    readings = []
    for position, (mention, answer) in enumerate(kept):
        first, last = list_bounds(tokens, mentions, position, holders)
        shared = [scores[other] for other in range(first, last + 1) if features[other]]
        told = mean_scores(shared) if features[position] else scores[position]
        written = text[mention.start : mention.end]
        candidates = _at_distance(text, mention.start, answer.candidates)
        toponym = Toponym(mention.start, mention.end, written, told[0][0], told, candidates)
        readings.append(Reading(toponym, features[position]))
    return _addresses(text, readings, layout)


def _at_distance(text: str, start: int, candidates: tuple[PlaceCandidate, ...]) -> tuple[PlaceCandidate, ...]:
    """The candidates, each as a disc that holds what lies "15 km south of" it."""
    lead = text[max(0, start - DISTANCE_REACH) : start]
    told = _DISTANCE.search(lead) if any(sign.isdigit() for sign in lead) else None
    if told is None:
        return candidates
    apart = float(told["number"].replace(",", ".")) * (MILE_KM if told["unit"][0] == "m" else 1.0)
    if apart > FARTHEST_KM:
        return candidates
    return tuple(
        replace(place, where_prec=2, radius_km=place.radius_km + apart) if place.where_prec <= 2 else place
        for place in candidates
    )


def _settled(mention: Mention, answer: Resolved, layout: _Layout, *, in_dateline: bool) -> Role | None:
    if not layout.is_body(mention.start):
        return "name" if mention.organisation and not mention.broadcaster else "boilerplate"
    if mention.broadcaster:
        return "dateline"
    if mention.organisation or answer.no_place:
        return "name"
    return "dateline" if in_dateline else None


def _dateline(text: str, mention: Mention) -> int:
    """The end of the dateline that a mention begins, -1 when it begins none."""
    line = text.rfind("\n", 0, mention.start) + 1
    if text[line : mention.start].strip(" \t*•("):
        return -1
    alone = _PLACED_DAY.match(text, mention.end)
    if alone is not None:
        return alone.end()
    match = _DATELINE.match(text, mention.end, min(len(text), mention.end + 80))
    if match is None:
        return -1
    capitals = mention.end - mention.start > 2 and text[mention.start : mention.end].isupper()
    # "Osh - Bishkek" is a road; a dateline without capitals shows a day or an agency.
    told = re.search(r"\d|\(", match.group())
    return match.end() if capitals or told else -1


def _holders(
    tokens: Sequence[Token], kept: Sequence[tuple[Mention, Resolved]], gazetteer: Gazetteer
) -> list[bool]:
    """For each mention whether its place holds the one named up to three words before it."""
    flags = [False] * len(kept)
    for position in range(1, len(kept)):
        (before, left), (mention, right) = kept[position - 1], kept[position]
        if right.candidates and mention.first - before.last <= 4:
            gaps = "".join(token.gap for token in tokens[before.last : mention.first])
            if not any(sign in gaps for sign in ".;:!?\n"):
                held = left.candidates[0] if left.candidates else None
                flags[position] = _holds(right.candidates[0], held, gaps, gazetteer)
    return flags


def _holds(holder: PlaceCandidate, held: PlaceCandidate | None, gaps: str, gazetteer: Gazetteer) -> bool:
    if held is None:
        # A village that the gazetteer lacks, and its unit after a comma or in a bracket.
        return holder.kind in ("country", "province", "district") and ("," in gaps or "(" in gaps)
    if holder.kind == "country":
        return held.kind != "country" and held.country == holder.country
    if held.kind in ("country", "province") or holder.place_id == held.place_id:
        return False
    if holder.kind == "province":
        return held.admin1 == holder.admin1
    row, unit = gazetteer.row_of(held.place_id), gazetteer.row_of(holder.place_id)
    if holder.kind != "district" or held.kind == "district" or row is None or unit is None:
        return False
    return gazetteer.field("admin2", row) == gazetteer.field("admin2", unit) != ""


def _addresses(text: str, readings: list[Reading], layout: _Layout) -> list[Reading]:
    """Add streets and street addresses, each with the candidates of the city named next to it.

    With a number, or outside the running text, they are the foot of a page, where nothing happened.
    """
    found: list[Toponym] = []
    starts = [reading.toponym.start for reading in readings]
    for match in _ADDRESS.finditer(text):
        foot = re.search(r"\d", match.group()) is not None or not layout.is_body(match.start())
        role: Role = "boilerplate" if foot else "literal"
        candidates = _city_of(readings, starts, match.start(), match.end())
        found.append(Toponym(match.start(), match.end(), match.group(), role, sure(role), candidates))
    if not found:
        return readings
    spans = Within(found)
    free = [
        reading
        for reading in readings
        if not any(
            street.start < reading.toponym.end and reading.toponym.start < street.end
            for street in spans.of(Span(reading.toponym.start - ADDRESS_REACH, reading.toponym.end))
        )
    ]
    return sorted(
        [*free, *(Reading(street, ()) for street in found)], key=lambda reading: reading.toponym.start
    )


def _city_of(
    readings: Sequence[Reading], starts: Sequence[int], start: int, end: int
) -> tuple[PlaceCandidate, ...]:
    """The candidates of the town named right after a street, or else right before it."""
    after = bisect.bisect_left(starts, end)
    before = bisect.bisect_left(starts, start) - 1
    for index, near in ((after, starts[after] - end if after < len(starts) else ADDRESS_REACH), (before, 0)):
        if not 0 <= index < len(readings) or near > 4:
            continue
        toponym = readings[index].toponym
        if (
            start - toponym.end <= ADDRESS_REACH
            and toponym.best
            and toponym.best.kind in ("city", "town", "village")
        ):
            return toponym.candidates
    return ()
