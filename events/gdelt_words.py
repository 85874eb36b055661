"""GDELT's columns, and what its CAMEO codes mean in our types."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CAMEO", "GDELT_1", "GDELT_1_OLD", "GDELT_2", "kind_of_code"]


def _columns(adm2: bool) -> tuple[str, ...]:
    actor = [
        "Code",
        "Name",
        "CountryCode",
        "KnownGroupCode",
        "EthnicCode",
        "Religion1Code",
        "Religion2Code",
        "Type1Code",
        "Type2Code",
        "Type3Code",
    ]
    geo = [
        "Type",
        "FullName",
        "CountryCode",
        "ADM1Code",
        *(["ADM2Code"] if adm2 else []),
        "Lat",
        "Long",
        "FeatureID",
    ]
    return (
        "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
        *(f"Actor1{name}" for name in actor),
        *(f"Actor2{name}" for name in actor),
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
        "NumMentions", "NumSources", "NumArticles", "AvgTone",
        *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in geo),
        "DATEADDED", "SOURCEURL",
    )  # fmt: skip


GDELT_2 = _columns(adm2=True)
"""The 61 columns of GDELT 2 events."""

GDELT_1 = _columns(adm2=False)
"""The 58 columns of GDELT 1 daily files since April 2013."""

GDELT_1_OLD = GDELT_1[:-1]
"""The 57 columns of the files before that, without an address."""

_CIVILIANS, _EXPLOSIONS = "Violence against civilians", "Explosions/Remote violence"
_STRATEGIC = "Strategic developments"

CAMEO: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "13": (_STRATEGIC, "Other"),
        "14": ("Protests", ""),
        "145": ("Riots", "Violent demonstration"),
        "15": (_STRATEGIC, "Other"),
        "16": (_STRATEGIC, "Other"),
        "17": (_STRATEGIC, "Other"),
        "171": (_STRATEGIC, "Looting/property destruction"),
        "173": (_STRATEGIC, "Arrests"),
        "175": (_CIVILIANS, ""),
        "18": (_CIVILIANS, "Attack"),
        "181": (_CIVILIANS, "Abduction/forced disappearance"),
        "1821": (_CIVILIANS, "Sexual violence"),
        "183": (_EXPLOSIONS, ""),
        "1831": (_EXPLOSIONS, "Suicide bomb"),
        "1832": (_EXPLOSIONS, "Suicide bomb"),
        "1833": (_EXPLOSIONS, "Remote explosive/landmine/IED"),
        "1834": (_EXPLOSIONS, "Remote explosive/landmine/IED"),
        "19": ("Battles", ""),
        "191": (_STRATEGIC, "Other"),
        "193": ("Battles", "Armed clash"),
        "194": (_EXPLOSIONS, "Shelling/artillery/missile attack"),
        "195": (_EXPLOSIONS, "Air/drone strike"),
        "20": (_CIVILIANS, "Attack"),
        "204": (_EXPLOSIONS, ""),
        "2041": (_EXPLOSIONS, "Chemical weapon"),
    }
)
"""CAMEO code -> event type and sub-event type; a longer code without an entry goes by its beginning."""


def kind_of_code(code: str) -> tuple[str, str] | None:
    """Event type and sub-event type of a CAMEO code; None for words and cooperation (roots 01 to 12)."""
    for length in range(len(code), 1, -1):
        if code[:length] in CAMEO:
            return CAMEO[code[:length]]
    return None
