"""The window moving, as a film for slides and posts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import imageio_ffmpeg

from briefing.animation import FRAME_S, frame_size, frames
from briefing.brief import Brief
from briefing.content import SheetContent
from briefing.manifest import Manifest
from errors import BriefError
from events.frame import EventFrame

NAME = "mp4"
SUFFIXES = (".mp4",)
MOST_PX = (1280, 720)
SHOWN_FPS = 20
"""Players stumble over films of two pictures a second: frames are repeated, which takes hardly any room."""
HOLD_S = 1.8
MOST_COMMENT = 60_000


def document(brief: Brief, events: EventFrame, manifest: Manifest) -> bytes:
    """The film (H.264); the manifest is its comment where it is not too long for one.

    Raises:
        BriefError: The program that packs films is missing or failed.
    """
    content = SheetContent(brief, events, manifest.terms)
    size = frame_size(content, MOST_PX)
    comment = manifest.write()
    about = ["-metadata", f"title={content.title}"]
    if len(comment.encode()) <= MOST_COMMENT:
        about += ["-metadata", f"comment={comment}"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "window.mp4"
        try:
            film = imageio_ffmpeg.write_frames(
                str(path), size, fps=1 / FRAME_S, codec="libx264", macro_block_size=2, quality=None,
                ffmpeg_log_level="error",
                output_params=[
                    "-crf", "21", "-preset", "veryfast", "-r", str(SHOWN_FPS), "-movflags", "+faststart",
                    "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", *about,
                ],
            )  # fmt: skip
            film.send(None)
            last = b""
            for picture in frames(content, size):
                last = picture.tobytes()
                film.send(last)
            for _ in range(round(HOLD_S / FRAME_S)):
                film.send(last)
            film.close()
            return path.read_bytes()
        except (OSError, RuntimeError) as error:
            reason = " ".join(str(error).split())[:160]
            raise BriefError(
                f"mp4: the film could not be packed ({reason}), expected the program ffmpeg that comes with "
                "imageio-ffmpeg: install it again, or write a .gif"
            ) from None
