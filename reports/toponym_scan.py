"""Find the words of a text that may name a place, with the reasons for and against each."""

from __future__ import annotations

from geodata.transliterate import fold_key
from reports.toponym_cues import (
    is_abbreviation,
    is_person,
    locative_cue,
    organisation_name,
    sentence_starts,
)
from reports.toponym_mention import Mention, listed
from reports.toponym_names import (
    LONGEST_NAME,
    PLURALS,
    STRONG,
    UNKNOWN,
    WEAK,
    NameBook,
    kinds_of,
    unit_word,
)
from reports.toponym_unknown import ends_list, unknown_name
from reports.toponym_words import Token, words

_JOINING = frozenset({" ", "-", "\n", "‑", " \n", "  "})
_LINKS = frozenset({"of", "the", "and", "i", "al", "el", "e"})
_RUSSIAN_PEOPLES = {
    "кыргыз": "Kyrgyz",
    "киргиз": "Kyrgyz",
    "таджик": "Tajik",
    "узбек": "Uzbek",
    "казах": "Kazakh",
    "афгано": "Afghan",
    "афган": "Afghan",
    "туркмен": "Turkmen",
    "китай": "Chinese",
}
_SIDES = frozenset({"southern", "northern", "eastern", "western", "south", "north", "central"})


def scan(text: str, tokens: list[Token], book: NameBook) -> list[Mention]:
    """The mentions of a text in their order; time grows with the length of the text."""
    starts = sentence_starts(tokens)
    mentions: list[Mention] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        mention = None
        if (
            token.capital
            or token.low in book.heads
            or token.low.endswith(("ско", "афгано"))
            or (token.low in words("border_people") and not token.word.islower())
        ):
            mention = (
                _border(tokens, index)
                or _known(tokens, index, book)
                or unknown_name(tokens, index, starts, book)
                or ends_list(tokens, index, mentions, book)
            )
            if mention is not None and not token.capital and mention.key not in book.aliases:
                mention = mention if mention.unit == "border" else None
        if mention is None:
            index += 1
            continue
        _dress(tokens, mention)
        mentions.append(mention)
        index = mention.last + 1
    _share_units(tokens, mentions)
    kept = _kept(tokens, mentions, starts, book)
    for mention in kept:
        mention.start = tokens[mention.first].start
        mention.end = tokens[mention.last].core_end
    return kept


def _border(tokens: list[Token], index: int) -> Mention | None:
    """ "Kyrgyz-Tajik border": two peoples and the word."""
    if index + 2 >= len(tokens):
        return None
    second, third = tokens[index + 1], tokens[index + 2]
    russian = _RUSSIAN_PEOPLES.get(tokens[index].low.removesuffix("ско"))
    if russian and tokens[index].low.endswith(("ско", "афгано")) and third.low.startswith("границ"):
        other = next(
            (name for stem, name in _RUSSIAN_PEOPLES.items() if second.low.startswith(stem + "ск")), ""
        )
        name = f"{russian}-{other} border"
        if other and tokens[index].gap in ("-", "–", "‑"):
            return Mention(index, index + 2, index + 2, 0, 0, name, fold_key(name), STRONG, "border")
    if tokens[index].low not in words("border_people"):
        return None
    if second.low not in words("border_people") or third.low not in ("border", "frontier"):
        return None
    if tokens[index].gap not in ("-", "–", "‑", "—") or second.gap != " ":
        return None
    name = f"{tokens[index].word}-{second.word} border"
    return Mention(index, index + 2, index + 2, 0, 0, name, fold_key(name), STRONG, "border")


def _known(tokens: list[Token], index: int, book: NameBook) -> Mention | None:
    """The longest run of tokens from `index` that is a name, in its own or an inflected form."""
    parts = [tokens[index].low]
    runs = [index]
    position = index
    while len(runs) < LONGEST_NAME and position + 1 < len(tokens):
        gap = tokens[position].gap
        if tokens[position].possessive or not (
            gap in _JOINING or (gap == ". " and tokens[position].low in ("st", "mt", "ft"))
        ):
            break
        position += 1
        runs.append(position)
        parts.append(tokens[position].low)
    for length in range(len(runs), 0, -1):
        last = tokens[runs[length - 1]]
        if book.aliases and "".join(fold_key(part) for part in parts[:length]) in book.aliases:
            name = " ".join(tokens[run].word for run in runs[:length])
            return Mention(index, runs[length - 1], runs[length - 1], 0, 0, name, fold_key(name), STRONG)
        if length > 1 and not last.capital and not (unit_word(last) or tokens[runs[length - 2]].gap == "-"):
            continue
        if length > 2 and any(
            not tokens[run].capital
            and tokens[run].low not in _LINKS
            and unit_word(tokens[run]) is None
            and tokens[run - 1].gap != "-"
            for run in runs[1 : length - 1]
        ):
            continue
        key = "".join(fold_key(part) for part in parts[:length])
        strength = book.strength(key)
        if length == 2 and parts[0] in _SIDES and book.is_country(fold_key(parts[1])):
            # "Southern Kyrgyzstan" at the head of a sentence is that of any other place in it.
            return None
        if strength != UNKNOWN:
            if strength == WEAK and not parts[0].isascii():
                # A Russian genitive may be spelt like a name from far away.
                inflected = _inflected(tokens, runs, parts, book)
                if inflected is not None and inflected.strength == STRONG:
                    return inflected
            if length == 1 and not _case_allows(tokens[index], book):
                return None
            return Mention(
                index, runs[length - 1], runs[length - 1], 0, 0, _name(tokens, runs[:length]), key, strength
            )
    return _inflected(tokens, runs, parts, book)


