"""All layers, found by their files being there: each module of the room that has a `LAYER`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import layers
from errors import LayerError
from layers.drawing import Layer


@cache
def all_layers() -> tuple[Layer, ...]:
    """Every layer in drawing order. Two layers of one id, or an id unlike its file's name, are refused."""
    found: dict[str, Layer] = {}
    for module in pkgutil.iter_modules(layers.__path__):
        layer = getattr(importlib.import_module(f"layers.{module.name}"), "LAYER", None)
        if layer is None:
            continue
        if layer.id != module.name:
            raise LayerError(
                f"layers/{module.name}.py names its layer {layer.id!r}: expected the file's own name"
            )
        found[layer.id] = layer
    return tuple(sorted(found.values(), key=lambda layer: layer.order))


def layer_by_id(layer_id: str) -> Layer:
    """The layer of that id; LayerError names those that exist."""
    for layer in all_layers():
        if layer.id == layer_id:
            return layer
    known = ", ".join(layer.id for layer in all_layers())
    raise LayerError(f"no layer {layer_id!r}: expected one of {known}")
