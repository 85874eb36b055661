"""The page of reports: read one, and decide on the drafts of events that it holds."""

from __future__ import annotations

from typing import Any

import streamlit as st

from maps.assets import store as assets
from maps.host import report_review
from maps.review import review_data
from pages.shell.opened import map_script, opened_store, store_notice
from reports.desk_actions import apply_action

KEY = "report_review"
MOST_ANSWERS = 60


def _act() -> None:
    """Do what the page asks for; what it has asked before is not done twice."""
    message = st.session_state[KEY]["actions"]
    store = opened_store()
    if not message or store is None:
        return
    heard: dict[str, Any] = st.session_state.setdefault("review_heard", {})
    if heard.get("token") != message["token"]:
        heard.update(token=message["token"], last=0, results=[])
    for action in sorted(message["actions"], key=lambda one: int(one["serial"])):
        serial = int(action["serial"])
        if serial <= heard["last"]:
            continue
        outcome = apply_action(store, action, report_id=st.session_state.get("review_report"))
        heard["last"] = serial
        heard["results"] = [
            *heard["results"][-MOST_ANSWERS:],
            {
                "serial": serial,
                "ok": outcome.ok,
                "line": outcome.line,
                "created": outcome.created,
                "clash": outcome.clash,
            },
        ]
        if outcome.report_id is not None:
            st.session_state["review_report"] = outcome.report_id
        if action["action"] in ("duplicates", "desk", "home", "open", "read"):
            st.session_state["review_duplicates"] = action["action"] == "duplicates"


def _changed() -> None:
    """The rerun itself is the answer: it shows what somebody else has decided."""


if "review_report" not in st.session_state:
    st.session_state["review_report"] = st.query_params.get("report", "")
data = review_data(
    opened_store(),
    assets,
    script=map_script(),
    report_id=st.session_state["review_report"],
    with_duplicates=bool(st.session_state.get("review_duplicates")),
    answers=st.session_state.get("review_heard"),
    read_only=store_notice(),
)
shown = data.desk["report"]["report_id"] if data.desk is not None else ""
if st.query_params.get("report", "") != shown:
    if shown:
        st.query_params["report"] = shown
    else:
        st.query_params.clear()
report_review(data, on_actions=_act, on_changed=_changed, key=KEY)
