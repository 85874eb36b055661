"""What the review page asks for, done on the store: each action in, its outcome or one clear line out."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from errors import IncidentMapError, ReportError, StoreError
from events.event import Event, read_day
from events.store import StaleEventError, Store
from reports import desk
from reports.desk_duplicates import keep_apart, merge_from
from reports.read import LARGEST_FILE, read_report

Action = Mapping[str, Any]
_COMPARED = tuple(
    name
    for name in Event.model_fields
    if name
    not in ("event_id", "sources", "dataset", "confidence", "date_prec", "admin1", "admin2", "country")
)


@dataclass(frozen=True)
class Outcome:
    """What became of an action.

    Attributes:
        ok: whether it was done.
        line: what to say: why it was refused, or what is worth knowing.
        report_id: the report to show from now on; None leaves it.
        created: id of an event that came of it and is to be looked at.
        clash: both versions, where somebody else had changed the event first.
    """

    ok: bool = True
    line: str = ""
    report_id: str | None = None
    created: str = ""
    clash: dict[str, Any] | None = None


def apply_action(
    store: Store, action: Action, *, report_id: str | None = None, who: str | None = None
) -> Outcome:
    """Do one action of the page; what is wrong with it becomes its outcome.

    Args:
        action: `action` names it (a key of `ACTIONS`), the rest is what it needs.
        report_id: the report that is open.
        who: name of the login; None for the machine's user.
    """
    run = ACTIONS.get(str(action.get("action")))
    if run is None:
        return Outcome(False, f"found no action {str(action.get('action'))[:40]!r}; reload the page.")
    try:
        return run(store, action, report_id, who)
    except StaleEventError as error:
        return Outcome(False, str(error), clash=_clash(store, error))
    except IncidentMapError as error:
        return Outcome(False, str(error))
    except (KeyError, TypeError, ValueError) as error:
        return Outcome(False, f"{action['action']}: found a request that lacks {error}; reload the page.")


def _read(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    published = _day(action.get("published"), "published")
    publisher = str(action.get("publisher") or "") or None
    if "file" in action:
        name, data = str(action["file"]), _decoded(str(action["data"]), str(action["file"]))
    else:
        name, data = "", str(action["text"]).encode("utf-8", "surrogatepass")
    if not data.strip():
        raise ReportError(f"{name or 'The field'}: found nothing, expected the text of a report.")
    report = read_report(data, name=name or "pasted.txt", published=published, publisher=publisher)
    if not name:
        report = type(report)(report.text, report.posts, report.boilerplate, "", report.notes)
    kept = desk.keep_report(store, report, who=who)
    line = ""
    if not kept.is_new:
        line = "This report is kept already: here it is, with what was decided on it."
    elif not kept.drafts:
        line = "No event was found in this report."
    return Outcome(line=line, report_id=kept.report_id)


def _decoded(data: str, name: str) -> bytes:
    if len(data) > LARGEST_FILE * 4 // 3 + 4:
        raise ReportError(f"{name}: found more than {LARGEST_FILE // 1_000_000} MB, expected less; split it.")
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error:
        raise ReportError(f"{name}: found a broken upload, expected the whole file; try again.") from None


def _day(value: object, field: str) -> date | None:
    if not value:
        return None
    try:
        return read_day(value)
    except ValueError as error:
        raise ReportError(f"{field}: found {str(value)[:40]!r}, expected {error}.") from None


def _open(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    wanted = str(action["report_id"])
    if store.report(wanted) is None:
        raise StoreError(
            f"found no report {wanted[:40]!r} in the store: it may have been undone; reload the page."
        )
    return Outcome(report_id=wanted)


def _look(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    return Outcome()


def _home(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    return Outcome(report_id="")


def _review(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    versions = {str(key): int(version) for key, version in action["versions"].items()}
    desk.set_review(store, versions, str(action["review"]), who=who)
    return Outcome()


def _edit(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    alias = action.get("alias")
    remembered = None
    if alias:
        note = f"decided on event {action['event_id']}"
        remembered = desk.alias_of(str(alias["text"]), str(alias["place_id"]), note)
    desk.edit(
        store,
        str(action["event_id"]),
        dict(action["fields"]),
        int(action["version"]),
        alias=remembered,
        who=who,
    )
    return Outcome(line=f"“{remembered.text}” will be read as this place from now on." if remembered else "")


def _split(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    return Outcome(created=desk.split(store, str(action["event_id"]), who=who))


def _merge(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    kept = desk.merge(store, [str(key) for key in action["ids"]], who=who)
    return Outcome(created=kept if action.get("event_id") else "")


def _merge_all(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    gone = merge_from(store, float(action["threshold"]), who=who)
    return Outcome(line=f"{gone} {'event was' if gone == 1 else 'events were'} folded into others.")


def _apart(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    first, second = (str(key) for key in action["ids"])
    keep_apart(store, first, second, who=who)
    return Outcome()


def _undo(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    number = action.get("change_id")
    asked = None if number is None else int(number)
    undone = desk.undo(store, asked, report_id=report_id or None, who=who)
    is_gone = report_id is not None and bool(report_id) and store.report(report_id) is None
    return Outcome(line=f"Change {undone.undoes} is undone.", report_id="" if is_gone else None)


def _correct(store: Store, action: Action, report_id: str | None, who: str | None) -> Outcome:
    new = desk.set_published(
        store,
        str(action["report_id"]),
        start=_day(action.get("start"), "published from"),
        end=_day(action.get("end"), "published to"),
        title=action.get("title"),
        publisher=action.get("publisher"),
        who=who,
    )
    return Outcome(
        line=f"The report was read again: {new} new {'draft' if new == 1 else 'drafts'}." if new else ""
    )


ACTIONS: dict[str, Callable[[Store, Action, str | None, str | None], Outcome]] = {
    "read": _read,
    "open": _open,
    "home": _home,
    "desk": _look,
    "duplicates": _look,
    "refresh": _look,
    "review": _review,
    "edit": _edit,
    "split": _split,
    "merge": _merge,
    "merge_all": _merge_all,
    "apart": _apart,
    "undo": _undo,
    "correct": _correct,
}
"""Name of an action -> what does it."""


def _clash(store: Store, error: StaleEventError) -> dict[str, Any]:
    """Both versions side by side: the fields that differ, who was first, and the version to answer to."""
    theirs, mine = dict(error.theirs.event), dict(error.mine)
    history = store.history(error.theirs.event.event_id)
    return {
        "version": error.theirs.version,
        "theirs": {"who": history[0].change.who if history else ""},
        "lines": [
            {"field": name, "theirs": _shown(theirs[name]), "mine": _shown(mine[name])}
            for name in _COMPARED
            if theirs[name] != mine[name]
        ],
    }


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(str(part) for part in value) or "nothing"
    return "nothing" if value is None or value == "" else str(value)[:160]
