"""Bytes for the browser, each at an address named by its content, so that a cache can never be stale."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass

# Level 4 halves the packed columns at a third of the time of level 9.
GZIP_LEVEL = 4
MOST_PASSING = 200
MOST_DATED = 12


@dataclass(frozen=True)
class Asset:
    """A body as it goes over the wire."""

    body: bytes
    media_type: str
    encoding: str | None


class AssetStore:
    """Assets by name, safe among threads.

    Lasting ones (borders, scripts) stay. Of dated ones (a frame's events and places, new at each revision of
    the store) the last 12 do, of passing ones (the masks of filters) the last 200: a browser that asks for an
    older one gets a 404, and has the app pack it anew.
    """

    def __init__(self) -> None:
        self._lasting: dict[str, Asset] = {}
        self._dated: OrderedDict[str, Asset] = OrderedDict()
        self._passing: OrderedDict[str, Asset] = OrderedDict()
        self._lock = threading.Lock()

    def put(
        self, body: bytes, media_type: str, suffix: str, *, dated: bool = False, passing: bool = False
    ) -> str:
        """Keep `body`; returns its name, a hash of its content with `suffix`."""
        name = f"{hashlib.blake2b(body, digest_size=12).hexdigest()}.{suffix}"
        with self._lock:
            for going in (self._dated, self._passing):
                if name in going:
                    going.move_to_end(name)
            if self._find(name) is not None:
                return name
        # A mask is used once or twice, by a browser near by: compressing it would cost more than sending it.
        compress = not passing and len(body) > 600
        asset = Asset(
            gzip.compress(body, GZIP_LEVEL, mtime=0) if compress else body,
            media_type,
            "gzip" if compress else None,
        )
        with self._lock:
            if not dated and not passing:
                self._lasting[name] = asset
                return name
            going, most = (self._passing, MOST_PASSING) if passing else (self._dated, MOST_DATED)
            going[name] = asset
            while len(going) > most:
                going.popitem(last=False)
        return name

    def get(self, name: str) -> Asset | None:
        """The asset of that name, or None."""
        with self._lock:
            return self._find(name)

    def names(self) -> list[str]:
        """The names of all but the passing assets, in the order of their coming."""
        with self._lock:
            return [*self._lasting, *self._dated]

    def packed(self, name: str) -> bytes:
        """The bytes of an asset, compressed by gzip; KeyError where there is none of that name."""
        asset = self.get(name)
        if asset is None:
            raise KeyError(name)
        return asset.body if asset.encoding else gzip.compress(asset.body, GZIP_LEVEL, mtime=0)

    def _find(self, name: str) -> Asset | None:
        return self._lasting.get(name) or self._dated.get(name) or self._passing.get(name)


store = AssetStore()
