"""`import FILE...`: bring files of events into the store, with a report on every row that did not fit."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from errors import FormatError, IncidentMapError
from events.archive import files_in, opened_archive
from events.formats import formats
from events.importing import ImportReport, import_file, import_reading
from events.mapping_kept import read_mapped, read_mapping
from events.open_file import file_digest
from events.store import Store, open_store
from settings import read_settings

NAME = "import"
HELP = "bring files of events into the store"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    parser.add_argument(
        "files", metavar="FILE", type=Path, nargs="+", help="files of events, folders of them, zip archives"
    )
    parser.add_argument(
        "--format", choices=sorted(formats()), help="the format; default: as the content tells"
    )
    parser.add_argument(
        "--dataset", help="the data set they go into; default: as the file or its format says"
    )
    parser.add_argument(
        "--map", type=Path, metavar="FILE.json", help="what the columns of a table mean; default: guessed"
    )
    parser.add_argument("--sheet", help="the sheet of a workbook; default: the first with a table")
    parser.add_argument("--db", help="the store: a file or an address; default: INCIDENTS_DB")
    parser.add_argument(
        "--refused",
        type=Path,
        metavar="OUT",
        help="where refused rows go; default: FILE.refused.csv beside it",
    )


def run(options: argparse.Namespace) -> None:
    """Import each file in a change of its own, go on where one fails, and say at the end which did."""
    store = open_store(options.db or read_settings().db)
    failures: list[str] = []
    try:
        paths = _paths(options.files, failures)
        for number, path in enumerate(paths, 1):
            progress = _progress(number, len(paths))
            _import_path(store, path, options, progress, len(paths) > 1, failures)
            progress("")
    finally:
        store.close()
    if failures:
        listed = "\n".join(failures)
        raise FormatError(
            f"{len(failures)} of {max(len(paths), len(failures))} files were not imported:\n{listed}"
        )


def _paths(given: list[Path], failures: list[str]) -> list[Path]:
    paths: list[Path] = []
    for path in given:
        if path.is_dir():
            try:
                paths += files_in(path)
            except FormatError as error:
                failures.append(str(error))
        else:
            paths.append(path)
    return paths


def _import_path(
    store: Store,
    path: Path,
    options: argparse.Namespace,
    progress: Callable[[str], None],
    one_of_many: bool,
    failures: list[str],
) -> None:
    try:
        with opened_archive(path) as inside:
            for file in inside:
                many = one_of_many or len(inside) > 1
                try:
                    refused = _refused_file(options.refused, path, file, many)
                    report = _imported(store, file, options, refused, progress)
                except IncidentMapError as error:
                    failures.append(_named(str(error), path, file))
                else:
                    _tell(report, progress)
    except IncidentMapError as error:
        failures.append(str(error))


def _imported(
    store: Store, file: Path, options: argparse.Namespace, refused: Path, progress: Callable[[str], None]
) -> ImportReport:
    if options.map is None and options.sheet is None:
        return import_file(
            store,
            file,
            format_name=options.format,
            dataset=options.dataset,
            refused_file=refused,
            progress=progress,
        )
    mapping = None if options.map is None else read_mapping(options.map)
    progress(f"{file.name}: reading")
    return import_reading(
        store,
        read_mapped(file, mapping=mapping, sheet=options.sheet, dataset=options.dataset),
        file,
        digest=file_digest(file),
        dataset=options.dataset,
        mapping="" if mapping is None else mapping.to_json(),
        refused_file=refused,
        progress=progress,
    )


def _refused_file(asked: Path | None, path: Path, file: Path, many: bool) -> Path:
    """Beside the file that was named (an archive's files lie elsewhere); one for each file of many."""
    if asked is None:
        return path.with_name(f"{file.stem}.refused.csv")
    return asked.with_name(f"{asked.stem}.{file.stem}{asked.suffix}") if many else asked


def _named(line: str, path: Path, file: Path) -> str:
    """An error on a file of an archive under the archive's name."""
    return line if path == file else line.replace(str(file), f"{path}:{file.name}")


def _tell(report: ImportReport, progress: Callable[[str], None]) -> None:
    progress("")
    print("\n".join(report.lines()))


def _progress(number: int, count: int) -> Callable[[str], None]:
    """One line on a terminal that each step writes anew; nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda step: None
    width = 20
    filled = int(width * (number - 1) / count)

    def show(step: str) -> None:
        bar = "#" * filled + "." * (width - filled)
        line = f"[{bar}] {number} of {count}  {step}" if step else ""
        print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)

    return show
