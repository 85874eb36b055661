"""Title, publisher, author and date of a report, stated or implied; posts and boilerplate of a file."""

from __future__ import annotations

from datetime import date

import pytest

from reports.annotation import Interval, Report
from reports.publication import business_days, declared_date
from reports.read import read_report

PARAGRAPH = (
    "The patrol went up the side valley with two guides and a radio, and came down with news of a camp. " * 3
)
STORY = f"{PARAGRAPH}\n\nSo it went on. {PARAGRAPH}\n"


def report(text: str, name: str = "report.txt") -> Report:
    return read_report(text.encode(), name=name)


def published(text: str, name: str = "report.txt") -> Interval:
    interval = report(text, name).posts[0].published
    assert interval is not None
    return interval


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Published: 25 October 1999\n\n", date(1999, 10, 25)),
        ("A quiet week on the pass\nBy Anna Field | October 25, 1999\n\n", date(1999, 10, 25)),
        ("A quiet week on the pass\n2022-09-17\n\n", date(2022, 9, 17)),
        ("A quiet week on the pass\nMonday, June 14, 2010\n\n", date(2010, 6, 14)),
        ("OSH, June 15, 2010 (Agency) - ", date(2010, 6, 15)),
    ],
)
def test_stated_date(head: str, day: date) -> None:
    interval = published(head + STORY)
    assert (interval.start, interval.end) == (day, day)
    assert interval.rule


def test_dateline_without_year_takes_it_from_the_name() -> None:
    assert published("OSH, June 15 (Agency) - " + STORY, "osh-2010.txt").start == date(2010, 6, 15)


def test_volume_and_issue_imply_an_honest_range() -> None:
    head = "Publication: Eurasia Daily Monitor Volume: 7 Issue: 125\n\n"
    interval = published(head + STORY)
    assert interval.start <= date(2010, 6, 29) <= interval.end
    assert (interval.end - interval.start).days == 15
    assert "volume 7" in interval.rule and "2010" in interval.rule


def test_latest_past_day_narrows_the_range_and_plans_do_not() -> None:
    head = "Publication: Monitor Volume: 5 Issue: 199\n\n"
    narrowed = published(head + "On October 25 the men were freed. They will meet on October 28.\n" + STORY)
    assert narrowed.start == date(1999, 10, 25)
    assert narrowed.end > narrowed.start and "not before" in narrowed.rule


def test_file_name_and_text_bound_an_undated_report() -> None:
    assert published(STORY, "note_20100611.txt").start == date(2010, 6, 11)
    loose = published(f"In May 1992 war broke out, and it ended in June 1997.\n{STORY}")
    assert loose.start == date(1997, 6, 30) and loose.end > loose.start
    assert report(STORY).posts[0].published is None
    assert any("No date" in note for note in report(STORY).notes)


def test_given_date_and_publisher_win() -> None:
    read = read_report(f"Published: 1 May 2001\n{STORY}".encode(), published=date(2000, 1, 2), publisher="Us")
    assert read.posts[0].published == Interval(date(2000, 1, 2), date(2000, 1, 2), "given")
    assert read.posts[0].publisher == "Us"


def test_title_publisher_and_author_of_the_head() -> None:
    text = f"A Pass Is Closed\nPublication: Monitor Volume: 5 Issue: 199\nBy: Anna B. Field\n{STORY}"
    (post,) = report(text).posts
    assert (post.title, post.author) == ("A Pass Is Closed", "Anna B. Field")
    assert post.publisher.endswith("Monitor")
    assert text[post.body[0].start :].lstrip().startswith("A Pass")
    assert not any("Issue" in text[part.start : part.end] for part in post.body)


@pytest.mark.parametrize("value", ["", "nonsense", "9999-01-01", "32 May 2001", "Mon, 99 Foo"])
def test_undeclared_date(value: str) -> None:
    assert declared_date(value) is None


@pytest.mark.parametrize(
    "value", ["1999-10-27T10:00:00Z", "Wed, 27 Oct 1999 10:00:00 GMT", "October 27, 1999", "27.10.1999"]
)
def test_declared_date(value: str) -> None:
    interval = declared_date(value)
    assert interval is not None and interval.start == interval.end == date(1999, 10, 27)


def test_business_days_leave_out_federal_holidays() -> None:
    days = business_days(1999)
    assert date(1999, 7, 5) not in days and date(1999, 11, 25) not in days and date(1999, 5, 31) not in days
    assert date(1999, 7, 6) in days and len(days) == 251


def test_two_issues_in_one_file_are_two_posts() -> None:
    text = (
        f"The First Matter\nPublication: Monitor Volume: 5 Issue: 10\n\n{STORY}\n"
        f"The Second Matter\nPublication: Monitor Volume: 6 Issue: 20\n\n{STORY}"
    )
    first, second = report(text).posts
    assert (first.title, second.title) == ("The First Matter", "The Second Matter")
    assert first.published and second.published
    assert (first.published.start.year, second.published.start.year) == (1999, 2000)
    assert first.span.end == second.span.start == text.index("The Second")


def test_text_after_a_disclaimer_is_another_post() -> None:
    disclaimer = "The views expressed in this article are those of the author."
    text = f"{STORY}\n{disclaimer}\nA man in a hat near a bridge\n{STORY}\n{disclaimer}\nSubscribe"
    assert len(report(text).posts) == 2


def test_boilerplate_is_marked_and_left_out_of_the_body() -> None:
    caption = "Guards at the gate of the reservoir, seen from the road"
    text = (
        f"Skip to content\n{caption}\n{caption}\n{STORY}\n"
        "The Monitor is a publication of a foundation, tel. 301-562-8021.\n"
        "Share on Facebook\nLoad more\nAbout This Blog\nIt looks at the events of Central Asia.\n"
    )
    read = report(text)
    body = "".join(text[part.start : part.end] for part in read.posts[0].body)
    assert body.count(caption) == 1 and PARAGRAPH.strip() in body
    for words in ("Skip to content", "foundation", "Share on", "Load more", "Central Asia"):
        assert words not in body
    marked = "".join(text[part.start : part.end] for part in read.boilerplate)
    assert "Central Asia" in marked and PARAGRAPH.strip() not in marked
