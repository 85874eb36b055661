"""The strip of time below a printed map: incidents by first day, stacked by type, with the window marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from events.filter import Filter
from events.frame import EventFrame
from events.histogram import histogram
from maps.static_canvas import Box, Canvas
from maps.static_counts import TOKENS

Palette = Mapping[str, str]
DAYS_OF: dict[str, float] = {"day": 1, "week": 7, "month": 30.4, "quarter": 91.3, "year": 365.25}
MOST_BINS = 170


@dataclass(frozen=True)
class Timeline:
    """Incidents over time. Bin i covers the days from edges[i] up to but not including edges[i + 1].

    Attributes:
        bins: 'day', 'week', 'month', 'quarter' or 'year'.
        edges: Days since 1970-01-01.
        counts: Array (event type, bin) by first day.
        window: First and last day of the window.
    """

    bins: str
    edges: np.ndarray
    counts: np.ndarray
    window: tuple[int, int]


def timeline(events: EventFrame, wanted: Filter) -> Timeline | None:
    """The strip for a filter over all the time of the frame; None without events."""
    if not events.n:
        return None
    first, last = int(events.start_day.min()), int(events.end_day.max())
    start, end = wanted.window_days
    start, end = max(start, first), min(end, last)
    if start > end:  # a window beside all events
        start, end = wanted.window_days
        first, last = min(first, start), max(last, end)
    days = last - first + 1
    bins = next((name for name, length in DAYS_OF.items() if days / length <= MOST_BINS), "year")
    mask = events.mask(wanted)
    starts = events.start_day[mask]
    ends = np.array([first, last], dtype=events.start_day.dtype)
    types = events.codes("event_type")[0][mask]
    # By first day alone an incident stands in one bin, however long it may have lasted.
    both = np.concatenate([starts, ends])
    kinds = np.concatenate([types, np.zeros(2, types.dtype)])
    chosen = np.r_[np.ones(len(starts), bool), False, False]
    found = histogram(bins, both, both, kinds, chosen)
    return Timeline(bins, found.edges, found.counts, (start, end))


def nice_top(most: int) -> int:
    """The end of an axis for counts up to `most`: a round number whose half is whole."""
    for power in range(10):
        for step in (2, 4, 6, 8, 10):
            if step * 10**power >= most:
                return int(step * 10**power)
    return most


def draw_timeline(
    canvas: Canvas,
    box: Box,
    strip: Timeline,
    palette: Palette,
    unit: float,
    year_words: Callable[[int], str] = str,
) -> None:
    """Draw the strip into `box`, its axis of years below the bars."""
    foot, left = 17 * unit, 30 * unit
    plot = Box(box.x + left, box.y + 4 * unit, box.width - left, box.height - foot - 4 * unit)
    first, last = float(strip.edges[0]), float(strip.edges[-1])
    if last <= first:
        return

    def at(day: float) -> float:
        return plot.x + (min(max(day, first), last) - first) / (last - first) * plot.width

    start, end = at(strip.window[0]), at(strip.window[1] + 1)
    end = max(end, start + 2 * unit)
    canvas.rectangle(Box(start, plot.y, end - start, plot.height), fill=palette["accent-tint"])
    top = nice_top(int(strip.counts.sum(axis=0).max(initial=1)))
    for value in (top // 2, top):
        y = plot.bottom - value / top * plot.height
        canvas.line([(plot.x, y), (plot.right, y)], stroke=palette["line"], width=0.8 * unit)
        said = f"{value:,}".replace(",", "\N{THIN SPACE}")
        canvas.text(
            plot.x - 6 * unit, y, said, size=11 * unit, color=palette["muted"], align="right", base="middle"
        )  # fmt: skip
    _draw_bars(canvas, plot, strip, palette, at, top)
    canvas.line([(plot.x, plot.bottom), (plot.right, plot.bottom)], stroke=palette["line2"], width=1.0 * unit)
    _draw_years(canvas, plot, first, last, at, palette, unit, year_words)
    canvas.rectangle(Box(start, plot.y, end - start, plot.height), stroke=palette["accent"], width=1.6 * unit)


def _draw_bars(
    canvas: Canvas, plot: Box, strip: Timeline, palette: Palette, at: Callable[[float], float], top: int
) -> None:
    edges = [at(float(edge)) for edge in strip.edges]
    gap = 0.12 * plot.width / max(1, len(edges) - 1)
    inside = (strip.edges[1:] > strip.window[0]) & (strip.edges[:-1] <= strip.window[1])
    for is_inside in (False, True):
        for code, token in enumerate(TOKENS):
            below = strip.counts[:code].sum(axis=0)
            vertices: list[Box] = []
            for number in np.flatnonzero((strip.counts[code] > 0) & (inside == is_inside)):
                low = plot.bottom - below[number] / top * plot.height
                height = strip.counts[code][number] / top * plot.height
                width = max(1.0, edges[number + 1] - edges[number] - gap)
                vertices.append(Box(edges[number] + gap / 2, low - height, width, height))
            canvas.boxes(vertices, fill=palette[token], alpha=1.0 if is_inside else 0.38)


def _draw_years(
    canvas: Canvas,
    plot: Box,
    first: float,
    last: float,
    at: Callable[[float], float],
    palette: Palette,
    unit: float,
    year_words: Callable[[int], str],
) -> None:
    years = np.arange(
        np.datetime64(int(first), "D").astype("datetime64[Y]"),
        np.datetime64(int(last), "D").astype("datetime64[Y]") + 1,
    )
    most = max(1, int(plot.width / (52 * unit)))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if len(years) / step <= most)
    for year in years:
        number = int(year.astype(int)) + 1970
        day = float(year.astype("datetime64[D]").astype(int))
        if number % step or not first <= day <= last:
            continue
        x = at(day)
        canvas.line(
            [(x, plot.bottom), (x, plot.bottom + 4 * unit)], stroke=palette["line2"], width=1.0 * unit
        )
        align = "left" if x < plot.x + 14 * unit else "right" if x > plot.right - 14 * unit else "center"
        canvas.text(
            x, plot.bottom + 15 * unit, year_words(number), size=11.5 * unit, color=palette["muted"],
            align=align,  # type: ignore[arg-type]
        )  # fmt: skip