def _name(tokens: list[Token], runs: list[int]) -> str:
    """The words of a name as they are written, with their hyphens."""
    joints = ["-" if tokens[run].gap in ("-", "‑") else " " for run in runs[:-1]]
    return "".join(tokens[run].word + joint for run, joint in zip(runs, [*joints, ""], strict=True))


def _inflected(tokens: list[Token], runs: list[int], parts: list[str], book: NameBook) -> Mention | None:
    for length in range(min(3, len(runs)), 0, -1):
        last = tokens[runs[length - 1]]
        if not last.capital and tokens[runs[length - 1] - 1].gap != "-":
            continue
        after = tokens[runs[length - 1] + 1] if runs[length - 1] + 1 < len(tokens) else None
        adjective = after is not None and unit_word(after) is not None
        low = "-".join(parts[:length])
        forms = book.base_forms(low, adjective)
        if not forms:
            continue
        best = max(forms, key=lambda form: (book.strength(fold_key(form)), -forms.index(form)))
        key = fold_key(best)
        strength = book.strength(key)
        if strength == UNKNOWN or low in words("demonym"):
            continue
        return Mention(runs[0], runs[length - 1], runs[length - 1], 0, 0, best.title(), key, strength)
    return None


def _case_allows(token: Token, book: NameBook) -> bool:
    """Abbreviations must be written as the gazetteer has them; "UTO" is not the town of Uto."""
    key = fold_key(token.word)
    if is_abbreviation(token.word):
        # "OSH" is a name in capitals, and "US$" is money.
        shouted = len(token.word) == 3 and book.strength(key) == STRONG and not book.is_country(key)
        return (book.written_so(token.word) and not token.gap.startswith("$")) or shouted
    return len(key) > 2 and token.low not in words("stop")


def _dress(tokens: list[Token], mention: Mention) -> None:
    """Take the word for the kind next to a name into its span, or note it."""
    if mention.unit:
        return
    if mention.last > mention.first and unit_word(tokens[mention.last]) is not None:
        # "Fergana Valley" is a name with its unit word in it; the lookup reads it.
        return
    after = mention.last + 1
    if (
        after < len(tokens)
        and not tokens[mention.last].possessive
        and tokens[mention.last].gap in (" ", "\n")
    ):
        unit = unit_word(tokens[after])
        skip = after
        if unit is None and tokens[after].low in ("autonomous", "air", "military", "international", "border"):
            skip = after + 1
            unit = unit_word(tokens[skip]) if skip < len(tokens) and tokens[after].gap == " " else None
            if unit is not None and unit[0] == "base" and tokens[after].low == "air":
                unit = ("airbase", False)
        if unit is not None:
            mention.unit = unit[0]
            if unit[1]:
                mention.last = skip
            return
        if tokens[after].low in PLURALS:
            mention.unit = PLURALS[tokens[after].low]
            return
    _head_before(tokens, mention)


def _head_before(tokens: list[Token], mention: Mention) -> None:
    """ "The village of X", "Lake X", "село X"."""
    before = mention.first - 1
    if before < 0 or tokens[before].gap not in (" ", "\n"):
        return
    if tokens[before].low in ("the", "of") and before > 0 and tokens[before].low == "of":
        unit = unit_word(tokens[before - 1])
        if unit is not None:
            mention.unit = unit[0]
        return
    unit = unit_word(tokens[before])
    if unit is not None and tokens[before].low in (
        "lake",
        "mount",
        "mountain",
        "river",
        "village",
        "town",
        "city",
    ):
        mention.unit = unit[0]


