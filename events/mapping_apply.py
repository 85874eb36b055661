"""Turn a user's table into events by a mapping: every row becomes an event or is refused with its reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from events.columns import COLUMNS, NUMBER_TYPES
from events.event import Source, make_event_id, write_sources
from events.mapping import Mapping, texts_of
from events.mapping_countries import country_of
from events.mapping_counts import Deaths, read_deaths
from events.mapping_dates import Interval
from events.mapping_names import status_of, type_of
from events.mapping_points import in_region
from events.mapping_when import date_prec, intervals, published
from events.mapping_where import Names, Where, by_coordinates, by_names, by_pair, province_name, units_at
from events.reading import CellFault, DataSetInfo, Flag, Reading, Refused, reading_of_table
from events.vocabulary import SUB_EVENT_TYPES

Row = dict[str, Any]

_EXPECTED_DAY = "a date between 1800 and 2199, its end not before its start"
_EXPECTED_PLACE = (
    "coordinates in degrees, or the name of a place, a province or a country that the gazetteer holds"
)
_NO_DEATHS = Deaths(None, None, None)
_TAGS = re.compile(r"[;,|]")


def apply_mapping(
    cells: pa.Table,
    mapping: Mapping,
    *,
    dataset: str = "",
    lines: Sequence[int] | None = None,
    format_name: str = "table",
    notes: tuple[str, ...] = (),
) -> Reading:
    """The events of a table of any columns, each row's cells beside it.

    Args:
        cells: The table as it is, its columns' names each once.
        mapping: What its columns mean.
        dataset: The data set's name where the mapping has none.
        lines: The rows' numbers in the file, by default from 1.

    Raises:
        MappingError: The mapping names columns that are not there, or no date or place.
    """
    names = cells.column_names
    mapping.require(names)
    texts = pa.table({name: texts_of(cells.column(name)) for name in names})
    numbers = np.arange(1, cells.num_rows + 1) if lines is None else np.asarray(lines, np.int64)
    work = _Work(texts, mapping, mapping.dataset or dataset or "table")
    rows, kept, refused = work.rows()
    table = pa.table(
        {name: pa.array([row[name] for row in rows], NUMBER_TYPES.get(name, pa.string())) for name in COLUMNS}
    )
    kept_rows = np.array(kept, np.int64)
    reading = reading_of_table(
        table,
        format_name,
        DataSetInfo(work.dataset),
        lines=numbers[kept_rows],
        original=texts.take(pa.array(kept_rows)),
        names=names,
        refused=[
            Refused(int(numbers[row]), (fault,), tuple(column[row].as_py() for column in texts.columns))
            for row, fault in refused
        ],
        notes=(*notes, *mapping.notes),
    )
    return _flagged(reading, work.flags)


def _flagged(reading: Reading, flags: list[tuple[str, str]]) -> Reading:
    """The reading with its doubts; they are kept by event id, for rows may have been refused since."""
    place = {event_id: row for row, event_id in enumerate(reading.events.column("event_id").to_pylist())}
    by_reason: dict[str, list[int]] = {}
    for event_id, reason in flags:
        if event_id in place:
            by_reason.setdefault(reason, []).append(place[event_id])
    return replace(
        reading,
        flags=(
            *reading.flags,
            *(Flag(reason, np.array(sorted(set(at)), np.int64)) for reason, at in by_reason.items()),
        ),
    )


class _Work:
    """The columns of one table on their way to rows of ours; equal cells are read once."""

    def __init__(self, texts: pa.Table, mapping: Mapping, dataset: str) -> None:
        self.texts = texts
        self.mapping = mapping
        self.dataset = dataset
        self.flags: list[tuple[str, str]] = []
        self._lists = {target: texts.column(name).to_pylist() for target, name in mapping.columns.items()}
        self._blank = [""] * texts.num_rows
        self._known: dict[object, Any] = {}
        self._ids: Counter[str] = Counter()
        ids = self._lists.get("event_id", [])
        self._own_ids = bool(ids) and all(ids) and len(set(ids)) == len(ids)

    def rows(self) -> tuple[list[Row], list[int], list[tuple[int, CellFault]]]:
        """The rows as events, their numbers in the table, and the rows that are none with the reason."""
        days, told_days = intervals(self.texts, self.mapping)
        usual_region = self._usually_in_region()
        rows: list[Row] = []
        kept: list[int] = []
        refused: list[tuple[int, CellFault]] = []
        for number, interval in enumerate(days):
            if interval is None:
                found = repr(told_days[number][:60]) if told_days[number] else "nothing"
                refused.append((number, CellFault(self._name("date_start", "year"), found, _EXPECTED_DAY)))
                continue
            where = self._where(number, interval, usual_region)
            if where is None:
                columns = ("point", "latitude", "place", "admin1", "admin2", "country")
                found = "; ".join(filter(None, (self._cell(target, number)[:40] for target in columns)))
                fault = CellFault(self._name(*columns), repr(found) if found else "nothing", _EXPECTED_PLACE)
                refused.append((number, fault))
                continue
            rows.append(self._row(number, interval, where, told_days[number]))
            kept.append(number)
        self._fill_units(rows)
        return rows, kept, refused

    def _cell(self, target: str, number: int) -> str:
        cell: str = self._lists.get(target, self._blank)[number]
        return cell

    def _name(self, *targets: str) -> str:
        """The user's column of the first of these that is mapped."""
        return next((self.mapping.columns[name] for name in targets if name in self.mapping.columns), "")

    def _once(self, read: Callable[..., Any], *cells: Any) -> Any:
        key = (read.__name__, *cells)
        if key not in self._known:
            self._known[key] = read(*cells)
        return self._known[key]

    def _where(self, number: int, interval: Interval, usual_region: bool) -> Where | None:
        place, admin2, admin1, country = (
            self._cell(target, number) for target in ("place", "admin2", "admin1", "country")
        )
        where = self._at(number, usual_region)
        if where is not None:
            return where
        code = self._once(country_of, country) if country else None
        # Names hold between days; within one year the first row's day stands for all.
        key = ("names", place, admin2, admin1, code or "", interval.start.year)
        if key not in self._known:
            self._known[key] = by_names(Names(place, admin2, admin1, code or "", interval.start))
        found: Where | None = self._known[key]
        return found

    def _at(self, number: int, usual_region: bool) -> Where | None:
        prec, radius = self._cell("where_prec", number), self._cell("radius_km", number)
        swapped = self.mapping.swapped
        found: Where | None = None
        if self._cell("latitude", number) and self._cell("longitude", number):
            cells = (self._cell("latitude", number), self._cell("longitude", number))
            found = by_coordinates(
                *cells, swapped=swapped, prec=prec, radius=radius, usual_region=usual_region
            )
        if found is None and self._cell("point", number):
            found = by_pair(
                self._cell("point", number),
                swapped=swapped,
                prec=prec,
                radius=radius,
                usual_region=usual_region,
            )
        return found

    def _usually_in_region(self) -> bool:
        """Whether nine of ten of the table's points lie in the region as they stand."""
        step = max(1, self.texts.num_rows // 500)
        found = [self._at(number, False) for number in range(0, self.texts.num_rows, step)]
        inside = [
            in_region(where.longitude, where.latitude)
            for where in found
            if where is not None and where.latitude is not None and where.longitude is not None
        ]
        return bool(inside) and sum(inside) >= 0.9 * len(inside)

    def _row(self, number: int, interval: Interval, where: Where, told_day: str) -> Row:
        cell = {target: self._cell(target, number) for target in self._lists}
        get = cell.get
        event_id = self._event_id(get("event_id", ""), told_day, cell)
        if where.flag:
            self.flags.append((event_id, where.flag))
        event_type, sub_event_type = self._type(event_id, cell)
        status = self._once(status_of, get("status", "")) if get("status") else "occurred"
        if status is None:
            status = "alleged"
            self.flags.append(
                (event_id, f"the status {get('status', '')[:40]!r} is none of ours; alleged was taken")
            )
        low, best, high = self._deaths(event_id, cell)
        country = self._once(country_of, get("country", "")) if get("country") else None
        place = get("place", "")
        return {
            "event_id": event_id,
            "date_start": interval.start,
            "date_end": interval.end,
            "date_prec": date_prec(interval, get("date_prec", "")),
            "event_type": event_type,
            "sub_event_type": sub_event_type,
            "actor1": get("actor1", ""),
            "actor2": get("actor2", ""),
            "other_actors": _parted(get("other_actors", "")),
            "title": get("title", ""),
            "place": place if where.latitude is not None and not where.place_id else where.place or place,
            "place_text": get("place_text") or place or get("admin2", "") or get("admin1", ""),
            "place_id": where.place_id,
            "admin2": get("admin2", ""),
            "admin1": self._province(get("admin1", ""), country or where.country, interval) or where.admin1,
            "country": country or where.country,
            "latitude": where.latitude,
            "longitude": where.longitude,
            "where_prec": where.where_prec,
            "radius_km": where.radius_km,
            "fatalities_low": low,
            "fatalities_best": best,
            "fatalities_high": high,
            "status": status,
            "summary": get("summary", ""),
            "sources": write_sources(self._sources(cell)),
            "tags": _parted(get("tags", "")),
            "confidence": _share(get("confidence", "")),
            "review": "accepted",
            "dataset": get("dataset", "") or self.dataset,
        }

    def _province(self, text: str, country: str, interval: Interval) -> str:
        """A province under the gazetteer's name, so that a filter finds it; names hold between days."""
        if not text:
            return ""
        key = ("province", text, country, interval.start.year)
        if key not in self._known:
            self._known[key] = province_name(text, country, interval.start)
        name: str = self._known[key]
        return name

    def _event_id(self, own: str, told_day: str, cell: dict[str, str]) -> str:
        if self._own_ids:
            return make_event_id(self.dataset, own)
        # Without ids of its own a row is known by what it says, never by where that was found to be.
        said = [
            cell.get(name, "")
            for name in ("place", "admin1", "title", "summary", "actor1", "actor2", "source_url")
        ]
        event_id = make_event_id(self.dataset, told_day, *said)
        self._ids[event_id] += 1
        copies = self._ids[event_id]
        return event_id if copies == 1 else make_event_id(self.dataset, told_day, *said, copies)

    def _type(self, event_id: str, cell: dict[str, str]) -> tuple[str, str]:
        words = [cell.get("sub_event_type", ""), cell.get("event_type", "")]
        known = [self.mapping.types.get(word) or self._once(type_of, word) for word in words if word]
        meant = [pair for pair in known if pair]
        if meant:
            kind, sub = meant[0]
            wide = meant[-1][0]
            # The wider column decides where both are ours and do not agree.
            return (kind, sub) if kind == wide else (wide, meant[-1][1])
        told = " ".join(filter(None, (*words, cell.get("title", ""), cell.get("summary", ""))))
        guessed: tuple[str, str] | None = self._once(type_of, told) if told else None
        if guessed is not None:
            self.flags.append((event_id, f"the type was guessed by words: {guessed[0]}"))
            return guessed
        self.flags.append((event_id, f"no word tells the type; {self.mapping.default_type} was taken"))
        default = self.mapping.default_type
        return default, "Other" if "Other" in SUB_EVENT_TYPES[default] else ""

    def _deaths(self, event_id: str, cell: dict[str, str]) -> tuple[int | None, int | None, int | None]:
        counts: dict[str, int | None] = {"low": None, "best": None, "high": None}
        for target in ("fatalities", "fatalities_best", "fatalities_low", "fatalities_high"):
            text = cell.get(target, "")
            read: Deaths | None = self._once(read_deaths, text) if text else _NO_DEATHS
            if read is None:
                self.flags.append((event_id, f"the deaths {text[:40]!r} are no number and were left out"))
            elif target in ("fatalities", "fatalities_best"):
                counts.update({name: count for name, count in read._asdict().items() if count is not None})
            else:
                own = target.removeprefix("fatalities_")
                counts[own] = read.best if read.best is not None else counts[own]
        given = [count for count in counts.values() if count is not None]
        if given != sorted(given):
            self.flags.append(
                (event_id, "the lowest and highest deaths did not fit the best figure and were left out")
            )
            return None, counts["best"], None
        return counts["low"], counts["best"], counts["high"]

    def _sources(self, cell: dict[str, str]) -> tuple[Source, ...]:
        publisher, title = cell.get("source_publisher", ""), cell.get("source_title", "")
        url = next(
            (text for text in (cell.get("source_url", ""), publisher) if re.fullmatch(r"https?://\S+", text)),
            "",
        )
        publisher = "" if publisher == url else publisher
        when = published(cell.get("source_published", ""), self.mapping.date_order)
        if not (publisher or title or url):
            return ()
        return (Source(publisher=publisher, title=title, url=url, published=when),)

    def _fill_units(self, rows: list[Row]) -> None:
        """Country, province and district by the point where the row has none and is precise enough."""
        wanting = [
            row
            for row in rows
            if row["latitude"] is not None
            and row["where_prec"] <= 4
            and not (row["country"] and row["admin1"])
        ]
        if not wanting:
            return
        units = units_at(
            [row["latitude"] for row in wanting],
            [row["longitude"] for row in wanting],
            [row["date_start"] for row in wanting],
        )
        for row, (country, admin1, admin2) in zip(wanting, units, strict=True):
            if row["country"] in ("", country):
                row["country"] = country
                if not row["admin1"]:
                    row["admin1"] = admin1
                    row["admin2"] = row["admin2"] or (admin2 if row["where_prec"] <= 3 else "")


def _parted(text: str) -> str:
    return "; ".join(part.strip() for part in _TAGS.split(text) if part.strip())


def _share(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None
