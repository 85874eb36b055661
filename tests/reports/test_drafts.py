"""Draft events: floors on passages of our own, and what a draft says of place, time and deaths."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.annotate import annotate
from reports.annotation import Annotation, DraftEvent, Interval, Post, Report, Span
from reports.draft import Draft
from reports.evaluate import dates_overlap, evidence_overlaps, place_fits
from reports.gold import GoldEvent
from reports.matching import best_pairs
from reports.read import read_report

PASSAGES = Path(__file__).parent.parent / "data" / "reports" / "events.jsonl"


def read(text: str, published: str = "2010-06-29") -> Annotation:
    report = read_report(text.encode(), name="passage.txt", published=date.fromisoformat(published))
    return annotate(report)


def only(annotation: Annotation, word: str) -> Draft:
    """The one draft with a trigger word."""
    found = [draft for draft in annotation.events if draft.trigger.lower() == word]
    assert len(found) == 1, [draft.trigger for draft in annotation.events]
    assert isinstance(found[0], Draft)
    return found[0]


def place(draft: DraftEvent) -> str:
    best = draft.where[0].best if draft.where else None
    return best.place if best else ""


def passages() -> Iterator[dict[str, Any]]:
    with PASSAGES.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def gold_of(passage: dict[str, Any]) -> list[GoldEvent]:
    text = passage["text"]
    events = []
    for number, row in enumerate(passage["events"]):
        at = text.index(row["evidence"])
        events.append(
            GoldEvent(
                f"{passage['id']}-{number}",
                text.rfind("\n", 0, at) + 1,
                text.index("\n", at),
                date.fromisoformat(row["date_start"]),
                date.fromisoformat(row["date_end"]),
                row["latitude"],
                row["longitude"],
                row["where_prec"],
                row["country"],
                row["event_type"],
                row["status"],
                "",
            )
        )
    return events


@pytest.fixture(scope="module")
def counts() -> dict[str, int]:
    """What matched over all passages, by the rules of the gold."""
    total = dict.fromkeys(
        ("drafts", "gold", "matched", "joined", "days", "places", "types", "deaths", "tolls"), 0
    )
    for passage in passages():
        gold = gold_of(passage)
        drafts = read(passage["text"], passage["published"]).events
        near = [[evidence_overlaps(d, e) for e in gold] for d in drafts]
        days = [
            [n and dates_overlap(d, e) for n, e in zip(row, gold, strict=True)]
            for d, row in zip(drafts, near, strict=True)
        ]
        spots = [
            [n and place_fits(d, e) for n, e in zip(row, gold, strict=True)]
            for d, row in zip(drafts, near, strict=True)
        ]
        fits = [
            [
                (2.0 + (d.event_type == e.event_type)) * (days[i][j] and spots[i][j])
                for j, e in enumerate(gold)
            ]
            for i, d in enumerate(drafts)
        ]
        pairs = best_pairs(fits)
        joined = best_pairs(
            [
                [(1.0 + days[i][j] + spots[i][j]) * near[i][j] for j in range(len(gold))]
                for i in range(len(drafts))
            ]
        )
        total["drafts"] += len(drafts)
        total["gold"] += len(gold)
        total["matched"] += len(pairs)
        total["joined"] += len(joined)
        total["days"] += sum(days[i][j] for i, j in joined)
        total["places"] += sum(spots[i][j] for i, j in joined)
        total["types"] += sum(drafts[i].event_type == gold[j].event_type for i, j in pairs)
        for row in passage["events"]:
            if row["fatalities"] is not None:
                total["tolls"] += 1
                low, high = row["fatalities"]
                total["deaths"] += any(
                    d.fatalities_best is not None and low <= d.fatalities_best <= high for d in drafts
                )
    return total


def test_the_passages_are_many_and_of_every_style() -> None:
    every = list(passages())
    assert len(every) >= 25
    assert sum(len(passage["events"]) for passage in every) >= 80
    assert {"wire", "chronology", "speech", "sitrep", "notes", "machine-translated", "analysis"} <= {
        passage["style"] for passage in every
    }


@pytest.mark.parametrize(
    ("part", "whole", "floor"),
    [
        ("matched", "drafts", 0.75),
        ("matched", "gold", 0.80),
        ("days", "joined", 0.95),
        ("places", "joined", 0.85),
        ("types", "matched", 0.85),
        ("deaths", "tolls", 0.80),
    ],
)
def test_floors_on_our_own_passages(counts: dict[str, int], part: str, whole: str, floor: float) -> None:
    assert counts[part] / counts[whole] >= floor, counts


def test_a_draft_carries_its_evidence_and_reasons() -> None:
    annotation = read(
        "On 3 May 2004, gunmen ambushed a police patrol near Isfara. Two officers were killed.\n"
    )
    draft = only(annotation, "ambushed")
    text = annotation.report.text
    assert text[draft.start : draft.end].startswith("On 3 May 2004, gunmen ambushed")
    assert text[draft.trigger_start : draft.trigger_end] == "ambushed"
    assert draft.points == pytest.approx(sum(points for _, points in draft.parts))
    assert 0 <= draft.confidence <= 1


def test_one_event_told_twice_is_one_draft_with_both_sentences() -> None:
    annotation = read(
        "A bomb exploded in Margilan on 3 May 2004, killing four people.\n\n"
        "The mayor spoke on local radio.\n\n"
        "The blast in Margilan on 3 May killed four people, doctors said.\n",
        "2004-05-06",
    )
    blasts = [draft for draft in annotation.events if draft.event_type.startswith("Explosions")]
    assert len(blasts) == 1
    assert isinstance(blasts[0], Draft)
    assert len(blasts[0].also) == 1
    assert blasts[0].fatalities_best == 4


def test_events_with_other_numbers_stay_apart() -> None:
    annotation = read(
        "A mine exploded near Isfara on 3 May 2004 and killed four people.\n\n"
        "A mine exploded near Isfara on 3 May 2004 and killed nine people.\n",
        "2004-05-06",
    )
    assert len([draft for draft in annotation.events if draft.fatalities_best]) == 2


def test_places_side_by_side_make_an_event_each() -> None:
    annotation = read("Riots broke out in Osh and Jalal-Abad on 10 June 2010.\n")
    assert {place(draft) for draft in annotation.events if draft.event_type == "Riots"} >= {"Osh"}
    assert len([draft for draft in annotation.events if draft.event_type == "Riots"]) == 2


def test_a_place_and_a_date_told_before_are_inherited_and_marked() -> None:
    annotation = read(
        "Rebels entered Isfara on 3 May 2004.\nTroops attacked the rebels with tanks.\n", "2004-06-01"
    )
    draft = only(annotation, "attacked")
    assert place(draft) == "Isfara"
    assert draft.where_inherited
    assert draft.when_inherited
    assert draft.when is not None
    assert draft.when.start == date(2004, 5, 3)


def test_a_statement_without_a_place_is_put_at_the_seat_of_its_government() -> None:
    annotation = read("On 3 May 2004 the Uzbek government condemned the attack.\n", "2004-05-05")
    draft = only(annotation, "condemned")
    assert place(draft) == "Tashkent"
    assert draft.where_inherited
    assert draft.place_how == "seat of government"


def test_an_undated_event_gets_the_time_before_publication() -> None:
    draft = only(read("Gunmen ambushed a convoy near Isfara.\n", "2004-05-05"), "ambushed")
    assert draft.when is not None
    assert draft.when_inherited
    assert draft.when.end == date(2004, 5, 5)
    assert draft.when.start < draft.when.end


def test_the_day_of_filing_is_not_the_day_of_the_event() -> None:
    draft = only(
        read("OSH, May 5 -- Gunmen ambushed a patrol near Isfara on May 3.\n", "2004-05-05"), "ambushed"
    )
    assert draft.when is not None
    assert draft.when.start == draft.when.end == date(2004, 5, 3)


def test_a_chronology_tells_in_the_present() -> None:
    annotation = read(
        "5 August 2000\nAn armed group attacks a post near Isfara and withdraws before noon.\n\n"
        "7 August 2000\nGovernment troops storm the village of Vorukh after a night of shelling.\n\n"
        "9 August 2000\nThe prime minister visits Isfara and promises help to the families of the dead.\n",
        "2001-01-05",
    )
    days = [draft.when.start.isoformat() for draft in annotation.events if draft.when]
    assert days == ["2000-08-05", "2000-08-07", "2000-08-09"]


def test_text_without_events_gives_none() -> None:
    annotation = read("The valley is fertile. It has many rivers. People there like melons.\n")
    assert annotation.events == ()


def test_a_report_without_any_date_still_gives_intervals() -> None:
    report = read_report(b"Gunmen ambushed a convoy near Isfara. Two soldiers were killed.\n", name="x.txt")
    events = annotate(report).events
    assert events
    assert all(draft.when is not None and draft.when.start <= draft.when.end for draft in events)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(
                [
                    "Kyrgyz troops",
                    "attacked",
                    "Osh",
                    "in",
                    "on 5 May 2004",
                    "was killed",
                    "(",
                    "“",
                    ".\n",
                    "will",
                    "to",
                    "and",
                    "26 people",
                    "talks",
                    "postponed",
                    "the",
                    "said",
                    "by",
                    "Rahmon's",
                    "no",
                ]
            ),
        ),
        max_size=25,
    )
)
def test_any_text_is_annotated_without_a_crash(pieces: list[str]) -> None:
    text = " ".join(pieces) + " end of text.\n"
    whole = Span(0, len(text))
    filed = Interval(date(2010, 6, 29), date(2010, 6, 29), "given")
    report = Report(text, (Post(whole, (whole,), published=filed),))
    for draft in annotate(report).events:
        assert 0 <= draft.start <= draft.trigger_start < draft.trigger_end <= draft.end <= len(report.text)
        assert draft.when is not None
        assert draft.when.start <= draft.when.end
