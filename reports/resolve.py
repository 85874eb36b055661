"""Tell which place each mention of a document means: every mention is judged with all the others in view."""

from __future__ import annotations

import bisect
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise

from geodata.context import distance_km, rules_for
from geodata.gazetteer import Gazetteer
from geodata.place import Place
from geodata.score import BARE_POINTS, ScorePart
from geodata.transliterate import fold_key
from geodata.unit_words import split_unit
from reports.annotation import PlaceCandidate
from reports.resolve_senses import base_senses, has_rules
from reports.toponym_mention import Mention, listed
from reports.toponym_names import REGION, STRONG, UNKNOWN, kinds_of
from reports.toponym_words import Token
from reports.toponym_words import words as words_of

SHOWN = 5
CONTEXT_REACH = 500  # characters on either side of a name, within its paragraph, that rules look into
ANCHOR_LEAD = 10.0
NEAR_SCALE_KM = 80.0
NEAR_PARAGRAPH, NEAR_DOCUMENT = 8.0, 4.0
CONTAINER_POINTS = 15.0
SENSE_POINTS = 6.0
LIST_POINTS, LIST_LEAD = 6.0, 6.0
FULL_NAME_POINTS = 10.0
AS_UNIT_POINTS = 16.0
CITY_GAP = 40.0
LARGE_CITY = 60_000
WORLD_TOWN = 150_000
ARTICLE_POINTS = 36.0
PEOPLE_POINTS = 24.0
# More than all other parts together.
ALIAS_POINTS = 200.0
REGION_WORDS = {"Kirghiz": "KG", "Kirgiz": "KG", "Dushanbe": "TJ", "Pamiri": "TJ"}

_BROAD = frozenset({"country", "region", "sea"})


@dataclass(slots=True)
class _Sense:
    """A place that a mention may mean: its row, the parts of its score and their sum."""

    row: int
    place: Place
    parts: list[ScorePart]
    score: float

    def add(self, part: ScorePart) -> None:
        self.parts.append(part)
        self.score += part.points


@dataclass(slots=True)
class _Case:
    """One mention with its senses, best first once sorted, and the paragraph it stands in."""

    mention: Mention
    paragraph: int
    on: date | None
    senses: list[_Sense] = field(default_factory=list)
    refused: str = ""
    abroad: bool = False

    def sort(self) -> None:
        self.senses.sort(key=lambda sense: (-sense.score, sense.place.place_id))

    @property
    def lead(self) -> float:
        if not self.senses:
            return 0.0
        return self.senses[0].score - (self.senses[1].score if len(self.senses) > 1 else 0.0)


@dataclass(frozen=True)
class Resolved:
    """The candidates of a mention, best first, and why it means no place ("" when it may).

    `abroad`: small places of countries that the text does not speak of were left out.
    """

    candidates: tuple[PlaceCandidate, ...]
    no_place: str
    abroad: bool = False


def resolve_mentions(
    text: str,
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    dates: Sequence[date | None],
    gazetteer: Gazetteer,
    aliases: Mapping[str, int] | None = None,
) -> list[Resolved]:
    """The candidates of each mention of one document; `dates` are the days the mentions were written on.

    `aliases` are folded spellings with the row of the place that an analyst has kept them for.

    The parts of a candidate's score add up to it: those of `geodata.geocode` and, from the document,
    `article`, `country in text`, `near in text`, `holds`, `same sense` and `full name before`.
    """
    breaks = _paragraph_starts(text)
    cases = []
    for mention, on in zip(mentions, dates, strict=True):
        case = _Case(mention, bisect.bisect_right(breaks, mention.start), on)
        _first_senses(text, breaks, case, gazetteer)
        _article_parts(tokens, case)
        _people_before(tokens, case, gazetteer)
        cases.append(case)
    _country_parts(text, breaks, tokens, cases, gazetteer)
    _container_parts(text, cases)
    _list_parts(tokens, cases)
    _near_parts(cases)
    _discourse_parts(tokens, cases)
    for case in cases:
        row = (aliases or {}).get(case.mention.key)
        if row is not None:
            _pin_alias(case, row, gazetteer)
    return [
        Resolved(
            tuple(_candidate(sense, case.on, gazetteer) for sense in case.senses[:SHOWN]),
            case.refused,
            case.abroad,
        )
        for case in cases
    ]


