"""Files of every format become the same report; bad files give one clear line and nothing else."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from errors import ReportError
from reports import read as reading
from reports.annotation import Report
from reports.read import read_folder, read_report

SENTENCE = "Two guides led the patrol over the pass on 5 August 2000."
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def docx(*paragraphs: str, head: str = "") -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", head + WORD.format(body))
        archive.writestr("docProps/core.xml", '<p xmlns:dc="d"><dc:title>On the pass</dc:title></p>')
    return data.getvalue()


def pdf(*lines: str) -> bytes:
    """A small PDF of one page with the lines as text in a standard font, or an empty page."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    content = f"BT /F1 12 Tf 14 TL 40 700 Td {shown} ET".encode() if lines else b""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        data
        + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(data))
    )


PAGE = f"""<!DOCTYPE html><html><head><title>On the pass</title><meta name="author" content="A. Field">
<meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2000-08-06T10:00:00Z">
<style>p {{color: red}}</style><script>document.write("invented on 1 May 2001")</script></head>
<body><nav><a href="/">Home of the paper</a></nav><script src="http://example.org/x.js"></script>
<p onclick="alert(1)">{SENTENCE}</p><p>Caf&eacute; &amp; <b>tea</b>house</p>
<footer>Imprint</footer></body></html>"""
MAIL = f"""From: desk@example.org\r\nTo: all@example.org\r\nSubject: On the pass\r
Date: Sun, 06 Aug 2000 10:00:00 +0000\r
MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{SENTENCE}\r\n"""
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Paper</title>
<item><title>On the pass</title><pubDate>Sun, 06 Aug 2000 10:00:00 GMT</pubDate>
<description>&lt;p&gt;{SENTENCE}&lt;/p&gt;</description></item>
<item><title>Second</title><pubDate>Mon, 07 Aug 2000 10:00:00 GMT</pubDate>
<description>More &amp;amp; more.</description></item>
</channel></rss>"""
MARKDOWN = f"---\ntitle: On the pass\ndate: 2000-08-06\n---\n\n# Heading\n\n{SENTENCE}\n"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (f"On the pass\n2000-08-06\n\n{SENTENCE}\n".encode(), "a.txt"),
        (MARKDOWN.encode(), "a.md"),
        (PAGE.encode(), "a.html"),
        (PAGE.encode(), "page-without-a-suffix"),
        (MAIL.encode(), "a.eml"),
        (MAIL.encode(), "a.txt"),
        (FEED.encode(), "a.rss"),
        (FEED.encode(), "a.xml"),
    ],
)
def test_formats_agree(data: bytes, name: str) -> None:
    report = read_report(data, name=name)
    post = report.posts[0]
    assert SENTENCE in "".join(report.text[part.start : part.end] for part in post.body)
    assert post.title == "On the pass"
    assert post.published is not None and post.published.start == post.published.end == date(2000, 8, 6)
    assert report.source == name


def test_word_and_pdf_give_their_text() -> None:
    report = read_report(docx("First line", SENTENCE), name="a.docx")
    assert report.text == f"First line\n{SENTENCE}" and report.posts[0].title == "On the pass"
    assert SENTENCE in read_report(pdf("First line", SENTENCE), name="a.pdf").text


def test_page_is_text_only_and_its_frame_is_boilerplate() -> None:
    report = read_report(PAGE.encode(), name="a.html")
    for hidden in ("invented", "color", "alert", "<p", "example.org"):
        assert hidden not in report.text
    assert "Café & teahouse" in report.text
    marked = [report.text[part.start : part.end].strip() for part in report.boilerplate]
    assert "Home of the paper" in marked and "Imprint" in marked
    assert (report.posts[0].publisher, report.posts[0].author) == ("The Paper", "A. Field")


def test_items_of_a_feed_are_posts() -> None:
    report = read_report(FEED.encode(), name="a.rss")
    assert [post.title for post in report.posts] == ["On the pass", "Second"]
    assert [post.publisher for post in report.posts] == ["The Paper"] * 2
    assert report.posts[1].published is not None and report.posts[1].published.start == date(2000, 8, 7)
    assert "More & more." in report.text[report.posts[1].span.start :]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_encodings(encoding: str) -> None:
    text = (
        "Заложники освобождены 25 октября 1999 года в горах, сообщил вчера представитель правительства. " * 5
    )
    assert read_report(text.encode(encoding), name="a.txt").text == text


def test_ends_of_line_are_one_character() -> None:
    assert read_report(b"One line.\r\nTwo lines.\r\n", name="a.txt").text == "One line.\nTwo lines.\n"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t ", "a.txt", "empty"),
        (bytes(range(256)) * 20, "a.txt", "binary"),
        (b"%PDF-1.4\nbroken", "a.pdf", "PDF"),
        (pdf(), "scan.pdf", "OCR"),
        (b"PK\x03\x04broken", "a.docx", "docx"),
        (b"<html><script>alert(1)</script></html>", "a.html", "no text"),
        (b"<?xml version='1.0'?><kml><a/></kml>", "a.xml", "RSS or Atom"),
        (b"<rss><channel><item>", "a.rss", "broken XML"),
        (b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss>&a;</rss>", "a.rss", "entities"),
        (b"<rss><!DOCTYPE r [<!ENTITY a 'b'>]>&a;</rss>", "b.rss", "entities"),
        (docx("x", head="<!DOCTYPE w [<!ENTITY a 'aaaa'>]>"), "a.docx", "entities"),
    ],
)
def test_bad_files_give_one_clear_line(data: bytes, name: str, words: str) -> None:
    with pytest.raises(ReportError) as caught:
        read_report(data, name=name)
    message = str(caught.value)
    assert words in message and message.startswith(name) and "\n" not in message


def test_locked_pdf_is_told() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    with pytest.raises(ReportError, match="password"):
        read_report(data.getvalue(), name="a.pdf")


def test_too_large_and_missing_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 1000)
    monkeypatch.setattr(reading, "LARGEST_TEXT", 500)
    (tmp_path / "big.txt").write_text("word " * 400)
    for data, words in (
        (tmp_path / "big.txt", "MB"),
        (b"word " * 150, "characters"),
        (tmp_path / "none.txt", "path"),
    ):
        with pytest.raises(ReportError, match=words):
            read_report(data)


def test_odd_texts_are_read_with_a_note() -> None:
    right_to_left = read_report("در شهر دوشنبه امروز مذاکرات برگزار شد. ".encode() * 10, name="a.txt")
    assert any("right to left" in note for note in right_to_left.notes)
    mixed = read_report("Ош Osh اوش 奥什 – on 1 May 9999 and 5 May 2001.".encode(), name="a.txt")
    assert "9999" in mixed.text


def test_folder_keeps_bad_files_apart(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "c.bin").write_bytes(b"\x00")
    found = dict(read_folder(tmp_path))
    assert [path.name for path in found] == ["a.txt", "b.pdf"]
    assert isinstance(found[tmp_path / "a.txt"], Report)
    assert isinstance(found[tmp_path / "b.pdf"], ReportError)
    with pytest.raises(ReportError, match="no such folder"):
        list(read_folder(tmp_path / "nowhere"))


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=300).map(str.encode),
        st.lists(
            st.sampled_from(
                [
                    "<nav>",
                    "</nav>",
                    "<p>",
                    "<script>",
                    "</script>",
                    "<br/>",
                    "x 1 May 2001 ",
                    "&amp;",
                    "<!--",
                    "<title>",
                    "\n",
                ]
            ),
            max_size=40,
        ).map(lambda parts: "".join(["<html>", *parts]).encode()),
        st.text(max_size=100).map(lambda words: b"%PDF-1.5\n" + words.encode()),
    ),
    st.sampled_from(["a.txt", "a.html", "a.md", "a.eml", "a.rss", "a"]),
)
def test_any_bytes_give_a_report_or_one_line(data: bytes, name: str) -> None:
    try:
        report = read_report(data, name=name)
    except ReportError as error:
        assert "\n" not in str(error)
        return
    position = 0
    for post in report.posts:
        assert post.span.start == position
        position = post.span.end
        for part in post.body:
            assert post.span.start <= part.start < part.end <= post.span.end
    assert position == len(report.text)
