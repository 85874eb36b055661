"""The command line: the same pipeline without a browser."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from errors import GazetteerError, IncidentMapError, ReportError
from events.formats import formats
from events.synth import write_synth
from geodata.geocode import Candidate, resolve
from layers.catalog import all_layers
from layers.drawing import GROUPS
from reports.annotate import annotate_file, annotate_files, report_files
from reports.evaluate import evaluate, evaluation_lines
from reports.gold import read_gold

Command = Callable[[argparse.Namespace], None]


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as YYYY-MM-DD") from error


def _country_code(text: str) -> str:
    if len(text) != 2 or not (text.isascii() and text.isalpha()):
        raise argparse.ArgumentTypeError(f"{text!r} is no country; use its two letters, such as KG")
    return text.upper()


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of places; use 1 or more")
    return int(text)


def _candidate_row(candidate: Candidate) -> dict[str, object]:
    place = candidate.place
    return {
        "place": candidate.name,
        "place_id": place.place_id,
        "kind": place.kind,
        "country": place.country or None,
        "admin1": candidate.admin1 or None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "where_prec": candidate.where_prec,
        "radius_km": round(candidate.radius_km, 1),
        "score": round(candidate.score, 2),
        "why": candidate.why,
    }


def geocode_command(options: argparse.Namespace) -> None:
    """Print the places that a name may mean, best first."""
    answer = resolve(
        options.name, on=options.date, country=options.country, context=options.context, limit=options.limit
    )
    if not answer.candidates:
        if answer.near:
            raise GazetteerError(
                f"No place is called {options.name!r}; near it are {', '.join(answer.near)}."
            )
        raise GazetteerError(f"{options.name!r} leads to no place: {answer.reason}.")
    rows = [_candidate_row(candidate) for candidate in answer.candidates]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row, candidate in zip(rows, answer.candidates, strict=True):
        where = ", ".join(str(part) for part in (row["admin1"], row["country"]) if part)
        point = f"{row['latitude']:.4f}, {row['longitude']:.4f}"
        kind = f"{row['kind']}; {where or 'no one country'}"
        print(f"{row['score']:6.1f}  {row['place']} ({kind})  {point}  {row['place_id']}")
        print(f"        {'; '.join(candidate.why)}")


def _add_geocode(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("geocode", help="the places that a name may mean on a day, best first")
    parser.add_argument("name", help="the name, in any script or spelling")
    parser.add_argument(
        "--date", type=_iso_date, help="the day of the event (YYYY-MM-DD); default: the present"
    )
    parser.add_argument(
        "--country", type=_country_code, help="two letters of the country expected, such as KG"
    )
    parser.add_argument("--context", help="the text around the name")
    parser.add_argument(
        "--limit", type=_at_least_one, default=10, help="the most places to print (default 10)"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.set_defaults(command=geocode_command)


def _count(text: str) -> int:
    plain = text.replace("_", "").replace(",", "")
    if not plain.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number of events; use one such as 100000")
    return int(plain)


def synth_command(options: argparse.Namespace) -> None:
    """Write plausible invented events for load work."""
    step = (lambda text: print(f"{text} …", file=sys.stderr)) if sys.stderr.isatty() else None
    write_synth(options.count, options.out, options.seed, progress=step)
    print(f"{options.count:,} events in {options.out}")


def _add_synth(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("synth", help="write plausible invented events for load work")
    parser.add_argument("count", metavar="N", type=_count, help="how many events")
    parser.add_argument("out", metavar="OUT.parquet", type=Path, help="the Parquet file to write")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other events (default 1)")
    parser.set_defaults(command=synth_command)


def annotate_command(options: argparse.Namespace) -> None:
    """Print what is found in a report, or one line of JSON for each report of a folder."""
    path: Path = options.report
    if not path.is_dir():
        done = annotate_file(path, options.published, options.publisher)
        if done.found is None:
            raise ReportError(done.failure)
        print(json.dumps(done.found, ensure_ascii=False, indent=2))
        return
    paths = report_files(path)
    failures: list[str] = []
    for number, done in enumerate(annotate_files(paths, options.published, options.publisher), start=1):
        if sys.stderr.isatty():
            end = "\n" if number == len(paths) else ""
            print(f"\r{number} of {len(paths)} reports", end=end, file=sys.stderr, flush=True)
        if done.found is None:
            failures.append(f"{done.path.name}: {done.failure}")
        else:
            print(json.dumps({"file": done.path.name, **done.found}, ensure_ascii=False))
    if failures:
        listed = "\n".join(sorted(failures))
        raise ReportError(f"{len(failures)} of {len(paths)} reports could not be annotated:\n{listed}")


def _add_annotate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("annotate", help="toponyms, dates and draft events of a report, as JSON")
    parser.add_argument("report", metavar="REPORT", type=Path, help="a report, or a folder of reports")
    parser.add_argument(
        "--published", type=_iso_date, help="the day it was published (YYYY-MM-DD); default: as found"
    )
    parser.add_argument("--publisher", help="who published it; default: as found")
    parser.set_defaults(command=annotate_command)


def evaluate_command(options: argparse.Namespace) -> None:
    """Print how well annotations agree with gold."""
    figures = evaluate(options.reports, read_gold(options.gold))
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=2))
        return
    print("\n".join(evaluation_lines(figures)))


def _add_evaluate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("evaluate", help="precision, recall and distances against gold")
    parser.add_argument("--reports", type=Path, required=True, metavar="DIR", help="the folder of reports")
    parser.add_argument(
        "--gold",
        type=Path,
        required=True,
        metavar="DIR",
        help="the folder with events.csv and its companions",
    )
    parser.add_argument("--json", action="store_true", help="print a JSON object")
    parser.set_defaults(command=evaluate_command)


def layers_command(options: argparse.Namespace) -> None:
    """List the layers of the map in the order of the layer panel."""
    for layer in sorted(all_layers(), key=lambda layer: (GROUPS.index(layer.group), layer.listed)):
        shown = "shown" if layer.shown else ""
        print(f"{layer.id:12}  {layer.group:10}  {layer.title:16}  {shown:6}  {layer.hint}".rstrip())


def formats_command(options: argparse.Namespace) -> None:
    """List the formats of events that can be read and written."""
    for name, known in formats().items():
        print(f"{name:12}  {', '.join(known.SUFFIXES):12}  {(known.__doc__ or '').splitlines()[0]}")


def _add_lists(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, words, command in (
        ("layers", "list the layers of the map", layers_command),
        ("formats", "list the formats of events", formats_command),
    ):
        commands.add_parser(name, help=words).set_defaults(command=command)


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="cli.py", description="Fergana Incident Map on the command line.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_annotate(commands)
    _add_evaluate(commands)
    _add_geocode(commands)
    _add_synth(commands)
    _add_lists(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 the input is wrong (one line on stderr), 2 the usage is wrong."""
    options = build_parser().parse_args(arguments)
    command: Command = options.command
    try:
        command(options)
    except IncidentMapError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