def _pin_alias(case: _Case, row: int, gazetteer: Gazetteer) -> None:
    """Put the place of an alias first, unless the text says that another kind of place is meant."""
    told = kinds_of(case.mention.unit)
    place = gazetteer.at(row)
    if told and place.kind not in told:
        return
    sense = next((sense for sense in case.senses if sense.row == row), None)
    if sense is None:
        sense = _Sense(row, place, [], 0.0)
        case.senses.append(sense)
    sense.add(ScorePart("alias", ALIAS_POINTS, f"“{case.mention.name}” is kept as an alias of it"))
    case.refused = ""
    case.sort()


def _paragraph_starts(text: str) -> list[int]:
    starts, position = [], text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return starts


def _context(text: str, breaks: list[int], mention: Mention) -> str:
    """The paragraph of a mention, at most `CONTEXT_REACH` characters on either side."""
    index = bisect.bisect_right(breaks, mention.start)
    start = breaks[index - 1] if index else 0
    end = breaks[index] if index < len(breaks) else len(text)
    return text[max(start, mention.start - CONTEXT_REACH) : min(end, mention.end + CONTEXT_REACH)]


def _first_senses(text: str, breaks: list[int], case: _Case, gazetteer: Gazetteer) -> None:
    mention = case.mention
    base = base_senses(gazetteer, mention.name, mention.unit, case.on, mention.strength == UNKNOWN)
    case.senses = [_Sense(row, place, list(parts), score) for row, place, parts, score in base]
    if mention.organisation or not has_rules(gazetteer, mention.name):
        case.sort()
        return
    rules = rules_for(gazetteer, mention.name, _context(text, breaks, mention), case.on)
    if rules.no_place and not (mention.unit and kinds_of(mention.unit)):
        case.refused, case.senses = rules.no_place, []
        return
    told = kinds_of(mention.unit)
    for rule in rules.points:
        for sense in case.senses:
            if sense.place.place_id == rule.place_id and (not told or sense.place.kind in told):
                sense.add(ScorePart("rule", rule.points, rule.because))
    case.sort()


def _article_parts(tokens: Sequence[Token], case: _Case) -> None:
    """ "The Panj" is the river and not the town: towns have no article."""
    mention = case.mention
    if mention.unit or not mention.first or tokens[mention.first - 1].low != "the":
        return
    after = mention.last + 1
    noun_follows = (
        after < len(tokens) and tokens[mention.last].gap == " " and not tokens[mention.last].possessive
    )
    if noun_follows and tokens[after].low not in words_of("clause_word"):
        return
    for sense in case.senses:
        if sense.place.kind in _WITH_ARTICLE:
            sense.add(ScorePart("article", ARTICLE_POINTS, "written with the article"))
    case.sort()


def _people_before(tokens: Sequence[Token], case: _Case, gazetteer: Gazetteer) -> None:
    """ "The Afghan city of Jalalabad", "Kyrgyz Kara-Suu": the people named right before tells the country."""
    people = _people(gazetteer)
    first = case.mention.first
    for token in tokens[max(0, first - 4) : first][::-1]:
        country = people.get(token.word) if token.capital else None
        if country:
            for sense in case.senses:
                if sense.place.country == country and sense.place.kind != "country":
                    sense.add(ScorePart("people before", PEOPLE_POINTS, f"“{token.word}” stands before it"))
            case.sort()
            return
        if token.gap != " " or (token.low not in words_of("place_head") and token.low not in _HEAD_LINKS):
            return


_HEAD_LINKS = frozenset({"of", "the", "border", "southern", "northern", "eastern", "western"})
_WITH_ARTICLE = frozenset({"river", "mountains", "pass", "valley", "sea", "dam"})


@lru_cache(maxsize=2)
def _people(gazetteer: Gazetteer) -> dict[str, str]:
    """The single words that tell of a country besides its names: its people and its capital."""
    places = gazetteer.places()
    words = dict(REGION_WORDS)
    for row in places.index[places["kind"] == "country"]:
        for word in str(places.at[row, "words"]).split("|"):
            if word and " " not in word:
                words.setdefault(word, str(places.at[row, "country"]))
                words.setdefault(word + "s", str(places.at[row, "country"]))
    return words


def _small_abroad(place: Place) -> bool:
    return (
        place.country not in REGION
        and place.population < WORLD_TOWN
        and place.kind in ("city", "town", "village")
    )


