"""Measure annotations against gold: precision, recall, distances, roles, dates, reliability."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from errors import FormatError
from geodata.locate import admin_of
from reports.annotate import annotate
from reports.annotation import ROLES, Annotation, DraftEvent, Span
from reports.draft import Draft
from reports.gold import Gold, GoldEvent, GoldReport, GoldSpan
from reports.matching import best_pairs
from reports.read import read_report
from reports.told_twice import distance_km

NEAR_KM = 50.0
TOPONYM_KM = (20.0, 161.0)
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
NOT_MENTIONS = frozenset({"name"})


def evidence_overlaps(draft: DraftEvent, gold: GoldEvent) -> bool:
    """Whether any sentence of the draft shares a character with the gold's paragraph."""
    spans = [Span(draft.start, draft.end), *(draft.also if isinstance(draft, Draft) else ())]
    return any(span.start < gold.end and gold.start < span.end for span in spans)


def dates_overlap(draft: DraftEvent, gold: GoldEvent) -> bool:
    """Whether draft and gold share a day."""
    when = draft.when
    return when is not None and when.start <= gold.date_end and gold.date_start <= when.end


def place_fits(draft: DraftEvent, gold: GoldEvent) -> bool:
    """Whether the places lie within 50 km, or in one province or country where the gold is no finer."""
    place = draft.where[0].best if draft.where else None
    if place is None:
        return False
    if gold.where_prec == 6 and gold.country and place.country == gold.country:
        return True
    if gold.latitude is None or gold.longitude is None:
        return False
    if distance_km(place.latitude, place.longitude, gold.latitude, gold.longitude) <= NEAR_KM:
        return True
    if gold.where_prec != 4:
        return False
    units = admin_of(
        np.array([place.longitude, gold.longitude]),
        np.array([place.latitude, gold.latitude]),
        gold.date_start,
    )
    first, second = units["admin1"].tolist()
    return isinstance(first, str) and first == second


def evaluate(reports: Path, gold: Gold) -> dict[str, Any]:
    """All figures of the annotations of a folder of reports against gold.

    Raises:
        FormatError: The folder lacks the file of a report in the gold.
    """
    tally = _Tally()
    for wanted in gold.reports:
        tally.add(annotate(read_report(file_of(reports, wanted))), wanted)
    return {"reports": len(gold.reports), **tally.figures(), "notes": gold.notes}


def file_of(folder: Path, wanted: GoldReport) -> Path:
    """The report in a folder that a gold report speaks of, by its file or by its doc."""
    if wanted.file:
        named = folder / Path(wanted.file).name
        if named.is_file():
            return named
    else:
        known = sorted(path for path in folder.glob("*") if path.is_file())
        for path in known:
            if path.stem == wanted.doc or path.name.startswith(f"{wanted.doc}_"):
                return path
    raise FormatError(f"{folder} holds no file {wanted.file or wanted.doc!r} that the gold speaks of.")


