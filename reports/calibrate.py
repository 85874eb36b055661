"""Fit the table from points to confidence: `python -m reports.calibrate --gold REPORTS GOLD …`."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from reports.annotate import annotate
from reports.annotation import Report
from reports.draft import Draft
from reports.evaluate import dates_overlap, evidence_overlaps, file_of, place_fits
from reports.gold import GoldEvent, read_gold
from reports.matching import best_pairs
from reports.read import read_report
from reports.triggers_lexicon import LEXICON

KNOTS = (0.9, 1.3, 1.7, 2.1, 2.5, 2.9, 3.3, 3.7, 4.1, 4.5)
WINDOW = 0.6  # points to either side of a knot that are counted for its share
UNSEEN = 0.95  # precision on eight reports kept apart (0.76), over that on those the rules were mended with
PRIOR = 8.0  # drafts of the mean share that are added to each window, so that a thin one says little


def labelled(report: Report, wanted: Sequence[GoldEvent]) -> list[tuple[float, bool]]:
    """The points of each draft of a report, and whether it is paired with a gold event by the gold's rule."""
    drafts = [draft for draft in annotate(report).events if isinstance(draft, Draft)]
    fits = [
        [
            float(
                evidence_overlaps(draft, event) and dates_overlap(draft, event) and place_fits(draft, event)
            )
            for event in wanted
        ]
        for draft in drafts
    ]
    right = {row for row, _ in best_pairs(fits)}
    return [(draft.points, at in right) for at, draft in enumerate(drafts)]


def of_gold(reports: Path, gold: Path) -> list[tuple[float, bool]]:
    """All drafts of a folder of reports with gold in the format that `evaluate` reads."""
    rows = []
    for wanted in read_gold(gold).reports:
        rows += labelled(read_report(file_of(reports, wanted)), wanted.events)
    return rows


def of_passages(path: Path) -> list[tuple[float, bool]]:
    """All drafts of passages, one JSON object a line: text, published, events with evidence."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        text = passage["text"]
        wanted = []
        for event in passage["events"]:
            at = text.index(event["evidence"])
            wanted.append(
                GoldEvent(
                    "",
                    text.rfind("\n", 0, at) + 1,
                    text.index("\n", at),
                    date.fromisoformat(event["date_start"]),
                    date.fromisoformat(event["date_end"]),
                    event["latitude"],
                    event["longitude"],
                    event["where_prec"],
                    event["country"],
                    event["event_type"],
                    event["status"],
                    "",
                )
            )
        published = date.fromisoformat(passage["published"])
        rows += labelled(read_report(text.encode(), name=passage["id"], published=published), wanted)
    return rows


def fit(rows: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """(points, share right) at KNOTS: shares in a window, drawn towards the mean, made monotone."""
    mean = sum(right for _, right in rows) / len(rows)
    shares, weights = [], []
    for knot in KNOTS:
        near = [right for points, right in rows if abs(points - knot) <= WINDOW]
        shares.append((sum(near) + PRIOR * mean) / (len(near) + PRIOR))
        weights.append(len(near) + PRIOR)
    return [(knot, round(share, 3)) for knot, share in zip(KNOTS, _monotone(shares, weights), strict=True)]


def _monotone(values: Iterable[float], weights: Iterable[float]) -> list[float]:
    """The nearest series that never falls (pool adjacent violators)."""
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (first, one, count), (second, two, more) = blocks[-2:]
            blocks[-2:] = [((first * one + second * two) / (one + two), one + two, count + more)]
    return [value for value, _, count in blocks for _ in range(count)]


def main() -> None:
    """Measure the reports named on the command line and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", nargs=2, action="append", default=[], metavar=("REPORTS", "GOLD"))
    parser.add_argument("--passages", type=Path, action="append", default=[])
    parser.add_argument(
        "--unseen",
        type=float,
        default=UNSEEN,
        help="what part of the share holds on reports that nobody tuned for (%(default)s)",
    )
    parser.add_argument("--out", type=Path, default=LEXICON / "calibration.csv")
    options = parser.parse_args()
    rows = []
    for reports, gold in options.gold:
        rows += of_gold(Path(reports), Path(gold))
    for path in options.passages:
        rows += of_passages(path)
    if not rows:
        parser.error("found no drafts to count; name reports with their gold by --gold or --passages")
    with options.out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("points", "share_right"))
        writer.writerows((points, round(share * options.unseen, 3)) for points, share in fit(rows))
    print(f"{len(rows)} drafts, {sum(right for _, right in rows)} right, written to {options.out}")


if __name__ == "__main__":
    main()
