"""The part that a mention plays in its sentence, by a small linear model whose weights are a table."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from errors import BundleError
from reports.annotation import Role
from reports.toponym_words import LEXICON

LEARNT: tuple[Role, ...] = ("event", "literal", "metonym", "attribute")
WEIGHTS = LEXICON / "role_weights.csv"


@lru_cache(maxsize=1)
def role_weights() -> dict[str, tuple[float, ...]]:
    """The weight of each feature for each of `LEARNT`.

    Raises BundleError when the table is missing.
    """
    try:
        with WEIGHTS.open(encoding="utf-8", newline="") as stream:
            return {
                row["feature"]: tuple(float(row[role]) for role in LEARNT) for row in csv.DictReader(stream)
            }
    except FileNotFoundError as error:
        raise BundleError(f"{WEIGHTS} is missing; restore it from the repository.") from error


def role_scores(
    features: Iterable[str], weights: Mapping[str, tuple[float, ...]] | None = None
) -> tuple[tuple[Role, float], ...]:
    """The likelihood of each learnt role, the likeliest first; they add up to 1."""
    table = role_weights() if weights is None else weights
    sums = [0.0] * len(LEARNT)
    for feature in ("bias", *features):
        for index, weight in enumerate(table.get(feature, ())):
            sums[index] += weight
    top = max(sums)
    likelihoods = [math.exp(value - top) for value in sums]
    total = sum(likelihoods)
    scored = [(role, likelihood / total) for role, likelihood in zip(LEARNT, likelihoods, strict=True)]
    return tuple(sorted(scored, key=lambda pair: -pair[1]))


def explain(features: Iterable[str], role: Role) -> list[tuple[str, float]]:
    """What speaks for and against a learnt role: features with their weights, the heaviest first."""
    index = LEARNT.index(role)
    table = role_weights()
    told = [(feature, table[feature][index]) for feature in features if feature in table]
    return sorted(told, key=lambda pair: -abs(pair[1]))


def sure(role: Role) -> tuple[tuple[Role, float], ...]:
    """The scores of a role that a rule has settled."""
    return ((role, 1.0),)


def mean_scores(shared: Sequence[tuple[tuple[Role, float], ...]]) -> tuple[tuple[Role, float], ...]:
    """The scores that the members of a list of places have together: they play one part."""
    sums: dict[Role, float] = {}
    for scores in shared:
        for role, likelihood in scores:
            sums[role] = sums.get(role, 0.0) + likelihood / len(shared)
    return tuple(sorted(sums.items(), key=lambda pair: -pair[1]))