def _country_parts(
    text: str, breaks: list[int], tokens: Sequence[Token], cases: list[_Case], gazetteer: Gazetteer
) -> None:
    """Points for a country the paragraph speaks of, fewer for one of the document."""
    people = _people(gazetteer)
    paragraphs: dict[int, Counter[str]] = {}
    whole: Counter[str] = Counter()
    for token in tokens:
        if token.capital and token.word in people:
            paragraphs.setdefault(bisect.bisect_right(breaks, token.start), Counter())[
                people[token.word]
            ] += 1
            whole[people[token.word]] += 1
    for case in cases:
        if case.senses and case.senses[0].place.kind == "country":
            country = case.senses[0].place.country
            paragraphs.setdefault(case.paragraph, Counter())[country] += 1
            whole[country] += 1
    in_region = bool(whole.keys() & REGION) or any(
        case.mention.strength == STRONG
        and case.lead >= ANCHOR_LEAD
        and case.senses[0].place.country in REGION
        for case in cases
    )
    # What the document speaks of in passing only says little.
    common = {country for country, count in whole.items() if count >= max(1, 0.1 * whole.total())}
    for case in cases:
        near = paragraphs.get(case.paragraph, Counter())
        for sense in case.senses:
            country = sense.place.country
            if sense.place.kind in _BROAD or not country:
                continue
            # A small town abroad is no likelier for its large country being spoken of.
            counts = not _small_abroad(sense.place)
            if counts and country in near:
                sense.add(ScorePart("country in text", 8, f"the paragraph speaks of {country}"))
            elif counts and country in common:
                sense.add(ScorePart("country in text", 5, f"the document speaks of {country}"))
            elif (near or common) and not (counts and country in near):
                named = ", ".join(sorted(near or common)[:4])
                sense.add(ScorePart("country in text", -5, f"the text speaks of {named}, not of {country}"))
        if in_region:
            # In a report of the region a village bears its name by chance with a town abroad.
            kept = [s for s in case.senses if not _small_abroad(s.place) or s.place.country in whole]
            case.abroad, case.senses = len(kept) < len(case.senses), kept
        case.sort()


def _container_parts(text: str, cases: list[_Case]) -> None:
    """ "Jalalabad, Nangarhar": what follows the comma holds what stands before it."""
    for case, following in pairwise(cases):
        between = text[case.mention.end : following.mention.start]
        if len(between) > 24 or not (
            between.strip() in (",", "(") or between.lower().strip(" ,.") in _OF_UNIT
        ):
            continue
        if not following.senses or following.lead < ANCHOR_LEAD:
            continue
        if case.senses and case.senses[0].place.kind == "district" and not following.mention.unit:
            # "Nooken district, Jalal-Abad": what holds a district is the province, not its city.
            for sense in following.senses:
                if sense.place.kind == "province" and sense.place.name == case.senses[0].place.admin1:
                    words = f"{case.senses[0].place.name} is named right before it"
                    sense.add(ScorePart("holds", FULL_NAME_POINTS + BARE_POINTS + CITY_GAP, words))
            following.sort()
        holder = following.senses[0].place
        inside_any = False
        for sense in case.senses:
            place = sense.place
            if place.place_id == holder.place_id or place.kind == "country":
                continue
            inside = (holder.kind == "country" and place.country == holder.country) or (
                holder.kind in ("province", "district") and holder.name in (place.admin1, place.admin2)
            )
            inside_any = inside_any or inside
            if inside:
                sense.add(ScorePart("holds", CONTAINER_POINTS, f"{holder.name} is named right after it"))
        if between.strip() == "," and holder.kind in ("province", "district") and not inside_any:
            # "Karabulak, Batken Region": none of the villages that the gazetteer knows by that name.
            kept = [s for s in case.senses if s.place.kind not in ("town", "village")]
            case.abroad, case.senses = case.abroad or len(kept) < len(case.senses), kept
        case.sort()


def _list_parts(tokens: Sequence[Token], cases: list[_Case]) -> None:
    """ "Naryn and Talas": the places of a list mostly lie in one country."""
    for one, other in pairwise(cases):
        if not one.senses or not other.senses or not listed(tokens, one.mention, other.mention):
            continue
        for case, beside in ((one, other), (other, one)):
            place = beside.senses[0].place
            if beside.lead < LIST_LEAD or place.kind in _BROAD or not place.country:
                continue
            for sense in case.senses:
                if sense.place.country == place.country and sense.place.kind not in _BROAD:
                    sense.add(ScorePart("in one list", LIST_POINTS, f"listed with {place.name}"))
            case.sort()


_OF_UNITS = frozenset({"governor", "throughout", "across", "southernmost", "province", "region", "capital"})
_OF_UNIT = frozenset(
    {"in", "district of", "region of", "in the", "town of", "in northern", "in southern", "of"}
)


