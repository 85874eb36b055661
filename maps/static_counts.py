"""How many incidents of each kind stand at each place of a printed map, and how large its circle is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from events.frame import EventFrame
from events.vocabulary import EVENT_TYPES
from layers.areas import known_areas
from layers.drawing import Scene
from layers.palette import TYPE_TOKENS

TOKENS: tuple[str, ...] = tuple(TYPE_TOKENS[event_type] for event_type in EVENT_TYPES)
STRATEGIC = len(TOKENS) - 1
# Four kinds of each type, as the interactive map counts them.
SURE, POSSIBLE, UNREAL, UNREAL_POSSIBLE = range(4)
KINDS = 4


@dataclass(frozen=True)
class SizeScale:
    """Radii of circles in logical pixels: area by count, all shrunk alike where one would be too large."""

    factor: float
    smallest: float
    largest: float

    @classmethod
    def of(cls, settings: dict[str, object], most: int, scale: float) -> SizeScale:
        """The scale for a map whose fullest place has `most` incidents; settings of `layers.by_place`."""
        factor_px, smallest_px, largest_px = (
            float(str(settings[name])) * scale for name in ("factor_px", "smallest_px", "largest_px")
        )
        factor = min(factor_px, largest_px / max(1, most) ** 0.5)
        return cls(factor, max(2.6 * scale, smallest_px * factor / factor_px), largest_px)

    def radius(self, count: np.ndarray | int) -> np.ndarray:
        """The radius of a circle for so many incidents."""
        return np.clip(self.factor * np.sqrt(count), self.smallest, self.largest)

    def samples(self, most: int) -> list[int]:
        """Counts that a legend shows, small to large."""
        if most <= 26:
            return [count for count in (1, 4, 10, 20) if count <= max(4, most)]
        found: list[int] = []
        for share in (1, 0.25, 0.06):
            wanted = max(1.0, most * share)
            power = 10 ** int(np.floor(np.log10(wanted)))
            count = int(power * max(step for step in (1, 2, 5) if step * power <= wanted))
            if count not in found and self.radius(count) > self.smallest:
                found.insert(0, count)
        return found or [most]


@dataclass(frozen=True)
class PlaceCounts:
    """The incidents of a window by place.

    Attributes:
        slots: Counts (place, type, kind) with the kinds SURE, POSSIBLE, UNREAL, UNREAL_POSSIBLE; unreal
            are those planned, threatened, denied or alleged.
        longitude, latitude: Where each place's symbol stands (degrees, NaN where it has none).
        kind: 'dot', 'disc', 'district', 'province', 'country' or 'international' for each place.
        definite_rows, possible_rows: The incidents' rows in the frame.
    """

    slots: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    kind: np.ndarray
    definite_rows: np.ndarray
    possible_rows: np.ndarray

    @cached_property
    def total(self) -> np.ndarray:
        """Incidents at each place, possible ones included."""
        return self.slots.sum(axis=(1, 2))

    @cached_property
    def by_type(self) -> np.ndarray:
        """Counts (place, type)."""
        return self.slots.sum(axis=2)

    @cached_property
    def definite(self) -> np.ndarray:
        """Incidents at each place that surely lie in the window."""
        return self.slots[:, :, [SURE, UNREAL]].sum(axis=(1, 2))

    @cached_property
    def has_point(self) -> np.ndarray:
        """Which places have a symbol on the map: those known better than by country."""
        known = np.isfinite(self.longitude) & np.isfinite(self.latitude)
        return known & ~np.isin(self.kind, ("country", "international"))

    @cached_property
    def most(self) -> int:
        """The most incidents at any place with a symbol."""
        return int(self.total[self.has_point].max(initial=0))


def count_places(scene: Scene) -> PlaceCounts:
    """Count the incidents of the scene's window by place, type and kind."""
    events = scene.events
    definite, possible = events.rows_by_certainty(scene.filter)
    types, _ = events.codes("event_type")
    statuses, _ = events.codes("status")
    size = len(events.places)
    slots = np.zeros(size * len(TOKENS) * KINDS, np.int64)
    for rows, is_possible in ((definite, 0), (possible, 1)):
        kind = np.where(statuses[rows] == 0, SURE, UNREAL) + is_possible
        slot = (events.place_code[rows].astype(np.int64) * len(TOKENS) + types[rows]) * KINDS + kind
        slots += np.bincount(slot, minlength=len(slots))
    longitude, latitude, kinds = _symbols(events)
    return PlaceCounts(
        slots=slots.reshape(size, len(TOKENS), KINDS),
        longitude=longitude,
        latitude=latitude,
        kind=kinds,
        definite_rows=definite,
        possible_rows=possible,
    )


def _symbols(events: EventFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    areas = known_areas(events)
    return (
        areas["symbol_longitude"].to_numpy(dtype=float),
        areas["symbol_latitude"].to_numpy(dtype=float),
        areas["area_kind"].to_numpy(dtype=object),
    )


def dominant(by_type: np.ndarray) -> np.ndarray:
    """For each row of counts by type the type that colours its area; strategic developments weigh less."""
    weights = np.ones(by_type.shape[-1])
    weights[STRATEGIC] = 0.45
    return np.argmax(by_type * weights, axis=-1)
