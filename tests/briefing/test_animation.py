"""The moving window: its frames in time, and the files as Pillow and ffmpeg read them."""

from __future__ import annotations

import io
import subprocess
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from briefing.animation import frame_size, frames, windows
from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.formats import write_brief
from briefing.manifest import parse_manifest
from events.filter import Filter
from events.frame import EventFrame
from events.shipped import shipped_frame

SMALL = (640, 360)
EVENTS = shipped_frame()
SHORT = Filter(start=date(1999, 10, 4), end=date(1999, 10, 17))


@given(
    start=st.dates(date(1985, 1, 1), date(2030, 1, 1)),
    days=st.integers(0, 9_000),
    most=st.integers(3, 130),
)
@settings(deadline=None)
def test_windows_follow_one_another_without_gap_or_overlap(start: date, days: int, most: int) -> None:
    wanted = Filter(start=start, end=start + timedelta(days))
    content = SheetContent(Brief(filter=wanted), EVENTS)
    found = windows(content, most)
    assert len(found) <= most
    for one, after in pairwise(found):
        assert one.start and one.end and after.start
        assert one.start <= one.end
        assert after.start == one.end + timedelta(1)
    assert found and found[-1].end is not None
    assert found[-1].end <= wanted.end  # type: ignore[operator]


def test_each_frame_shows_its_own_window() -> None:
    brief = Brief(filter=SHORT, layers=("national", "by_place"), title="Two weeks")
    content = SheetContent(brief, EVENTS)
    pictures = [np.asarray(picture) for picture in frames(content, SMALL)]
    assert len(pictures) == 14
    assert all(picture.shape == (360, 640, 3) for picture in pictures)
    head, strip = pictures[0][:50], pictures[0][-140:]
    assert not np.array_equal(head, pictures[1][:50]), "the day does not change"
    assert not np.array_equal(strip, pictures[1][-140:]), "the strip does not move"
    # What no window changes is drawn once and stays: the left half of the head is the title.
    assert np.array_equal(pictures[0][:40, :300], pictures[9][:40, :300])


def test_borders_are_those_of_each_window() -> None:
    wanted = Filter(start=date(1999, 10, 10), end=date(1999, 10, 16))
    brief = Brief(filter=wanted, base="plain", layers=("provinces",), title="Batken is split off")
    pictures = [np.asarray(picture) for picture in frames(SheetContent(brief, EVENTS), SMALL)]
    middle = slice(60, 200)
    assert np.array_equal(pictures[0][middle], pictures[2][middle])
    assert not np.array_equal(pictures[2][middle], pictures[3][middle]), "the new region has no border"


def test_a_gif_plays_for_ever_and_carries_its_manifest(tmp_path: Path, shipped: EventFrame) -> None:
    brief = Brief(filter=SHORT, layers=("national", "by_place"), size="640x360", handling="Internal")
    path = tmp_path / "a.gif"
    write_brief(brief, shipped, path)
    with Image.open(path) as film:
        assert film.size == SMALL
        assert film.info["loop"] == 0
        assert parse_manifest(film.info["comment"].decode(), "gif").brief == brief
        total = 0
        for number in range(film.n_frames):  # type: ignore[attr-defined]
            film.seek(number)
            total += film.info["duration"]
        assert total == pytest.approx(14 * 450, abs=200)


def test_an_mp4_is_a_film_of_the_asked_size(tmp_path: Path, shipped: EventFrame) -> None:
    brief = Brief(filter=SHORT, layers=("national", "by_place"), size="641x361", title="Бои <b>")
    path = tmp_path / "a.mp4"
    write_brief(brief, shipped, path)
    film = imageio_ffmpeg.read_frames(str(path))
    about = next(film)
    assert about["size"] == frame_size(SheetContent(brief, shipped), (1280, 720))
    assert about["duration"] > 14 * 0.4
    assert about["codec"] == "h264"
    probe = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-i", str(path), "-f", "ffmetadata", "-"],
        capture_output=True,
        check=True,
    )
    told = probe.stdout.decode()
    assert "Бои <b>" in told and "Fergana Incident Map" in told


def test_an_empty_window_makes_frames_that_say_nothing_is_there() -> None:
    brief = Brief(
        filter=Filter(start=date(1950, 1, 1), end=date(1950, 1, 3)), layers=("national", "by_place")
    )
    pictures = list(frames(SheetContent(brief, EVENTS), SMALL))
    assert len(pictures) == 3
    sink = io.BytesIO()
    pictures[0].save(sink, "PNG")
    assert sink.getvalue()
