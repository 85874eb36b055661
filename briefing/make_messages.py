"""Compile the translators' .po files of `briefing/locale` into the .mo files that gettext reads.

Run as `python -m briefing.make_messages` after a .po file was changed; a test holds that the two agree.
"""

from __future__ import annotations

import ast
import struct
from pathlib import Path

from briefing.words import DOMAIN, LANGUAGES, LOCALES
from errors import BriefError

CONTEXT_END = "\x04"
PLURAL_END = "\x00"
MAGIC, REVISION, HEADER_BYTES = 0x950412DE, 0, 28


def read_po(path: Path) -> dict[str, str]:
    """The messages of a .po file as gettext keeps them: context and plural forms within the texts.

    Raises:
        BriefError: A line is none of a .po file, or a message comes twice.
    """
    messages: dict[str, str] = {}
    entry: dict[str, str] = {}
    field = ""
    lines = [*path.read_text(encoding="utf-8").splitlines(), ""]
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            if "msgid" in entry:
                _keep(messages, entry, path, number)
            entry, field = {}, ""
            continue
        name, _, quoted = text.partition(" ")
        if text.startswith('"'):
            quoted = text
        elif name in ("msgctxt", "msgid", "msgid_plural", "msgstr") or name.startswith("msgstr["):
            field = name
            entry[field] = ""
        try:
            entry[field] += str(ast.literal_eval(quoted))
        except (ValueError, SyntaxError, KeyError) as error:
            raise BriefError(
                f"{path}:{number}: found {text[:40]!r}, expected a line of a .po file"
            ) from error
    return messages


def _keep(messages: dict[str, str], entry: dict[str, str], path: Path, number: int) -> None:
    key = entry["msgid"]
    if "msgctxt" in entry:
        key = entry["msgctxt"] + CONTEXT_END + key
    if "msgid_plural" in entry:
        key += PLURAL_END + entry["msgid_plural"]
        forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr[")]
        value = PLURAL_END.join(forms) if all(forms) else ""
    else:
        value = entry.get("msgstr", "")
    if key in messages:
        raise BriefError(f"{path}:{number}: found {entry['msgid'][:40]!r} twice, expected each message once")
    messages[key] = value


def mo_bytes(messages: dict[str, str]) -> bytes:
    """The messages as a .mo file, those without a translation left out."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items() if value)
    count = len(pairs)
    keys_at, values_at = HEADER_BYTES, HEADER_BYTES + 8 * count
    at = HEADER_BYTES + 16 * count
    table, body = [], b""
    for texts in zip(*pairs, strict=True):
        for text in texts:
            table.append(struct.pack("<2I", len(text), at + len(body)))
            body += text + b"\0"
    head = struct.pack("<7I", MAGIC, REVISION, count, keys_at, values_at, 0, at)
    return head + b"".join(table) + body


def make_messages() -> None:
    """Write the .mo file beside each .po file."""
    for language in LANGUAGES:
        path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        path.with_suffix(".mo").write_bytes(mo_bytes(read_po(path)))


if __name__ == "__main__":
    make_messages()
