"""The options by which a command chooses events: a window, types, places, actors, words, or a view's link."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from briefing.map_link import read_link
from commands.arguments import country_code, iso_date
from errors import FilterError
from events.filter import Filter, box_area
from events.vocabulary import EVENT_TYPE_SLUGS, STATUSES


def add_filter_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options; each takes the place of the same condition in a link."""
    group = parser.add_argument_group("which events")
    group.add_argument("--from", dest="start", type=iso_date, metavar="DATE", help="the first day")
    group.add_argument("--to", dest="end", type=iso_date, metavar="DATE", help="the last day")
    group.add_argument(
        "--type",
        action="append",
        default=[],
        metavar="T",
        help=f"some of {', '.join(EVENT_TYPE_SLUGS.values())}",
    )
    group.add_argument(
        "--status", action="append", default=[], metavar="S", help=f"some of {', '.join(STATUSES)}"
    )
    group.add_argument(
        "--country",
        action="append",
        default=[],
        type=country_code,
        metavar="CC",
        help="two letters, such as KG",
    )
    group.add_argument("--admin1", action="append", default=[], metavar="NAME", help="a province's name")
    group.add_argument(
        "--actor", action="append", default=[], metavar="TEXT", help="a part of an actor's name"
    )
    group.add_argument("--dataset", action="append", default=[], metavar="NAME", help="a data set's name")
    group.add_argument(
        "--bbox", type=_box, metavar="W,S,E,N", help="a box in degrees; --bbox=-10,… for the west"
    )
    group.add_argument("--words", metavar="TEXT", help='words that all are there, "in quotes" a phrase')
    group.add_argument("--link", metavar="URL", help="the address of a view of the map")


def filter_from(options: argparse.Namespace) -> Filter:
    """The filter that the options ask for.

    What of a link cannot be read is told on the standard error.

    Raises:
        FilterError: The options cannot be meant: a window that ends before it begins, an unknown type.
        BriefError: The link is no address of a view.
    """
    fields: dict[str, Any] = {}
    if options.link:
        view = read_link(options.link)
        fields = view.fields["filter"].model_dump()
        for notice in view.notices:
            print(notice, file=sys.stderr)
    given = {
        "start": options.start,
        "end": options.end,
        "event_types": _parts(options.type),
        "statuses": _parts(options.status),
        "countries": options.country,
        "admin1": options.admin1,
        "actors": options.actor,
        "datasets": options.dataset,
        "words": options.words,
        "area": box_area(*options.bbox) if options.bbox else None,
    }
    return Filter.model_validate({**fields, **{name: value for name, value in given.items() if value}})


def told(wanted: Filter) -> str:
    """A filter in the words of an address: `from 1999-08-01; type battles, riots`; "" for all events."""
    query = wanted.to_query()
    if "area" in query:
        query["area"] = "a drawn area"
    return "; ".join(
        f"{key} {', '.join(value) if isinstance(value, list) else value.replace(',', ', ')}"
        for key, value in query.items()
    )


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
        box_area(west, south, east, north)
    except (ValueError, FilterError):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no box; write it as W,S,E,N in degrees, such as 70,39.5,72,41"
        ) from None
    return west, south, east, north


def _parts(texts: list[str]) -> list[str]:
    # A type's own name may hold a comma as little as a short word does.
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]
