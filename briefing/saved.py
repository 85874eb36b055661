"""Briefs that are kept: the recipe with its formats, the window moved on, and all of them written at once."""

from __future__ import annotations

import json
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from briefing.brief import Brief
from briefing.formats import brief_formats, write_brief
from briefing.manifest import NOTHING
from errors import BriefError, FilterError, IncidentMapError
from events.frame import EventFrame

LONGEST_NAME = 80
LONGEST_FILE_NAME = 60


@dataclass(frozen=True)
class Recipe:
    """What is kept of a brief: itself without a day of its own, and the formats in which it is wanted."""

    brief: Brief
    formats: tuple[str, ...] = ("png",)

    def write(self) -> str:
        """The recipe as JSON."""
        told = json.loads(self.brief.changed(as_of=None).write())
        return json.dumps({"brief": told, "formats": list(self.formats)}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def read(cls, text: str) -> Recipe:
        """The recipe in JSON text.

        Raises:
            BriefError: It is none, or asks for a format that there is not; FilterError: for its filter.
        """
        try:
            found = json.loads(text)
            brief, formats = json.dumps(found["brief"]), tuple(str(name) for name in found["formats"])
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            reason = f"{type(error).__name__}: {str(error)[:60]}"
            raise BriefError(
                f"saved brief: found no recipe ({reason}), expected what the app saved"
            ) from None
        unknown = [name for name in formats if name not in brief_formats()]
        if unknown or not formats:
            told = f"the format {unknown[0][:40]!r}" if unknown else "no format"
            raise BriefError(f"saved brief: found {told}, expected some of {', '.join(brief_formats())}")
        return cls(Brief.read(brief), formats)


def clean_name(text: str) -> str:
    """A name for a brief: on one line, not too long; '' where nothing is left of it."""
    return " ".join(text.split())[:LONGEST_NAME].strip()


def moved_to(brief: Brief, day: date) -> Brief:
    """The same brief with its window moved to the present, ending in the month of `day`.

    Whole months stay as many whole months; any other window keeps its number of days and ends on `day`. An
    open side stays open.
    """
    start, end = brief.filter.start, brief.filter.end
    last = date(day.year, day.month, monthrange(day.year, day.month)[1])
    if start is None or end is None:
        moved = (start, None if end is None else last)
    elif start.day == 1 and (end + timedelta(1)).day == 1:
        months = (end.year - start.year) * 12 + end.month - start.month
        first = day.year * 12 + day.month - 1 - months
        moved = (date(first // 12, first % 12 + 1, 1), last)
    else:
        moved = (day - (end - start), day)
    try:
        return brief.changed(filter=brief.filter.with_window(*moved), link="")
    except FilterError as error:
        raise BriefError(f"saved brief: its window cannot be moved to {day} ({error})") from None


def file_name(name: str) -> str:
    """A brief's name as the name of a file, letters and digits of any script with hyphens between."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w]+|_+", "-", plain).strip("-")[:LONGEST_FILE_NAME].strip("-") or "brief"


def write_all(
    saved: Iterable[tuple[str, str]],
    events: EventFrame,
    folder: Path,
    *,
    day: date,
    terms: Mapping[str, str] = NOTHING,
    template: Path | None = None,
) -> Iterator[tuple[Path, str]]:
    """Write every brief (name, recipe) in its formats; (file, "") or (file, why it could not be written).

    One that cannot be made does not keep the others from being made.

    Raises:
        BriefError: The folder is none, or cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BriefError(
            f"{folder}: cannot be made ({error.strerror}), expected a folder to write into"
        ) from None
    taken: set[str] = set()
    for name, text in saved:
        stem = file_name(name)
        number = 2
        while stem in taken:
            stem, number = f"{file_name(name)}-{number}", number + 1
        taken.add(stem)
        try:
            recipe = Recipe.read(text)
        except IncidentMapError as error:
            yield folder / stem, f"{name}: {error}"
            continue
        for wanted in recipe.formats:
            path = folder / f"{stem}{brief_formats()[wanted].SUFFIXES[0]}"
            own = template if wanted == "pptx" else None
            try:
                write_brief(recipe.brief.changed(as_of=day), events, path, terms, template=own)
                yield path, ""
            except IncidentMapError as error:
                yield path, f"{name}: {error}"
