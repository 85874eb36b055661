"""Turn what pydantic found wrong into one line: the field, the value found, what was expected."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

_SHOWN_CHARACTERS = 60


def shown(value: object) -> str:
    """`value` as it is quoted in an error line: on one line, cut after 60 characters."""
    text = repr(value)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 1]}…"


def complaint(error: ValidationError, expected: Mapping[str, str]) -> str:
    """All faults of `error` in one line.

    Args:
        error: What pydantic raised.
        expected: For each field the words that say what it should hold; a field without an entry is
            explained in pydantic's own words.
    """
    lines = []
    for fault in error.errors(include_url=False, include_context=False):
        field = str(fault["loc"][0]) if fault["loc"] else ""
        kind = fault["type"]
        if kind == "value_error" and not field:
            lines.append(str(fault["msg"]).removeprefix("Value error, "))
        elif kind == "missing":
            lines.append(f"{field}: found nothing, expected {expected.get(field, 'a value')}")
        elif kind == "extra_forbidden":
            lines.append(f"{field}: found a field of this name, expected one of {', '.join(expected)}")
        else:
            wanted = expected.get(field) or str(fault["msg"]).removeprefix("Value error, ")
            named = f"{field}: " if field else ""
            lines.append(f"{named}found {shown(fault['input'])}, expected {wanted}")
    return "; ".join(dict.fromkeys(lines))
