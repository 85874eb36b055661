"""What a new store begins with: the shipped incidents as a data set of its own, in the first change."""

from __future__ import annotations

from events.event import Event
from events.shipped import shipped_frame
from events.storing.records import DataSet

KIND = "shipped"
WHY = "the incidents that come with the program"
TITLE = "Shipped incidents, coded from published reports"
LICENCE = "MIT"
ATTRIBUTION = (
    "Coded by the project from reports of the Jamestown Foundation and RFE/RL; facts only, in our own words"
)
WHO = "the program"


def shipped_events() -> tuple[list[DataSet], list[Event]]:
    """The shipped incidents and the data sets that they name."""
    frame = shipped_frame()
    data_sets = [
        DataSet(name, title=TITLE, licence=LICENCE, attribution=ATTRIBUTION)
        for name in frame.values("dataset")
    ]
    return data_sets, [frame.event(row) for row in range(frame.n)]
