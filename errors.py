"""The one small tree of errors: each says what was found, what was expected and how to mend it."""

from __future__ import annotations


class IncidentMapError(Exception):
    """Something from outside is wrong. The message is one line made for the person at the screen."""


class BundleError(IncidentMapError):
    """A file of the offline geodata bundle is missing, broken or not what it should be."""


class GazetteerError(IncidentMapError):
    """A place was asked for that the gazetteer does not hold."""


class EventError(IncidentMapError):
    """An event, or a row meant to become one, breaks the rules of its fields."""


class FilterError(IncidentMapError):
    """A filter or a link cannot be read: a window that ends before it starts, an unknown field."""


class FormatError(IncidentMapError):
    """A file is not in the format that its reader expects."""


class LayerError(IncidentMapError):
    """A layer cannot be drawn, or was asked for by a name that no layer has."""


class ReportError(IncidentMapError):
    """A file of a report cannot be read: empty, too large, or no text that we know how to take out."""


class StoreError(IncidentMapError):
    """The store cannot be opened, read or written, or a change to it does not fit what it holds."""


class MappingError(IncidentMapError):
    """The columns of a user's table cannot be matched to ours."""


class BriefError(IncidentMapError):
    """A briefing cannot be made or written as asked."""