class _Tally:
    """Counts over all reports."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.roles: Counter[tuple[str, str]] = Counter()
        self.confidences: list[tuple[float, bool]] = []
        self.importance: Counter[tuple[str, bool]] = Counter()

    def add(self, annotation: Annotation, gold: GoldReport) -> None:
        self._events(annotation, gold)
        if gold.places is not None:
            self._toponyms(annotation, gold.places)
        if gold.dates is not None:
            self._dates(annotation, gold.dates)

    def _events(self, annotation: Annotation, gold: GoldReport) -> None:
        drafts, wanted = annotation.events, gold.events
        near = [[evidence_overlaps(draft, event) for event in wanted] for draft in drafts]
        days = [
            [near[i][j] and dates_overlap(draft, event) for j, event in enumerate(wanted)]
            for i, draft in enumerate(drafts)
        ]
        spots = [
            [near[i][j] and place_fits(draft, event) for j, event in enumerate(wanted)]
            for i, draft in enumerate(drafts)
        ]
        fits = [
            [
                2.0 + (draft.event_type == event.event_type) + (draft.status == event.status) / 2
                if days[i][j] and spots[i][j]
                else 0.0
                for j, event in enumerate(wanted)
            ]
            for i, draft in enumerate(drafts)
        ]
        pairs = best_pairs(fits)
        matched = dict(pairs)
        self.count["drafts"] += len(drafts)
        self.count["gold"] += len(wanted)
        self.count["matched"] += len(pairs)
        for i, j in pairs:
            self.count["type right"] += drafts[i].event_type == wanted[j].event_type
            self.count["status right"] += drafts[i].status == wanted[j].status
        for i, draft in enumerate(drafts):
            self.confidences.append((draft.confidence, i in matched))
        found = set(matched.values())
        for j, event in enumerate(wanted):
            self.importance[event.importance, j in found] += 1
        # Of the drafts and gold events that a sentence joins: how often is the date, the place right?
        joined = best_pairs(
            [
                [(1.0 + days[i][j] + spots[i][j]) if near[i][j] else 0.0 for j in range(len(wanted))]
                for i in range(len(drafts))
            ]
        )
        self.count["joined"] += len(joined)
        self.count["date right"] += sum(days[i][j] for i, j in joined)
        self.count["place right"] += sum(spots[i][j] for i, j in joined)

    def _toponyms(self, annotation: Annotation, places: list[GoldSpan]) -> None:
        mentions = [place for place in places if place.role not in NOT_MENTIONS]
        found = [toponym for toponym in annotation.toponyms if toponym.role not in NOT_MENTIONS]
        self.count["toponyms gold"] += len(mentions)
        self.count["toponyms found"] += len(found)
        used: set[int] = set()
        for place in mentions:
            at = next(
                (
                    k
                    for k, toponym in enumerate(found)
                    if toponym.start < place.end and place.start < toponym.end
                ),
                None,
            )
            point = place.latitude is not None and place.longitude is not None and place.kind != "country"
            self.count["toponyms with a point"] += point
            if at is None:
                self.roles[place.role, "not found"] += 1
                continue
            used.add(at)
            self.count["toponyms recalled"] += 1
            self.roles[place.role, found[at].role] += 1
            best = found[at].best
            if point and best is not None and place.latitude is not None and place.longitude is not None:
                km = distance_km(best.latitude, best.longitude, place.latitude, place.longitude)
                for limit in TOPONYM_KM:
                    self.count[f"within {limit:.0f} km"] += km <= limit
        self.count["toponyms right"] += len(used)
        for k, toponym in enumerate(found):
            if k not in used:
                self.roles["no mention", toponym.role] += 1

    def _dates(self, annotation: Annotation, dates: list[GoldSpan]) -> None:
        self.count["dates gold"] += len(dates)
        self.count["dates found"] += len(annotation.dates)
        for wanted in dates:
            same = [d for d in annotation.dates if d.start < wanted.end and wanted.start < d.end]
            self.count["dates recalled"] += bool(same)
            self.count["dates exact"] += any(
                d.interval.start == wanted.date_start and d.interval.end == wanted.date_end for d in same
            )
        self.count["dates spurious"] += sum(
            not any(d.start < wanted.end and wanted.start < d.end for wanted in dates)
            for d in annotation.dates
        )

    def figures(self) -> dict[str, Any]:
        count = self.count
        figures: dict[str, Any] = {
            "events": {
                "drafts": count["drafts"],
                "gold": count["gold"],
                "matched": count["matched"],
                "precision": _share(count["matched"], count["drafts"]),
                "recall": _share(count["matched"], count["gold"]),
                "recall_by_importance": {
                    name: _share(
                        self.importance[name, True],
                        self.importance[name, True] + self.importance[name, False],
                    )
                    for name in sorted({name for name, _ in self.importance if name})
                },
                "joined_by_sentence": count["joined"],
                "dates_overlap": _share(count["date right"], count["joined"]),
                "place_fits": _share(count["place right"], count["joined"]),
                "type_right_of_matched": _share(count["type right"], count["matched"]),
                "status_right_of_matched": _share(count["status right"], count["matched"]),
            },
            "reliability": reliability(self.confidences),
        }
        if count["toponyms gold"]:
            figures["toponyms"] = {
                "gold": count["toponyms gold"],
                "found": count["toponyms found"],
                "recall": _share(count["toponyms recalled"], count["toponyms gold"]),
                "precision": _share(count["toponyms right"], count["toponyms found"]),
                "with_a_point_below_country": count["toponyms with a point"],
                **{
                    f"right_within_{limit:.0f}_km": _share(
                        count[f"within {limit:.0f} km"], count["toponyms with a point"]
                    )
                    for limit in TOPONYM_KM
                },
            }
            figures["roles"] = self._role_figures()
        if count["dates gold"]:
            figures["dates"] = {
                "gold": count["dates gold"],
                "found": count["dates found"],
                "recall": _share(count["dates recalled"], count["dates gold"]),
                "exact": _share(count["dates exact"], count["dates gold"]),
                "spurious": count["dates spurious"],
            }
        return figures

    def _role_figures(self) -> dict[str, Any]:
        right = self.roles["event", "event"]
        told = sum(number for (_, told), number in self.roles.items() if told == "event")
        gold = sum(number for (gold, _), number in self.roles.items() if gold == "event")
        rows = [role for role in (*ROLES, "no mention") if any(gold == role for gold, _ in self.roles)]
        columns = [role for role in (*ROLES, "not found") if any(told == role for _, told in self.roles)]
        precision, recall = _share(right, told), _share(right, gold)
        both = (precision or 0) + (recall or 0)
        return {
            "event_precision": precision,
            "event_recall": recall,
            "event_f1": round(2 * (precision or 0) * (recall or 0) / both, 3) if both else None,
            "confusion": {gold: {told: self.roles[gold, told] for told in columns} for gold in rows},
        }


def reliability(confidences: Sequence[tuple[float, bool]]) -> list[dict[str, Any]]:
    """For each band of confidence: how many drafts, their mean confidence, and the share that was right."""
    table = []
    for low, high in pairwise(BINS):
        band = [(c, right) for c, right in confidences if low <= c < high or (high == 1.0 and c == 1.0)]
        if band:
            table.append(
                {
                    "from": low,
                    "to": high,
                    "drafts": len(band),
                    "mean_confidence": round(math.fsum(c for c, _ in band) / len(band), 3),
                    "share_right": _share(sum(right for _, right in band), len(band)),
                }
            )
    return table


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def evaluation_lines(figures: dict[str, Any]) -> list[str]:
    """The figures as lines for a person."""
    events = figures["events"]
    lines = [
        f"{figures['reports']} reports, {events['drafts']} drafts, {events['gold']} gold events, "
        f"{events['matched']} matched",
        f"events     precision {_shown(events['precision'])}  recall {_shown(events['recall'])}"
        f"  dates overlap {_shown(events['dates_overlap'])}  place fits {_shown(events['place_fits'])}"
        f"  (of {events['joined_by_sentence']} joined by a sentence)",
        f"           type right {_shown(events['type_right_of_matched'])}"
        f"  status right {_shown(events['status_right_of_matched'])}  (of those matched)",
    ]
    for name, recall in events["recall_by_importance"].items():
        lines.append(f"           recall at importance {name}: {_shown(recall)}")
    if "toponyms" in figures:
        found = figures["toponyms"]
        lines.append(
            f"toponyms   precision {_shown(found['precision'])}  recall {_shown(found['recall'])}"
            f"  within 20 km {_shown(found['right_within_20_km'])}"
            f"  within 161 km {_shown(found['right_within_161_km'])}"
        )
        roles = figures["roles"]
        lines.append(
            f"role event precision {_shown(roles['event_precision'])}  recall {_shown(roles['event_recall'])}"
            f"  F1 {_shown(roles['event_f1'])}"
        )
        columns = list(next(iter(roles["confusion"].values()), {}))
        lines.append("           gold \\ told  " + "  ".join(f"{column:>11}" for column in columns))
        for gold, row in roles["confusion"].items():
            lines.append(f"           {gold:<11}  " + "  ".join(f"{row[column]:>11}" for column in columns))
    if "dates" in figures:
        found = figures["dates"]
        lines.append(
            f"dates      exact {_shown(found['exact'])}  found {_shown(found['recall'])}"
            f"  spurious {found['spurious']}"
        )
    for band in figures["reliability"]:
        lines.append(
            f"confidence {band['from']:.1f}-{band['to']:.1f}: {band['drafts']} drafts,"
            f" {band['mean_confidence']:.2f} on average, {_shown(band['share_right'])} right"
        )
    return lines + [f"note: {note}" for note in figures["notes"]]


def _shown(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"
