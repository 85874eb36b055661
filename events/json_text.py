"""Read large JSON piece by piece: the elements of one array of a document, one after another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from errors import FormatError

MOST_BYTES = 1 << 30
_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_HEAD_BYTES = 65_536


class Element(NamedTuple):
    """An element of the array: its number from 1 and its value; `key` is "" for it, else a member's name."""

    number: int
    value: Any
    key: str = ""


def head_of_json(path: Path) -> str:
    """The beginning of a file that may be JSON, without blanks; "" where it is none."""
    with path.open("rb") as file:
        start = file.read(_HEAD_BYTES)
    text = start.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "ignore").lstrip()
    return text if text[:1] in ("{", "[") else ""


def elements_of(path: Path, what: str, *keys: str) -> Iterator[Element]:
    """The elements of the array under the first of `keys`, of a bare array, or of lines of JSON.

    Other members of the document come as elements with their `key` and number 0.

    Raises:
        FormatError: The file is too large, no UTF-8, broken off, or holds no such array.
    """
    text = _text(path)
    position = _skip(text, 0)
    try:
        if text[position : position + 1] == "[":
            yield from _array(text, position)
            return
        if text[position : position + 1] != "{":
            raise FormatError(f"{path}: found {text[position : position + 20]!r}, expected {what}")
        found = False
        position = _skip(text, position + 1)
        while text[position : position + 1] not in ("}", ""):
            key, position = _DECODER.raw_decode(text, position)
            position = _skip(text, position)
            if text[position : position + 1] != ":":
                raise json.JSONDecodeError("Expecting ':'", text, position)
            position = _skip(text, position + 1)
            if key in keys and text[position : position + 1] == "[" and not found:
                found = True
                for element in _array(text, position):
                    if element.key == "end":
                        position = element.number
                    else:
                        yield element
            else:
                value, position = _DECODER.raw_decode(text, position)
                yield Element(0, value, str(key))
            position = _skip(text, position)
            if text[position : position + 1] == ",":
                position = _skip(text, position + 1)
            elif text[position : position + 1] != "}":
                raise json.JSONDecodeError("Expecting ',' or '}'", text, position)
        if text[position : position + 1] != "}":
            raise json.JSONDecodeError("Expecting '}'", text, position)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FormatError(f"{path}: found broken JSON ({_where(error)}), expected {what}") from None
    if not found:
        raise FormatError(f"{path}: found no list {' or '.join(map(repr, keys))}, expected {what}")


def lines_of(path: Path, what: str) -> Iterator[Element]:
    """The objects of a file with one JSON value a line; FormatError where a line is none."""
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if line.strip():
            try:
                yield Element(number, json.loads(line))
            except (ValueError, RecursionError) as error:
                raise FormatError(
                    f"{path}: found broken JSON in line {number} ({error}), expected {what}"
                ) from None


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise FormatError(
            f"{path}: found {path.stat().st_size:,} bytes of JSON, expected at most {MOST_BYTES:,}; use "
            "GeoPackage or GeoParquet for more"
        )
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path}: found the byte at {error.start} that is not UTF-8, expected UTF-8"
        ) from None


def _array(text: str, position: int) -> Iterator[Element]:
    """The elements of the array at `position`, then one with the key "end" and the position behind it."""
    position = _skip(text, position + 1)
    number = 0
    while text[position : position + 1] != "]":
        value, position = _DECODER.raw_decode(text, position)
        number += 1
        yield Element(number, value)
        position = _skip(text, position)
        if text[position : position + 1] == ",":
            position = _skip(text, position + 1)
        elif text[position : position + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' or ']'", text, position)
    yield Element(position + 1, None, "end")


def _skip(text: str, position: int) -> int:
    found = _BLANK.match(text, position)
    return found.end() if found else position


def _where(error: json.JSONDecodeError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} in line {error.lineno}"
    return "nested too deeply"
