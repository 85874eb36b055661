"""Counts by district: classes cover every count once, and vague places are not pressed into a district."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_incidents import PLACES, sample_frame

from events.filter import Filter
from layers.by_district import RAMP, class_breaks, class_labels, district_counts
from layers.drawing import Scene

counts = st.lists(st.integers(0, 100_000) | st.integers(0, 9), min_size=1, max_size=60).map(
    lambda numbers: np.array(numbers, dtype=np.int64)
)


@settings(deadline=None, max_examples=200)
@given(counts)
def test_breaks_rise_and_each_class_holds_a_count(numbers: np.ndarray) -> None:
    breaks = class_breaks(numbers)
    assert len(breaks) < len(RAMP)
    assert breaks == sorted(set(breaks))
    present = numbers[numbers > 0]
    bounds = [0, *breaks, np.inf]
    for low, high in pairwise(bounds):
        if breaks:
            assert ((present > low) & (present <= high)).any()


@settings(deadline=None, max_examples=200)
@given(counts)
def test_labels_cover_every_count_once_and_without_a_gap(numbers: np.ndarray) -> None:
    breaks = class_breaks(numbers)
    largest = int(numbers.max())
    labels = class_labels(breaks, largest)
    assert len(labels) == len(breaks) + 1
    ends = [tuple(int(part) for part in re.findall(r"\d+", label)) for label in labels]
    assert ends[0][0] == 1
    assert ends[-1][-1] == max(largest, ends[-1][0])
    for below, above in pairwise(ends):
        assert above[0] == below[-1] + 1
        assert above[0] <= above[-1]


def test_a_district_counts_exact_near_and_district_places_but_not_a_province() -> None:
    counted = district_counts(Scene(sample_frame(), Filter()))
    frame = sample_frame()
    inside = [key for key, place in PLACES.items() if place[6] <= 3 and place[1] in ("KG", "UZ", "TJ")]
    wanted = np.isin(frame.places["place_id"], inside)[frame.place_code].sum()
    assert counted["n"].sum() == wanted
