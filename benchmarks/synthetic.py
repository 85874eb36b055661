"""Files of invented events, made once and kept in `.cache/benchmarks` of the project."""

from __future__ import annotations

import hashlib
from pathlib import Path

from events.synth import write_synth

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "benchmarks"


def synthetic_file(n: int) -> Path:
    """A Parquet file of `n` invented events; made anew when the way they are invented changes."""
    digest = hashlib.blake2b(digest_size=6)
    for name in ("synth", "synth_words"):
        digest.update((ROOT / "events" / f"{name}.py").read_bytes())
    out = CACHE / f"events_{n}_{digest.hexdigest()}.parquet"
    if not out.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        part = out.with_suffix(".part.parquet")
        write_synth(n, part)
        part.rename(out)
    return out
