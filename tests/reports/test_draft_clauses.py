"""Drafts: which clause a place or a date belongs to, journeys, anniversaries, and kinds of violence."""

from __future__ import annotations

from datetime import date

import pytest

from reports.annotate import annotate
from reports.annotation import Interval
from reports.draft import Draft
from reports.draft_known import anniversary_of
from reports.read import read_report
from reports.words import words_of


def drafts(text: str, published: str | None = "2012-03-20") -> list[Draft]:
    day = date.fromisoformat(published) if published else None
    events = annotate(read_report(f"{text}\n".encode(), name="story.txt", published=day)).events
    return [draft for draft in events if isinstance(draft, Draft)]


def place(draft: Draft) -> str:
    best = draft.where[0].best if draft.where else None
    return best.place if best is not None else ""


def by_trigger(found: list[Draft], trigger: str) -> Draft:
    return next(draft for draft in found if draft.trigger.lower() == trigger)


@pytest.mark.parametrize(
    ("sentence", "trigger", "where"),
    [
        (
            "Prior to the recent forum in Tashkent, police arrested 12 migrants in Almaty.",
            "arrested",
            "Almaty",
        ),
        (
            "In July 2011 troops attacked rebels in Khorog after the murder of a judge at Osh.",
            "attacked",
            "Khorog",
        ),
        (
            "At Astana, on 5 March, the ministers called on the coalition to leave its bases.",
            "called",
            "Astana",
        ),
    ],
)
def test_a_place_in_a_phrase_of_time_belongs_to_another_happening(
    sentence: str, trigger: str, where: str
) -> None:
    assert place(by_trigger(drafts(sentence), trigger)) == where


def test_where_the_doers_come_from_is_not_where_they_act() -> None:
    text = (
        "Villagers clashed with guards in Sokh on 4 March 2012. Police from Kokand sealed the road by noon."
    )
    assert place(by_trigger(drafts(text), "sealed")) == "Sokh exclave"


def test_there_is_the_place_spoken_of_last() -> None:
    text = (
        "Gunmen attacked a camp near Osh on 4 March 2012. Observers left Tashkent. Shops were looted there."
    )
    assert place(by_trigger(drafts(text), "looted")) == "Tashkent"


def test_a_date_that_opens_a_sentence_holds_beyond_a_semicolon() -> None:
    text = "In May 2008 a crowd blocked the road at Batken; the mayor was arrested."
    assert {draft.when.start for draft in drafts(text) if draft.when} == {date(2008, 5, 1)}


def test_a_date_of_a_clause_that_describes_the_subject_does_not_date_the_verb() -> None:
    text = "Moscow, which opened a base at Kant in October 2003, recalled its ambassador from Bishkek."
    when = by_trigger(drafts(text), "recalled").when
    assert when is not None and when.start.year == 2012


def test_the_day_when_officials_spoke_bounds_the_event() -> None:
    when = drafts("Two men were killed in a raid near Batken, officials said on Monday.")[0].when
    assert when is not None and when.start < date(2012, 3, 19) == when.end


def test_the_date_under_a_headline_heads_no_item() -> None:
    text = "Guards fight over a well\n\nMarch 20, 2012\n\nBishkek closed the border near Batken."
    when = by_trigger(drafts(text), "closed").when
    assert when is not None and when.start < date(2012, 3, 20) == when.end


def test_the_worst_since_a_year_is_not_of_that_year() -> None:
    text = "Forty people were injured in a brawl at Sokh on 4 March 2012 in the worst violence since 2005."
    assert [(d.when.start, d.event_type) for d in drafts(text) if d.when] == [(date(2012, 3, 4), "Riots")]


def test_an_anniversary_tells_when_the_thing_itself_was() -> None:
    text = "On 27 June 2012 Tajikistan marks the 15th anniversary of the Tajik peace accord that ended a war."
    accord = next(draft for draft in drafts(text) if draft.when and draft.when.start.year == 1997)
    assert accord.when is not None and accord.when.start == accord.when.end == date(1997, 6, 27)
    assert place(accord) == "Moscow"


def test_an_anniversary_on_a_leap_day_has_a_day_in_a_common_year() -> None:
    text = "the 3rd anniversary of the truce"
    leap = Interval(date(2012, 2, 29), date(2012, 2, 29), "")
    first = anniversary_of(words_of(text, 0, len(text)), 5, leap)
    assert first is not None and first.start == first.end == date(2009, 2, 28)


def test_a_journey_to_two_towns_is_two_events_and_one_toll_is_one() -> None:
    assert len(drafts("The minister flew to Bishkek and Dushanbe on 4 March 2012.")) == 2
    fighting = drafts("Fighting killed 40 people in Osh and Uzgen on 4 March 2012.")
    assert [place(draft) for draft in fighting] == ["Osh"]


def test_people_carried_abroad_were_where_they_were_told_to_be() -> None:
    text = "Mobs attacked refugees at Suzak on 4 March 2012. On 6 March 300 of them were flown to Romania."
    assert place(by_trigger(drafts(text), "flown")) == "Suzak"


def test_the_dead_counted_after_a_semicolon_are_no_second_event() -> None:
    found = drafts("On 4 March 2012 gunmen attacked a post near Batken; six soldiers died.")
    assert len(found) == 1 and found[0].fatalities_best == 6


def test_a_toll_that_is_told_is_no_event_of_its_own() -> None:
    text = "Gunmen attacked a post near Batken on 4 March 2012. The Interior Ministry acknowledged nine dead."
    found = drafts(text)
    assert len(found) == 1 and found[0].fatalities_best == 9


def test_going_so_far_as_to_demand_is_a_demand_and_no_journey() -> None:
    text = "On 4 March 2012 the opposition in Osh went so far as to demand the resignation of the mayor."
    assert [draft.trigger for draft in drafts(text)] == ["demand"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Border troops fired mortars at each other near Batken on 4 March 2012.", "Battles"),
        ("Police opened fire on a march in Osh on 4 March 2012.", "Protests"),
        (
            "Anvar Karimbekov was shot dead in a street of Khorog on 4 March 2012.",
            "Violence against civilians",
        ),
        (
            "Mobs roamed Osh in communal riots. In Uzgen 12 people were killed on 4 March 2012.",
            "Riots",
        ),
        (
            "Rebels and troops shelled each other near Batken. "
            "In Isfara 30 houses were looted on 4 March 2012.",
            "Strategic developments",
        ),
        ("A bomb exploded in Tashkent on 4 March 2012. Sixteen were killed.", "Explosions/Remote violence"),
        ("Troops laid mines along the border at Sokh on 4 March 2012.", "Strategic developments"),
    ],
)
def test_the_type_follows_from_who_fought_whom_and_with_what(text: str, kind: str) -> None:
    assert drafts(text)[-1].event_type == kind
