"""Words and marks of a sentence with their offsets, which all other parts read."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"U\.S\.|U\.N\.|[^\W_]+(?:[-'’.,][^\W_]+)*|[;:,()?!\"“”–—•/]|--|(?<=\s)-(?=\s)")
_APOSTROPHE = str.maketrans("’", "'")


def word_set(*texts: str) -> frozenset[str]:
    """The words of `texts` as a set, for lists of words that are easier to read as a line of text."""
    return frozenset(word for text in texts for word in text.split())


MARKS = frozenset(';:,()?!"“”–—•/') | {"--", "-"}


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence cut up: `texts` as written, `lower` folded, `starts` and `ends` as offsets into the text."""

    texts: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.texts)

    def index_at(self, offset: int) -> int:
        """The number of the first word that ends after `offset`; the number of words when there is none."""
        for index, end in enumerate(self.ends):
            if end > offset:
                return index
        return len(self.ends)


def words_of(text: str, start: int, end: int) -> Words:
    """Cut `text[start:end]` into words and marks; possessive endings stay with their word."""
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for found in _TOKEN.finditer(text, start, end):
        texts.append(found.group())
        starts.append(found.start())
        ends.append(found.end())
    return Words(texts, [word.translate(_APOSTROPHE).lower() for word in texts], starts, ends)
