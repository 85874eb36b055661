"""Reads a mail (.eml): its plain text, else its HTML as text, with subject, sender and date."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser

from errors import ReportError
from reports.formats.extract import Extract, decode
from reports.formats.html import read_html


def read_email(data: bytes, name: str) -> Extract:
    """The body of a mail; attachments are named in a note and not opened."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        return _read(message, name)
    except RecursionError as error:
        raise ReportError(
            f"{name}: found a mail whose parts lie too deep in each other, expected a message; save its text."
        ) from error


def _read(message: Message, name: str) -> Extract:
    if not isinstance(message, EmailMessage):
        raise ReportError(f"{name}: found no mail, expected a message with header fields; save it as eml.")
    body = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(body, EmailMessage):
        raise ReportError(
            f"{name}: found a mail without text, expected a report in its body; save the attachment instead."
        )
    payload = body.get_payload(decode=True)
    text, notes = _text(body, payload if isinstance(payload, bytes) else b"", name)
    extract = read_html(text) if body.get_content_type() == "text/html" else Extract(text)
    extract.notes.extend(notes)
    attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if attached:
        extract.notes.append(f"Attachments not read: {', '.join(attached[:5])}.")
    for header, key in (("subject", "title"), ("from", "publisher"), ("date", "date")):
        try:
            value = message[header]
        except (ValueError, TypeError, IndexError, AttributeError):
            continue  # a header that breaks the rules of mail is as good as none
        if value and str(value).strip():
            extract.fields[key] = str(value).strip()
    return extract


def _text(body: EmailMessage, payload: bytes, name: str) -> tuple[str, list[str]]:
    charset = body.get_content_charset()
    if charset:
        try:
            return payload.decode(charset).replace("\r\n", "\n"), []
        except (LookupError, UnicodeDecodeError):
            pass  # the mail names a wrong encoding; it is guessed below
    return decode(payload, name)
