"""The days on which a boundary changes, and what is dissolved into what in each period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Jalal-Abad Oblast was made out of Osh Oblast.
JALAL_ABAD_SPLIT = date(1990, 12, 14)
# Batken Region was made out of Osh Region; other accounts give 12 or 15 October.
BATKEN_SPLIT = date(1999, 10, 13)
# The Kyrgyz-Tajik border treaty was signed. It came into force later; the day it was signed is the day on
# which both sides published where the line runs.
BORDER_TREATY = date(2025, 3, 13)
# The last day for leaving Barak: from here on its land is Uzbek.
BARAK_LEFT = date(2024, 4, 15)


@dataclass(frozen=True)
class Period:
    """A span in which no boundary changes: which outlines hold and which provinces are part of another."""

    valid_from: date | None
    valid_to: date | None
    vintage: str
    part_of: dict[str, str]


PERIODS = (
    Period(None, JALAL_ABAD_SPLIT, "2023", {"KG-J": "KG-O", "KG-B": "KG-O"}),
    Period(JALAL_ABAD_SPLIT, BATKEN_SPLIT, "2023", {"KG-B": "KG-O"}),
    Period(BATKEN_SPLIT, BORDER_TREATY, "2023", {}),
    Period(BORDER_TREATY, None, "2026", {}),
)
VINTAGES = ("2023", "2026")
