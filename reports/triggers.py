"""Find the words that tell of an event: verbs and nouns of the lexicon, with their form in the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reports.triggers_lexicon import Lexicon, Sense, lexicon
from reports.words import MARKS, Words, word_set

Form = Literal[
    "past",
    "perfect",
    "passive",
    "present",
    "progressive",
    "modal",
    "infinitive",
    "gerund",
    "participle",
    "noun",
]

# How far to either side the words that a sense needs may stand.
NEED_BEFORE = 9
NEED_AFTER = 11

_DETERMINERS = word_set(
    "the a an this that these those his her its their our my your any some no each every another such "
    "both several many few all last first second third fourth fifth new recent next latest future "
    "further"
)
_PREPOSITIONS = word_set(
    "across along inside outside of in on at by for from with after before during following since until "
    "against over about between under into through amid despite without upon to near as via"
)
_PASTS = word_set(
    "went came got gave took made saw knew grew threw drew flew broke spoke woke chose froze wrote rode "
    "drove rose fell stood understood held told sold found bound wound ground left felt kept slept swept "
    "met led fed bled fled sent spent lent built brought bought fought thought caught taught sought ran "
    "began swam sang sank shrank drank rang sprang won hung struck stuck swung dug put set cut hit shut "
    "lost shot sat lay laid paid said became overcame withdrew overtook underwent forgot forgave forbade "
    "beat burnt burst spread split tore wore swore bore bit hid slid stole blew threw fired"
)
_NOT_PASTS = word_set(
    "armed united alleged so-called hundred indeed kindred sacred naked wicked rugged aged need speed "
    "combined unarmed disputed occupied disputed divided unidentified supposed purported based related "
    "called named detailed limited"
)
_PRESENTS = word_set("takes comes goes falls leaves opens holds brings makes sees becomes gets hits")
_WISHES = frozenset({"want", "hope", "wish"})
_HURT = frozenset({"wound", "injure", "hurt"})
_NO_OBJECT = frozenset({"demonstrate"})
_OBJECT_OPENERS = word_set("the a an its his her their our how what great little no some such this")
_NUMBERS = word_set("two three four five six seven eight nine ten eleven twelve dozen")
_NO_WAY = word_set("so too ahead further far unnoticed unpunished wrong missing public bankrupt forward free")
_GOALS = word_set("town work school market prayers prayer mosque church hospital court rallies places both")
_BE = word_set("is are was were be been being am isn't aren't wasn't weren't 're 's")
_HAVE = word_set("has have had having hasn't haven't hadn't")
_MODALS = word_set(
    "will would shall should may might can could must cannot won't wouldn't shouldn't can't couldn't mustn't"
)
_DO = word_set("do does did don't doesn't didn't")
_NEGATIONS = word_set("not never no nobody neither nor without none cannot")
_ADVERBS = word_set(
    "not never also already again later then now soon still just even first jointly reportedly "
    "allegedly repeatedly formally officially finally once twice ever yet only both all since recently "
    "apparently once more than at least"
)
_MODIFIED_NOUNS = word_set(
    "helicopters helicopter aircraft plane planes site room hall table place places participants zone "
    "line effort efforts program programme centre center camp camps leader leaders law laws crimes "
    "crime group groups commission committee campaign results observers victims reports process partner "
    "partners day aviation troops units missions mission role equipment vehicles experience readiness"
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event.

    Attributes:
        index, last: numbers of its first and last word in the sentence.
        start, end: offsets into the text.
        sense: the row of the lexicon that fits best; `senses` all that fit.
        form: its form; `governor` the modal or governing word before it, "" for none.
        negated: whether a "not", "never", "no" goes with it.
        modifier: whether it only describes a noun after it ("the planned visit").
    """

    index: int
    last: int
    start: int
    end: int
    text: str
    sense: Sense
    senses: tuple[Sense, ...]
    form: Form
    governor: str
    negated: bool
    passive: bool
    modifier: bool


