"""The part that a mention of a place plays in its sentence, by a small linear model whose weights are a table."""

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


def fit_weights(
    examples: Sequence[tuple[Sequence[str], Role]], *, decay: float = 0.01, rounds: int = 400, least: int = 3
) -> dict[str, tuple[float, ...]]:
    """Fit the weights on examples (features, role): softmax regression by gradient descent, weights kept small.

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
