"""The words of dates in English and Russian, and the pattern that finds where one may begin."""

from __future__ import annotations

import re

MONTH_NUMBERS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "мая": 5, "май": 5, "мае": 5, "маю": 5, "маe": 5, "июн": 6,
    "июл": 7, "авг": 8, "сен": 9, "окт": 10, "ноя": 11, "дек": 12,
}  # fmt: skip
WEEKDAY_NUMBERS = {
    "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6,
    "пон": 0, "вто": 1, "сре": 2, "чет": 3, "пят": 4, "суб": 5, "вос": 6,
}  # fmt: skip
NUMBER_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "couple of": 2, "a couple of": 2,
}  # fmt: skip

MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
)
WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
WEEKDAY_SHORT = r"(?:mon|tues|tue|wed|thurs|thu|fri|sat|sun)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9])"
YEAR = r"(?:1[89][0-9]{2}|2[01][0-9]{2})(?![0-9])"
UNIT = r"(?:day|week|month|quarter|year|decade)"
COUNT = (
    r"(?:[0-9]{1,3}|a couple of|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|twenty|thirty)"
)
DASH = r"[-\u2010-\u2015\u2212]"
TO = rf"(?:\s?{DASH}{{1,2}}\s?|\s+(?:to|till|until|through|thru)\s+(?:the\s+)?)"
POSSESSIVE = r"(?:['\u2019]s?\b)"

RUSSIAN_MONTH = (
    r"(?:январ[ьяе]|феврал[ьяе]|март[ае]?|апрел[ьяе]|ма[йяею]|июн[ьяе]|июл[ьяе]|август[ае]?"
    r"|сентябр[ьяе]|октябр[ьяе]|ноябр[ьяе]|декабр[ьяе])(?!\w)"
)
RUSSIAN_YEAR_WORD = r"(?:\s*(?:года|году|год|гг\.|г\.)(?!\w))"
RUSSIAN_WEEKDAY = r"(?:понедельник|вторник|сред[уы]|четверг|пятниц[уы]|суббот[уы]|воскресенье)"

_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
_TENS = ("twentieth", *(f"twenty-{unit}" for unit in _UNITS), "thirtieth", "thirty-first")
ORDINAL_WORDS = {word: day for day, word in enumerate((*_UNITS, *_TEENS, *_TENS), start=1)}
ORDINAL_WORD = "|".join(sorted(ORDINAL_WORDS, key=len, reverse=True))

# Every date begins with one of these; what it is decides which rules are tried.
TRIGGER = re.compile(
    rf"""(?<![\w])(?:
      (?P<number>[0-9]+)
    | (?P<some>several|a[ ]few|just[ ]a[ ]few|only[ ]a[ ]few|few|some)(?=[ ](?:day|week|month)s[ ])
    | (?P<holiday>nooruz|nowruz|navruz|nauryz|novruz|norooz|victory[ ]day
        |(?:international[ ])?women['\u2019]s[ ]day
        |new[ ]year|christmas|may[ ]day|independence[ ]day|constitution[ ]day)(?!\w)
    | (?P<month>{MONTH})(?![^\W\d_])
    | (?P<weekday>{WEEKDAY})(?!\w)
    | (?P<weekday_short>{WEEKDAY_SHORT})(?=\.?,?\s[0-9a-z])
    | (?P<season>{SEASON})(?!\w)
    | (?P<part>early|mid|middle|late|end|ends|start|beginning|close|outset|first|second|third|fourth
        |last|final|q[1-4]|h[12]|i{{1,3}}v?|iv|{ORDINAL_WORD})(?=\W)
    | (?P<relative>last|next|this|that|same|following|previous|past|coming|recent|earlier|later|within|current
        |preceding|weekend|week(?=[ ](?:of|beginning|starting|commencing|ending)[ ])
        |year{POSSESSIVE}[ ]end|year-end|year)(?=\W|$)
    | (?P<word>today|yesterday|tomorrow|tonight|overnight|day|morning|evening|night)(?!\w)
    | (?P<count>couple[ ]of|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty
        |thirty)(?=[ ](?:{UNIT}|fortnight|couple))
    | (?P<cyrillic>вчера|сегодня|завтра|позавчера|послезавтра|ночь|вечером|утром|днём|днем
        |прошл\w+|минувш\w+|нынешн\w+|текущ\w+|этом|этой|следующ\w+|будущ\w+|тот|начал[аеу]|середин[еыу]
        |конц[еау]|через|спустя|весной|весны|весна|летом|лета|осенью|осени|зимой|зимы
        |первой|второй|первом|втором|третьем|четвертом|четвёртом
        |(?:дв[ае]|три|четыре|пять|шесть|семь|восемь|девять|десять|несколько|день|неделю|месяц|год)(?=\s)
        |{RUSSIAN_WEEKDAY}|{RUSSIAN_MONTH})(?!\w)
    )
    | (?<![\w])['\u2018\u2019](?P<short_year>[0-9]{{2}})(?![\w'\u2019])""",
    re.VERBOSE,
)

FUTURE = re.compile(
    r"\b(?:will|shall|would|likely to|expect(?:s|ed)? (?:to|in|on|by)|(?:is|are|was|were) (?:to|due|"
    r"expected|scheduled"
    r"|planned|set|slated)|due|scheduled|planned|plans? to|upcoming|forthcoming|going to|set for|intends?|"
    r"predicts?"
    r"|promised|must|ought to|possible|resumes?|until|cannot|onset|to be held|meets|votes|convenes|opens|"
    r"begins|starts|runs)\b"
    r"|['\u2019]ll\b|\b(?:будет|будут|планиру\w+|ожида\w+|состоится|намечен\w*)\b"
)
CLEAR_FUTURE = re.compile(r"\b(?:will|shall|to be held|scheduled|due|slated|upcoming|until)\b|['\u2019]ll\b")
