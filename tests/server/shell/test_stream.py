"""The stream at the ASGI door: who may listen, for how long, and how large a request may be."""

import asyncio
import json
from collections.abc import MutableMapping
from typing import Any

import pytest

from sprue.server import asgi
from sprue.server.accounts.models import Token
from tests.server.askers import Askers


def test_a_stream_begins_with_its_beat(askers: Askers) -> None:
    status, body = askers["wall"].listen("/api/stream?topic=wall&after=0")
    assert (status, body[:12]) == (200, b"retry: 1000\n")


def test_a_stream_nobody_may_hear_says_why(askers: Askers) -> None:
    status, body = askers["wall"].listen("/api/stream?topic=desk")
    assert (status, json.loads(body)["code"]) == (403, "forbidden")


def test_a_stream_ends_when_its_token_is_taken_back(askers: Askers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asgi, "CHECK_SECONDS", 0.05)
    heard: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        if not heard:
            await asyncio.to_thread(Token.objects.filter(role="wall").delete)
        heard.append(message)

    async def receive() -> MutableMapping[str, Any]:
        await asyncio.Event().wait()
        return {}

    headers = [(b"host", b"testserver"), (b"authorization", f"Bearer {askers['wall'].bearer}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/api/stream", "query_string": b"topic=wall"}
    asyncio.run(
        asyncio.wait_for(
            asgi.application(
                {**scope, "headers": headers, "scheme": "http", "server": ("testserver", 80)}, receive, send
            ),
            20,
        )
    )
    assert heard[0]["status"] == 200
    assert heard[-1] == {"type": "http.response.body", "body": b"", "more_body": False}


@pytest.mark.parametrize(
    ("path", "header", "code"),
    [
        ("/api/commands", (b"content-length", b"2097153"), "file_too_large"),
        ("/api/import", (b"content-length", b"32505857"), "file_too_large"),
        ("/api/import", (b"content-length", b"-1"), "file_too_large"),
        ("/api/parts/core/drawings", (b"content-length", b"22020097"), "file_too_large"),
        ("/api/commands", (b"transfer-encoding", b"chunked"), "length_needed"),
    ],
)
def test_a_body_too_large_never_reaches_the_program(
    transactional_db: None, path: str, header: tuple[bytes, bytes], code: str
) -> None:
    heard: list[MutableMapping[str, Any]] = []
    bodies = [{"type": "http.request", "body": b"x" * 1000, "more_body": n < 2} for n in range(3)]

    async def send(message: MutableMapping[str, Any]) -> None:
        heard.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return bodies.pop(0)

    headers = [(b"host", b"testserver"), header]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
    asyncio.run(asgi.application({**scope, "scheme": "http", "server": ("testserver", 80)}, receive, send))
    assert (json.loads(heard[1]["body"])["code"], bodies) == (code, [])


@pytest.mark.parametrize(
    ("path", "length"),
    [("/api/import", 31), ("/api/photos", 7), ("/api/parts/core/drawings", 21), ("/api/commands", 2)],
)
def test_a_body_as_large_as_its_path_allows_comes_to_the_program(
    transactional_db: None, path: str, length: int
) -> None:
    heard: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        heard.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"host", b"testserver"), (b"content-length", str(length * 2**20).encode())]
    scope = {"type": "http", "http_version": "1.1", "method": "POST", "path": path, "query_string": b""}
    more = {"headers": headers, "scheme": "http", "server": ("testserver", 80), "client": ("127.0.0.1", 9)}
    asyncio.run(asgi.application({**scope, **more}, receive, send))
    assert heard[0]["status"] == 422  # the form is empty: the program itself says so
