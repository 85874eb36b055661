"""Ask an ASGI application without a socket: one request, one answer."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Answer:
    """What came back; header names are in lower case."""

    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    def json(self) -> Any:
        return json.loads(self.content)


class Client:
    """Asks `app` for addresses as they stand, dots and all: no client tidies them up before."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def get(self, address: str, params: dict[str, str] | None = None) -> Answer:
        """The answer to GET `address`."""
        # In a thread of its own: a browser test may have a loop running in this one.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, self._get(address, params or {})).result()

    async def _get(self, address: str, params: dict[str, str]) -> Answer:
        parts = urlsplit(f"http://test{address}")
        query = parts.query or urlencode(params)
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        await self.app(
            {
                "type": "http",
                "asgi": {"version": "3.0"},
                "http_version": "1.1",
                "method": "GET",
                "scheme": "http",
                "path": unquote(parts.path),
                "raw_path": parts.path.encode(),
                "query_string": query.encode(),
                "root_path": "",
                "headers": [(b"host", b"test")],
                "server": ("test", 80),
                "client": ("test", 1),
            },
            receive,
            send,
        )
        start = messages[0]
        return Answer(
            status_code=start["status"],
            headers={name.decode().lower(): value.decode() for name, value in start["headers"]},
            content=b"".join(message.get("body", b"") for message in messages[1:]),
        )
