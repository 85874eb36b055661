"""The ISO code of a country by the name that a data set gives it, or by its FIPS code."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType

from events.iso3_codes import ISO2_OF_ISO3
from geodata.countries import country_names

__all__ = ["code_of_country", "code_of_fips", "name_of_country"]

# Names of ACLED, UCDP and GTD that differ from the gazetteer's own, without what stands in brackets.
_OTHER_NAMES = MappingProxyType(
    {
        "antigua & barbuda": "AG", "bosnia-herzegovina": "BA", "bosnia & herzegovina": "BA", "burma": "MM",
        "cape verde": "CV", "congo": "CG", "congo-brazzaville": "CG", "cote d'ivoire": "CI",
        "côte d’ivoire": "CI", "côte d'ivoire": "CI", "czech republic": "CZ",
        "democratic republic of congo": "CD", "dr congo": "CD", "drc": "CD", "congo-kinshasa": "CD",
        "zaire": "CD", "east timor": "TL", "timor-leste": "TL", "kingdom of eswatini": "SZ",
        "swaziland": "SZ", "esatini": "SZ", "great britain": "GB", "islamic republic of iran": "IR",
        "kirghizia": "KG", "kirgizstan": "KG", "kyrgyz republic": "KG", "lao pdr": "LA", "macedonia": "MK",
        "macedonia, fyr": "MK", "north macedonia": "MK", "palestine": "PS",
        "occupied palestinian territory": "PS",
        "west bank and gaza strip": "PS", "people's republic of the congo": "CG", "republic of congo": "CG",
        "republic of korea": "KR", "russian federation": "RU", "slovak republic": "SK",
        "st. kitts and nevis": "KN", "st. lucia": "LC", "syrian arab republic": "SY",
        "tadzhikistan": "TJ", "the gambia": "GM", "turkiye": "TR", "türkiye": "TR",
        "united republic of tanzania": "TZ", "united states of america": "US", "vatican city": "VA",
        "viet nam": "VN", "bolivarian republic of venezuela": "VE", "south vietnam": "VN",
        "reunion": "RE", "mayotte": "YT", "french guiana": "GF", "guadeloupe": "GP", "martinique": "MQ",
        "new caledonia": "NC", "french polynesia": "PF", "macau": "MO", "bermuda": "BM", "guam": "GU",
        "cayman islands": "KY", "turks and caicos islands": "TC", "british virgin islands": "VG",
        "virgin islands, u.s.": "VI", "aruba": "AW", "curacao": "CW", "anguilla": "AI", "montserrat": "MS",
        "gibraltar": "GI", "isle of man": "IM", "jersey": "JE", "guernsey": "GG", "faroe islands": "FO",
        "falkland islands": "FK", "american samoa": "AS", "northern mariana islands": "MP",
        "cook islands": "CK", "niue": "NU", "saint helena, ascension and tristan da cunha": "SH",
        "saint pierre and miquelon": "PM", "saint-martin": "MF", "sint maarten": "SX", "aland islands": "AX",
        "antarctica": "AQ", "bailiwick of guernsey": "GG", "bailiwick of jersey": "JE",
        "wallis and futuna": "WF", "caribbean netherlands": "BQ", "akrotiri and dhekelia": "CY",
        "east germany": "DE", "west germany": "DE", "german federal republic": "DE",
    }
)  # fmt: skip

# FIPS 10-4 codes that differ from ISO's; the others are the same two letters.
_DIFFERENT = (
    "AA:AW AC:AG AG:DZ AJ:AZ AN:AD AQ:AS AS:AU AU:AT AV:AI AY:AQ BA:BH BC:BW BD:BM BF:BS BG:BD BH:BZ "
    "BK:BA BL:BO BM:MM BN:BJ BO:BY BP:SB BU:BG BX:BN BY:BI CB:KH CD:TD CE:LK CF:CG CG:CD CH:CN CI:CL "
    "CJ:KY CK:CC CN:KM CQ:MP CS:CR CT:CF CW:CK DA:DK DO:DM DR:DO EI:IE EK:GQ EN:EE ES:SV EZ:CZ FG:GF "
    "FP:PF GA:GM GB:GA GG:GE GJ:GD GK:GG GM:DE GQ:GU GV:GN GZ:PS HA:HT HO:HN IC:IS IS:IL IV:CI IZ:IQ "
    "JA:JP KN:KP KR:KI KS:KR KT:CX KU:KW KV:XK LE:LB LG:LV LH:LT LI:LR LO:SK LS:LI LT:LS MA:MG MB:MQ "
    "MC:MO MF:YT MG:MN MH:MS MI:MW MJ:ME MN:MC MO:MA MP:MU MU:OM NE:NU NG:NE NH:VU NI:NG NN:SX NS:SR "
    "NU:NI OD:SS OS:AU PA:PY PC:PN PM:PA PO:PT PP:PG PS:PW PU:GW RI:RS RM:MH RN:MF RP:PH RQ:PR RS:RU "
    "SB:PM SC:KN SE:SC SF:ZA SG:SN SN:SG SP:ES ST:LC SU:SD SV:SJ SW:SE SZ:CH TD:TT TI:TJ TK:TC TL:TK "
    "TN:TO TO:TG TP:ST TS:TN TT:TL TU:TR TX:TM UC:CW UK:GB UP:UA UV:BF VI:VG VM:VN VQ:VI VT:VA WA:NA "
    "WE:PS WI:EH WZ:SZ YI:RS YM:YE ZA:ZM ZI:ZW "
)
_SAME = (
    "AE AF AL AM AO AR BB BE BR BT CA CM CO CU CV CY DJ EC EG ER ET FI FJ FK FM FO FR GH GI GL GP GR GT "
    "GY HK HR HU ID IM IN IR IT JE JM JO KE KG KZ LA LU LY MD MK ML MR MT MV MX MY MZ NC NF NL NO NP NR "
    "NZ PE PK PL QA RE RO RW SA SH SI SL SM SO SY TH TV TW TZ UG US UY UZ VC VE WF WS BC "
)
_FIPS = MappingProxyType(dict(pair.split(":") for pair in _DIFFERENT.split()))
_FIPS_OTHERS_SAME = frozenset(_SAME.split())


@cache
def _codes() -> dict[str, str]:
    known = {_folded(name): code for code, name in country_names().items() if code}
    return {**{_folded(name): code for name, code in _OTHER_NAMES.items()}, **known}


def _folded(name: str) -> str:
    return " ".join(re.sub(r"\s*\([^)]*\)", "", name).casefold().split()).removeprefix("the ")


def code_of_country(name: str) -> str:
    """ISO alpha-2 code for a country's name ("DR Congo (Zaire)") or its letters (KG, KGZ), "" for none known.

    Unions that are no more (the Soviet Union, Yugoslavia) have no code: they were more than one country.
    """
    if len(name) in (2, 3) and name.isupper():
        code = ISO2_OF_ISO3.get(name, name)
        return code if code in country_names() else ""
    return _codes().get(_folded(name), "")


def name_of_country(code: str) -> str:
    """The English name of an ISO code, "" for none."""
    return country_names().get(code, code) if code else ""


def code_of_fips(code: str) -> str:
    """ISO alpha-2 code for a FIPS 10-4 code of a country (TI is Tajikistan), "" where it is not known."""
    wanted = code.strip().upper()
    return _FIPS.get(wanted, wanted if wanted in _FIPS_OTHERS_SAME else "")
