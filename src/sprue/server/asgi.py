"""One server process: Django in threads with kept connections, streams beside it without a thread each."""

import asyncio
import contextlib
import io
import json
import os
import re
import signal
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, MutableMapping
from functools import partial
from http.cookies import SimpleCookie
from importlib import import_module
from types import FrameType
from typing import Any
from urllib.parse import parse_qs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sprue.server.settings")

from django.core.wsgi import get_wsgi_application

_wsgi = get_wsgi_application()

from a2wsgi import WSGIMiddleware  # noqa: E402
from django.conf import settings  # noqa: E402  # after Django is set up
from django.contrib.auth import get_user  # noqa: E402
from django.core.handlers.asgi import ASGIRequest  # noqa: E402
from django.db import close_old_connections  # noqa: E402

from sprue.server.accounts.access import language_of, may_read, needed  # noqa: E402
from sprue.server.push import stream, tailer  # noqa: E402
from sprue.server.turned import Door, TurnedAway  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Admission = tuple[str, int | None, str, TurnedAway | None]

THREADS = 8
STREAM = "/api/stream"
IMPORT = "/api/import"
PHOTOS = "/api/photos"
DRAWINGS = re.compile(r"/api/parts/[^/]+/drawings")
#: A workbook of 30 MB and the form around it; no other request has a reason to be large.
LARGEST_IMPORT = 31 * 2**20
LARGEST_BODY = 2 * 2**20
#: A picture of 6 MB and the form around it.
LARGEST_PHOTO_BODY = 7 * 2**20
#: A drawing of 20 MB and the form around it.
LARGEST_DRAWING_BODY = 21 * 2**20
#: So much of a body that is too large is still taken in, so that the browser hears why it was refused.
_DRAINED = 256 * 2**20
#: Whether who reads a stream may still do so is asked so often, seconds.
CHECK_SECONDS = 20.0
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]

_django = WSGIMiddleware(_wsgi, workers=THREADS)  # type: ignore[arg-type]  # a response is iterable


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] != "http":
        return
    elif scope["path"] == STREAM:
        await _stream(scope, receive, send)
    elif (refusal := _too_large(scope)) is not None:
        await _drain(receive)
        await _refuse(send, refusal, language_of(ASGIRequest(dict(scope), io.BytesIO())))
    else:
        await _django(scope, receive, send)  # type: ignore[arg-type]  # the same protocol, named otherwise


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            tailer.start()
            _end_streams_on_signal()
            await send({"type": "lifespan.startup.complete"})
        else:
            await asyncio.to_thread(tailer.stop)
            await send({"type": "lifespan.shutdown.complete"})
            return


def _end_streams_on_signal() -> None:
    """Streams end when the server is told to: it waits for what is open, and they never end by themselves."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        before = signal.getsignal(number)
        if callable(before):
            signal.signal(number, partial(_let_go, before))


def _let_go(before: Callable[[int, FrameType | None], Any], number: int, frame: FrameType | None) -> None:
    tailer.let_go()
    before(number, frame)


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    topic, after, language, refusal = await asyncio.to_thread(_admitted, scope)
    if refusal is not None:
        await _refuse(send, refusal, language)
        return
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    ends = [asyncio.create_task(_until_gone(receive)), asyncio.create_task(_until_barred(scope))]
    sending = asyncio.create_task(_send_on(stream(topic, after, language), send))
    try:
        await asyncio.wait([*ends, sending], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (*ends, sending):
            task.cancel()
        await asyncio.gather(*ends, sending, return_exceptions=True)
    if not ends[0].done() or ends[0].cancelled():
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send_on(messages: AsyncGenerator[bytes, None], send: Send) -> None:
    async with contextlib.aclosing(messages):
        async for message in messages:
            await send({"type": "http.response.body", "body": message, "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _until_barred(scope: Scope) -> None:
    """Until the token was taken back, the session ended or the user is gone."""
    while True:
        await asyncio.sleep(CHECK_SECONDS)
        if (await asyncio.to_thread(_admitted, scope))[3] is not None:
            return


def _too_large(scope: Scope) -> TurnedAway | None:
    """Why the body is not even taken in; a body has to say its length."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return TurnedAway(Door.LENGTH_NEEDED)
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and int(length) <= _most(scope["path"].rstrip("/")):
        return None
    return TurnedAway(Door.FILE_TOO_LARGE)


def _most(path: str) -> int:
    """The most bytes that a request to the path may have."""
    if path == IMPORT:
        return LARGEST_IMPORT
    if path == PHOTOS:
        return LARGEST_PHOTO_BODY
    return LARGEST_DRAWING_BODY if DRAWINGS.fullmatch(path) else LARGEST_BODY


async def _drain(receive: Receive) -> None:
    taken = 0
    while taken < _DRAINED:
        message = await receive()
        taken += len(message.get("body", b""))
        if not message.get("more_body", False):
            return


async def _refuse(send: Send, refusal: TurnedAway, language: str) -> None:
    said: dict[str, Any] = {"code": refusal.code.value, "message": refusal.message(language), "facts": {}}
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(said, ensure_ascii=False).encode()})


def _admitted(scope: Scope) -> Admission:
    """Topic, cursor and language of a stream, or why there is none. In a thread: it asks the database."""
    close_old_connections()  # what Django does before each request: a lost connection is opened anew
    query = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
    request = ASGIRequest(dict(scope), io.BytesIO())
    _sign_in(request)
    language = language_of(request)
    topic = query.get("topic", "wall")
    after = _number(request.headers.get("Last-Event-ID") or query.get("after"))
    try:
        may_read(needed(request, f"GET {STREAM}", at_terminal=topic.startswith("station:")), topic)
    except TurnedAway as refusal:
        return topic, after, language, refusal
    return topic, after, language, None


def _sign_in(request: ASGIRequest) -> None:
    """What the middleware does for pages: the session of the cookie, and its user."""
    cookies = SimpleCookie(request.headers.get("Cookie", ""))
    key = cookies[settings.SESSION_COOKIE_NAME].value if settings.SESSION_COOKIE_NAME in cookies else None
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    request.user = get_user(request)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 16 else None
