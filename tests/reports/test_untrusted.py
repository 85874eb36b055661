"""Bad and hostile files: one clear line or a sane result, in time that grows with their length."""

from __future__ import annotations

import io
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from errors import ReportError
from reports.annotate import annotate, annotation_json
from reports.annotation import Annotation
from reports.read import read_report

TOLD = "On 3 May 1999 gunmen attacked a post near Batken, killing three soldiers in Osh region. "
NAMES = ("a.txt", "a.md", "a.html", "a.eml", "a.rss", "a.xml", "a.docx", "a.pdf")


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Fail instead of hanging: what grows as the square takes hours here, what is sane some seconds."""

    def ring(number: int, frame: object) -> None:
        raise AssertionError(f"still busy after {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def holds(annotation: Annotation) -> None:
    text = annotation.report.text
    for item in (*annotation.toponyms, *annotation.dates):
        assert 0 <= item.start < item.end <= len(text)
        assert text[item.start : item.end] == item.text
    for expression in annotation.dates:
        assert expression.interval.start <= expression.interval.end
    for post in annotation.report.posts:
        assert all(post.span.start <= span.start <= span.end <= post.span.end for span in post.body)
        assert post.published is None or post.published.start <= post.published.end
    for event in annotation.events:
        assert 0 <= event.start < event.end <= len(text)
    annotation_json(annotation)


def docx(document: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
    return packed.getvalue()


WORD = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


@pytest.mark.parametrize(
    "data",
    [
        b"," * 100_000 + TOLD.encode(),
        b"3, 5, " * 20_000,
        b"on 3, 5, 7, " * 8_000 + b"9 May",
        b"(Abc, " * 20_000,
        b"May " * 20_000,
        b"several days " * 8_000,
        b"first second " * 8_000,
        b"1 2 3 " * 20_000,
        b"a" + b" " * 300_000 + b"b",
        b"<html>" + b"<!--" * 100_000 + TOLD.encode(),
        b"<html>" + b"<![" * 50_000 + TOLD.encode(),
        b"<html>" + b"<" * 200_000,
        b"<html>" + b'<p a="' * 20_000 + TOLD.encode(),
        docx(WORD % (b"<w:p>" * 3000 + b"</w:p>" * 3000 + b"<w:p><w:t>Osh</w:t></w:p>")),
        "ул. Навои ".encode() * 8_000,
        b"12 Main Street " * 8_000,
        b"Ak-" * 30_000,
    ],
    ids=lambda data: repr(data[:14]),
)
def test_repetition_does_not_take_the_square_of_the_time(data: bytes) -> None:
    with at_most(60):
        try:
            holds(annotate(read_report(data, name="a.docx" if data[:2] == b"PK" else "a.txt")))
        except ReportError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (docx(b"<a>" + b"0" * 70_000_000 + b"</a>"), "a.docx", "60 MB"),
        (docx(WORD % (b"<w:p/>" * 2_100_000)), "a.docx", "million marks"),
        (b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "b">]><rss><item/></rss>', "a.rss", "entities"),
        (
            b"From: a@b\nSubject: x\nMIME-Version: 1.0\n"
            + b"".join(
                b"Content-Type: multipart/mixed; boundary=B%d\n\n--B%d\n" % (i, i) for i in range(2000)
            ),
            "a.eml",
            "too deep",
        ),
    ],
)
def test_a_bomb_is_refused_in_one_line(data: bytes, name: str, says: str) -> None:
    with at_most(60), pytest.raises(ReportError) as refused:
        read_report(data, name=name)
    assert says in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_wide_encodings_are_read_with_and_without_their_mark(encoding: str) -> None:
    assert "near Batken" in read_report(TOLD.encode(encoding), name="a.txt").text


@pytest.mark.parametrize("day", ["0001-01-01", "1800-01-01", "2199-12-31", "9999-12-31"])
def test_a_publication_at_the_edge_of_the_calendar_loses_nothing_else(day: str) -> None:
    text = f"Date: {day}\n\nYesterday, next year and ten years ago gunmen attacked Osh. It was 3 May 9999."
    annotation = annotate(read_report(text.encode(), name="a.txt"))
    holds(annotation)
    assert [toponym.text for toponym in annotation.toponyms] == ["Osh"]


PIECES = st.sampled_from(
    [
        *(
            "On ",
            "June 3",
            ", 5 and 9",
            " May ",
            "1999",
            "31 February ",
            "9999-12-31",
            "the 14th",
            " and 15th",
            "\n",
            "\n\n",
        ),
        *(
            "several days later ",
            "Osh",
            "Batken region",
            "Ak-Sai district",
            " in ",
            "near ",
            "“",
            "”",
            "(",
            ")",
            "• ",
            ". ",
        ),
        *(
            "в ночь на ",
            "29 апреля",
            "Воруха",
            "по ",
            "Nowruz ",
            "12 Chuy Avenue, ",
            "Q3 2010 ",
            "century ",
            "killed three ",
        ),
        *(
            "\u202e",
            "\x00",
            "\ufeff",
            "İ",
            "ß",
            "𝕆𝕤𝕙",
            "\u2028",
            "\ud7ff",
            "--",
            "Vol 5, No 199",
            "as of ",
            "the ",
            "<p>",
            "&#0;",
        ),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=40), st.sampled_from(NAMES[:5]))
def test_text_made_of_reports_is_read_or_refused(pieces: list[str], name: str) -> None:
    data = "".join(pieces).encode("utf-8", "surrogatepass")
    try:
        report = read_report(data, name=name)
    except ReportError as error:
        assert "\n" not in str(error)
        return
    holds(annotate(report))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        [
            b"",
            b"%PDF-1.4\n",
            b"PK\x03\x04",
            b"<?xml version='1.0'?>",
            b"<html>",
            b"<rss>",
            b"From: a\nDate: x\n",
        ]
    ),
    st.binary(max_size=300),
    st.sampled_from(NAMES),
)
def test_bytes_are_read_or_refused(head: bytes, data: bytes, name: str) -> None:
    try:
        report = read_report(head + data, name=name)
    except ReportError as error:
        assert "\n" not in str(error)
        return
    holds(annotate(report))