def find_triggers(words: Words, *, historic: bool = False) -> list[Trigger]:
    """The triggers of one sentence, in order.

    Args:
        words: The sentence.
        historic: Whether the plain present tells of what happened, as in a chronology or a caption.
    """
    book = lexicon()
    found: list[Trigger] = []
    taken = -1
    for index, word in enumerate(words.lower):
        if index <= taken or (word in ("march", "may") and words.texts[index][0].isupper()):
            continue
        if 0 < index < len(words) - 1 and words.lower[index - 1] == "(" and words.lower[index + 1] == ")":
            continue  # a word alone in brackets points, as "(left)" in a caption
        trigger = None
        if word in book.verbs:
            trigger = _verb(book, words, index, word, historic)
        if trigger is None and word in book.nouns:
            trigger = _noun(book, words, index, word)
        if trigger is not None:
            found.append(trigger)
            taken = trigger.last
    return found


def _fitting(senses: tuple[Sense, ...], words: Words, first: int, last: int) -> tuple[Sense, ...]:
    """The senses whose needed words stand near, best first: the heavier, then the nearer needed word."""
    near: dict[str, int] | None = None  # word -> how many words away it stands
    fitting: list[tuple[int, int, int, Sense]] = []
    for sense in senses:
        away = NEED_AFTER + 1
        if sense.needs:
            if near is None:
                before = words.lower[max(0, first - NEED_BEFORE) : first]
                near = {word: len(before) - at for at, word in enumerate(before)}
                for at, word in enumerate(words.lower[last + 1 : last + 1 + NEED_AFTER], start=1):
                    near[word] = min(at, near.get(word, at))
            away = min((near[word] for word in sense.needs if word in near), default=0)
            if not away:
                continue
        fitting.append((-sense.weight, away, len(fitting), sense))
    return tuple(sense for *_, sense in sorted(fitting, key=lambda row: row[:3]))


def _verb(book: Lexicon, words: Words, index: int, word: str, historic: bool) -> Trigger | None:
    lower = words.lower
    lemma, shape = book.verbs[word][0]
    before = lower[index - 1] if index else ""
    after = lower[index + 1] if index + 1 < len(lower) else ""
    if words.texts[index][0].isupper() and index and words.texts[index - 1][:1].isupper() and shape != "ed":
        return None  # a name such as "State Ban" or "Open Society"
    form, governor, negated, passive = _chain(lower, index, shape)
    modifier = False
    if form == "present":
        if not _may_be_present(words, index, shape, before, after, word in book.nouns):
            return None
        if not historic and shape == "base" and lemma not in _WISHES:
            return None
    elif before in ("them", "those") and shape in ("ed", "part") and form in ("past", "participle"):
        return None  # "most of them jailed for …"
    elif form in ("past", "participle") and shape in ("ed", "part"):
        modifier = _is_modifier(words, index, before, after)
        if form == "past" and shape == "ed" and after in ("of", "by", "as") and before not in _DETERMINERS:
            # "a commander accused of murder", "a bus hit by stones": it describes what stands before it.
            modifier = modifier or lemma in ("accuse", "charge")
            form = "participle"
        if modifier and form == "participle":
            return None
    elif form == "gerund" and (before in _DETERMINERS or before.endswith("'s")) and word in book.nouns:
        return None
    if lemma in _HURT and form == "past" and (before.isdigit() or before in _NUMBERS):
        return None  # "12 dead and 30 wounded" counts, and tells of nothing further
    if lemma in _NO_OBJECT and (after in _OBJECT_OPENERS or after == "that"):
        return None  # "demonstrated its strength" is no demonstration
    if form == "past" and before in (",", "and") and after in book.nouns and shape == "ed" and index > 1:
        modifier = modifier or words.lower[index - 2].endswith(("ful", "al", "ed", "ive", "ous"))
        if modifier:
            return None  # "a careful, agreed exchange"
    senses = _fitting(book.senses[lemma, False], words, index, index)
    if not senses or (senses[0].sense == "travel" and _goes_nowhere(words, index)):
        return None
    return Trigger(
        index,
        index,
        words.starts[index],
        words.ends[index],
        words.texts[index],
        senses[0],
        senses,
        form,
        governor,
        negated,
        passive,
        modifier,
    )


