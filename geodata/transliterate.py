"""Keys under which one place name written in many scripts and spellings comes out the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters of Russian, Kyrgyz, Uzbek, Tajik and Kazakh Cyrillic as English texts write them. A letter that
# English renders in several ways takes the longest form here; `loose_key` then unifies the others with it.
CYRILLIC_TO_LATIN: dict[str, str] = {
    **dict(zip("абвгдезийклмнопрстуфэы", "abvgdeziyklmnoprstufey", strict=True)),
    "ё": "yo",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "ң": "ng",
    "ө": "o",
    "ү": "u",
    "ұ": "u",
    "ў": "o",
    "қ": "q",
    "ғ": "gh",
    "ҳ": "h",
    "һ": "h",
    "ҷ": "j",
    "җ": "j",
    "ӣ": "i",
    "ӯ": "u",
    "і": "i",
    "ї": "yi",
    "є": "ye",
    "ґ": "g",
    "ә": "a",
}

# Latin letters that no Unicode decomposition turns into plain ones.
_LATIN_SPECIAL: dict[str, str] = {
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ə": "a",
    "ŋ": "ng",
    "ħ": "h",
}

# Arabic letters that Persian, Pashto, Uzbek and Arabic keyboards give in different code points.
_ARABIC_UNIFIED = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "ـ": ""})

_TO_LATIN = str.maketrans(CYRILLIC_TO_LATIN | _LATIN_SPECIAL)


def to_latin(text: str) -> str:
    """Write Cyrillic letters in lower case Latin ones, the way English-language reports do.

    Letters of other scripts stay as they are. The result is lower case and composed.
    """
    # Lower casing Turkish İ leaves a combining dot behind, so the composition comes afterwards.
    lowered = unicodedata.normalize("NFC", text.casefold())
    return lowered.translate(_TO_LATIN)


@lru_cache(maxsize=65536)
def fold_key(text: str) -> str:
    """The key that case, accents, apostrophes, hyphens, spaces and Cyrillic do not change.

    For Latin and Cyrillic names the key is lower case ASCII without gaps ("Қўқон" and "Qo‘qon" differ only in
    what spelling alone decides); names in other scripts keep their letters. The key of a key is itself.
    """
    latin = to_latin(text).translate(_ARABIC_UNIFIED)
    marked = unicodedata.normalize("NFKD", latin)
    plain = "".join(letter for letter in marked if not unicodedata.combining(letter))
    # A second pass settles letters that only the decomposition brought to light.
    plain = to_latin(plain)
    # The Uzbek ʻ and ʼ are letters to Unicode (Lm), but people leave them out or write quotation marks.
    return "".join(letter for letter in plain if letter.isalnum() and unicodedata.category(letter) != "Lm")


_LOOSE_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # Digraphs of German, French and English for the same sound become one capital letter first,
        # so that the single letters can be unified without touching them.
        (r"shch|sch|sh", "S"),
        (r"tS|tch|ch", "C"),
        (r"dS|dzh|dj|zh|dz|j", "J"),
        (r"kh|x|h", "H"),
        (r"gH|gh", "g"),
        (r"ts|tz", "T"),
        (r"q|ck|c|k", "k"),
        (r"w", "v"),
        (r"ph", "f"),
        (r"ye", "e"),
        (r"yo", "o"),
        (r"[iy]+", "i"),
        (r"oo|ou|uu", "u"),
        (r"[ao]b[ao][dt]", "abad"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=65536)
def loose_key(text: str) -> str:
    """The key that the usual transliterations share: dj/j/zh, kh/h/x, gh/g, q/k, iy/y, -abad/-obod.

    Made from `fold_key`; capital letters in it stand for digraphs. Meant for comparing, not for showing.
    """
    key = fold_key(text)
    for pattern, replacement in _LOOSE_STEPS:
        key = pattern.sub(replacement, key)
    return key


_VOWELS = re.compile(r"[aeiou]+")


@lru_cache(maxsize=65536)
def skeleton_key(text: str) -> str:
    """The key in which all vowels are one: Jirgatal, Jergetal and Джиргаталь meet here.

    It returns an empty string when fewer than four consonants are left: such a skeleton fits too many names.
    """
    key = loose_key(text)
    key = _VOWELS.sub("a", key).replace("ng", "n").replace("H", "h").replace("ah", "a")
    key = re.sub(r"(.)\1+", r"\1", key).rstrip("a")
    key = re.sub(r"d$", "t", key)
    return key if len(key.replace("a", "")) >= 4 else ""


def script_of(text: str) -> str:
    """The ISO 15924 code of the script most letters of `text` are in (Latn, Cyrl, Arab, Hans, Zyyy)."""
    counts: dict[str, int] = {}
    for letter in text:
        if letter.isalpha():
            word = unicodedata.name(letter, "UNKNOWN").split(" ")[0]
            counts[word] = counts.get(word, 0) + 1
    if not counts:
        return "Zyyy"
    commonest = max(counts, key=lambda word: counts[word])
    return _SCRIPTS.get(commonest, "Zyyy")


_SCRIPTS: dict[str, str] = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "CJK": "Hani",
    "HEBREW": "Hebr",
    "GREEK": "Grek",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "GURMUKHI": "Guru",
    "HANGUL": "Hang",
    "KATAKANA": "Kana",
    "HIRAGANA": "Hira",
    "THAI": "Thai",
    "ETHIOPIC": "Ethi",
    "TAMIL": "Taml",
}
