"""What a briefing says: one frozen value from which every format is written, and written anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    field_validator,
    model_validator,
)

from briefing.sheet_size import EXPECTED as SIZES
from briefing.sheet_size import read_size
from briefing.words import LANGUAGES
from errors import BriefError, FilterError, LayerError
from events.complaint import complaint
from events.filter import Filter
from layers.catalog import all_layers, layer_by_id
from maps.static_map import HOME_EXTENT
from maps.static_projection import Extent, checked_extent

Text = Annotated[str, Field(max_length=4000)]
Theme = Literal["light", "dark"]
MOST_NUMBERED = 20_000
RULE = r"(top|latest):([1-9]\d{0,4})|places|all|none"
EXTENTS = ("home", "events")

EXPECTED: Mapping[str, str] = {
    "title": "text of at most 4000 characters",
    "subtitle": "text of at most 4000 characters",
    "handling": "text of at most 4000 characters",
    "author": "text of at most 4000 characters",
    "notes": "text of at most 4000 characters",
    "extent": "'home', 'events' or W,S,E,N in degrees",
    "layers": "ids of layers as `layers` lists them",
    "base": "relief, plain, dark, online or none",
    "fade": "opacities from 0 to 1 by layer",
    "theme": "light or dark",
    "size": SIZES,
    "lang": f"one of {', '.join(LANGUAGES)}",
    "projection": "auto, mercator or equal-area",
    "as_of": "a day like 1999-10-27",
    "number": "top:N, latest:N, places, all or none",
    "incidents": f"at most {MOST_NUMBERED} ids of events",
    "link": "the address of a map view",
    "slides": "one, month or place",
}


def base_ids() -> tuple[str, ...]:
    """The ids of the base layers."""
    return tuple(layer.id for layer in all_layers() if layer.group == "Base")


def usual_overlays() -> tuple[str, ...]:
    """The layers over the base that a new map shows."""
    return tuple(layer.id for layer in all_layers() if layer.shown and layer.group != "Base")


def _listed(value: object) -> object:
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


def _extent(value: object) -> object:
    if value is None or value == "":
        return "home"
    if isinstance(value, str) and value not in EXTENTS:
        return tuple(float(part) for part in value.split(","))
    return value


class Brief(BaseModel):
    """A briefing: what is shown, how it looks, what stands beside it. Equal briefs make equal files.

    Making one that cannot be meant raises `BriefError` with one line (`FilterError` where the filter is at
    fault). Round-trips through JSON: `Brief.read(brief.write())`.

    Attributes:
        title: The headline; empty for one made of the window.
        subtitle, author, notes: Further lines; empty for none.
        handling: What may be done with the sheet, on its upper and lower edge.
        filter: The incidents, with their window.
        extent: 'home' (the Fergana Valley), 'events' (all incidents of the window that have a point) or
            west, south, east, north in degrees; west above east crosses the antimeridian.
        base: The base layer, or 'none'.
        layers: Ids of the layers over it.
        fade: Opacity of layers that are not at full strength.
        theme: Colours of the sheet.
        size: See `briefing.sheet_size`.
        lang: Language of the sheet.
        projection: 'auto' is Web Mercator, or equal-area for a large extent.
        as_of: The day on which the data were looked at; it is part of the brief, so that the same brief
            makes the same file on another day.
        number: Which incidents get a number: 'top:N' by deaths, 'latest:N', 'places' (one a place), 'all',
            'none'.
        incidents: Ids of events numbered in any case.
        link: The address of the map view that it was made from; empty for none.
        slides: In a presentation: one slide, or an overview with a slide a month or a place.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text = ""
    subtitle: Text = ""
    handling: Text = ""
    author: Text = ""
    notes: Text = ""
    filter: Filter = Filter()
    extent: Annotated[
        Literal["home", "events"] | tuple[float, float, float, float], BeforeValidator(_extent)
    ] = "home"
    base: str = "relief"
    layers: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field(default_factory=usual_overlays)
    fade: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    theme: Theme = "light"
    size: str = "1920x1080"
    lang: str = "en"
    projection: Literal["auto", "mercator", "equal-area"] = "auto"
    as_of: date | None = None
    number: str = "top:12"
    incidents: Annotated[
        tuple[Annotated[str, Field(max_length=120)], ...],
        BeforeValidator(_listed),
        Field(max_length=MOST_NUMBERED),
    ] = ()
    link: Text = ""
    slides: Literal["one", "month", "place"] = "one"

    @field_validator("size")
    @classmethod
    def _a_size(cls, size: str) -> str:
        read_size(size)
        return size.strip().lower()

    @field_validator("lang")
    @classmethod
    def _a_language(cls, lang: str) -> str:
        if lang not in LANGUAGES:
            raise ValueError(EXPECTED["lang"])
        return lang

    @field_validator("number")
    @classmethod
    def _a_rule(cls, number: str) -> str:
        if not re.fullmatch(RULE, number.strip()):
            raise ValueError(EXPECTED["number"])
        return number.strip()

    @field_validator("base")
    @classmethod
    def _a_base(cls, base: str) -> str:
        if base not in (*base_ids(), "none"):
            raise ValueError(EXPECTED["base"])
        return base

    @field_validator("layers")
    @classmethod
    def _known_layers(cls, layers: tuple[str, ...]) -> tuple[str, ...]:
        for layer_id in layers:
            layer_by_id(layer_id)
        return tuple(dict.fromkeys(layers))

    @field_validator("extent")
    @classmethod
    def _an_extent(cls, extent: Any) -> Any:
        if not isinstance(extent, str):
            checked_extent(Extent(*extent))
        return extent

    @model_validator(mode="wrap")
    @classmethod
    def _in_one_line(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return handler(data)
        except ValidationError as error:
            raise BriefError(f"brief: {complaint(error, EXPECTED)}") from None
        except LayerError as error:
            raise BriefError(f"brief: {error}") from None

    @property
    def map_layers(self) -> tuple[str, ...]:
        """The ids of all layers, the base among them."""
        overlays = tuple(layer_id for layer_id in self.layers if layer_id not in base_ids())
        return overlays if self.base == "none" else (self.base, *overlays)

    @property
    def fixed_extent(self) -> Extent | None:
        """The extent where it does not depend on the incidents."""
        if self.extent == "home":
            return HOME_EXTENT
        return None if isinstance(self.extent, str) else Extent(*self.extent)

    def changed(self, **fields: object) -> Brief:
        """This brief with other values in some fields.

        Raises:
            BriefError: A value is none of its field's.
        """
        return Brief.model_validate({**self.model_dump(), **fields})

    def write(self) -> str:
        """The brief as JSON, with the values of today's defaults: a later version's may be others."""
        return self.model_dump_json()

    @classmethod
    def read(cls, text: str) -> Brief:
        """The brief in JSON text.

        Raises:
            BriefError: It is no such JSON; FilterError: its filter cannot be meant.
        """
        try:
            return cls.model_validate_json(text)
        except (BriefError, FilterError):
            raise
        except ValueError as error:
            reason = str(error).splitlines()[0]
            raise BriefError(
                f"brief: found no JSON of a brief ({reason}), expected what `write` made"
            ) from None
