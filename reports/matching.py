"""Pair two lists one to one so that as much as possible fits: the assignment of greatest total worth."""

from __future__ import annotations

from collections.abc import Sequence


def best_pairs(worth: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column) of an assignment of the greatest sum; a worth of 0 never makes a pair.

    The Hungarian method with potentials, in time of rows² × columns.
    """
    rows, columns = len(worth), len(worth[0]) if worth else 0
    if not rows or not columns:
        return []
    if rows > columns:
        turned = [[worth[i][j] for i in range(rows)] for j in range(columns)]
        return sorted((i, j) for j, i in best_pairs(turned))
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        least = [float("inf")] * (columns + 1)
        came_from = [0] * (columns + 1)
        seen = [False] * (columns + 1)
        column = 0
        while row_of[column]:
            seen[column] = True
            here, step, following = row_of[column], float("inf"), 0
            for other in range(1, columns + 1):
                if seen[other]:
                    continue
                cost = -worth[here - 1][other - 1] - row_price[here] - column_price[other]
                if cost < least[other]:
                    least[other], came_from[other] = cost, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(columns + 1):
                if seen[other]:
                    row_price[row_of[other]] += step
                    column_price[other] -= step
                else:
                    least[other] -= step
            column = following
        while column:
            row_of[column] = row_of[came_from[column]]
            column = came_from[column]
    return sorted(
        (row_of[column] - 1, column - 1)
        for column in range(1, columns + 1)
        if row_of[column] and worth[row_of[column] - 1][column - 1] > 0
    )
