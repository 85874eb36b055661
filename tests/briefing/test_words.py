"""The languages of the sheets: catalogues that agree with their sources, complete where promised."""

from __future__ import annotations

import ast
import gettext
import io
import re
from pathlib import Path

import pytest

from briefing.make_messages import CONTEXT_END, PLURAL_END, mo_bytes, read_po
from briefing.place_names import label_name, own_name, place_name
from briefing.words import DOMAIN, LANGUAGES, LOCALES, MONTHS, words_for
from errors import BriefError
from events.filter import Filter
from events.frame import EventFrame
from events.vocabulary import EVENT_TYPES, STATUSES, SUB_EVENT_TYPES
from layers.catalog import all_layers
from layers.drawing import Scene

ROOT = Path(__file__).resolve().parents[2]
PO = {lang: LOCALES / lang / "LC_MESSAGES" / f"{DOMAIN}.po" for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_compiled_catalogue_agrees_with_its_source(lang: str) -> None:
    messages = read_po(PO[lang])
    assert PO[lang].with_suffix(".mo").read_bytes() == mo_bytes(messages)
    read = gettext.GNUTranslations(io.BytesIO(mo_bytes(messages)))
    for key, value in messages.items():
        if key and value and PLURAL_END not in key and CONTEXT_END not in key:
            assert read.gettext(key) == value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_catalogue_has_the_same_messages_with_the_same_gaps(lang: str) -> None:
    english, other = read_po(PO["en"]), read_po(PO[lang])
    assert set(english) == set(other)
    for key, value in other.items():
        if not key or not value:
            continue
        for part in value.split(PLURAL_END):
            wanted = re.findall(r"\{\w+\}", key.split(CONTEXT_END)[-1].split(PLURAL_END)[0])
            assert sorted(re.findall(r"\{\w+\}", part)) == sorted(wanted), (key, part)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_english_and_russian_are_complete(lang: str) -> None:
    assert [key for key, value in read_po(PO[lang]).items() if not value] == []


def said_in_code() -> set[str]:
    """The texts that the sheets hand to the catalogue as they stand in the code."""
    found: set[str] = set()
    for path in [*(ROOT / "briefing").glob("*.py"), *(ROOT / "maps").glob("static_*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            # `add(title, rows)` of the legend; `add` with one argument is that of a set.
            if name not in ("words", "many", "add", "row") or (name == "add" and len(node.args) < 2):
                continue
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found


def test_every_text_of_the_sheets_is_in_the_catalogue(shipped: EventFrame) -> None:
    known = {key.split(PLURAL_END)[0] for key in read_po(PO["en"])}
    wanted = said_in_code() | set(EVENT_TYPES) | set(STATUSES) | set(MONTHS)
    wanted |= {subtype for subtypes in SUB_EVENT_TYPES.values() for subtype in subtypes}
    scene = Scene(shipped, Filter())
    for layer in all_layers():
        drawing = layer.draw(scene)
        wanted |= {entry.label for entry in drawing.legend} | set(drawing.attribution)
    assert len(wanted) > 90
    assert sorted(wanted - known) == []


def test_words_bend_with_their_number() -> None:
    russian = words_for("ru")
    told = [russian.many("{count} incident", "{count} incidents", count) for count in (1, 2, 5, 21, 112)]
    assert told == ["1 инцидент", "2 инцидента", "5 инцидентов", "21 инцидент", "112 инцидентов"]


def test_an_unknown_language_is_told() -> None:
    with pytest.raises(BriefError, match="expected one of en, ru"):
        words_for("fr")


@pytest.mark.parametrize(
    ("lang", "name"),
    [("en", "Fergana"), ("ru", "Фергана"), ("uz", "Fargʻona"), ("tg", "Фарғона"), ("ky", "Фергана")],
)
def test_places_have_their_name_in_each_language(lang: str, name: str) -> None:
    assert place_name("Fergana", "fergana", lang) == name
    assert label_name("Fergana", "city", 71.78, 40.38, lang) == name


def test_a_place_of_the_gazetteer_alone_has_its_cyrillic_name() -> None:
    assert own_name("Kosonsoy", "ru") is None
    assert label_name("Kosonsoy", "town", 71.55, 41.25, "ru") == "Косонсой"
    assert place_name("A place nobody knows", "", "ru") == "A place nobody knows"


@pytest.mark.parametrize(
    "text", ['msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "nonsense\n", 'msgid "a\n']
)
def test_a_broken_catalogue_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.po"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BriefError, match=r"x\.po:\d"):
        read_po(path)
