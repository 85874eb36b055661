"""`brief OUT`: a map with title, legend, list and sources as a picture or pages, told by the suffix."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from briefing.brief import EXTENTS, Brief, base_ids
from briefing.formats import brief_formats, format_for, write_brief
from briefing.manifest import manifest_of, read_manifest
from briefing.map_link import read_link
from briefing.saved import write_all
from briefing.sheet_size import EXPECTED as SIZES
from briefing.slides.plan import SLIDES
from briefing.words import LANGUAGES
from commands.arguments import iso_date
from commands.filter_options import add_filter_options, filter_from
from errors import BriefError
from events.frame import EventFrame
from events.source_frame import open_source, source_frame
from layers.palette import THEMES
from maps.static_projection import PROJECTIONS
from settings import read_settings

NAME = "brief"
HELP = "write a briefing: a map with legend, list and sources, as the suffix tells"
# Options that are fields of a brief under the same name.
FIELDS = (
    "title", "subtitle", "handling", "author", "notes", "theme", "size", "lang", "projection", "as_of",
    "number", "extent", "base", "layers", "slides",
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What it is given."""
    suffixes = ", ".join(suffix for known in brief_formats().values() for suffix in known.SUFFIXES)
    parser.add_argument("out", metavar="OUT", type=Path, help=f"the file to write: {suffixes}")
    parser.add_argument(
        "--db", metavar="ADDRESS", help="the store, a file or an address; default: INCIDENTS_DB"
    )
    parser.add_argument(
        "--from-manifest", type=Path, metavar="FILE", help="make a briefing anew from it or from its .json"
    )
    parser.add_argument(
        "--all", action="store_true", help="write every saved brief of the store; OUT is a folder"
    )
    sheet = parser.add_argument_group("the sheet")
    sheet.add_argument("--title", metavar="TEXT", help="the headline; default: made of the window's years")
    sheet.add_argument("--subtitle", metavar="TEXT", help="a line below it")
    sheet.add_argument("--handling", metavar="TEXT", help="what may be done with it, on both edges")
    sheet.add_argument("--author", metavar="TEXT", help="who made it")
    sheet.add_argument("--notes", metavar="TEXT", help="a remark above the sources")
    sheet.add_argument("--size", metavar="SIZE", help=f"{SIZES} (default 1920x1080)")
    sheet.add_argument("--theme", choices=THEMES, help="its colours (default light)")
    sheet.add_argument("--lang", choices=LANGUAGES, help="its language (default en)")
    sheet.add_argument(
        "--as-of", type=iso_date, metavar="DATE", help="the day of the data that is printed (default: today)"
    )
    sheet.add_argument(
        "--slides", choices=SLIDES, help="of a .pptx: one, or one a month or place (default one)"
    )
    sheet.add_argument("--template", type=Path, metavar="FILE", help="your own .pptx or .potx for a .pptx")
    chosen = parser.add_argument_group("the map")
    chosen.add_argument(
        "--extent", metavar="W,S,E,N", help=f"{', '.join(EXTENTS)} or degrees; --extent=-10,… for the west"
    )
    chosen.add_argument("--base", choices=(*base_ids(), "none"), help="the base layer (default relief)")
    chosen.add_argument("--layers", metavar="ID,…", help="the layers over it, as `layers` lists them")
    chosen.add_argument("--projection", choices=PROJECTIONS, help="auto: equal-area for large extents")
    chosen.add_argument(
        "--number", metavar="RULE", help="which get a number: top:N, latest:N, places, all, none (top:12)"
    )
    chosen.add_argument(
        "--incident",
        action="append",
        default=[],
        metavar="ID",
        help="an event that gets a number in any case",
    )
    add_filter_options(parser)


def run(options: argparse.Namespace) -> None:
    """Write the briefing and its manifest, and say so."""
    if options.all:
        _write_saved(options)
        return
    # A suffix that no format has is told before a large store is opened.
    format_for(options.out)
    if options.from_manifest:
        manifest = read_manifest(options.from_manifest)
        brief = _with_options(manifest.brief, options)
        with _opened(options.db) as (events, terms, _):
            for line in manifest.differences(manifest_of(brief, events)):
                print(f"{options.from_manifest}: {line}", file=sys.stderr)
            all_terms = {**terms, **manifest.terms}
            write_brief(brief, events, options.out, all_terms, template=options.template)
    else:
        brief = _brief_of(options)
        with _opened(options.db) as (events, terms, _):
            write_brief(brief, events, options.out, terms, template=options.template)
    print(f"{options.out} and its manifest {options.out.name}.json")


def _write_saved(options: argparse.Namespace) -> None:
    """Write the saved briefs, each in its formats, and say which; what failed is told at the end."""
    failures = []
    with _opened(options.db) as (events, terms, saved):
        if not saved:
            raise BriefError(
                "all: found no saved brief in the store, expected one: save it on the page Brief"
            )
        day = options.as_of or date.today()
        written = write_all(saved, events, options.out, day=day, terms=terms, template=options.template)
        for path, failure in written:
            if failure:
                failures.append(failure)
            else:
                print(path)
    if failures:
        raise BriefError("\n".join(failures))


def _brief_of(options: argparse.Namespace) -> Brief:
    fields: dict[str, Any] = {"as_of": date.today()}
    if options.link:
        # What cannot be read of it is told where the filter is read.
        fields |= read_link(options.link).fields
    fields["filter"] = filter_from(options)
    if options.incident:
        fields["incidents"] = (*fields.get("incidents", ()), *options.incident)
    return Brief.model_validate({**fields, **_given(options)})


def _given(options: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(options, name) for name in FIELDS if getattr(options, name) is not None}


def _with_options(brief: Brief, options: argparse.Namespace) -> Brief:
    """The brief of a manifest; options of the sheet change it, those that choose events may not."""
    asked = (
        options.start, options.end, options.type, options.status, options.country, options.admin1,
        options.actor, options.dataset, options.bbox, options.words, options.link, options.incident,
    )  # fmt: skip
    if any(asked):
        raise BriefError(
            "from-manifest: found options that choose events, expected none: the manifest chooses them"
        )
    given = _given(options)
    return brief.changed(**given) if given else brief


@contextmanager
def _opened(address: str | None) -> Iterator[tuple[EventFrame, Mapping[str, str], list[tuple[str, str]]]]:
    """The events to be shown, what each data set asks to be said of it, and the saved briefs."""
    settings = read_settings()
    if address:
        settings = replace(settings, db=address, db_is_given=True, data_file=None)
    source = open_source(settings)
    try:
        terms = {}
        if source.store is not None:
            for data_set in source.store.data_sets():
                parts = (data_set.attribution or data_set.title, data_set.licence)
                terms[data_set.name] = ", ".join(part for part in parts if part)
        saved = [] if source.store is None else [(one.name, one.recipe) for one in source.store.briefs()]
        yield source_frame(source, settings), {name: said for name, said in terms.items() if said}, saved
    finally:
        if source.store is not None:
            source.store.close()
