"""The names that columns of users' tables go by, in English and Russian, and the words in their cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from events.event import EXPECTED
from events.vocabulary import EVENT_TYPE_SLUGS, EVENT_TYPES, STATUSES, SUB_EVENT_TYPES

EXTRA_TARGETS: Mapping[str, str] = MappingProxyType(
    {
        "point": "latitude and longitude in one cell",
        "year": "the year of the date",
        "month": "the month of the date",
        "day": "the day of the month",
        "fatalities": "deaths as one figure or a range",
        "source_publisher": "who published the source",
        "source_title": "the source's title",
        "source_url": "the source's address",
        "source_published": "the day the source was published",
    }
)
"""What a column may be besides our own fields: parts of a date, of a point, of a source."""

TARGETS: Mapping[str, str] = MappingProxyType({**EXPECTED, **EXTRA_TARGETS})
"""Every meaning that a mapping can give a column -> what its cells should hold."""

_NAMES = """
event_id: id; event id; eventid; incident id; incident number; case id; record id; no; nr; number; uid; uuid; код; номер; ид; № п/п; №; n
date_start: date; event date; incident date; start date; date start; date from; from; begin; beginning; start; day of event; date of incident; date of event; when; occurred; occurred on; happened; timestamp; datetime; date time; дата; дата события; дата инцидента; дата происшествия; дата начала; начало; когда; число; sana; күнү; сана
date_end: end date; date end; date to; to; until; end; finish; дата окончания; дата конца; окончание; конец; по
date_prec: date precision; time precision; date accuracy; точность даты
year: year; yr; год; жыл; yil
month: month; mon; месяц; ай
day: day; день; day of month
event_type: type; event type; incident type; category; class; kind; attack type; тип; тип события; тип инцидента; вид; вид события; категория
sub_event_type: sub event type; subtype; sub type; subcategory; sub category; подтип; подкатегория; подвид
actor1: actor; actor 1; actor1; perpetrator; perpetrators; attacker; side a; party a; group; who; initiator; responsible; актор; актор 1; сторона а; сторона 1; исполнитель; нападавшие; кто; группа; участник; участники; инициатор
actor2: actor 2; actor2; target; victim; victims; side b; party b; against; актор 2; сторона б; сторона 2; цель; жертва; пострадавшие; объект нападения
other_actors: other actors; others; other parties; associated actors; другие участники; прочие участники
title: title; headline; name; event; incident; event name; heading; short description; заголовок; название; событие; инцидент; происшествие
place: place; location; location name; town; city; village; settlement; locality; place name; where; site; toponym; место; место события; место происшествия; населенный пункт; населённый пункт; город; село; кишлак; нп; н п; где; локация; населенный пункт район; joy; жер
admin1: admin1; admin 1; adm1; adm 1; province; region; oblast; state; governorate; admin1 name; область; провинция; регион; вилоят; viloyat; облус
admin2: admin2; admin 2; adm2; adm 2; district; rayon; raion; county; admin2 name; район; туман; tuman
country: country; country name; nation; iso; iso2; iso3; country code; страна; государство; код страны; mamlakat; өлкө
latitude: latitude; lat; y; y coord; ycoord; coord y; lat dd; lat wgs84; decimal latitude; point y; gps lat; широта; шир; с ш; сш; координата y; координаты широта
longitude: longitude; lon; long; lng; x; x coord; xcoord; coord x; lon dd; lon wgs84; decimal longitude; point x; gps lon; gps long; долгота; долг; в д; вд; координата x; координаты долгота
point: coordinates; coords; coordinate; lat lon; latlon; latlng; lat long; lat lng; geo; gps; geolocation; position; geopoint; wkt; geom wkt; координаты; коорд; гео; широта долгота; координата
where_prec: where precision; geo precision; location precision; location accuracy; точность места; точность координат
radius_km: radius km; radius; accuracy km; радиус; радиус км
fatalities: fatalities; deaths; killed; dead; death toll; casualties; kia; nkill; погибшие; погибло; убито; убитые; жертвы; число погибших; количество погибших; смертей
fatalities_low: low; deaths low; fatalities low; minimum deaths; killed min; погибло минимум; минимум погибших
fatalities_best: best; best estimate; deaths best
fatalities_high: high; deaths high; fatalities high; maximum deaths; killed max; погибло максимум; максимум погибших
status: status; статус
summary: summary; description; notes; note; details; text; narrative; comment; comments; remarks; what; what happened; описание; примечание; примечания; подробности; текст; комментарий; суть; содержание; что произошло
source_publisher: source; sources; source name; publisher; media; outlet; reported by; источник; источники; сми; издание
source_title: source title; article; article title; source headline; название статьи; заголовок статьи
source_url: url; link; source url; source link; links; web; website; href; ссылка; ссылки; адрес; ссылка на источник
source_published: published; publication date; source date; report date; reported; дата публикации; дата сообщения
tags: tags; keywords; labels; теги; метки; ключевые слова
confidence: confidence; certainty; уверенность; достоверность
review: review; review status
dataset: dataset; data set; набор данных
"""  # noqa: E501 - one line a field


def plain_name(header: str) -> str:
    """A header for comparing: in lower case, without signs, words parted by one blank, ё as е."""
    text = unicodedata.normalize("NFKC", header).casefold().replace("ё", "е").strip()
    # camelCase was lost with the case; what is left are signs and blanks between words.
    return " ".join(re.findall(r"[^\W_]+|№", re.sub(r"[\s_]+", " ", text)))


NAMES: Mapping[str, str] = MappingProxyType(
    {
        **{
            plain_name(name): target
            for target, names in (line.split(":", 1) for line in _NAMES.strip().splitlines())
            for name in names.split(";")
            if plain_name(name)
        },
        **{plain_name(column): column for column in EXPECTED},
    }
)
"""Plain name -> what it means."""

_BATTLES, _EXPLOSIONS, _CIVILIANS, _PROTESTS, _RIOTS, _STRATEGIC = EVENT_TYPES

# Stems in cells of a column of types; the first that is found decides, so the narrower ones come first.
_STEMS: tuple[tuple[str, str, str], ...] = (
    (r"suicide bomb|смертник", _EXPLOSIONS, "Suicide bomb"),
    (r"air ?strike|drone|авиауд|беспилотн|авианал", _EXPLOSIONS, "Air/drone strike"),
    (r"shelling|artillery|mortar|missile|rocket|обстрел|артилл|миномет|ракет", _EXPLOSIONS,
     "Shelling/artillery/missile attack"),
    (r"landmine|\bied\b|\bmine\b|bomb|explosi|blast|detonat|взрыв|подрыв|мин[аыу]\b|фугас|сву\b", _EXPLOSIONS,
     "Remote explosive/landmine/IED"),
    (r"grenade|гранат", _EXPLOSIONS, "Grenade"),
    (r"hostage|kidnap|abduct|disappear|похищ|заложник|исчезнов", _CIVILIANS,
     "Abduction/forced disappearance"),
    (r"sexual|rape|изнасил|сексуал", _CIVILIANS, "Sexual violence"),
    (r"riot|pogrom|mob\b|unrest|disorder|беспоряд|погром|самосуд", _RIOTS, "Violent demonstration"),
    (r"protest|demonstrat|rally|picket|strike\b|march\b|митинг|протест|пикет|демонстрац|\bакци|забастов|марш\b",
     _PROTESTS, "Peaceful protest"),
    (r"arrest|detain|detention|raid|арест|задерж|спецоперац|обыск", _STRATEGIC, "Arrests"),
    (r"agreement|treaty|ceasefire|talks|negotiat|соглаш|договор|перемири|переговор", _STRATEGIC, "Agreement"),
    (r"looting|arson|destruct|vandal|мародер|поджог|уничтож", _STRATEGIC, "Looting/property destruction"),
    (r"cache|disrupt|seiz|defus|схрон|изъят|обезвреж", _STRATEGIC, "Disrupted weapons use"),
    (r"battle|clash|fight|combat|firefight|shoot ?out|skirmish|armed conflict|armed assault|incursion|"
     r"бой\b|бои\b|боев|столкнов|перестрел|стычк|стрельб|вторжен|прорыв границ", _BATTLES, "Armed clash"),
    (r"attack|assassin|murder|killing|homicide|assault|execution|civilian|terror|нападен|убийств|"
     r"теракт|покушен|казн|насили", _CIVILIANS, "Attack"),
    (r"strategic|political|development|policy|base\b|политич|база\b|проч|other|друг", _STRATEGIC, "Other"),
)  # fmt: skip

_STATUS_STEMS = (
    ("planned", r"plan|foil|thwart|plot|план|предотвр|готов"),
    ("threatened", r"threat|угро"),
    ("denied", r"den[iy]|refut|опроверг|отриц"),
    ("alleged", r"alleg|claim|unconfirm|rumou?r|reported|неподтв|не подтв|якобы|слух|предполож"),
    ("occurred", r"occur|confirm|happen|verified|actual|подтв|произош|факт"),
)


def type_of(words: str) -> tuple[str, str] | None:
    """Event and sub-event type that the words of a cell mean, or None.

    Args:
        words: Ours, or free words in English or Russian.
    """
    plain = " ".join(words.split()).casefold().replace("ё", "е")
    return _EXACT_TYPES.get(plain) or next(
        ((kind, sub) for stems, kind, sub in _STEMS if re.search(stems, plain)), None
    )


def status_of(words: str) -> str | None:
    """One of our statuses that the words of a cell mean, or None."""
    plain = " ".join(words.split()).casefold()
    if plain in STATUSES:
        return plain
    return next((status for status, stems in _STATUS_STEMS if re.search(stems, plain)), None)


_EXACT_TYPES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **{sub.casefold(): (kind, sub) for kind, subs in SUB_EVENT_TYPES.items() for sub in subs},
        **{slug: (kind, "") for kind, slug in EVENT_TYPE_SLUGS.items()},
        **{kind.casefold(): (kind, "") for kind in EVENT_TYPES},
    }
)