def _share_units(tokens: list[Token], mentions: list[Mention]) -> None:
    """ "Osh and Jalal-Abad regions": the word serves every name of the list before it."""
    for position in range(len(mentions) - 1, 0, -1):
        mention, before = mentions[position], mentions[position - 1]
        after = mention.head + 1
        if after < len(tokens) and tokens[after].low in PLURALS:
            mention.unit = mention.unit or PLURALS[tokens[after].low]
        shared = mention.unit and (
            (after < len(tokens) and tokens[after].low in PLURALS) or mention.unit in before.others
        )
        if shared and not before.unit and listed(tokens, before, mention):
            before.unit = mention.unit
            before.others = (mention.unit,)
            if position >= 2 and listed(tokens, mentions[position - 2], before):
                mentions[position - 2].unit = mentions[position - 2].unit or mention.unit


def _kept(
    tokens: list[Token], mentions: list[Mention], starts: frozenset[int], book: NameBook
) -> list[Mention]:
    """Drop persons, organisations and words; weak names stay where a place would stand."""
    persons = {
        tokens[mention.last].low
        for mention in mentions
        if is_person(tokens, mention.first, mention.last, book)
    }
    firm: set[str] = set()
    verdicts: list[bool | None] = []
    for mention in mentions:
        verdicts.append(_verdict(tokens, mention, starts, book, persons))
        if verdicts[-1]:
            firm.add(mention.key)
    kept: list[Mention] = []
    for position, mention in enumerate(mentions):
        verdict = verdicts[position]
        if verdict is None:
            neighbour = any(
                0 <= other < len(mentions)
                and verdicts[other]
                and listed(tokens, mentions[min(position, other)], mentions[max(position, other)])
                for other in (position - 1, position + 1)
            )
            ordinary = mention.key in words("ordinary")
            verdict = neighbour or (mention.key in firm and not ordinary)
            verdicts[position] = verdict
        if verdict:
            kept.append(mention)
    return kept


def _verdict(
    tokens: list[Token], mention: Mention, starts: frozenset[int], book: NameBook, persons: set[str]
) -> bool | None:
    """True for a place, False for none, None when the rest of the text must decide."""
    if mention.key in book.aliases:
        return True
    country = mention.strength == STRONG and book.is_country(mention.key)
    run = organisation_name(tokens, mention.first, mention.last)
    if run:
        mention.organisation = True
        mention.broadcaster = run == "broadcaster"
        return mention.strength == STRONG
    if not country and is_person(tokens, mention.first, mention.last, book):
        return False
    if mention.strength == STRONG:
        return True
    if mention.strength == UNKNOWN:
        return True
    if mention.unit and kinds_of(mention.unit) and mention.last > mention.head:
        return mention.first not in starts or mention.key not in words("ordinary")
    low = tokens[mention.head].low
    if low in persons:
        return False
    cue = locative_cue(tokens, mention.first, mention.last)
    ordinary = mention.key in words("ordinary") or mention.key in words("given_name")
    if cue == "head":
        return True
    if ordinary:
        if cue not in ("near", "in") and mention.key in words("ordinary") and mention.first not in starts:
            # "Maksat and International were looted": only its neighbours can tell.
            alone = not _beside_capital(tokens, mention, starts) and not _describes(tokens, mention)
            return None if alone and book.in_region(mention.key) else False
        return cue in ("near", "in") and book.in_region(mention.key)
    if _beside_capital(tokens, mention, starts):
        return False
    suffixed = low.endswith(tuple(words("person_suffix"))) and len(low) > 4
    if cue in ("near", "in", "motion"):
        return True
    if cue == "direction" and not suffixed and book.in_region(mention.key):
        return True
    if cue == "comma" and not suffixed:
        return True
    return None if not suffixed else False


def _describes(tokens: list[Token], mention: Mention) -> bool:
    """Whether a noun follows that a word would describe: "International observers"."""
    after = mention.last + 1
    if after >= len(tokens) or tokens[mention.last].gap not in (" ", "\n"):
        return False
    low = tokens[after].low
    return not any(
        low in words(name) for name in ("weak_verb", "past", "locative", "direction", "clause_link")
    )


def _beside_capital(tokens: list[Token], mention: Mention, starts: frozenset[int]) -> bool:
    """Whether a capitalised word that is no title or people stands right next to a weak name."""
    before, after = mention.first - 1, mention.last + 1
    if before >= 0 and tokens[before].gap == " " and tokens[before].capital and before not in starts:
        low = tokens[before].low
        if not (low in words("demonym") or low in words("place_head") or low in words("locative")):
            return True
    return (
        after < len(tokens)
        and tokens[mention.last].gap == " "
        and not tokens[mention.last].possessive
        and tokens[after].capital
        and tokens[after].low not in words("month")
        and tokens[after].low not in words("title")
        and unit_word(tokens[after]) is None
    )