def _near_parts(cases: list[_Case]) -> None:
    """Points for another place close by whose own meaning is clear."""
    anchors: list[tuple[int, str, float, float, str]] = []
    for case in cases:
        if case.senses and case.lead >= ANCHOR_LEAD and case.mention.strength == STRONG:
            place = case.senses[0].place
            if place.kind not in _BROAD:
                anchors.append(
                    (case.paragraph, case.mention.key, place.latitude, place.longitude, place.name)
                )
    of_paragraph: dict[int, list[tuple[int, str, float, float, str]]] = {}
    distinct: dict[str, tuple[int, str, float, float, str]] = {}
    for anchor in anchors:
        of_paragraph.setdefault(anchor[0], []).append(anchor)
        distinct.setdefault(anchor[1], anchor)
    everywhere = list(distinct.values())[:60]
    for case in cases:
        if len(case.senses) < 2 or case.lead > 30:
            continue
        for sense in case.senses:
            if sense.place.kind in _BROAD or _small_abroad(sense.place):
                continue
            best, words = 0.0, ""
            local = of_paragraph.get(case.paragraph, [])[:40]
            for most, group in ((NEAR_PARAGRAPH, local), (NEAR_DOCUMENT, everywhere)):
                for _, key, latitude, longitude, name in group:
                    if key == case.mention.key:
                        continue
                    apart = distance_km(sense.place.latitude, sense.place.longitude, latitude, longitude)
                    points = most * math.exp(-apart / NEAR_SCALE_KM)
                    if points > best:
                        best, words = points, f"{apart:.0f} km from {name}, also named"
            if best >= 0.5:
                sense.add(ScorePart("near in text", best, words))
        case.sort()


def _discourse_parts(tokens: Sequence[Token], cases: list[_Case]) -> None:
    """One sense a document: what most mentions of a name mean, and what its full form meant before."""
    # How clearly the mentions of a name speak for each of their senses, together.
    totals: dict[tuple[str, str], dict[str, float]] = {}
    for case in cases:
        group = totals.setdefault((case.mention.key, case.mention.unit), {})
        if case.senses:
            place_id = case.senses[0].place.place_id
            group[place_id] = group.get(place_id, 0.0) + max(5.0, min(case.lead, 30.0))
    counts = Counter((case.mention.key, case.mention.unit) for case in cases)
    full: dict[str, str] = {}
    for case in cases:
        mention = case.mention
        if not case.senses:
            continue
        if "-" in mention.name and case.senses[0].place.kind not in ("country", "province", "district"):
            # "Khanabad" after "Karshi-Khanabad" is short for it.
            full.update({fold_key(part): case.senses[0].place.place_id for part in mention.name.split("-")})
        core = split_unit(mention.name)
        if mention.unit or core is not None:
            key = fold_key(core.core) if core is not None else mention.key
            if case.senses[0].place.kind in ("province", "district", "air base", "river"):
                full[key] = case.senses[0].place.place_id
            continue
        town = any(sense.place.kind in ("city", "town") for sense in case.senses[:2])
        group = totals[mention.key, ""]
        usual = max(group, key=lambda place_id: (group[place_id], place_id))
        for sense in case.senses:
            place_id = sense.place.place_id
            if place_id == usual and counts[mention.key, mention.unit] > 1:
                sense.add(
                    ScorePart("same sense", SENSE_POINTS, "the sense of the name elsewhere in the document")
                )
            # A large city keeps its bare name; "Batken" after "Batken Province" stays the province.
            # A bare name after that of its district is the town again.
            again = full.get(mention.key) == place_id and not (town and sense.place.kind == "district")
            if again and case.senses[0].place.population < LARGE_CITY:
                words = "its full name stands earlier in the document"
                sense.add(ScorePart("full name before", FULL_NAME_POINTS + BARE_POINTS, words))
                nouns = tokens[max(0, mention.first - 3) : mention.first]
                if any(token.low in words_of("border_word") or token.low in _OF_UNITS for token in nouns):
                    sense.add(
                        ScorePart("as a unit", AS_UNIT_POINTS, "a border, a governor or a whole is spoken of")
                    )
        case.sort()


def _candidate(sense: _Sense, on: date | None, gazetteer: Gazetteer) -> PlaceCandidate:
    place = sense.place
    return PlaceCandidate(
        place_id=place.place_id,
        place=place.name_on(on),
        kind=place.kind,
        country=place.country,
        admin1=gazetteer.admin1_on(sense.row, on),
        latitude=place.latitude,
        longitude=place.longitude,
        where_prec=place.where_prec,
        radius_km=place.radius_km,
        score=sense.score,
        parts=tuple((part.name, part.points, part.words) for part in sense.parts),
    )
