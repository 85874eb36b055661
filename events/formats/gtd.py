"""The Global Terrorism Database as xlsx or csv: unknown months and days become intervals; only read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from events.cells import Cells, joined, plain
from events.dated_parts import interval_of_parts
from events.delimited import Sheet, read_delimited
from events.event import EXPECTED
from events.reading import DataSetInfo, Dialect, Reading, events_of
from events.sheet_head import sheet_header
from events.source_cells import one_source, source_objects
from events.tabular import (
    Columns,
    code_of,
    country_column,
    dataset_slug,
    header_of,
    made_reading,
    points,
    radius_column,
    whole_number,
)
from events.workbooks import is_workbook, read_sheet

NAME = "gtd"
SUFFIXES = (".xlsx", ".csv")
KEEPS_ALL = False
DATA_SET = DataSetInfo(
    name="gtd",
    title="Global Terrorism Database",
    licence="GTD terms of use: for research, not for onward sharing of the data",
    attribution="National Consortium for the Study of Terrorism and Responses to Terrorism (START), GTD",
    url="https://www.start.umd.edu/gtd",
)

NEAR_RADIUS_KM = 25.0
"""The disc for `vicinity`, an event in the surroundings of its town."""

# specificity -> where_prec: 2 and 3 are the middle of the smallest unit that is known, mostly a district.
_WHERE_PREC = {"1": 1, "2": 3, "3": 3, "4": 4, "5": 6}
_NEEDED = {"eventid", "iyear", "imonth", "iday", "attacktype1_txt"}
_ARMED_TARGETS = ("Military", "Police", "Terrorists/Non-State Militia")


def sniff(path: Path) -> bool:
    """Whether the names of columns, in a text's first line or a workbook's first row, are GTD's."""
    names = sheet_header(path) if is_workbook(path) else header_of(path)
    return names >= _NEEDED


def reading(path: Path, dataset: str | None = None) -> Reading:
    """The events of a GTD file with all its cells; rows that are no events are refused one by one.

    Raises:
        FormatError: The file is no such table.
    """
    if is_workbook(path):
        found = read_sheet(path)
        sheet = Sheet(tuple(found.cells.column_names), found.cells, found.lines, (), Dialect())
    else:
        sheet = read_delimited(path)
    cells, columns = mapped(sheet.cells, dataset or DATA_SET.name)
    return made_reading(NAME, sheet, cells, columns, DATA_SET)


def read(path: Path) -> pa.Table:
    """The events of a GTD file.

    Raises:
        FormatError: A row is no event; the line names the first five.
    """
    return events_of(reading(path), path)


def mapped(original: pa.Table, dataset: str) -> tuple[Cells, Columns]:
    """GTD's cells as our columns, and what was found wrong in them."""
    cells = Cells(original)
    start, end, date_prec = interval_of_parts(cells, "iyear", "imonth", "iday")
    kind, sub = _types(cells)
    where_prec = _where_prec(cells)
    lat, lon = points(cells, where_prec)
    deaths = cells.each("nkill", whole_number(0, 10_000_000), pa.int32(), EXPECTED["fatalities_best"])
    city = cells.each("city", lambda cell: "" if cell.lower() == "unknown" else cell, pa.string())
    attack = cells.text("attacktype1_txt")
    columns: Columns = {
        "event_id": cells.keys("eventid", dataset_slug(dataset)),
        "date_start": start,
        "date_end": end,
        "date_prec": date_prec,
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": cells.text("gname"),
        "actor2": cells.text("target1"),
        "other_actors": joined([_listed(cells, "gname2"), _listed(cells, "gname3")], "; "),
        "title": joined([attack, city], ", "),
        "place": city,
        "place_text": joined([city, cells.text("location")], "; "),
        "admin1": cells.each(
            "provstate", lambda cell: "" if cell.lower() == "unknown" else cell, pa.string()
        ),
        "country": country_column(cells, "country_txt"),
        "latitude": lat,
        "longitude": lon,
        "where_prec": pa.array(where_prec),
        "radius_km": radius_column(where_prec, {2: NEAR_RADIUS_KM}),
        "fatalities_best": deaths,
        "summary": cells.text("summary"),
        "sources": _sources(cells),
        "tags": _tags(cells),
        "dataset": pa.repeat(dataset, cells.n).dictionary_encode(),
    }
    return cells, columns


def _listed(cells: Cells, name: str) -> pa.Array:
    return cells.each(name, lambda cell: cell.replace(";", ","), pa.string())


def _types(cells: Cells) -> tuple[pa.Array, pa.Array]:
    """ACLED's type for the first attack type; an armed assault on armed men is a battle."""
    attack, target, weapon = (
        np.asarray(plain(cells.text(name)), object)
        for name in ("attacktype1_txt", "targtype1_txt", "weapsubtype1_txt")
    )
    suicide = np.asarray(plain(cells.text("suicide")), object) == "1"
    kinds = np.full(cells.n, "Violence against civilians", object)
    subs = np.full(cells.n, "", object)
    subs[np.isin(attack, ["Assassination", "Armed Assault", "Unarmed Assault"])] = "Attack"
    subs[np.isin(attack, ["Hostage Taking (Kidnapping)", "Hostage Taking (Barricade Incident)"])] = (
        "Abduction/forced disappearance"
    )
    battle = (attack == "Armed Assault") & np.isin(target, _ARMED_TARGETS)
    kinds[battle], subs[battle] = "Battles", "Armed clash"
    facility = attack == "Facility/Infrastructure Attack"
    kinds[facility], subs[facility] = "Strategic developments", "Looting/property destruction"
    bomb = attack == "Bombing/Explosion"
    kinds[bomb] = "Explosions/Remote violence"
    for words, sub in (
        (("Grenade",), "Grenade"),
        (("Projectile (rockets, mortars, RPGs, etc.)",), "Shelling/artillery/missile attack"),
        (
            ("Landmine", "Remote Trigger", "Time Fuse", "Vehicle", "Sticky Bomb", "Pipe Bomb",
             "Pressure Trigger", "Letter Bomb"),
            "Remote explosive/landmine/IED",
        ),
    ):  # fmt: skip
        subs[bomb & np.isin(weapon, words)] = sub
    subs[bomb & suicide] = "Suicide bomb"
    return pa.array(kinds, pa.string()), pa.array(subs, pa.string())


def _where_prec(cells: Cells) -> npt.NDArray[np.int8]:
    code = cells.each("specificity", code_of(_WHERE_PREC), pa.int8())
    cells.flag(np.asarray(pc.is_null(code)), "no specificity from 1 to 5: taken for 4, the province")
    prec = np.array(pc.fill_null(code, 4).to_numpy(), np.int8)
    near = np.asarray(plain(cells.text("vicinity")), object) == "1"
    prec[near & (prec == 1)] = 2
    return prec


def _sources(cells: Cells) -> pa.Array:
    objects = [source_objects(title=cells.text(f"scite{number}")) for number in (1, 2, 3)]
    return one_source(joined(objects, ","))


def _tags(cells: Cells) -> pa.Array:
    attack = cells.each("attacktype1_txt", lambda cell: cell.lower().replace(";", ","), pa.string())
    doubt = cells.each("doubtterr", lambda cell: "doubted as terrorism" if cell == "1" else "", pa.string())
    failed = cells.each("success", lambda cell: "failed" if cell == "0" else "", pa.string())
    return joined([attack, doubt, failed], "; ").dictionary_encode()
