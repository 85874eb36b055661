"""Fit the weights of the roles: python -m reports.roles_fit PASSAGES.jsonl [--reports DIR --gold DIR]..."""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reports.annotation import ROLES, Interval, Post, Role, Span
from reports.read import read_report
from reports.roles import LEARNT, WEIGHTS
from reports.toponyms import read_toponyms

_MARK = re.compile(r"\{([^|{}]+)\|([^|{}]*)\|(\w)\}")
_LETTERS: dict[str, Role] = {role[0]: role for role in ROLES}


@dataclass(frozen=True)
class Mark:
    """A mention marked by hand: its span, the place (an id, a country, "lat,lon" or "")."""

    start: int
    end: int
    place: str
    role: Role


def read_marked(marked: str) -> tuple[str, list[Mark]]:
    """Take the marks `{words|place|r}` off a passage; `r` is the first letter of a role."""
    text, position, marks = "", 0, []
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        marks.append(Mark(len(text), len(text) + len(match[1]), match[2], _LETTERS[match[3]]))
        text += match[1]
        position = match.end()
    return text + marked[position:], marks


def one_post(text: str, published: date, end: int | None = None) -> Post:
    """A post of one body from the beginning to `end`, published on one day."""
    body = Span(0, len(text) if end is None else end)
    return Post(Span(0, len(text)), (body,), published=Interval(published, published, "given"))


def examples_of(
    text: str, posts: Sequence[Post], marks: Sequence[Mark]
) -> list[tuple[tuple[str, ...], Role]]:
    """The features of each marked mention that was found, with its role."""
    examples = []
    for reading in read_toponyms(text, posts):
        found = reading.toponym
        role = next((mark.role for mark in marks if found.start < mark.end and mark.start < found.end), None)
        if reading.features and role in LEARNT:
            examples.append((reading.features, role))
    return examples


def fit_weights(
    examples: Sequence[tuple[Sequence[str], Role]],
    *,
    decay: float = 0.008,
    rounds: int = 400,
    least: int = 3,
) -> dict[str, tuple[float, ...]]:
    """Fit the weights on examples (features, role): softmax regression by gradient descent.

    Features seen fewer than `least` times are left out; `decay` is the L2 penalty per example.
    """
    counts: dict[str, int] = {}
    for features, _ in examples:
        for feature in set(features):
            counts[feature] = counts.get(feature, 0) + 1
    names = ["bias", *sorted(name for name, count in counts.items() if count >= least)]
    weights = {name: [0.0] * len(LEARNT) for name in names}
    kept = [
        (["bias", *(name for name in features if name in weights)], LEARNT.index(role))
        for features, role in examples
    ]
    for step in range(rounds):
        rate = 2.0 / (1 + step / 100)
        gradient = {name: [-decay * weight for weight in weights[name]] for name in names}
        for features, target in kept:
            sums = [sum(weights[name][index] for name in features) for index in range(len(LEARNT))]
            top = max(sums)
            likelihoods = [math.exp(value - top) for value in sums]
            total = sum(likelihoods)
            for index in range(len(LEARNT)):
                slope = ((index == target) - likelihoods[index] / total) / len(kept)
                for name in features:
                    gradient[name][index] += slope
        for name in names:
            for index in range(len(LEARNT)):
                weights[name][index] += rate * gradient[name][index]
    return {name: tuple(round(weight, 3) for weight in values) for name, values in weights.items()}


def _passages(path: Path) -> Iterator[tuple[str, list[Post], list[Mark]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["use"] == "fit":
            text, marks = read_marked(row["marked"])
            yield text, [one_post(text, date.fromisoformat(row["published"]))], marks


def _reports(reports: Path, gold: Path) -> Iterator[tuple[str, list[Post], list[Mark]]]:
    """Reports named by three digits with the mentions of gold/places.csv."""
    with (gold / "places.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for path in sorted(reports.glob("*.txt")):
        report = read_report(path)
        marks = [
            Mark(int(row["start"]), int(row["end"]), "", row["role"])  # type: ignore[arg-type]
            for row in rows
            if row["doc"] == path.name[:3]
        ]
        yield report.text, list(report.posts), marks


def main(arguments: Sequence[str] | None = None) -> None:
    """Write `lexicon/role_weights.csv` from marked passages and, if given, reports with their gold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", type=Path)
    parser.add_argument("--reports", type=Path, action="append", default=[])
    parser.add_argument("--gold", type=Path, action="append", default=[])
    options = parser.parse_args(arguments)
    documents = list(_passages(options.passages))
    if len(options.reports) != len(options.gold):
        parser.error("each --reports needs its --gold")
    for reports, gold in zip(options.reports, options.gold, strict=True):
        documents += _reports(reports, gold)
    examples = [example for text, posts, marks in documents for example in examples_of(text, posts, marks)]
    weights = fit_weights(examples)
    with WEIGHTS.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["feature", *LEARNT])
        writer.writerows([feature, *weights[feature]] for feature in sorted(weights))
    print(f"{len(weights)} weights from {len(examples)} mentions in {WEIGHTS}")


if __name__ == "__main__":
    main()
