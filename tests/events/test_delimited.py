"""Delimited text is read as Python's own reader sees it: any encoding, true lines, odd rows told."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from conflict_files import odd_cell
from hypothesis import given
from hypothesis import strategies as st

from errors import FormatError
from events import delimited
from events.delimited import Sheet, read_delimited
from events.formula_guard import guarded
from events.reading import REFUSED_COLUMN

CITIES = "id,name,note\n1,Ош,шаар\n2,Баткен,шаар жана облус\n3,Жалал-Абад,дагы бир шаар\n"


def sheet_of(tmp_path: Path, content: bytes | str) -> Sheet:
    path = tmp_path / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_delimited(path)


def rows_of(sheet: Sheet) -> list[list[str]]:
    return [list(row.values()) for row in sheet.cells.to_pylist()]


@given(
    rows=st.lists(st.lists(odd_cell(), min_size=3, max_size=3), min_size=1, max_size=8),
    line_end=st.sampled_from(("\n", "\r\n", "\r")),
    block=st.integers(1, 60),
)
def test_cells_and_lines_are_those_of_pythons_reader_at_any_size_of_blocks(
    rows: list[list[str]], line_end: str, block: int
) -> None:
    rows = [["1", "2", "3"], *rows]  # a first row of #tags would be a second header
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(["a", "b", "c"])
    writer.writerows(rows)
    text = out.getvalue()
    reader = csv.reader(io.StringIO(text, newline=""))
    next(reader)
    expected, lines, before = [], [], reader.line_num
    for row in reader:
        if any(cell.strip(' \t\r\n\x0b\x0c",') for cell in row):
            expected.append(row)
            lines.append(before + 1)
        before = reader.line_num
    usual = delimited._BLOCK_BYTES
    delimited._BLOCK_BYTES = block
    try:
        with tempfile.TemporaryDirectory() as folder:
            sheet = sheet_of(Path(folder), text)
    finally:
        delimited._BLOCK_BYTES = usual
    kept = [(row, line) for row, line in zip(rows_of(sheet), sheet.lines.tolist(), strict=True)
            if any(cell.strip(' \t\r\n\x0b\x0c",') for cell in row)]  # fmt: skip
    assert [row for row, _ in kept] == expected
    if line_end != "\r":
        assert [line for _, line in kept] == lines
    assert not sheet.refused


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_an_encoding_is_found_and_told(encoding: str, tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, (CITIES * 4).replace("\nid,name,note", "").encode(encoding))
    assert rows_of(sheet)[1] == ["2", "Баткен", "шаар жана облус"]
    assert bool(sheet.notes) == (not encoding.startswith("utf-8"))


def test_latin_letters_of_an_old_encoding_are_read_with_a_note(tmp_path: Path) -> None:
    text = "id,name\n1,Curaçao près de la côte\n2,Señor Muñoz está aquí\n3,Größe über Straßen\n"
    sheet = sheet_of(tmp_path, text.encode("latin-1"))
    assert [row[1] for row in rows_of(sheet)][:2] == ["Curaçao près de la côte", "Señor Muñoz está aquí"]
    assert "guessed" in sheet.notes[0]


def test_utf_8_with_a_broken_byte_stays_utf_8_and_refuses_that_row(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, CITIES.encode() + b"4,\xce\xf8,x\n" + "5,Ноокат,y\n".encode())
    assert [row[0] for row in rows_of(sheet)] == ["1", "2", "3", "5"]
    (row,) = sheet.refused
    assert (row.line, row.cells[0], row.reason) == (
        5,
        "4",
        "line 5: found the byte 0xce, expected text in UTF-8",
    )
    assert not sheet.notes


def test_odd_rows_are_refused_with_their_lines_and_cells(tmp_path: Path) -> None:
    content = 'a,b,c\r\n1,"x\ny",3\r\n\r\nshort,1\r\nlong,1,2,3\r\n,,\r\nz\x00z,1,2\nfine,1,2\r'
    content += 'half,"never closed,9\n'
    sheet = sheet_of(tmp_path, content)
    assert [(row[0], line) for row, line in zip(rows_of(sheet), sheet.lines.tolist(), strict=True)] == [
        ("1", 2),
        ("fine", 9),
    ]
    assert [(row.line, row.cells, row.faults[0].found) for row in sheet.refused] == [
        (5, ("short", "1"), "2 cells"),
        (6, ("long", "1", "2", "3"), "4 cells"),
        (8, ("z\ufffdz", "1", "2"), "a NUL character"),
        (10, ("half", '"never closed', "9"), "a quote that is never closed"),
    ]


def test_a_file_that_breaks_off_loses_only_its_last_row(tmp_path: Path) -> None:
    whole = "a,b,c\n" + "".join(f'{i},"cell {i}",end\n' for i in range(50))
    sheet = sheet_of(tmp_path, whole[: len(whole) - 9])
    assert (sheet.cells.num_rows, [row.line for row in sheet.refused]) == (49, [51])


def test_a_stray_quote_is_a_letter_and_swallows_nothing(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, 'a,b\n1,a 5" pipe\n2,"quoted"\n3,"a"b"\n')
    assert rows_of(sheet) == [["1", 'a 5" pipe'], ["2", "quoted"], ["3", 'ab"']]


def test_a_file_of_refused_rows_is_read_without_its_reasons_and_guards(tmp_path: Path) -> None:
    cells = ["=1+1", "-12.5", "'x", "@y"]
    line = ",".join(guarded(cell) for cell in cells)
    sheet = sheet_of(tmp_path, f"{REFUSED_COLUMN},a,b,c,d\nline 9: wrong,{line}\n")
    assert sheet.names == ("a", "b", "c", "d")
    assert rows_of(sheet) == [cells]
    assert guarded("-12.5") == "-12.5" and guarded("=1") == "'=1" and guarded("+cmd|x") == "'+cmd|x"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "found no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "found no text"),
        (b"a,b,A \n1,2,3\n", "found the column a twice in line 1"),
    ],
)
def test_what_is_no_table_is_told_in_one_line(content: bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=said) as caught:
        sheet_of(tmp_path, content)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_too_large_is_told_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        file.truncate(delimited.MOST_BYTES + 1)
    with pytest.raises(FormatError, match=r"found 4\.3 GB, expected at most 4\.3; split it by years"):
        read_delimited(path)
