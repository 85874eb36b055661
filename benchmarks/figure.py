"""A measured figure: what it is, its median, what it was compared with in the same run, and its target."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes:
        part: The part of the benchmarks that measured it, as `--only` names it.
        what: What was measured, in words.
        measured: The median, in `unit`.
        unit: "s", "ms", "MB", "bytes", "times" or "per second".
        target: What it must not exceed (or, where `more_is_better`, reach); None for information.
        beside: What was measured beside it in the same run and the ratio, in words; else empty.
        more_is_better: Whether the target is a floor.
        headline: Whether it belongs into the short table of the README.
    """

    part: str
    what: str
    measured: float
    unit: str
    target: float | None = None
    beside: str = ""
    more_is_better: bool = False
    headline: bool = False

    @property
    def verdict(self) -> str:
        """The word "ok" or "missed", or nothing where there is no target."""
        if self.target is None:
            return ""
        reached = self.measured >= self.target if self.more_is_better else self.measured <= self.target
        return "ok" if reached else "missed"

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """The cells of the table: figure, measured, target, beside, verdict."""
        goal = ""
        if self.target is not None:
            goal = f"{'≥' if self.more_is_better else '≤'} {shown(self.target, self.unit)}"
        return self.what, shown(self.measured, self.unit), goal, self.beside, self.verdict


def shown(value: float, unit: str) -> str:
    """A value with its unit, with as many digits as mean something."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    if unit == "times":
        return f"{value:,.{digits}f}x"
    if unit == "bytes" and abs(value) >= 1000:
        return f"{value / 1000:,.1f} kB"
    if unit in ("ms", "MB") and abs(value) >= 10:
        digits = 0 if unit == "MB" else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f} {unit}"
