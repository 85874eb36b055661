"""Import: files of events dropped in and told by their content; tables are matched column by column."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import streamlit as st

from errors import FormatError, IncidentMapError, MappingError
from events.archive import opened_archive
from events.formats import format_of, read_file
from events.formats.table import NAME as TABLE
from events.formats.table import TableCells, cells_and_lines
from events.formats.table import reading as read_table
from events.importing import ImportReport, import_reading
from events.mapping import Mapping, fingerprint
from events.mapping_apply import apply_mapping
from events.mapping_guess import guess_mapping
from events.mapping_names import TARGETS
from events.open_file import file_digest
from events.store import Store
from events.vocabulary import EVENT_TYPES
from pages.shell.frame import plain, show_error
from pages.shell.opened import opened_store, store_notice

PREVIEW_ROWS = 20
MAIN_TARGETS = (
    "date_start",
    "date_end",
    "latitude",
    "longitude",
    "point",
    "place",
    "admin1",
    "country",
    "event_type",
    "actor1",
    "actor2",
    "fatalities",
    "title",
    "summary",
    "source_publisher",
    "source_url",
)
PREVIEWED = ("date_start", "date_end", "title", "event_type", "place", "country", "latitude", "longitude",
             "where_prec", "actor1", "fatalities_best")  # fmt: skip


def _kept_files(name: str, body: bytes, file_id: str) -> list[Path]:
    """An uploaded file, or what an uploaded archive holds, on disk for as long as the session lasts."""
    uploads = st.session_state.setdefault("uploads", tempfile.TemporaryDirectory(prefix="incidents-"))
    folder = Path(uploads.name) / file_id
    if not folder.exists():
        folder.mkdir()
        path = folder / Path(name).name
        path.write_bytes(body)
        with opened_archive(path) as inside:
            if inside != [path]:
                for part in inside:
                    shutil.copy(part, folder / part.name)
                path.unlink()
    return sorted(path for path in folder.iterdir() if not path.name.endswith(".refused.csv"))


def _remembered(store: Store, names: list[str]) -> Mapping | None:
    """The mapping that a table with the same columns was imported with last."""
    wanted = fingerprint(names)
    for known in store.imports():
        if known.source.mapping:
            try:
                mapping = Mapping.from_json(known.source.mapping)
            except MappingError:
                continue
            if mapping.fingerprint == wanted and mapping.fits(names):
                return mapping
    return None


def _first_mapping(store: Store, table: TableCells) -> tuple[Mapping, str]:
    """Where the dialogue begins, and a line that says how it came about."""
    names = table.cells.column_names
    kept = _remembered(store, names)
    if kept is not None:
        return kept, "Matched as in your last import of a table with these columns."
    try:
        return guess_mapping(
            table.cells
        ), "Matched by the names and the content of the columns: please check."
    except MappingError as error:
        return Mapping(fingerprint=fingerprint(names)), str(error)


def _mapping_dialogue(store: Store, path: Path, key: str) -> tuple[Mapping, str | None]:
    """The columns of a table beside our fields, with a preview; the mapping as it now stands."""
    sheets = cells_and_lines(path).sheets
    sheet = st.selectbox("Sheet", sheets, key=f"{key}_sheet") if len(sheets) > 1 else None
    table = cells_and_lines(path, sheet=sheet)
    if not table.cells.num_rows:
        raise FormatError(
            f"{path.name}: found {table.cells.num_columns} columns and no rows, expected a first line of "
            "names and rows of events"
        )
    mapping, told = _first_mapping(store, table)
    st.caption(plain(told))
    for note in (*table.notes, *mapping.notes):
        st.caption(plain(note))
    names = table.cells.column_names
    shown = [*MAIN_TARGETS, *(target for target in mapping.columns if target not in MAIN_TARGETS)]
    if st.toggle("All fields", key=f"{key}_all"):
        shown = [*shown, *(target for target in TARGETS if target not in shown)]
    chosen: dict[str, str] = {}
    columns = st.columns(4)
    for number, target in enumerate(shown):
        there = mapping.columns.get(target, "")
        picked = columns[number % 4].selectbox(
            target.replace("_", " ").capitalize(),
            ["", *names],
            index=([*names].index(there) + 1) if there in names else 0,
            key=f"{key}_{sheet}_{target}",
            help=plain(TARGETS[target]),
        )
        if picked:
            chosen[target] = picked
    left, middle, right = st.columns([2, 1, 2])
    order = left.segmented_control(
        "Figures such as 03/04/1999",
        ["dmy", "mdy"],
        default=mapping.date_order,
        required=True,
        format_func=lambda value: "day first" if value == "dmy" else "month first",
        key=f"{key}_{sheet}_order",
    )
    swapped = middle.toggle("Latitude and longitude swapped", mapping.swapped, key=f"{key}_{sheet}_swapped")
    kind = right.selectbox(
        "Type where the words mean none of ours",
        EVENT_TYPES,
        index=EVENT_TYPES.index(mapping.default_type),
        key=f"{key}_{sheet}_type",
    )
    made = replace(mapping, columns=chosen, date_order=order, swapped=swapped, default_type=kind, notes=())
    _preview(table, made)
    return made, sheet


def _preview(table: TableCells, mapping: Mapping) -> None:
    """The first rows as they would become, and what is wrong with those that would not."""
    try:
        lines = table.lines[:PREVIEW_ROWS].tolist()
        reading = apply_mapping(table.cells.slice(0, PREVIEW_ROWS), mapping, dataset="preview", lines=lines)
    except IncidentMapError as error:
        show_error(error)
        return
    st.caption(f"The first {min(PREVIEW_ROWS, table.cells.num_rows)} of {table.cells.num_rows:,} rows become")
    st.dataframe(reading.events.select(list(PREVIEWED)).to_pandas(), hide_index=True, height="content")
    for row in reading.refused:
        st.caption(f":material/block: {plain(row.reason)}")


def _told(report: ImportReport) -> None:
    """The report of an import, the refused rows to be taken away and mended."""
    sums = {
        "Rows": report.read,
        "Imported": report.added,
        "Updated": report.changed,
        "Unchanged": report.unchanged,
        "Refused": len(report.refused),
    }
    for column, (name, value) in zip(st.columns(len(sums)), sums.items(), strict=True):
        column.metric(name, f"{value:,}")
    for line in report.lines()[1:]:
        if "the refused rows are in" not in line:
            st.caption(plain(line.strip()))
    if report.refused_file is not None and report.refused_file.exists():
        st.download_button(
            "Download the refused rows, to mend and import again",
            report.refused_file.read_bytes(),
            file_name=report.refused_file.name,
            mime="text/csv",
            on_click="ignore",
            key=f"refused_{report.path}",
        )


def _import(store: Store, path: Path, asked: dict[str, Any]) -> None:
    """Read and import one file with its progress on the page; the report is kept for the session."""
    dataset = asked["dataset"] or None
    mapping: Mapping | None = asked["mapping"]
    with st.status(f"{path.name}: reading", expanded=False) as status:
        if mapping is None:
            reading = read_file(path, None, dataset)
        else:
            reading = read_table(path, dataset, mapping=mapping, sheet=asked["sheet"])
        report = import_reading(
            store,
            reading,
            path,
            digest=file_digest(path),
            dataset=dataset,
            mapping="" if mapping is None else json.dumps(asdict(mapping), ensure_ascii=False),
            progress=lambda step: status.update(label=step or path.name),
        )
        status.update(label=f"{path.name}: done", state="complete")
    st.session_state.setdefault("import_reports", {})[str(path)] = report


def _file(store: Store, path: Path, key: str) -> None:
    with st.container(border=True):
        st.markdown(f"**{plain(path.name)}**")
        reports = st.session_state.get("import_reports", {})
        if str(path) in reports:
            _told(reports[str(path)])
            return
        known = format_of(path)
        said = "a table of your own" if known.NAME == TABLE else known.NAME
        st.caption(f"Told by its content: {said}")
        dataset = st.text_input(
            "Data set", key=f"{key}_dataset", placeholder="as the file or its format says", max_chars=120
        ).strip()
        mapping, sheet = _mapping_dialogue(store, path, key) if known.NAME == TABLE else (None, None)
        ready = mapping is None or not mapping.missing()
        if mapping is not None and not ready:
            st.warning(f"Choose the columns for {' and '.join(mapping.missing())}.")
        if st.button("Import", key=f"{key}_import", type="primary", disabled=not ready):
            _import(store, path, {"dataset": dataset, "mapping": mapping, "sheet": sheet})
            st.rerun()


def _page() -> None:
    st.title("Import", anchor=False)
    store = opened_store()
    if store is None or store.read_only:
        st.warning(plain(store_notice() or (store.read_only if store else "")))
        return
    st.markdown(
        "ACLED, UCDP GED, GTD, GDELT, HDX files, tables of your own (CSV, Excel, Parquet, JSON), GeoJSON, "
        "GeoPackage, GeoParquet, Shapefiles, KML, FlatGeobuf. A file goes in whole or not at all."
    )
    uploaded = st.file_uploader("Files of events", accept_multiple_files=True, key="import_files")
    for number, file in enumerate(uploaded or ()):
        try:
            for part, path in enumerate(_kept_files(file.name, file.getvalue(), file.file_id)):
                _file(store, path, f"file_{number}_{part}_{file.file_id}")
        except IncidentMapError as error:
            show_error(error)


_page()
