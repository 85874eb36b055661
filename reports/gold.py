"""Read the gold that annotations are measured against: events, places and dates of some reports."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from errors import FormatError


@dataclass(frozen=True)
class GoldEvent:
    """One row of events.csv; `start`, `end` span its paragraph in the report's text."""

    event_id: str
    start: int
    end: int
    date_start: date
    date_end: date
    latitude: float | None
    longitude: float | None
    where_prec: int
    country: str
    event_type: str
    status: str
    importance: str


@dataclass(frozen=True)
class GoldSpan:
    """One row of places.csv or dates.csv."""

    start: int
    end: int
    role: str = ""
    kind: str = ""
    latitude: float | None = None
    longitude: float | None = None
    date_start: date | None = None
    date_end: date | None = None


@dataclass
class GoldReport:
    """What the gold says of one report; a part is None when its table is absent."""

    doc: str
    file: str
    events: list[GoldEvent] = field(default_factory=list)
    places: list[GoldSpan] | None = None
    dates: list[GoldSpan] | None = None


@dataclass
class Gold:
    """The gold of some reports, with a line for each optional table or column that is missing."""

    reports: list[GoldReport]
    notes: list[str]


def read_gold(folder: Path) -> Gold:
    """Read reports.csv, events.csv, places.csv and dates.csv of a folder.

    Only events.csv with doc, start, end, date_start, latitude and longitude is needed; of the rest, what is
    missing is left out of the figures and named in `notes`.

    Raises:
        FormatError: events.csv is missing or lacks a needed column, or a cell does not hold what it should.
    """
    notes: list[str] = []
    events = _table(folder / "events.csv", ("doc", "start", "end", "date_start", "latitude", "longitude"))
    if events is None:
        raise FormatError(f"{folder} holds no events.csv; expected gold with the columns of gold/README.md.")
    optional = ("date_end", "where_prec", "country", "event_type", "status", "importance")
    missing = [column for column in optional if events and column not in events[0]]
    if missing:
        notes.append(f"events.csv has no {', '.join(missing)}; the figures that need them are left out.")
    files: dict[str, str] = {}
    for row in _table(folder / "reports.csv", ("doc", "file")) or []:
        files[row["doc"]] = row["file"]
    if not files:
        notes.append("There is no reports.csv; a report's file is the one whose name begins with its doc.")
    reports: dict[str, GoldReport] = {doc: GoldReport(doc, file) for doc, file in files.items()}
    for number, row in enumerate(events, start=2):
        with _Cell(f"{folder / 'events.csv'}, line {number}"):
            report = reports.setdefault(row["doc"], GoldReport(row["doc"], ""))
            report.events.append(_gold_event(row))
    for name, needed in (
        ("places.csv", ("doc", "start", "end", "role")),
        ("dates.csv", ("doc", "start", "end", "iso_start", "iso_end")),
    ):
        rows = _table(folder / name, needed)
        if rows is None:
            notes.append(f"There is no {name}; its figures are left out.")
            continue
        spans: dict[str, list[GoldSpan]] = {doc: [] for doc in reports}
        for number, row in enumerate(rows, start=2):
            with _Cell(f"{folder / name}, line {number}"):
                spans.setdefault(row["doc"], []).append(_gold_span(row))
        for doc, report in reports.items():
            if name == "places.csv":
                report.places = spans[doc]
            else:
                report.dates = spans[doc]
    return Gold(list(reports.values()), notes)


class _Cell:
    """Turns a cell that cannot be read into one line that names its row."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (ValueError, KeyError, TypeError)):
            raise FormatError(
                f"{self._where}: {error}; expected whole numbers as offsets, YYYY-MM-DD, degrees."
            ) from error


def _table(path: Path, needed: Sequence[str]) -> list[dict[str, str]] | None:
    if not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        rows = list(reader)
        missing = [column for column in needed if column not in (reader.fieldnames or ())]
    if missing:
        raise FormatError(f"{path} has no column {', '.join(missing)}; expected {', '.join(needed)}.")
    return rows


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def _gold_event(row: dict[str, str]) -> GoldEvent:
    return GoldEvent(
        row.get("event_id", ""),
        int(row["start"]),
        int(row["end"]),
        date.fromisoformat(row["date_start"]),
        date.fromisoformat(row.get("date_end") or row["date_start"]),
        _number(row["latitude"]),
        _number(row["longitude"]),
        int(row.get("where_prec") or 1),
        row.get("country") or "",
        row.get("event_type") or "",
        row.get("status") or "",
        row.get("importance") or "",
    )


def _gold_span(row: dict[str, str]) -> GoldSpan:
    return GoldSpan(
        int(row["start"]),
        int(row["end"]),
        row.get("role", ""),
        row.get("kind", ""),
        _number(row.get("lat")),
        _number(row.get("lon")),
        date.fromisoformat(row["iso_start"]) if row.get("iso_start") else None,
        date.fromisoformat(row["iso_end"]) if row.get("iso_end") else None,
    )
