"""The shipped incidents keep the rules that docs/incidents.md promises for every row."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import re
from collections import Counter
from pathlib import Path

import pytest

from events.event import EXPECTED, Event, read_sources
from events.vocabulary import EVENT_TYPES, STATUSES, SUB_EVENT_TYPES, date_prec_of

ROOT = Path(__file__).resolve().parents[2]
INCIDENTS = ROOT / "events" / "data" / "incidents.csv"
BATKEN_SPLIT = "1999-10-13"
LENINABAD_RENAMED = "2000-01-01"
JIRGATOL_RENAMED = "2016-03-03"
CAPITALS = {
    "KG": (42.87, 74.59),
    "UZ": (41.31, 69.28),
    "TJ": (38.56, 68.78),
    "KZ": (51.17, 71.45),
    "RU": (55.76, 37.62),
}
PLACE_COLUMNS = ("place", "place_id", "place_text", "admin1", "admin2")

Row = dict[str, str]


def read_rows() -> list[Row]:
    with INCIDENTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = read_rows()
BY_ID = {row["event_id"]: row for row in ROWS}


def tags_of(row: Row) -> list[str]:
    return [tag.strip() for tag in row["tags"].split(";")]


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * 6371 * math.asin(math.sqrt(half))


def point_of(row: Row) -> tuple[float, float]:
    return float(row["latitude"]), float(row["longitude"])


def found(**wanted: str) -> list[Row]:
    """The rows in which every named column holds the wanted text, in any case."""
    return [
        row
        for row in ROWS
        if all(text.casefold() in row[column].casefold() for column, text in wanted.items())
    ]


def test_there_are_125_incidents_with_ids_of_their_own() -> None:
    assert len(ROWS) == 125
    assert len(BY_ID) == 125
    assert all(
        re.fullmatch(r"(monitor-1999|fortnight-2000|edm-2006|edm-2010|qishloq-2017)-\d\d", event_id)
        for event_id in BY_ID
    )


def test_the_columns_are_those_of_an_event() -> None:
    assert set(ROWS[0]) == set(EXPECTED)


@pytest.mark.parametrize("row", ROWS, ids=list(BY_ID))
def test_every_row_is_a_valid_event(row: Row) -> None:
    fields: dict[str, object] = {column: text if text else None for column, text in row.items()}
    fields["sources"] = read_sources(row["sources"])
    event = Event.model_validate(fields)
    assert event.date_start <= event.date_end
    assert event.title
    assert event.summary
    assert event.actor1
    assert event.sub_event_type
    assert event.review == "accepted"
    assert event.dataset == "reports"


@pytest.mark.parametrize("row", ROWS, ids=list(BY_ID))
def test_the_precision_of_the_date_is_that_of_its_interval(row: Row) -> None:
    days = (dt.date.fromisoformat(row["date_end"]) - dt.date.fromisoformat(row["date_start"])).days + 1
    assert int(row["date_prec"]) == date_prec_of(days)


@pytest.mark.parametrize("row", ROWS, ids=list(BY_ID))
def test_every_row_has_a_source_without_a_quotation(row: Row) -> None:
    sources = json.loads(row["sources"])
    assert sources
    for source in sources:
        assert set(source) <= {"publisher", "title", "url", "published", "paragraph"}
        assert source["publisher"]
        assert source["title"]
        assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", source["published"])
        assert source["paragraph"] >= 1
        # Nothing can have begun after the report on it, unless it was still to come.
        if row["status"] in ("occurred", "denied", "alleged"):
            assert row["date_start"][: len(source["published"])] <= source["published"]


def test_titles_are_short_headlines_and_summaries_are_brief() -> None:
    for row in ROWS:
        assert 3 <= len(row["title"].split()) <= 8, row["title"]
        assert not row["title"].endswith("."), row["title"]
        assert row["summary"].endswith("."), row["summary"]
        assert len(row["summary"]) <= 240, row["summary"]
        assert "\n" not in "".join(row.values())


def test_the_vocabulary_is_acled_s_and_every_status_occurs() -> None:
    assert {row["event_type"] for row in ROWS} <= set(EVENT_TYPES)
    assert all(row["sub_event_type"] in SUB_EVENT_TYPES[row["event_type"]] for row in ROWS)
    assert {row["status"] for row in ROWS} == set(STATUSES)


def test_a_country_is_never_pinned_on_its_capital() -> None:
    rows = [row for row in ROWS if row["where_prec"] == "6"]
    assert rows
    for row in rows:
        assert distance_km(point_of(row), CAPITALS[row["country"]]) > 5, row["event_id"]
        assert float(row["radius_km"]) >= 300


def test_a_province_is_never_pinned_on_its_main_town() -> None:
    towns = {
        "osh-region": (40.5283, 72.7985),
        "jalal-abad-region": (40.9450, 72.9931),
        "batken-region": (40.0604, 70.8193),
        "surkhandarya-region": (37.2242, 67.2783),
        "leninabad-oblast": (40.2826, 69.6222),
        "gorno-badakhshan": (37.4904, 71.5534),
        "osh-oblast-1990-1999": (40.5283, 72.7985),
    }
    rows = [row for row in ROWS if row["where_prec"] == "4"]
    assert {row["place_id"] for row in rows} == set(towns)
    assert all(distance_km(point_of(row), towns[row["place_id"]]) > 15 for row in rows)


def test_discs_have_a_radius_that_is_neither_tiny_nor_a_continent() -> None:
    rows = [row for row in ROWS if row["where_prec"] in ("2", "5")]
    assert rows
    assert all(5 <= float(row["radius_km"]) <= 400 for row in rows)


def test_units_and_names_are_those_of_the_day() -> None:
    def names(row: Row) -> str:
        return " | ".join(row[column] for column in PLACE_COLUMNS).casefold()

    for row in ROWS:
        if row["date_start"] < BATKEN_SPLIT:
            assert "batken region" not in names(row), row["event_id"]
            assert "batken-region" not in names(row), row["event_id"]
            assert row["admin1"] != "Osh Region", row["event_id"]
        else:
            assert "Osh Oblast" not in row["admin1"], row["event_id"]
        if row["date_start"] < LENINABAD_RENAMED:
            assert "sughd" not in row["admin1"].casefold(), row["event_id"]
        if row["date_start"] < JIRGATOL_RENAMED:
            assert "lakhsh" not in names(row), row["event_id"]


def test_one_place_has_one_point() -> None:
    points: dict[str, set[tuple[str, ...]]] = {}
    for row in ROWS:
        described = tuple(
            row[c] for c in ("latitude", "longitude", "where_prec", "radius_km", "country", "admin1")
        )
        points.setdefault(row["place"], set()).add(described)
    assert {place: found for place, found in points.items() if len(found) > 1} == {}


def test_links_between_rows_lead_to_rows_that_overlap_in_time() -> None:
    links = [
        (row, *tag.split(":"))
        for row in ROWS
        for tag in tags_of(row)
        if tag.startswith(("same-as:", "part-of:"))
    ]
    assert links
    for row, kind, other_id in links:
        other = BY_ID[other_id]
        assert row["date_start"] <= other["date_end"], row["event_id"]
        assert other["date_start"] <= row["date_end"], row["event_id"]
        if kind == "same-as":
            assert f"same-as:{row['event_id']}" in tags_of(other)


def test_each_row_has_one_weight_and_says_when_its_place_is_inferred() -> None:
    for row in ROWS:
        assert len({"security", "politics", "background"} & set(tags_of(row))) == 1, row["event_id"]
        assert row["place_text"] or "place-inferred" in tags_of(row), row["event_id"]


def test_the_japanese_engineers_are_abducted_in_august_1999() -> None:
    (row,) = found(sub_event_type="Abduction", actor2="Japanese")
    assert row["date_start"] == row["date_end"] == "1999-08-23"
    assert (row["actor1"], row["country"], row["admin2"]) == (
        "Islamic Movement of Uzbekistan",
        "KG",
        "Batken",
    )
    assert distance_km(point_of(row), (39.65, 70.99)) < float(row["radius_km"])
    (release,) = found(tags="hostage-release", actor2="Japanese")
    assert release["date_start"] == "1999-10-25"


def test_the_violence_of_june_2010_stands_in_osh_and_jalal_abad() -> None:
    rows = [row for row in found(event_type="Riots") if row["date_start"].startswith("2010-06")]
    assert {row["place"] for row in rows} == {"Osh Region", "Jalal-Abad Region", "Southern Kyrgyzstan"}
    assert all("Kyrgyz" in row["actor1"] and "Uzbek" in row["actor2"] for row in rows)


@pytest.mark.parametrize(
    ("place", "first_day", "words"),
    [
        ("Andijan", "2005-05-01", "Andijan"),
        ("Manas Air Base", "2006-07-01", "American forces"),
        ("Kant Air Base", "2017-06-19", "Russia"),
        ("Batken Region", "2017-06-19", "base"),
        ("Moscow", "1997-06-27", "ended the war"),
        ("Kabul", "1996-09-25", "Taliban"),
        ("Fergana", "2006-07-25", "security services"),
    ],
)
def test_known_events_are_there(place: str, first_day: str, words: str) -> None:
    assert [
        row
        for row in found(place=place, summary=words)
        if row["place"] == place and row["date_start"] == first_day
    ]


def test_deaths_are_only_those_that_a_report_counts() -> None:
    counted = {row["event_id"]: row["fatalities_best"] for row in ROWS if row["fatalities_best"]}
    assert counted == {"monitor-1999-14": "26", "qishloq-2017-19": "20000"}


def test_the_documented_counts_are_those_of_the_file() -> None:
    text = (ROOT / "docs" / "incidents.md").read_text(encoding="utf-8")
    documented = {
        cells[0]: int(cells[-1])
        for line in text.splitlines()
        if (cells := [cell.strip() for cell in line.strip("|").split("|")]) and cells[-1].isdigit()
    }
    by_type = Counter(row["event_type"] for row in ROWS)
    by_status = Counter(row["status"] for row in ROWS)
    by_year = Counter(row["date_start"][:4] for row in ROWS)
    by_country = Counter(row["country"] for row in ROWS)
    for counts in (by_type, by_status, by_year, by_country):
        assert {name: documented.get(name) for name in counts} == dict(counts)


def test_every_report_is_in_the_list_of_sources() -> None:
    listed = (ROOT / "events" / "data" / "SOURCES.md").read_text(encoding="utf-8")
    for row in ROWS:
        for source in json.loads(row["sources"]):
            assert source["publisher"] in listed
            assert source["title"].split(" (volume")[0] in listed
            assert source.get("url", "") in listed
