"""Rules for vague lengths of time: several days later, a few weeks ago, over the following three days."""

from __future__ import annotations

import re
from datetime import date

from reports.dates_calendar import Days, moved_by, pair
from reports.dates_context import PAST, Context, Reading
from reports.dates_grammar import made, rule
from reports.dates_relative import count_of
from reports.dates_words import COUNT

# "Several", "a few" and "some" of a unit: what people mean by them, measured by nobody, put wide.
FEWEST, MOST = 2, 6
STORY_REACH = 300


def _apart(day: date, unit: str, sign: int) -> Days | None:
    near, far = moved_by(day, unit, sign * FEWEST), moved_by(day, unit, sign * MOST)
    if near is None or far is None:
        return None
    return pair(min(near, far), max(near, far))


@rule(
    r"(?:several|(?:only\s+|just\s+)?a\s+few|some|few)\s+(?P<unit>day|week|month)s\s+"
    r"(?P<side>ago|earlier|later|before|after(?:wards?)?|previously)(?!\w)",
    "some",
)
def some_units_away(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "several days later", "a few weeks ago": two to six units from the last day or the publication."""
    side, unit = found["side"], found["unit"]
    if side in ("before", "after") and not re.match(r"\s*(?:[.,;:)\n]|$)", ctx.low[found.end() :][:3]):
        return None
    if side == "ago":
        if ctx.first is None or ctx.last is None:
            return None
        first, last = _apart(ctx.first, unit, -1), _apart(ctx.last, unit, -1)
        days = pair(first[0], last[1]) if first and last else None
        return made(found, days, f"some {unit}s ago", "span", anchor=ctx.last)
    latest = ctx.latest(found.start(), "day")
    newest = ctx.latest(found.start())
    # After "in November 1998", "several days later" has no day to be counted from.
    if latest is None or newest is None or newest.grain not in ("day", "span") or latest.start < newest.start:
        return None
    sign = -1 if side in ("earlier", "before", "previously") else 1
    anchor = latest.days[0] if sign < 0 else latest.days[1]
    return made(
        found, _apart(anchor, unit, sign), f"some {unit}s from the date before", "span", anchor=anchor
    )


@rule(
    rf"(?P<which>following|next|previous|preceding)\s+(?:(?P<few>few|several)|(?P<count>{COUNT}))\s+(?P<unit>day|week|month)s(?!\w)",
    "relative",
)
def stretch_in_story(ctx: Context, found: re.Match[str]) -> Reading | None:
    """ "over the following three days": of the story, from the day that was spoken of last."""
    start = found.start()
    if not ctx.before(start).endswith("the "):
        return None
    latest = ctx.latest(start, "day")
    if latest is None:
        return None
    if found["which"] == "next" and (
        ctx.is_future(start) or not PAST.search(ctx.clause(start)) or start - latest.end > STORY_REACH
    ):
        return None
    count = 3 if found["few"] else count_of(found["count"])
    back = found["which"] in ("previous", "preceding")
    anchor = latest.days[0] if back else latest.days[1]
    beside = moved_by(anchor, "day", -1 if back else 1)
    far = moved_by(anchor, found["unit"], -count if back else count)
    if beside is None or far is None:
        return None
    return made(
        found, pair(min(beside, far), max(beside, far)), "stretch from the date before", "span", anchor=anchor
    )
