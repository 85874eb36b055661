"""The window of a brief moving through its time: frames with the day, the counts and the strip of time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from PIL import Image

from briefing.content import SheetContent
from briefing.sheet import unit_of
from events.filter import Filter
from events.histogram import histogram
from events.vocabulary import EVENT_TYPES
from layers.palette import PALETTE
from maps.static_canvas import Box, Canvas
from maps.static_counts import TOKENS
from maps.static_frames import MovingMap
from maps.static_furniture import scale_latitude
from maps.static_map import DrawnMap
from maps.static_text import clean, cut, text_width, wrap
from maps.static_timeline import DAYS_OF, MOST_BINS, Timeline, draw_timeline

MOST_FRAMES = 120
FRAME_S = 0.45
"""Seconds that a frame stands, as the map's player has it at its usual speed."""

UNITS = ("D", "W", "M", "Q", "Y")
WEEK_DAYS = 7


def windows(content: SheetContent, most: int = MOST_FRAMES) -> list[Filter]:
    """The brief's window in days, weeks, months, quarters or years: the finest that gives at most `most`.

    Where even years are too many, the last ones are taken. An open side ends with the events.
    """
    wanted, events = content.brief.filter, content.events
    start, end = content.window
    if events.first_day is not None and events.last_day is not None and not content.is_empty:
        start, end = max(start, events.first_day), min(end, events.last_day)
    found: list[tuple[date, date]] = []
    for unit in UNITS:
        if (end - start).days / {"D": 1, "W": 7, "M": 28, "Q": 90, "Y": 365}[unit] > 3 * most and unit != "Y":
            continue
        found = list(_cut(start, end, unit))
        if len(found) <= most:
            break
    return [wanted.with_window(first, last) for first, last in found[-most:]]


def _cut(start: date, end: date, unit: str) -> Iterator[tuple[date, date]]:
    first = start
    while first <= end:
        after = min(_next(first, unit), end + timedelta(1))
        yield first, after - timedelta(1)
        first = after


