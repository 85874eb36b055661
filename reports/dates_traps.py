"""What looks like a date and is none: counts, codes, names, streets, verbs."""

from __future__ import annotations

import re

from reports.dates_words import DASH, MONTH, POSSESSIVE, RUSSIAN_MONTH, SEASON, WEEKDAY, YEAR

# What can be counted, right after a number of four digits: "2000 troops" is no year.
COUNTED = re.compile(
    r"\s+(?:(?:or so|armed|ethnic|local|foreign|heavily|more|other|young|new|dead|wounded|displaced|"
    r"additional|military|"
    r"kyrgyz|uzbek|tajik|russian|american|afghan|us|u\.s\.|chinese|internally|civilian|police|strong|extra|odd)[\s-]+)*"
    r"(?:people|persons?|troops|soldiers|servicemen|men|women|children|civilians|fighters|militants|rebels|guerrillas|"
    r"insurgents|terrorists|guards|police|policemen|officers|officials|refugees|inhabitants|residents|villagers|families|"
    r"households|houses|homes|buildings|villages|tents|beds|votes|voters|seats|members|students|workers|prisoners|"
    r"hostages|detainees|migrants|citizens|deaths|dead|casualties|victims|wounded|killed|injured|cases|copies|pages|"
    r"words|euros?|dollars?|rubles?|roubles?|soms?|somonis?|tenge|pounds?|tons?|tonnes?|kg|kilos?|kilograms?|grams?|"
    r"km|kilomet(?:er|re)s?|met(?:er|re)s?|m\b|miles?|feet|ft|hectares?|acres?|litres?|liters?|barrels?|megawatts?|mw|"
    r"degrees|hours|hrs?\b|h\b|gmt|utc|local time|minutes|days|weeks|months|years|vehicles|tanks|trucks|"
    r"cars|aircraft|helicopters|rounds|shells|"
    r"mines|rifles|weapons|sheep|cattle|heads?\b|percent|per\s?cent|times|points|pieces|items|jobs|firms|companies|"
    r"человек|солдат|бойцов|военнослужащих|километров|км|метров|тонн|долларов|сомов|рублей|семей|домов|жителей)(?!\w)"
)
# A line that is a date and nothing else: the heading of a chronology's item.
DATE_ALONE = re.compile(
    rf"[ \t•*#=-]*(?:{MONTH}|{WEEKDAY}|{SEASON}|{RUSSIAN_MONTH}|[0-9]{{1,4}}(?:st|nd|rd|th)?|"
    r"года?|г|early|mid|late|and|to|"
    r"[ \t.,:;/()\u2010-\u2015-])+"
)
# Words before a number that make it a code, a place on a list or an amount.
CODE_BEFORE = re.compile(
    r"(?:\b(?:no|nos|nr|num|p|pp|par|para|art|sec|ch|vol|fig|tel|ext|box|apt|bldg|rm|res)\.?"
    r"|\b(?:number|numbers|resolution|resolutions|page|pages|paragraph|paragraphs|article|articles|section|footnote|route|"
    r"flight|law|decree|order|room|gate|house|dom|building|phone|telephone|fax|mobile|hotline|call|code|item|model|version|"
    r"type|unit|case|file|doc|document|ref|reference|id|row|line|step|block|post|zip|index|act|bill|directive|annex|form|"
    r"protocol no|channel|highway|road|street|division|regiment|brigade|battalion|windows|boeing|radio|"
    r"copyright|isbn|issn|"
    r"school|hospital|дом|закон|статья|тел|приказ|указ|войсковая часть|в/ч)"
    r"|[#№$€£¥©@&+=*/\\]|us\$|\(c\)|№)\s*[:.]?\s*$"
)
AMOUNT_BEFORE = re.compile(
    r"\b(?:some|about|over|nearly|almost|roughly|approximately|around|another|additional|all|those(?!\s+of\s)|these|least|most|than|"
    r"up to|as many as|estimated|only|just|total|at|an?|with|has|have|had|were|are|was|is|killed|"
    r"worth)\s+(?:of\s+)?$"
)
# Words before a bare year that let it be a year.
YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|before|after|of|from|through|throughout|during|between|early|mid|late|year|years|the|for|"
    r"into|circa|ca|c|autumn|fall|spring|summer|winter|post|pre|back|as|its|their|his|her|our|this|dated|already|around|q[1-4]|h[12]|"
    rf"в|с|до|по|после|к|на|за|от|около)[.-]?|{POSSESSIVE}|{MONTH},?|[(\[;:\"“‘«/—–|]|--)\s*$"
)
YEARS_BEFORE = re.compile(rf"{YEAR},?\s+(?:and|or|to|until|through|и)\s+(?:in\s+)?$")
LIST_BEFORE = re.compile(r"\b(?:and|or|to|и|или|but)\s+(?:in\s+|again in\s+)?$")
STREET_AFTER = re.compile(
    r"\s+(?:street|str|st|square|avenue|ave|road|rd|lane|prospekt|prospect|boulevard|district|village|brigade|division|"
    r"battalion|regiment|movement|plaza|park|school|hospital|stadium|microdistrict|rayon|улиц\w+|площад\w+)(?!\w)"
)
# Months that are also names or verbs: bare, they need a preposition that speaks of time.
DOUBTFUL_MONTHS = (
    "may",
    "march",
    "mar",
    "april",
    "june",
    "august",
    "jan",
    "jun",
    "apr",
    "aug",
    "sep",
    "dec",
    "oct",
)
TIME_BEFORE_MONTH = re.compile(
    r"(?:\b(?:in|since|by|until|till|before|after|of|from|through|throughout|during|between|early|mid|late|last|next|this|"
    r"that|every|for|both|around|and|or|to|the|end|beginning)|[(\[]|,|"
    rf"{DASH}|{POSSESSIVE}|^)\s*$"
)
SURE_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|until|till|during|throughout|between|early|mid|late|last|next|this|through)(?:\s+|-)$"
)
CAPITAL_AFTER = re.compile(r"\s+(?!I\b)[A-ZА-Я][a-zа-я]+")
NAME_AFTER_PART = re.compile(r"\s*(?:and|or|to|but)\b")
ADDRESS_BEFORE = re.compile(r"(?:https?:|www\.|[\w-]\.(?:com|org|net|kz|kg|uz|tj|ru)/)\S*$")
# "20th anniversary", "marking 25 years of": the number counts years, it names no date.
ANNIVERSARY_AFTER = re.compile(
    rf"(?:{POSSESSIVE})?\s+(?:(?:independence|victory|constitution)\s+)?(?:anniversar|jubilee|birthday)"
)
SEASON_FOLLOWED = re.compile(
    r"\s*(?:$|[.,;:!?)\]\"”’'–—-]|\b(?:in|of|and|or|when|as|after|before|with|at|on|by|to|for|was|were|is|are|has|had|have|"
    r"will|would|than|because|but|that|this|there|the|they|it|he|she|from|they|we|if|while|since|until|may|might|could|"
    r"many|some|both|again)\b)"
)
SEASON_SURE = re.compile(r"\b(?:in|during|since|until|over|through|throughout)\s+the\s+$")
SEASON_NOUN = re.compile(
    r"\s+(?:session|offensive|campaign|draft|semester|term|sowing|harvest|olympics|games|palace|garden|clothing|clothes|coats?|"
    r"crops?|wheat|water|pastures?|grazing|camps?|school|collection|holidays?|break)\b|-\w"
)
SEASON_BEFORE = re.compile(
    r"\b(?:in|since|until|by|before|during|through|throughout|over|after|onset of|end of|beginning of|"
    r"start of|middle of|"
    r"spend|spent|survive|ahead of|till|for|and|of)\s+(?:the\s+)?$"
)


