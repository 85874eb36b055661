"""Read how many people a sentence says were killed, as a low, a best and a high number."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNITS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen "  # noqa: SIM905
        "fourteen fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
_VAGUE = {
    # The least number that the word can mean; "dozens" and "scores" are plurals of 12 and 20.
    "several": 3,
    "a few": 3,
    "some": 2,
    "a couple": 2,
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
}
_ONE = "a|an|another|the"
_SMALL = "|".join([*_TENS, *sorted(_UNITS, key=len, reverse=True)])
_NUMBER = (
    rf"(?:\d{{1,3}}(?:[,\s]\d{{3}})+(?!\d)|(?!(?:1[89]|20)\d\d\b)\d+(?:\.\d+)?)"
    r"(?:\s+(?:thousand|hundred|million))?"
    rf"|(?:{_SMALL})(?:[-\s](?:{_SMALL}))?(?:\s+(?:hundred|thousand|million))?"
    r"|(?:about\s+|half\s+)?a\s+dozen|a\s+hundred|a\s+thousand"
    r"|(?:several|many)\s+(?:dozen|hundred|thousand)|dozens|scores|hundreds|thousands|several"
    r"|a\s+few|a\s+couple(?:\s+of)?"
)
_AT_LEAST = r"at\s+least|no\s+(?:fewer|less)\s+than|a\s+minimum\s+of|not\s+(?:fewer|less)\s+than"
_MORE_THAN = r"more\s+than|over|above|upwards\s+of"
_AT_MOST = r"up\s+to|at\s+most|no\s+more\s+than|not\s+more\s+than|as\s+many\s+as|fewer\s+than|less\s+than"
_ABOUT = r"about|around|some|nearly|almost|roughly|approximately|an\s+estimated|as\s+few\s+as"
_AMOUNT = (
    rf"(?:(?P<between>between|from)\s+(?P<from_>{_NUMBER})\s+(?:and|to)\s+(?P<to>{_NUMBER})"
    rf"|(?P<low>{_NUMBER})(?:\s*(?:(?<=\d)-(?=\d)|–)\s*|\s+(?:to|or)\s+)(?P<high>{_NUMBER})"
    rf"|(?P<least>{_AT_LEAST})\s+(?:an?\s+estimated\s+)?(?P<n1>{_NUMBER})"
    rf"|(?P<more>{_MORE_THAN})\s+(?P<n2>{_NUMBER})"
    rf"|(?P<most>{_AT_MOST})\s+(?P<n3>{_NUMBER})"
    rf"|(?:(?:{_ABOUT})\s+)?(?P<n>{_NUMBER})"
    rf"|(?P<one>{_ONE}))"
)
_GROUP = (
    r"(?:people|persons?|civilians?|soldiers?|servicemen|serviceman|troops|guards?|policem[ae]n|police"
    r"|officers?"
    r"|militants?|rebels?|gunm[ae]n|fighters?|guerrillas?|insurgents?|attackers?|extremists?|terrorists?"
    r"|villagers?|residents?|men|man|women|woman|child|children|boys?|girls?|protesters?|demonstrators?"
    r"|journalists?|hostages?|refugees?|workers?|shepherds?|farmers?|inmates?|prisoners?|tourists?|cyclists?"
    r"|passengers?|members?|bystanders?|teenagers?|students?|commanders?|employees?|observers?|interpreters?"
    r"|lives|dead|others?|citizens?|bombers?|drivers?|teachers?|imams?|suspects?|them|bodies|casualties)"
)
_NOUNS = (
    rf"(?:\s+(?!(?:and|or|were|was|in|on|at|by|killed|dead)\b)[^\W\d_][\w'’-]*){{0,3}}?\s+(?:of\s+)?{_GROUP}"
)
_COUNTED = rf"(?:{_AMOUNT})(?:{_NOUNS})?"
_AMOUNT_AT = re.compile(rf"\b(?:{_AMOUNT})(?P<nouns>{_NOUNS})?(?!\w)", re.IGNORECASE)

_DEATH = re.compile(
    r"\b(?:kill(?:ed|ing|s)?|dead|die[sd]?|dying|slain|slew|perished|shot\s+dead|murdered|massacred|executed"
    r"|beheaded|fatalit(?:y|ies)|deaths?|death\s+toll|toll|bodies|corpses|lives|assassinated"
    r"|lost\s+their\s+lives"
    r"|stabbed\s+to\s+death|beaten\s+to\s+death)\b",
    re.IGNORECASE,
)
_WOUND = re.compile(
    r"\b(?:wound(?:ed|ing|s)?|injur(?:ed|ing|ies|es)|hurt|maimed|hospitali[sz]ed|detained|arrested|captured"
    r"|missing|displaced|evacuated)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?:no\s?body|no\s+one|no\s+(?:people|civilians|soldiers|casualties|deaths|fatalities|lives)|none)\b"
    r"[^.;]{0,40}?\b(?:killed|dead|died|deaths?|fatalit(?:y|ies)|casualties|reported|lost|hurt|injured)\b"
    r"|\bno\s+(?:deaths|fatalities|casualties|dead)\b|\bwithout\s+(?:casualties|loss\s+of\s+life)\b"
    r"|\bfatalities:\s*(?:0|none)\b",
    re.IGNORECASE,
)
_NO_COUNT = re.compile(
    r"\s*(?:[A-Z%$]|km|kilomet|per\s?cent|years?|months?|weeks?|days?|hours?|minutes?|[ap]\.m)\b"
)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_MONTH_BEFORE = re.compile(rf"\b{_MONTHS}\s+$")
_MONTH_AFTER = re.compile(rf"\d{{1,2}}\s+{_MONTHS}\b")
_STOP = re.compile(r"[.;:!?]\s|\b(?:when|after|that)\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:were|was|are|is|been|being|be|left|officially|reportedly|later|had|have|has|also)\s+$"
    rf"|^\s*$|(?:{_GROUP}|{_NUMBER})\s*$",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:death\s+toll|toll|number\s+of\s+(?:dead|deaths)|fatalities|the\s+dead)\b[^.;]{0,40}?"
    rf"(?P<amount>\b(?:{_AMOUNT})(?!\w))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Deaths:
    """People killed, None where the text sets no such bound; offsets of the words that say so."""

    low: int | None
    best: int | None
    high: int | None
    start: int
    end: int


def read_number(text: str) -> int | None:
    """`text` as a whole number, in digits or words ("twenty-six", "2.5 thousand", "dozens"); else None."""
    words = re.sub(r"\s+", " ", text.strip().lower()).replace("about ", "")
    if words in _VAGUE:
        return _VAGUE[words]
    if words.startswith("a couple"):
        return 2
    if words in ("a dozen", "half a dozen"):
        return 12 if words == "a dozen" else 6
    factor = 1
    for name, size in (("dozen", 12), ("hundred", 100), ("thousand", 1000), ("million", 1_000_000)):
        if words.endswith(" " + name):
            factor, words = size, words[: -len(name) - 1]
    if words in ("a", "an", "one", "another", "the"):
        return factor
    if words in ("several", "many"):
        return 3 * factor
    digits = re.sub(r"[,\s]", "", words)
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,3})?", digits):
        return int(float(digits) * factor)
    total = 0
    for part in re.split(r"[-\s]", words):
        if part in _TENS:
            total += _TENS[part]
        elif part in _UNITS:
            total += _UNITS[part]
        else:
            return None
    return total * factor


def find_fatalities(text: str, start: int = 0, end: int | None = None) -> Deaths | None:
    """The people killed that `text[start:end]` counts, None when it counts none.

    Numbers that go with the wounded, arrested or missing are left out; numbers joined by "and" before one
    verb of death are added up. "At least" gives no high bound, "up to" no low one.
    """
    end = len(text) if end is None else end
    death = _DEATH.search(text, start, end)
    nobody = _NOBODY.search(text, start, end)
    if nobody is not None:
        return Deaths(0, 0, 0, nobody.start(), nobody.end())
    if death is None:
        return None
    toll = _TOLL.search(text, start, end)
    if toll is not None and not _is_year(toll.group("amount")):
        return _deaths([toll], toll.start(), toll.end())
    while death is not None:
        counted = _before(text, start, death) or _after(text, death, end)
        if counted:
            spans = [(found.start(), found.end()) for found in counted] + [death.span()]
            first, last = min(spans)[0], max(end for _, end in spans)
            following = _DEATH.search(text, last, end)
            if following is not None:
                # "Three guards died and seventeen attackers were killed": two counts of one fight.
                more = _before(text, last, following)
                if more and re.fullmatch(r",?\s+(?:and|while)\s+", text[last : more[0].start()]):
                    counted, last = [*counted, *more], following.end()
            return _deaths(counted, first, last)
        death = _DEATH.search(text, death.end(), end)
    return None


def _before(text: str, start: int, death: re.Match[str]) -> list[re.Match[str]]:
    """The amounts in the subject of a verb of death: "two soldiers and a civilian were killed"."""
    floor = max(start, death.start() - 110)
    stops = list(_STOP.finditer(text, floor, death.start()))
    floor = stops[-1].end() if stops else floor
    subject = text[floor : death.start()]
    told = death.group().lower()
    if told.startswith(("killing", "kills", "death", "toll")):
        return []
    if told == "killed" and not _PASSIVE.search(subject):
        return []
    amounts = list(_AMOUNT_AT.finditer(text, floor, death.start()))
    kept: list[re.Match[str]] = []
    for found in amounts:
        between = text[found.end() : death.start()]
        if _WOUND.search(between) or _is_year(found.group()) or _in_date(text, found):
            kept = []
            continue
        if found.group("nouns") is None and (found.group("one") or _NO_COUNT.match(between)):
            continue
        if kept and not re.fullmatch(
            r"(?:\s+[\w'’-]+){0,4}\s*(?:,|and|,\s*and|as well as|along with|plus)\s*",
            text[kept[-1].end() : found.start()],
        ):
            # A number outside the list so far; of "26 people, among them two guards" the first counts.
            if re.search(r"among|including|of (?:them|whom)", text[kept[-1].end() : found.start()]):
                continue
            kept = []
        kept.append(found)
    return kept


def _after(text: str, death: re.Match[str], end: int) -> list[re.Match[str]]:
    """The amounts in the object: "killed four militants and a guard", "claimed 26 lives"."""
    told = death.group().lower()
    if told in (
        "dead",
        "died",
        "lives",
        "toll",
        "slain",
        "die",
        "dies",
        "perished",
        "bodies",
        "lost their lives",
    ):
        return []
    ceiling = min(end, death.end() + 90)
    kept: list[re.Match[str]] = []
    at = death.end()
    for found in _AMOUNT_AT.finditer(text, death.end(), ceiling):
        between = text[at : found.start()]
        if _WOUND.search(between) or re.search(r"[.;]", between) or _is_year(found.group()):
            break
        if found.group("one") and found.group("nouns") is None:
            break
        if not kept and len(between.split()) > 3:
            break
        if kept and not re.fullmatch(
            r"(?:\s+[\w'’-]+){0,3}\s*(?:,|and|,\s*and|as well as)\s*(?:his|her|their)?\s*", between
        ):
            break
        kept.append(found)
        at = found.end()
    return kept


def _in_date(text: str, found: re.Match[str]) -> bool:
    """Whether a number is the day of a date ("May 14", "14 May")."""
    return bool(
        _MONTH_BEFORE.search(text, max(0, found.start() - 12), found.start())
        or _MONTH_AFTER.match(text, found.start())
    )


def _is_year(text: str) -> bool:
    return re.fullmatch(r"\s*(?:1[89]|20)\d\d\s*", text) is not None


def _deaths(counted: list[re.Match[str]], start: int, end: int) -> Deaths | None:
    low, best, high = 0, 0, 0
    open_high = open_low = False
    for found in counted:
        bounds = _bounds(found)
        if bounds is None:
            return None
        least, middle, most = bounds
        low, best, high = low + (least or 0), best + (middle or 0), high + (most or middle or least or 0)
        open_high = open_high or most is None
        open_low = open_low or least is None
    if open_low:
        return Deaths(None, None, high, start, end)
    return Deaths(low, best, None if open_high else high, start, end)


def _bounds(found: re.Match[str]) -> tuple[int | None, int | None, int | None] | None:
    """Low, best and high of one amount."""
    group = found.group
    for first, last in (("from_", "to"), ("low", "high")):
        if group(first):
            least, most = read_number(group(first)), read_number(group(last))
            if least is None or most is None:
                return None
            least, most = min(least, most), max(least, most)
            return least, (least + most) // 2, most
    for name, shape in (("n1", "least"), ("n2", "more"), ("n3", "most")):
        if group(name):
            number = read_number(group(name))
            if number is None:
                return None
            return (None, None, number) if shape == "most" else (number, number, None)
    if group("one"):
        return 1, 1, 1
    number = read_number(group("n"))
    if number is None:
        return None
    vague = re.match(r"\s*(?:several|dozens|scores|hundreds|thousands|a few|many)", group("n"), re.IGNORECASE)
    return number, number, None if vague else number
