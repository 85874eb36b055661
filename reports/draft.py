"""A draft event with what the analyst weighs it by: points, alternatives and further sentences."""

from __future__ import annotations

from dataclasses import dataclass, field

from reports.annotation import DateExpression, DraftEvent, Span
from reports.draft_scores import total


@dataclass(frozen=True)
class Draft(DraftEvent):
    """A draft event with its reasons.

    Attributes:
        parts: named points that add up to the draft's score, which `confidence` is read from.
        other_dates: the other expressions of time in its sentence.
        also: further sentences of the report that tell of the same event.
        place_how: how the place was found ("in the sentence", "seat of government", "told before", …).
        post: number of the post in the report, from 0.
        sense: what the trigger means, in the lexicon's words.
    """

    parts: tuple[tuple[str, float], ...] = ()
    other_dates: tuple[DateExpression, ...] = ()
    also: tuple[Span, ...] = field(default=())
    place_how: str = ""
    post: int = 0
    sense: str = ""

    @property
    def points(self) -> float:
        """The sum of the parts."""
        return total(dict(self.parts))
