"""The command line's `geocode`: what it prints, and how it ends when the input or the usage is wrong."""

from __future__ import annotations

import json

import pytest

import cli


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, standard output and standard error of one run."""
    try:
        code = cli.main(arguments)
    except SystemExit as stop:
        code = int(str(stop.code))
    out, err = capsys.readouterr()
    return code, out, err


def test_json_is_a_list_best_first_with_the_agreed_fields(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "geocode", "Jirgatal", "--date", "1999-08-23", "--json")
    rows = json.loads(out)
    assert (code, err) == (0, "")
    assert set(rows[0]) == {
        "place",
        "place_id",
        "kind",
        "country",
        "admin1",
        "latitude",
        "longitude",
        "where_prec",
        "radius_km",
        "score",
        "why",
    }
    assert (rows[0]["place"], rows[0]["country"], rows[0]["kind"]) == ("Jirgatol", "TJ", "town")
    assert rows[0]["latitude"] == pytest.approx(39.22, abs=0.05)
    assert rows[0]["longitude"] == pytest.approx(71.19, abs=0.05)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert rows[0]["why"]


def test_the_plain_print_names_the_place_and_the_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "geocode", "Manas", "--date", "2026-01-01", "--context", "the city of Manas")
    assert code == 0
    assert "Jalal-Abad Region, KG" in out.splitlines()[0]
    assert "so called from 2025-09-17" in out


@pytest.mark.parametrize(("country", "place_id"), [("AF", "jalalabad-af"), ("kg", "manas-city")])
def test_the_country_option(capsys: pytest.CaptureFixture[str], country: str, place_id: str) -> None:
    _, out, _ = run(capsys, "geocode", "Jalalabad", "--country", country, "--date", "2010-06-01", "--json")
    assert json.loads(out)[0]["place_id"] == place_id


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("geocode", "Qwertzuiopolis"), "near it are"),
        (("geocode", "Immanuel Kant"), "philosopher"),
        (("geocode", "..."), "no letter"),
    ],
)
def test_a_name_that_leads_nowhere_ends_with_one_line(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (1, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("geocode",),
        ("nonsense",),
        ("geocode", "Osh", "--date", "2010-13-40"),
        ("geocode", "Osh", "--country", "Kyrgyzstan"),
        ("geocode", "Osh", "--limit", "0"),
    ],
)
def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert "usage" in err