def _goes_nowhere(words: Words, index: int) -> bool:
    """Whether a verb of going tells of no journey: "went so far as", "came to power", "went to clean"."""
    after = words.lower[index + 1 : index + 3]
    if after[:1] and after[0] in _NO_WAY:
        return True
    if len(after) < 2 or after[0] != "to" or after[1] in _DETERMINERS or after[1] in _GOALS:
        return False
    return words.texts[index + 2][0].islower() and after[1].isalpha()


def _chain(lower: list[str], index: int, shape: str) -> tuple[Form, str, bool, bool]:
    """Form, governor, negation and passive voice, told by the auxiliaries before a verb."""
    negated = False
    passive = progressive = perfect = False
    at = index - 1
    steps = 0
    while at >= 0 and steps < 6:
        word = lower[at]
        if word in _NEGATIONS or word.endswith("n't"):
            negated = True
        if word == "may" and at and lower[at - 1].isdigit():
            break  # the month
        if word in _MODALS:
            return "modal", word, negated, passive
        if word == "to" and (shape == "base" or passive or perfect):
            return "infinitive", _governor(lower, at), negated, passive
        if word in _BE:
            if shape == "ing":
                progressive = True
            elif shape in ("ed", "part"):
                passive = True
            else:
                break
        elif word in _HAVE:
            if shape in ("ed", "part") or passive or progressive:
                perfect = True
            else:
                break
        elif word in _DO:
            negated = negated or word.endswith("n't")
            return "past" if word.startswith("did") else "present", "", negated, False
        elif not (word in _ADVERBS or word.endswith(("ly", "n't"))):
            break
        at -= 1
        steps += 1
    if not negated and set(lower[max(0, at - 1) : at + 1]) & {"no", "nobody", "none", "neither", "nor"}:
        negated = True
    if perfect:
        return "perfect", "", negated, passive
    if passive:
        return "passive", "", negated, True
    if progressive:
        return "progressive", "", negated, False
    if shape == "ing":
        return "gerund", lower[index - 1] if index else "", negated, False
    if shape == "base" and index and lower[index - 1] == "to":
        return "infinitive", _governor(lower, index - 1), negated, False
    if shape in ("base", "s"):
        return "present", "", negated, False
    if shape == "part":
        return "participle", "", negated, True
    return "past", "", negated, False


def form_of(words: Words, index: int) -> tuple[Form, str, bool, bool]:
    """Form, governor, negation and passive voice of any verb, in the lexicon or not."""
    word = words.lower[index]
    known = lexicon().verbs.get(word)
    shape = known[0][1] if known else "ed" if word.endswith("ed") else "past" if word in _PASTS else "s"
    return _chain(words.lower, index, shape)


def is_past(words: Words, index: int, *, historic: bool) -> bool:
    """Whether a word looks like a verb that tells: in the past, or with `historic` in the present."""
    word = words.lower[index]
    before = words.lower[index - 1] if index else ""
    after = words.lower[index + 1] if index + 1 < len(words) else ""
    known = lexicon().verbs.get(word)
    shape = known[0][1] if known else ""
    regular = len(word) > 4 and word.endswith("ed") and not word.endswith("eed") and word not in _NOT_PASTS
    if word in _PASTS or shape in ("past", "part", "ed") or (regular and word.isalpha()):
        if words.texts[index][0].isupper() and index:
            return False
        return not _is_modifier(words, index, before, after)
    if not historic or (shape != "s" and not (word.endswith("s") and word in _PRESENTS)):
        return False
    return _may_be_present(words, index, "s", before, after, word in lexicon().nouns)


