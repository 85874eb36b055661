"""Decisions on drafts in a real store: what is kept, what is refused, and that all of it can be undone."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from errors import EventError, StoreError
from events.store import StaleEventError, Store, open_store
from geodata.place_search import search_places
from reports import desk
from reports.desk_actions import Outcome, apply_action
from reports.desk_duplicates import find_duplicates, keep_apart, merge_from
from reports.desk_view import confidence_words, desk_view, report_list
from reports.read import read_report

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "reports" / "review"
GAZETTE = (SAMPLES / "valley_gazette.txt").read_text(encoding="utf-8")
WIRE = (SAMPLES / "mountain_wire.txt").read_text(encoding="utf-8")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "incidents.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def report_id(store: Store) -> str:
    return desk.keep_report(store, read_report(GAZETTE.encode(), name="gazette.txt"), who="Ann").report_id


def cards(store: Store, report_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk_view(store, report_id)["cards"]
    return found


def card_at(store: Store, report_id: str, place: str) -> dict[str, Any]:
    return next(card for card in cards(store, report_id) if card["place"] == place)


def act(store: Store, open_report: str | None = None, /, **action: Any) -> Outcome:
    return apply_action(store, action, report_id=open_report, who="Ann")


def test_a_report_becomes_drafts_that_are_not_on_the_map(store: Store) -> None:
    before = store.frame().n
    kept = desk.keep_report(store, read_report(GAZETTE.encode()), who="Ann")
    assert kept.is_new
    assert kept.drafts > 5
    drafts = store.events(report_id=kept.report_id)
    assert len(drafts) == kept.drafts
    assert {one.event.review for one in drafts} == {"draft"}
    assert store.frame().n == before
    assert store.changes(limit=1)[0].who == "Ann"


def test_the_same_text_again_opens_what_is_kept(store: Store, report_id: str) -> None:
    desk.set_review(store, {cards(store, report_id)[0]["event_id"]: 1}, "accepted")
    revision = store.revision
    again = act(store, action="read", text=GAZETTE)
    assert again.ok
    assert again.report_id == report_id
    assert "already" in again.line
    assert store.revision == revision
    assert len(store.reports()) == 1


def test_the_view_has_text_marks_and_cards_in_the_order_of_the_text(store: Store, report_id: str) -> None:
    view = desk_view(store, report_id)
    page = view["page"]
    assert page["text"] == GAZETTE
    assert view["report"]["title"] == "Gunmen leave the high villages"
    assert (view["report"]["published_start"], view["report"]["published_end"]) == (
        "1999-10-27",
        "1999-10-27",
    )
    for mark in [*page["toponyms"], *page["dates"]]:
        assert GAZETTE[mark["start"] : mark["end"]] == mark["text"]
    starts = [card["spans"][0][0] for card in view["cards"]]
    assert starts == sorted(starts)
    assert [card["number"] for card in view["cards"]] == list(range(1, len(starts) + 1))
    for card in view["cards"]:
        start, end = card["trigger"]
        assert any(first <= start < end <= last for first, last in card["spans"])
        assert GAZETTE[slice(*card["spans"][0])] == card["sources"][0]["quote"]
    zardaly = card_at(store, report_id, "Zardaly")
    assert zardaly["date_start"] == zardaly["date_end"] == "1999-08-26"
    assert zardaly["candidates"][0]["place"] == "Zardaly"
    assert zardaly["candidates"][0]["why"]
    paragraphs = [GAZETTE[start:end] for start, end, _ in page["paragraphs"]]
    assert "27 October 1999" in paragraphs


def test_accepting_puts_an_event_on_the_map_and_undoing_takes_it_off(store: Store, report_id: str) -> None:
    before = store.frame().n
    event_id = card_at(store, report_id, "Zardaly")["event_id"]
    assert act(store, action="review", event_id=event_id, versions={event_id: 1}, review="accepted").ok
    assert store.frame().n == before + 1
    assert act(store, report_id, action="undo", change_id=None).ok
    assert store.frame().n == before
    assert card_at(store, report_id, "Zardaly")["review"] == "draft"
    history = store.history(event_id)
    assert [revision.change.kind for revision in history] == ["undo", "accept", "report"]
    assert history[1].before is not None and history[1].before["review"] == "draft"
    assert history[1].after is not None and history[1].after["review"] == "accepted"


def test_the_key_for_undo_takes_back_decisions_but_not_the_report(store: Store, report_id: str) -> None:
    event_id = cards(store, report_id)[0]["event_id"]
    desk.set_review(store, {event_id: 1}, "rejected")
    assert act(store, report_id, action="undo").ok
    refused = act(store, report_id, action="undo")
    assert not refused.ok
    assert "nothing" in refused.line or "no decision" in refused.line
    assert store.report(report_id) is not None
    read = next(change for change in store.changes() if change.kind == "report")
    undone = act(store, report_id, action="undo", change_id=read.change_id)
    assert undone.ok
    assert undone.report_id == ""
    assert store.reports() == []


def test_the_last_decision_that_holds_is_found_behind_many_undone_ones(store: Store, report_id: str) -> None:
    first, *others = (card["event_id"] for card in cards(store, report_id))
    desk.set_review(store, {first: 1}, "accepted")
    for _ in range(9):
        version = next(card["version"] for card in cards(store, report_id) if card["event_id"] == others[0])
        desk.set_review(store, {others[0]: version}, "rejected")
        desk.undo(store, report_id=report_id)
    (last,) = [change for change in desk_view(store, report_id)["decisions"] if change["last"]]
    assert last["kind"] == "accept"


def test_a_place_from_the_candidates_brings_its_units_and_precision(store: Store, report_id: str) -> None:
    card = card_at(store, report_id, "Zardaly")
    other = next(one for one in card["candidates"] if one["place"] == "Batken District")
    desk.edit(store, card["event_id"], {"place_id": other["place_id"]}, card["version"], who="Ann")
    changed = card_at(store, report_id, "Batken District")
    assert changed["event_id"] == card["event_id"]
    assert changed["where_prec"] == 3
    assert (changed["latitude"], changed["longitude"]) == (other["latitude"], other["longitude"])
    assert changed["place_text"] == card["place_text"]
    (edited, _) = changed["history"]
    fields = {line["field"]: (line["before"], line["after"]) for line in edited["fields"]}
    assert fields["place"] == ("Zardaly", "Batken District")
    assert edited["who"] == "Ann"
    assert store.changes(limit=1)[0].why.endswith("place")


def test_a_clicked_point_lies_in_the_units_around_it_and_keeps_its_radius(
    store: Store, report_id: str
) -> None:
    card = card_at(store, report_id, "Zardaly")
    point = {"latitude": 39.93, "longitude": 70.86, "place": "", "where_prec": 2, "radius_km": 7.5}
    desk.edit(store, card["event_id"], point, card["version"])
    stored = store.event(card["event_id"])
    assert stored is not None
    event = stored.event
    assert (event.place_id, event.country, event.where_prec, event.radius_km) == ("", "KG", 2, 7.5)
    assert "Batken" in event.admin1 or "Osh" in event.admin1
    assert event.place.endswith(tuple("abcdefghijklmnopqrstuvwxyz"))


def test_new_days_give_the_precision_that_they_have(store: Store, report_id: str) -> None:
    card = card_at(store, report_id, "Zardaly")
    stored = desk.edit(
        store, card["event_id"], {"date_start": "1999-08-20", "date_end": "1999-08-26"}, card["version"]
    )
    assert (stored.event.date_start, stored.event.date_prec) == (date(1999, 8, 20), 3)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"date_start": "1999-09-20", "date_end": "1999-08-26"}, "1999-09-20"),
        ({"date_start": "20 August"}, "20 August"),
        ({"fatalities_low": 9, "fatalities_best": 3}, "low 9"),
        ({"event_type": "Rumours"}, "Rumours"),
        ({"where_prec": 2, "radius_km": None}, "radius_km"),
        ({"place_id": "no-such-place"}, "no-such-place"),
        ({"latitude": 99.0, "longitude": 70.0, "where_prec": 1}, "99"),
        ({"confidence": 1.0}, "confidence"),
    ],
)
def test_what_breaks_a_rule_is_refused_in_one_line_and_changes_nothing(
    store: Store, report_id: str, fields: dict[str, Any], words: str
) -> None:
    card = card_at(store, report_id, "Zardaly")
    revision = store.revision
    refused = act(store, action="edit", event_id=card["event_id"], version=card["version"], fields=fields)
    assert not refused.ok
    assert words in refused.line
    assert "\n" not in refused.line
    assert store.revision == revision


def test_a_type_without_its_sub_type_has_none(store: Store, report_id: str) -> None:
    card = card_at(store, report_id, "Zardaly")
    assert card["sub_event_type"] == "Armed clash"
    stored = desk.edit(store, card["event_id"], {"event_type": "Riots"}, card["version"])
    assert (stored.event.event_type, stored.event.sub_event_type) == ("Riots", "")
    with pytest.raises(EventError, match="sub_event_type"):
        desk.edit(store, card["event_id"], {"sub_event_type": "Armed clash"}, stored.version)


def test_who_changed_a_draft_first_wins_until_the_other_insists(store: Store, report_id: str) -> None:
    card = card_at(store, report_id, "Zardaly")
    desk.edit(store, card["event_id"], {"title": "Camp stormed"}, card["version"], who="Bob")
    mine = {"title": "Camp attacked", "fatalities_best": 14}
    clash = act(store, action="edit", event_id=card["event_id"], version=card["version"], fields=mine).clash
    assert clash is not None
    assert clash["theirs"]["who"] == "Bob"
    lines = {line["field"]: (line["theirs"], line["mine"]) for line in clash["lines"]}
    assert lines["title"] == ("Camp stormed", "Camp attacked")
    assert lines["fatalities_best"] == ("13", "14")
    assert act(store, action="edit", event_id=card["event_id"], version=clash["version"], fields=mine).ok
    assert card_at(store, report_id, "Zardaly")["title"] == "Camp attacked"


def test_a_draft_that_was_changed_is_not_accepted_unseen(store: Store, report_id: str) -> None:
    card = card_at(store, report_id, "Zardaly")
    desk.edit(store, card["event_id"], {"title": "Camp stormed"}, card["version"], who="Bob")
    with pytest.raises(StaleEventError):
        desk.set_review(store, {card["event_id"]: card["version"]}, "accepted")
    assert card_at(store, report_id, "Zardaly")["review"] == "draft"


def test_a_split_draft_stands_beside_the_first_with_the_same_evidence(store: Store, report_id: str) -> None:
    first = card_at(store, report_id, "Zardaly")
    number = len(cards(store, report_id))
    ids = {desk.split(store, first["event_id"]), desk.split(store, first["event_id"])}
    assert len(ids) == 2
    twins = [card for card in cards(store, report_id) if card["event_id"] in ids]
    assert all(twin["spans"] == first["spans"] and twin["review"] == "draft" for twin in twins)
    assert len(cards(store, report_id)) == number + 2
    desk.undo(store, report_id=report_id)
    desk.undo(store, report_id=report_id)
    assert len(cards(store, report_id)) == number


def test_merged_drafts_are_one_card_with_both_sentences_until_undone(store: Store, report_id: str) -> None:
    one, two = cards(store, report_id)[:2]
    kept = desk.merge(store, [one["event_id"], two["event_id"]], who="Ann")
    shown = {card["event_id"]: card for card in cards(store, report_id)}
    assert kept in shown
    assert len(shown) == len({one["event_id"], two["event_id"], *shown}) - 1
    assert shown[kept]["merged"] == 1
    assert sorted(shown[kept]["spans"]) == sorted([*one["spans"], *two["spans"]])
    desk.undo(store, report_id=report_id)
    assert {one["event_id"], two["event_id"]} <= {card["event_id"] for card in cards(store, report_id)}


def test_one_event_cannot_be_merged_with_nothing(store: Store, report_id: str) -> None:
    with pytest.raises(StoreError, match="two or more"):
        desk.merge(store, [cards(store, report_id)[0]["event_id"]])


def test_a_corrected_spelling_is_known_in_the_next_report(store: Store, report_id: str) -> None:
    card = next(card for card in cards(store, report_id) if card["place_text"] == "Tash Kungey")
    place = search_places("Karamyk", 3)[0].place
    done = act(
        store,
        action="edit",
        event_id=card["event_id"],
        version=card["version"],
        fields={"place_id": place.place_id},
        alias={"text": "Tash Kungey", "place_id": place.place_id},
    )
    assert done.ok
    assert "Tash Kungey" in done.line
    (alias,) = store.aliases()
    assert (alias.text, alias.place_id) == ("Tash Kungey", place.place_id)
    text = (
        "Hill Post, 3 November 1999.\n\nTroops attacked a band of gunmen at Tash Kungey on 1 November 1999.\n"
    )
    kept = desk.keep_report(store, read_report(text.encode()))
    (fresh,) = cards(store, kept.report_id)
    assert fresh["place_id"] == place.place_id
    assert fresh["place_text"] == "Tash Kungey"
    assert "remembered" in fresh["candidates"][0]["why"][0]
    desk.undo(store, report_id=report_id)
    assert store.aliases() == []
    assert (
        next(one for one in cards(store, report_id) if one["event_id"] == card["event_id"])["place"]
        == card["place"]
    )


def test_a_spelling_that_is_no_name_at_all_becomes_one(store: Store) -> None:
    text = "Hill Post, 3 November 1999.\n\nTroops attacked gunmen near Qwzx Bulak on 1 November 1999.\n"
    desk.remember_alias(store, "Qwzx  Bulak", "zardaly")
    kept = desk.keep_report(store, read_report(text.encode()))
    view = desk_view(store, kept.report_id)
    assert [card["place"] for card in view["cards"]] == ["Zardaly"]
    toponym = next(one for one in view["page"]["toponyms"] if one["text"] == "Qwzx Bulak")
    assert toponym["role"] == "event"


def test_other_days_of_publication_read_the_report_again_but_keep_decisions(store: Store) -> None:
    text = (
        "Raid on a border post\n\nMasked gunmen attacked the police station in Batken on Monday. "
        "Two officers were killed.\n\nOn Tuesday soldiers clashed with the gunmen in Isfara.\n"
    )
    first = read_report(text.encode(), published=date(1999, 8, 25))
    kept = desk.keep_report(store, first)
    before = cards(store, kept.report_id)
    batken = next(card for card in before if card["place"] == "Batken")
    assert batken["date_start"] == "1999-08-23"
    desk.set_review(store, {batken["event_id"]: 1}, "accepted")
    changed = act(
        store,
        action="correct",
        report_id=kept.report_id,
        start="1999-09-08",
        end="1999-09-08",
        title="Raid",
        publisher="Post",
    )
    assert changed.ok
    after = cards(store, kept.report_id)
    assert len(after) == len(before)
    assert next(card for card in after if card["place"] == "Batken")["date_start"] == "1999-08-23"
    assert next(card for card in after if card["place"] == "Isfara")["date_start"] == "1999-09-07"
    (report,) = report_list(store)
    assert (report["title"], report["publisher"], report["published_rule"]) == ("Raid", "Post", "given")
    newest = store.changes(limit=1)[0]
    desk.undo(store, newest.change_id)
    assert {card["event_id"] for card in cards(store, kept.report_id)} == {
        card["event_id"] for card in before
    }


def test_a_web_page_is_kept_with_what_of_it_is_page(store: Store) -> None:
    html = (
        "<html><head><title>Clash at the pass</title></head><body><nav>Home Osh Tashkent News</nav><article>"
        "<p>Published 27 October 1999</p><p>Troops attacked gunmen near Zardaly on 26 August 1999.</p>"
        "<script>document.title = 'stolen'</script></article></body></html>"
    )
    data = base64.b64encode(html.encode()).decode()
    done = act(store, action="read", file="page.html", data=data)
    assert done.ok and done.report_id
    page = desk_view(store, done.report_id)["page"]
    assert "stolen" not in page["text"]
    grey = "".join(page["text"][start:end] for start, end, is_grey in page["paragraphs"] if is_grey)
    assert "Zardaly" not in grey
    assert card_at(store, done.report_id, "Zardaly")["date_start"] == "1999-08-26"
    nav = page["text"].find("Tashkent")
    roles = {one["role"] for one in page["toponyms"] if one["start"] <= nav < one["end"]}
    assert roles.isdisjoint({"event", "literal", "dateline"})


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ({"action": "read", "text": "  \n "}, "nothing"),
        ({"action": "read", "text": "Troops clashed.", "published": "yesterday"}, "yesterday"),
        ({"action": "read", "file": "a.pdf", "data": base64.b64encode(b"%PDF-1.4 broken").decode()}, "a.pdf"),
        ({"action": "read", "file": "a.bin", "data": base64.b64encode(bytes(range(256))).decode()}, "a.bin"),
        ({"action": "read", "file": "a.txt", "data": "!!"}, "a.txt"),
        ({"action": "open", "report_id": "f00"}, "f00"),
        ({"action": "merge", "ids": ["a", "b"]}, "found no event"),
        ({"action": "review", "versions": {"a": 1}, "review": "accepted"}, "found no event"),
        ({"action": "edit", "event_id": "a"}, "lacks"),
        ({"action": "burn"}, "burn"),
        ({}, "no action"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(store: Store, action: dict[str, Any], words: str) -> None:
    refused = apply_action(store, action)
    assert not refused.ok
    assert words in refused.line
    assert "\n" not in refused.line.strip()
    assert len(store.reports()) == 0


def test_a_report_without_events_says_so(store: Store) -> None:
    done = act(
        store, action="read", text="The bazaar sells melons, apricots and bread. It is a fine bazaar.\n"
    )
    assert done.ok
    assert "No event" in done.line
    assert cards(store, str(done.report_id)) == []


def test_duplicates_are_proposed_merged_and_kept_apart(store: Store, report_id: str) -> None:
    desk.keep_report(store, read_report(WIRE.encode()))
    found = find_duplicates(store)
    assert found.reports == 2
    pair = next(pair for pair in found.pairs if found.events[pair.first_id].event.place == "Zardaly")
    assert {reason.name for reason in pair.reasons} >= {"dates", "place", "type"}
    told = found.told
    keep_apart(store, pair.first_id, pair.second_id, who="Ann")
    assert pair.first_id not in {one.first_id for one in find_duplicates(store).pairs}
    assert store.changes(limit=1)[0].kind == "apart"
    desk.undo(store)
    assert any(
        {one.first_id, one.second_id} == {pair.first_id, pair.second_id}
        for one in find_duplicates(store).pairs
    )
    desk.merge(store, [pair.first_id, pair.second_id])
    assert find_duplicates(store).told == told - 1
    desk.undo(store)
    gone = merge_from(store, 0.7)
    assert gone >= 1
    assert find_duplicates(store).told == told - gone
    assert all(one.score < 0.7 for one in find_duplicates(store).pairs)
    desk.undo(store)
    assert find_duplicates(store).told == told


def test_drafts_of_one_report_are_not_each_others_duplicates(store: Store, report_id: str) -> None:
    desk.split(store, cards(store, report_id)[0]["event_id"])
    own = {card["event_id"] for card in cards(store, report_id)}
    assert not [pair for pair in find_duplicates(store).pairs if {pair.first_id, pair.second_id} <= own]


@pytest.mark.parametrize(
    ("share", "words"), [(0.84, "likely, 84 %"), (0.6, "fair, 60 %"), (0.25, "weak, 25 %"), (None, "")]
)
def test_a_confidence_is_told_in_words_and_as_a_number(share: float | None, words: str) -> None:
    assert confidence_words(share) == words


def test_letters_that_count_twice_in_a_browser_keep_their_place(store: Store) -> None:
    text = "Post, 27 October 1999.\n\n😀😀 Troops attacked gunmen near Zardaly on 26 August 1999.\n"
    kept = desk.keep_report(store, read_report(text.encode()))
    page = desk_view(store, kept.report_id)["page"]
    mark = next(one for one in page["toponyms"] if one["text"] == "Zardaly")
    assert page["text"][mark["start"] : mark["end"]] == "Zardaly"
