"""The command line: the same pipeline without a browser."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date

from errors import GazetteerError, IncidentMapError
from geodata.geocode import Candidate, resolve

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


def build_parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    parser = argparse.ArgumentParser(prog="cli.py", description="Fergana Incident Map on the command line.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_geocode(commands)
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