def _next(day: date, unit: str) -> date:
    """The first day of the next unit; weeks begin on Monday."""
    if unit == "D":
        return day + timedelta(1)
    if unit == "W":
        return day + timedelta(WEEK_DAYS - day.weekday())
    if unit == "Y":
        return date(day.year + 1, 1, 1)
    months = 1 if unit == "M" else 3
    month = (day.month - 1) // months * months + months
    return date(day.year + month // 12, month % 12 + 1, 1)


def frames(content: SheetContent, size: tuple[int, int], most: int = MOST_FRAMES) -> Iterator[Image.Image]:
    """The pictures in order, each of exactly `size` pixels; the ground is drawn anew when borders change."""
    wanted = windows(content, most)
    if not wanted:
        return
    sheet = _Sheet.of(content, size, _strip(content, wanted))
    for run in _runs(wanted):
        span = content.brief.filter.with_window(run[0].start, run[-1].end)
        request = replace(
            content.map_request(sheet.unit * 0.95), scene=replace(content.scene, filter=span), numbered=()
        )
        moving = MovingMap(
            request, wanted, sheet.size, sheet.map, lambda canvas, drawn: sheet.around(canvas, drawn)
        )
        for one in run:
            picture = moving.frame(one, sheet.over(one, moving.off_map(one)))
            yield picture if picture.size == size else picture.resize(size, Image.Resampling.BICUBIC)


def _runs(wanted: list[Filter]) -> Iterator[list[Filter]]:
    """The windows in runs between the days on which national or province borders changed."""
    run: list[Filter] = []
    for one in wanted:
        assert one.end is not None
        if run and run[-1].end is not None and any(run[-1].end < day <= one.end for day in BORDER_DAYS):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


BORDER_DAYS = (date(1990, 12, 14), date(1999, 10, 13), date(2025, 3, 13))
"""Jalal-Abad and Batken split from Osh; the treaty between Kyrgyzstan and Tajikistan."""


def _strip(content: SheetContent, wanted: list[Filter]) -> Timeline:
    """The strip of time over the windows of the frames alone: incidents by the day on which they began."""
    events = content.events
    first, last = wanted[0].window_days[0], wanted[-1].window_days[1]
    length = last - first + 1
    bins = next((name for name, days in DAYS_OF.items() if length / days <= MOST_BINS), "year")
    rows = events.rows_in(content.brief.filter)
    rows = rows[(events.start_day[rows] >= first) & (events.start_day[rows] <= last)]
    # The ends of the axis count for nothing themselves.
    starts = np.append(events.start_day[rows], [first, last]).astype(np.int32)
    types = np.append(events.codes("event_type")[0][rows], [0, 0])
    chosen = np.arange(len(starts)) < len(rows)
    found = histogram(bins, starts, starts, types, chosen)
    return Timeline(bins, found.edges, found.counts, (first, last))


@dataclass(frozen=True)
class _Sheet:
    """Where things stand on a frame, in logical pixels, and what is drawn around the map."""

    content: SheetContent
    size: tuple[float, float, float]
    unit: float
    map: Box
    strip: Box
    legend: Box
    bar: float
    timeline: Timeline

    @classmethod
    def of(cls, content: SheetContent, pixels: tuple[int, int], timeline: Timeline) -> _Sheet:
        ratio = max(0.5, (pixels[0] * pixels[1] / (1280 * 720)) ** 0.5)
        width, height = pixels[0] / ratio, pixels[1] / ratio
        u = max(0.8, unit_of(width * 1.3, height * 1.3))
        bar = 22 * u if content.brief.handling.strip() else 0.0
        margin, top = 20 * u, bar + 62 * u
        foot = height - bar - 40 * u
        strip = Box(margin, foot - 76 * u, width - 2 * margin, 72 * u)
        legend = Box(margin, strip.y - 25 * u, width - 2 * margin, 21 * u)
        box = Box(margin, top, width - 2 * margin, legend.y - 5 * u - top)
        return cls(content, (width, height, ratio), u, box, strip, legend, bar, timeline)

    @property
    def palette(self) -> dict[str, str]:
        return PALETTE[self.content.brief.theme]

    def around(self, canvas: Canvas, drawn: DrawnMap) -> None:
        """Title, edges, legend and sources: what stays."""
        content, palette, u = self.content, self.palette, self.unit
        width, height, _ = self.size
        handling = clean(content.brief.handling).upper()
        if handling:
            shown = cut(handling, "bold", 12 * u, width * 0.94)
            for y in (0.0, height - self.bar):
                canvas.rectangle(Box(0, y, width, self.bar), fill=palette["accent-tint"])
                canvas.text(
                    width / 2, y + self.bar / 2, shown, size=12 * u, color=palette["ink"], face="bold",
                    align="center", base="middle",
                )  # fmt: skip
        x, y, room = self.map.x, self.bar, self.map.width * 0.66
        title = cut(content.title, "bold", 23 * u, room)
        canvas.text(x, y + 31 * u, title, size=23 * u, color=palette["ink"], face="bold")
        told = " · ".join(part for part in (clean(content.brief.subtitle), content.window_line) if part)
        line = cut(told, "regular", 13.5 * u, room)
        canvas.text(x, y + 52 * u, line, size=13.5 * u, color=palette["muted"])
        self._legend(canvas)
        lines = [line for line in content.footer(drawn, scale_latitude(drawn.frame)) if line]
        if content.as_of_line:
            lines[0] = f"{content.as_of_line} · {lines[0]}"
        wrapped = wrap(" · ".join(lines), "regular", 9.5 * u, self.map.width, 3)
        for number, part in enumerate(wrapped):
            y = height - self.bar - 7 * u - (len(wrapped) - 1 - number) * 11.5 * u
            canvas.text(x, y, part, size=9.5 * u, color=palette["muted"])

    def _legend(self, canvas: Canvas) -> None:
        content, palette, u = self.content, self.palette, self.unit
        rows = content.events.rows_in(content.brief.filter)
        present = np.unique(content.events.codes("event_type")[0][rows])
        x, y = self.legend.x, self.legend.y + self.legend.height / 2
        for code in present:
            label = content.words(EVENT_TYPES[int(code)])
            color = palette[TOKENS[int(code)]]
            canvas.circle(
                x + 6 * u, y, 5.5 * u, fill=color, stroke=palette["symbol-line"], width=0.8, alpha=0.5
            )
            canvas.text(x + 16 * u, y, label, size=13 * u, color=palette["ink"], base="middle")
            x += 16 * u + text_width(label, "regular", 13 * u) + 22 * u

    def over(self, wanted: Filter, off_map: int) -> Callable[[Canvas], None]:
        """What a frame says: its days, its counts, and where it stands in the strip of time."""

        def draw(canvas: Canvas) -> None:
            content, palette, u, words = self.content, self.palette, self.unit, self.content.words
            assert wanted.start is not None and wanted.end is not None
            count = content.events.count(wanted)
            day = words.period(wanted.start, wanted.end)
            right = self.map.right
            canvas.text(
                right,
                self.bar + 31 * u,
                day,
                size=24 * u,
                color=palette["accent"],
                face="bold",
                align="right",
            )
            said = words.many("{count} incident", "{count} incidents", count.definite)
            if count.possible:
                said += ", " + words.many("{count} more possible", "{count} more possible", count.possible)
            if off_map:
                said += ", " + words.many("{count} not on the map", "{count} not on the map", off_map)
            line = cut(said, "semibold", 14 * u, self.map.width * 0.33)
            canvas.text(
                right,
                self.bar + 52 * u,
                line,
                size=14 * u,
                color=palette["ink"],
                face="semibold",
                align="right",
            )
            strip = replace(self.timeline, window=wanted.window_days)
            draw_timeline(canvas, self.strip, strip, palette, 0.95 * u)

        return draw


def frame_size(content: SheetContent, most: tuple[int, int]) -> tuple[int, int]:
    """The sheet's size, made smaller where it is larger than `most`, both sides even."""
    width, height = content.size.width_px, content.size.height_px
    shrink = min(1.0, max(most) / max(width, height), min(most) / min(width, height))
    across, down = (max(2, round(side * shrink / 2) * 2) for side in (width, height))
    return across, down