def is_code(lead: str) -> bool:
    """Whether a number after this lower-case text is a code, an address, an amount or a part of a link."""
    return CODE_BEFORE.search(lead) is not None or ADDRESS_BEFORE.search(lead) is not None


def is_counted(low: str, end: int) -> bool:
    """Whether the number that ends here counts something; a date alone on its line counts nothing below."""
    found = COUNTED.match(low, end)
    if found is None:
        return False
    line = low[max(low.rfind("\n", 0, end) + 1, end - 40) : end]
    return "\n" not in found[0] or DATE_ALONE.fullmatch(line) is None


def is_name(text: str, low: str, start: int, end: int, lead: str) -> bool:
    """Whether a bare month word is a verb or a person: "may", "to march", "May Tashieva", "10 May Street"."""
    word = low[start:end].rstrip(".")
    if not text[start].isupper() or STREET_AFTER.match(low, end):
        return True
    if word not in DOUBTFUL_MONTHS:
        return False
    if not TIME_BEFORE_MONTH.search(lead):
        return True
    follows_name = CAPITAL_AFTER.match(text, end) is not None and not SURE_BEFORE_MONTH.search(lead)
    # A bare line start or a comma is too little for a word that is more often something else.
    weak = not re.search(r"[a-z\u2010-\u2015-]\s*$", lead)
    return follows_name or (weak and low[end : end + 2].lstrip()[:1] not in (":", ",", "–", "—", "-", ")"))


def is_season(low: str, start: int, end: int, lead: str) -> bool:
    """Whether a season word is the season: "in the spring", not "spring water" or "the fall of Kabul"."""
    if low[start:end] == "fall" and re.match(r"\s+(?:of|from|to|in|into)\b", low[end : end + 8]):
        return False
    if re.search(r"(?:^|\n)[\s•*#-]*$", lead) and re.match(r"\s*[:–—]", low[end : end + 3]):
        return True
    if re.search(r"\b(?:early|mid|late)[- ]$", lead):
        return SEASON_NOUN.match(low, end) is None
    if SEASON_SURE.search(lead):
        return SEASON_NOUN.match(low, end) is None
    return SEASON_BEFORE.search(lead) is not None and SEASON_FOLLOWED.match(low, end) is not None
