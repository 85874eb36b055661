"""The store of assets: addresses named for their content, lasting ones kept, passing ones let go in turn."""

from __future__ import annotations

import gzip

from hypothesis import given, settings
from hypothesis import strategies as st

from maps.assets import MOST_DATED, MOST_PASSING, AssetStore


@settings(deadline=None)
@given(st.binary(max_size=3000), st.booleans())
def test_what_is_put_comes_back(body: bytes, passing: bool) -> None:
    store = AssetStore()
    asset = store.get(store.put(body, "application/octet-stream", "bin", passing=passing))
    assert asset is not None
    assert asset.media_type == "application/octet-stream"
    assert (gzip.decompress(asset.body) if asset.encoding == "gzip" else asset.body) == body


@settings(deadline=None)
@given(st.binary(max_size=50), st.binary(max_size=50))
def test_an_address_is_named_for_the_content(one: bytes, other: bytes) -> None:
    first, second = (AssetStore().put(body, "text/plain", "txt") for body in (one, other))
    assert (first == second) == (one == other)
    assert first.endswith(".txt")
    assert "/" not in first


def test_of_a_frames_assets_the_newest_stay() -> None:
    store = AssetStore()
    names = [store.put(b"columns %d" % number, "x/y", "bin", dated=True) for number in range(MOST_DATED + 2)]
    assert [store.get(name) is None for name in names] == [True, True, *[False] * MOST_DATED]
    assert store.put(b"columns 2", "x/y", "bin", dated=True) == names[2]
    store.put(b"one more", "x/y", "bin", dated=True)
    assert store.get(names[2]) is not None
    assert store.get(names[3]) is None


def test_lasting_assets_stay_and_the_oldest_passing_ones_go() -> None:
    store = AssetStore()
    lasting = store.put(b"borders", "application/json", "json")
    names = [store.put(b"mask %d" % number, "x/y", "bin", passing=True) for number in range(MOST_PASSING + 3)]
    assert store.get(lasting) is not None
    assert [store.get(name) is None for name in names[:4]] == [True, True, True, False]
    assert all(store.get(name) is not None for name in names[3:])


def test_a_mask_in_use_outlives_older_ones() -> None:
    store = AssetStore()
    used = store.put(b"used", "x/y", "bin", passing=True)
    for number in range(3 * MOST_PASSING):
        store.put(b"mask %d" % number, "x/y", "bin", passing=True)
        if number % 50 == 0:
            assert store.put(b"used", "x/y", "bin", passing=True) == used
    assert store.get(used) is not None


def test_an_unknown_name_has_no_asset() -> None:
    assert AssetStore().get("../settings.py") is None
