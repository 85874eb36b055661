"""Bases and airfields are shown in the days of their use, and only where a point is known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from errors import BundleError
from geodata.bases import all_bases, bases


def _ids(start: date, end: date) -> set[str]:
    return set(bases(start, end).base_id)


def test_manas_is_there_in_2010_and_gone_in_2016() -> None:
    assert "manas-tc" in _ids(date(2010, 1, 1), date(2010, 12, 31))
    assert "manas-tc" not in _ids(date(2016, 1, 1), date(2016, 12, 31))
    assert "manas-tc" in _ids(date(2014, 6, 3), date(2014, 6, 3))
    assert "manas-tc" not in _ids(date(2014, 6, 4), date(2014, 6, 4))


def test_kant_opened_on_its_day_and_k2_closed_on_its() -> None:
    assert "kant" not in _ids(date(2003, 10, 22), date(2003, 10, 22))
    assert "kant" in _ids(date(2003, 10, 23), date(2003, 10, 23))
    assert "kant" in _ids(date(2026, 1, 1), date(2026, 1, 1))
    assert "k2" in _ids(date(2005, 11, 21), date(2005, 12, 31))
    assert "k2" not in _ids(date(2005, 11, 22), date(2005, 12, 31))


def test_a_short_date_covers_all_that_it_may_mean() -> None:
    rows = all_bases().set_index("base_id")
    assert rows.valid_from["manas-tc"] == date(2001, 12, 1)
    assert rows.valid_to["termez"] == date(2015, 12, 31)
    assert rows.valid_to["fr-dushanbe"] == date(2014, 12, 31)


def test_labels_say_who_and_when() -> None:
    rows = all_bases().set_index("base_id")
    assert rows.short_name["manas-tc"] == "Manas (US)" and rows.years["manas-tc"] == "2001–14"
    assert rows.short_name["kant"] == "Kant (RU)" and rows.years["kant"] == "from 2003"
    assert rows.short_name["ru-201-dushanbe"] == "201st base (RU)"
    assert rows.years["us-kulob"] == "2001" and rows.years["osh-airfield"] == ""
    assert rows.short_name.is_unique and rows.short_name.str.len().between(2, 30).all()


def test_foreign_bases_are_told_from_the_countrys_own() -> None:
    rows = all_bases().set_index("base_id")
    assert set(rows.kind) == {"air", "ground"}
    for base_id in ("manas-tc", "kant", "ru-201-dushanbe", "k2", "termez"):
        assert rows.foreign[base_id]
    for base_id in ("osh-airfield", "batken-airfield", "kg-osh-garrison", "lugovoy-airfield"):
        assert not rows.foreign[base_id]


def test_rows_without_a_point_are_kept_but_not_drawn() -> None:
    everything, drawn = all_bases(located=False), all_bases()
    assert set(everything.base_id) - set(drawn.base_id) == {
        "ru-seismic-issyk",
        "kg-dostuk-post",
        "ru-border-tj",
        "tj-kekh-outpost",
        "tj-khojai-alo-outpost",
        "tj-ishqobod-outpost",
    }
    assert drawn.geometry.notna().all() and everything.base_id.is_unique
    assert (drawn.radius_km > 0).all()


def test_points_are_in_central_asia_longitude_first() -> None:
    box = shapely.box(64, 34, 80, 45)
    assert shapely.contains(box, all_bases().geometry.to_numpy()).all()
    manas = all_bases().set_index("base_id").geometry["manas-tc"]
    assert (manas.x, manas.y) == pytest.approx((74.4776, 43.0613))


@given(st.dates(date(1985, 1, 1), date(2030, 1, 1)), st.integers(0, 4000), st.integers(0, 4000))
def test_a_wider_window_never_shows_fewer(start: date, inner: int, more: int) -> None:
    narrow_end = date.fromordinal(start.toordinal() + inner)
    wide_end = date.fromordinal(narrow_end.toordinal() + more)
    assert _ids(start, narrow_end) <= _ids(start, wide_end)


def test_missing_table_and_wrong_date_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(__file__).resolve().parents[2] / "geodata" / "data" / "curated" / "bases.csv"
    text = source.read_text(encoding="utf-8")
    monkeypatch.setenv("INCIDENTS_BUNDLE", str(tmp_path))
    with pytest.raises(BundleError, match=r"bases\.csv"):
        all_bases()
    (tmp_path / "curated").mkdir()
    (tmp_path / "curated" / "bases.csv").write_text(text.replace("2014-06-03", "June 2014"), encoding="utf-8")
    with pytest.raises(BundleError, match=r"manas-tc .*'June 2014'.*YYYY"):
        all_bases()
