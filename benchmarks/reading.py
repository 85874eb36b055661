"""Reading reports: the speed and the toponyms found, beside two other tools on the same texts in one run.

The others need packages that do not go with ours: `make bench-reading` installs them in an environment of
their own. Without it our own figures are measured alone.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.figure import Figure
from reports.annotate import annotate
from reports.gold import Gold, read_gold
from reports.read import read_report
from reports.told_twice import distance_km

PART = "reading"
ROOT = Path(__file__).resolve().parent.parent
COLLECTION = ROOT / "tests" / "data" / "reports" / "collection" / "held2"
RIVALS_PYTHON = ROOT / ".venv" / "reading" / "bin" / "python"
RIVALS = {"spacy": "spaCy (small English model) and GeoNames", "geoparser": "dguzh/geoparser, plain MiniLM"}
NEAR_KM = 20.0

Mention = tuple[int, int, float | None, float | None]


class Found(NamedTuple):
    """Shares of all texts: gold toponyms found, found ones that are toponyms, points within 20 km."""

    recall: float
    precision: float
    near: float

    @property
    def said(self) -> str:
        """The shares in words."""
        return f"toponyms {self.recall:.2f} / {self.precision:.2f}, {self.near:.2f} within {NEAR_KM:.0f} km"


def measure(quick: bool) -> Iterator[Figure]:
    """KB a second with everything on, loading, and the same texts through the other tools."""
    gold = read_gold(COLLECTION / "gold")
    reports = [read_report(COLLECTION / "reports" / known.file) for known in gold.reports]
    texts = [report.text for report in reports]
    size_kb = sum(len(text.encode()) for text in texts) / 1000
    yield Figure(PART, "gazetteer and rules loaded, first sentence read", _loading_s(), "s", target=3.0)
    annotate(reports[0])
    took, annotations = [], []
    for _ in range(2 if quick else 5):
        began = time.perf_counter()
        annotations = [annotate(report) for report in reports]
        took.append(time.perf_counter() - began)
    own_s = statistics.median(took)
    mentions: list[Sequence[Mention]] = [
        [
            (
                one.start,
                one.end,
                one.best.latitude if one.best else None,
                one.best.longitude if one.best else None,
            )
            for one in annotation.toponyms
            if one.role != "name"
        ]
        for annotation in annotations
    ]
    yield Figure(
        PART,
        f"reports read with toponyms, dates and drafts ({len(texts)} reports, {size_kb:.0f} KB)",
        size_kb / own_s,
        "KB a second",
        target=50.0,
        more_is_better=True,
        beside=_found(gold, mentions).said,
        headline=True,
    )
    if not RIVALS_PYTHON.exists():
        print("  reading: found no other tools; make bench-reading installs them", file=sys.stderr)
        return
    for rival, words in RIVALS.items():
        answer = _run_rival(rival, texts)
        found = _found(gold, answer["mentions"])
        yield Figure(
            PART,
            f"the toponyms alone by {words}",
            size_kb / answer["took_s"],
            "KB a second",
            beside=f"{answer['took_s'] / own_s:.1f}x our time; {found.said}; loads in "
            f"{answer['load_s']:.1f} s",
        )


def _loading_s() -> float:
    """From a new interpreter to a first sentence read, without the interpreter's own start."""
    code = (
        "import time; began = time.perf_counter()\n"
        "from reports.annotate import annotate; from reports.read import read_report\n"
        "annotate(read_report(b'Talks were held in Osh on 3 May 2004.'))\n"
        "print(time.perf_counter() - began)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    return float(done.stdout)


def _run_rival(rival: str, texts: Sequence[str]) -> dict:
    script = Path(__file__).parent / "apps" / "rival_readers.py"
    done = subprocess.run(
        [str(RIVALS_PYTHON), str(script), rival],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        timeout=1200,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _found(gold: Gold, mentions: Sequence[Sequence[Mention]]) -> Found:
    """What of the gold's toponyms was found and where it was put; a mention counts for one of the gold's."""
    known = hits = told = near = placed = 0
    for report, found in zip(gold.reports, mentions, strict=True):
        places = [place for place in report.places or () if place.role != "name"]
        known += len(places)
        told += len(found)
        taken: set[int] = set()
        for place in places:
            match = next(
                (
                    number
                    for number, (start, end, *_) in enumerate(found)
                    if number not in taken and start < place.end and place.start < end
                ),
                None,
            )
            sub_national = place.latitude is not None and place.kind != "country"
            placed += sub_national
            if match is None:
                continue
            taken.add(match)
            hits += 1
            _, _, latitude, longitude = found[match]
            if sub_national and latitude is not None and longitude is not None:
                near += distance_km(latitude, longitude, place.latitude, place.longitude) <= NEAR_KM
    return Found(hits / max(known, 1), hits / max(told, 1), near / max(placed, 1))
