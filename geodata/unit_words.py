"""Words that tell the kind of a place ("oblast", "tumani", "valley") and how to take them off a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geodata.transliterate import fold_key

_WORDS_OF_KINDS: tuple[tuple[frozenset[str], str], ...] = (
    (
        frozenset({"province", "region"}),
        "region oblast oblasts oblasti oblasty province viloyat viloyati vilayat vilayati vilayet veloyat "
        "wilayat wiloyat velayat velayaty oblus oblusu oblysy oblys krai kray republic territory "
        "область области обл вилоят вилояти облус облусу облысы велаят край республика аймак",
    ),
    (
        frozenset({"district"}),
        "district raion rayon rayoni raioni rajon tuman tumani nohiya nohiyai nohiyaii county rayonu raionu "
        "район района районе тумани туман району ноҳия ноҳияи agency prefecture",
    ),
    (
        frozenset({"city", "town", "suburb"}),
        "city town shahri shahr shaary municipality suburb город города городе г шаҳри шаҳар шаары қаласы",
    ),
    (
        frozenset({"village", "town", "suburb"}),
        "village settlement hamlet aiyl ayil ayyl aimak qishloq qishlogi kishlak jamoat dehai "
        "село поселок посёлок пос деревня кишлак айылы айыл қишлоғи джамоат ҷамоат",
    ),
    (
        frozenset({"valley", "region"}),
        "valley basin vodiysi vodii долина долине водийси водии өрөөнү",
    ),
    (frozenset({"mountains", "valley"}), "gorge canyon дара ущелье"),
    (
        frozenset({"mountains"}),
        "range ranges mountains mountain mts mount peak massif glacier хребет горы гора пик ледник тоосу",
    ),
    (frozenset({"pass"}), "pass tunnel перевал туннель ашуусу довони"),
    (frozenset({"river"}), "river stream река реки дарёси дарыясы"),
    (frozenset({"lake", "dam"}), "lake reservoir озеро водохранилище кӯли көлү"),
    (frozenset({"dam", "lake"}), "dam hpp hydropower гэс плотина"),
    (frozenset({"sea"}), "sea ocean gulf море океан"),
    (frozenset({"enclave", "district"}), "enclave exclave анклав эксклав"),
    (
        frozenset({"border crossing"}),
        "crossing checkpoint kpp кпп погранпереход",
    ),
    (frozenset({"airport", "air base"}), "airport aerodrome airfield аэропорт аэродром"),
    (
        frozenset({"air base", "military base", "airport"}),
        "airbase base авиабаза база garrison outpost застава",
    ),
    (frozenset({"mine"}), "mine goldmine deposit рудник месторождение"),
    (frozenset({"market"}), "bazaar market bazar рынок базар"),
    (frozenset({"road"}), "road highway трасса"),
)

# Two words that mean one kind together; "air base" must not leave "air" behind.
_PAIRS: dict[tuple[str, str], str] = {
    ("air", "base"): "airbase",
    ("border", "crossing"): "crossing",
    ("border", "post"): "checkpoint",
    ("border", "checkpoint"): "checkpoint",
    ("international", "airport"): "airport",
    ("military", "base"): "base",
    ("military", "airfield"): "airbase",
    ("transit", "center"): "airbase",
    ("transit", "centre"): "airbase",
    ("autonomous", "region"): "region",
    ("autonomous", "oblast"): "oblast",
    ("autonomous", "republic"): "republic",
    ("autonomous", "province"): "province",
    ("gold", "mine"): "mine",
    ("power", "plant"): "hpp",
}

KINDS_OF_WORD: dict[str, frozenset[str]] = {
    fold_key(word): kinds for kinds, words in _WORDS_OF_KINDS for word in words.split()
}

_TOKENS = re.compile(r"[^\W_]+(?:[ʻʼ‘’'`´][^\W_]+)*")
_RUSSIAN_ADJECTIVE = re.compile(r"[сц]к(?:ая|ой|ую|ий|ого|ом|ое)$", re.IGNORECASE)
_FILLER = frozenset({"of", "the", "at", "in"})


@dataclass(frozen=True)
class UnitName:
    """A name taken apart: what is left of it, the word for the kind, and the kinds which that word fits."""

    core: str
    word: str
    kinds: frozenset[str]


def split_unit(text: str) -> UnitName | None:
    """Take the word for the kind off a name: "Osh oblast", "Ошская область", "the city of Manas".

    It returns None when the name holds no such word, or nothing besides it.
    """
    spans = [(match.group(), match.start(), match.end()) for match in _TOKENS.finditer(text)]
    while spans and spans[0][0].casefold() in _FILLER:
        spans = spans[1:]
    words = [fold_key(token) for token, _, _ in spans]
    for index in range(len(words) - 1):
        joined = _PAIRS.get((words[index], words[index + 1]))
        if joined is None:
            continue
        rest = [*spans[:index], *spans[index + 2 :]]
        return _unit(text, rest, joined)
    # The last word decides ("Sokh river valley"), then the first ("Lake Karakul", "вилояти Суғд").
    for index in (len(words) - 1, 0):
        if len(words) > 1 and words[index] in KINDS_OF_WORD:
            rest = spans[1:] if index == 0 else spans[:-1]
            return _unit(text, rest, words[index])
    return None


def _unit(text: str, rest: list[tuple[str, int, int]], word: str) -> UnitName | None:
    while rest and rest[0][0].casefold() in _FILLER:
        rest = rest[1:]
    while rest and rest[-1][0].casefold() in _FILLER:
        rest = rest[:-1]
    if not rest:
        return None
    # Keep the hyphens that stand between the words that are left.
    core = text[rest[0][1] : rest[-1][2]]
    return UnitName(_RUSSIAN_ADJECTIVE.sub("", core), word, KINDS_OF_WORD[word])


# "Osh and Jalal-Abad regions", "Batken, Leilek and Kadamjay districts": the word serves every name before it.
_LIST_AFTER = re.compile(
    r"^(?:(?:\s*,\s*|\s*,?\s+(?:and|or|и|va|жана)\s+)[^\W\d_][\w’'ʻ‘-]*){1,4}\s+([^\W\d_]+)"
)
_PLURALS = {
    "regions": "region",
    "provinces": "province",
    "oblasts": "oblast",
    "oblasti": "oblast",
    "oblastei": "oblast",
    "oblastyakh": "oblast",
    "districts": "district",
    "raions": "raion",
    "rayons": "rayon",
    "rayony": "rayon",
    "rayonakh": "rayon",
    "cities": "city",
    "towns": "town",
    "villages": "village",
    "rivers": "river",
    "valleys": "valley",
    "airports": "airport",
    "bases": "base",
}


def kind_words_near(context: str, mention: str) -> frozenset[str]:
    """The kinds named right after or right before a mention in its text ("Batken region", "village of Kan").

    Only the first mention counts, two words on either side. Empty when no word tells a kind.
    """
    found = re.search(re.escape(mention), context, re.IGNORECASE)
    if found is None or not mention:
        return frozenset()
    after = [fold_key(token) for token in _TOKENS.findall(context[found.end() : found.end() + 40])[:2]]
    before = [
        fold_key(token) for token in _TOKENS.findall(context[max(0, found.start() - 30) : found.start()])[-2:]
    ]
    if len(after) == 2 and tuple(after) in _PAIRS:
        return KINDS_OF_WORD[_PAIRS[after[0], after[1]]]
    if after and after[0] in KINDS_OF_WORD:
        return KINDS_OF_WORD[after[0]]
    if after and after[0] in _PLURALS:
        return KINDS_OF_WORD[_PLURALS[after[0]]]
    listed = _LIST_AFTER.match(context[found.end() : found.end() + 120])
    if listed and fold_key(listed.group(1)) in _PLURALS:
        return KINDS_OF_WORD[_PLURALS[fold_key(listed.group(1))]]
    if len(before) == 2 and before[1] in _FILLER and before[0] in KINDS_OF_WORD:
        return KINDS_OF_WORD[before[0]]
    if before and before[-1] in KINDS_OF_WORD and before[-1] not in {"base", "road", "region"}:
        return KINDS_OF_WORD[before[-1]]
    return frozenset()
