"""`geocode NAME`: the places that a name may mean on a day, best first."""

from __future__ import annotations

import argparse
import json

from commands.arguments import at_least_one, country_code, iso_date
from errors import GazetteerError
from geodata.geocode import Candidate, resolve

NAME = "geocode"
HELP = "the places that a name may mean on a day, best first"


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


def run(options: argparse.Namespace) -> None:
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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    parser.add_argument("name", help="the name, in any script or spelling")
    parser.add_argument(
        "--date", type=iso_date, help="the day of the event (YYYY-MM-DD); default: the present"
    )
    parser.add_argument(
        "--country", type=country_code, help="two letters of the country expected, such as KG"
    )
    parser.add_argument("--context", help="the text around the name")
    parser.add_argument(
        "--limit", type=at_least_one, default=10, help="the most places to print (default 10)"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON list")
