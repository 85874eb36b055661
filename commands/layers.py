"""`layers`: the layers of the map in the order of the layer panel."""

from __future__ import annotations

import argparse

from layers.catalog import all_layers
from layers.drawing import GROUPS

NAME = "layers"
HELP = "list the layers of the map"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It has no options."""


def run(options: argparse.Namespace) -> None:
    """List the layers of the map in the order of the layer panel."""
    for layer in sorted(all_layers(), key=lambda layer: (GROUPS.index(layer.group), layer.listed)):
        shown = "shown" if layer.shown else ""
        print(f"{layer.id:12}  {layer.group:10}  {layer.title:16}  {shown:6}  {layer.hint}".rstrip())