def _governor(lower: list[str], to: int) -> str:
    """The word that an infinitive hangs on: "agreed" in "agreed to meet"; "be" for "is to meet"."""
    at = to - 1
    while at >= 0 and (lower[at] in _ADVERBS or lower[at].endswith("ly")) and to - at < 4:
        at -= 1
    if at < 0:
        return ""
    return "be" if lower[at] in _BE else lower[at]


def _may_be_present(words: Words, index: int, shape: str, before: str, after: str, also_noun: bool) -> bool:
    """Whether a bare or third-person form is a finite verb here and no noun."""
    if not index or before in _DETERMINERS or before in _PREPOSITIONS or before.endswith(("'s", "s'")):
        return False
    if shape == "base" and index > 1 and words.lower[index - 2] in ("a", "an", "this"):
        return False  # "a police station"
    if before in _NUMBERS or before.isdigit():
        return False  # "six bombs in the capital"
    if before in MARKS and before not in (",", "–", "—", ")", "--"):
        return False
    if before in ("and", "or", ","):
        return not also_noun and shape == "s"
    if before in lexicon().verbs and lexicon().verbs[before][0][1] in ("past", "ed", "part"):
        return False  # "denied reports"
    opens = (
        after in _DETERMINERS
        or after in _PREPOSITIONS
        or after in ("that", "him", "them", "up", "out", "off")
    )
    opens = opens or (after == "and" and not also_noun and before.endswith("s"))  # "mobs kill and burn"
    opens = opens or (index + 1 < len(words) and words.texts[index + 1][0].isupper())
    opens = opens or (index + 1 < len(words) and words.texts[index + 1][0].isdigit())
    return opens or (shape == "s" and not also_noun)


def _is_modifier(words: Words, index: int, before: str, after: str) -> bool:
    """Whether a participle stands between a determiner and its noun: "the planned visit"."""
    if (
        not after
        or after in MARKS
        or after in _PREPOSITIONS
        or after in _DETERMINERS
        or after in ("and", "who")
    ):
        return False
    if before.endswith("ly") and (after.endswith("s") or after == "people"):
        opens = words.lower[index - 2] if index > 1 else ""
        return opens in _DETERMINERS or opens in _PREPOSITIONS or opens in ("and", "or", ",")
    return (
        before in _DETERMINERS
        or before.endswith("'s")
        or before in _PREPOSITIONS
        or before in ("newly", "two")
    )


def _noun(book: Lexicon, words: Words, index: int, word: str) -> Trigger | None:
    lower = words.lower
    for parts, known in book.nouns[word]:  # the longest first
        last = index + len(parts) - 1
        if len(parts) == 1 or tuple(lower[index : last + 1]) == parts:
            lemma = known
            break
    else:
        return None
    named = words.texts[index][0].isupper() and bool(index) and words.texts[index - 1][:1].isupper()
    # A "Customs Union Summit" may be an event, the "Security Treaty" or "Negotiations Centre" is a name.
    if named and len(parts) == 1 and word not in ("summit", "talks", "riots", "war"):
        return None
    after = lower[last + 1] if last + 1 < len(lower) else ""
    negated = any(part in ("no", "without", "nor") for part in lower[max(0, index - 3) : index])
    senses = _fitting(book.senses[lemma, True], words, index, last)
    if not senses:
        return None
    # "peace talks" is one thing, "attack helicopters" another: a noun right after makes this a modifier.
    modifier = bool(after) and after.isalpha() and after in _MODIFIED_NOUNS
    governor = lower[index - 1] if index else ""
    return Trigger(
        index,
        last,
        words.starts[index],
        words.ends[last],
        " ".join(words.texts[index : last + 1]),
        senses[0],
        senses,
        "noun",
        governor,
        negated,
        False,
        modifier,
    )
