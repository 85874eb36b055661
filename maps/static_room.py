"""Who stands where on a printed map: boxes and circles taken, and whether there is room for one more."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from maps.static_canvas import Box

CELL = 64.0
Rect = tuple[float, float, float, float]  # left, top, right, bottom


class Room:
    """Rectangles and circles already taken on a sheet, found quickly by a grid."""

    def __init__(self, inside: Box) -> None:
        self.inside = inside
        self._rects: dict[tuple[int, int], list[Rect]] = defaultdict(list)
        self._circles: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)

    @staticmethod
    def _cells(rect: Rect) -> Iterator[tuple[int, int]]:
        left, top, right, bottom = (math.floor(side / CELL) for side in rect)
        for column in range(left, right + 1):
            for row in range(top, bottom + 1):
                yield column, row

    def take(self, rect: Rect) -> None:
        """Let nothing else stand in a rectangle."""
        for cell in self._cells(rect):
            self._rects[cell].append(rect)

    def take_circle(self, x: float, y: float, radius: float) -> None:
        """Let nothing else stand in a circle."""
        for cell in self._cells((x - radius, y - radius, x + radius, y + radius)):
            self._circles[cell].append((x, y, radius))

    def is_free(self, rect: Rect, *, edge: float = 0.0) -> bool:
        """Whether a rectangle lies on the map, `edge` from its sides, and touches nothing taken."""
        left, top, right, bottom = rect
        inside = self.inside
        if left < inside.x + edge or right > inside.right - edge:
            return False
        if top < inside.y + edge or bottom > inside.bottom - edge:
            return False
        for cell in self._cells(rect):
            for a, b, c, d in self._rects.get(cell, ()):
                if a < right and c > left and b < bottom and d > top:
                    return False
            for x, y, r in self._circles.get(cell, ()):
                across = max(left - x, 0.0, x - right)
                down = max(top - y, 0.0, y - bottom)
                if across * across + down * down < r * r:
                    return False
        return True
