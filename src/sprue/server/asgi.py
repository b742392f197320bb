"""One server process: Django in threads with kept connections, streams beside it without a thread each."""

import asyncio
import io
import os
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sprue.server.settings")

from django.core.wsgi import get_wsgi_application

_wsgi = get_wsgi_application()

from a2wsgi import WSGIMiddleware  # noqa: E402
from django.conf import settings  # noqa: E402  # after Django is set up
from django.contrib.auth import get_user  # noqa: E402
from django.core.handlers.asgi import ASGIRequest  # noqa: E402

from sprue.server.accounts.access import language_of, may_read, who_of  # noqa: E402
from sprue.server.push import stream, tailer  # noqa: E402
from sprue.server.turned import Door, TurnedAway  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

THREADS = 8
STREAM = "/api/stream"
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]

_django = WSGIMiddleware(_wsgi, workers=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI application."""
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] != "http":
        return
    elif scope["path"] == STREAM:
        await _stream(scope, receive, send)
    else:
        await _django(scope, receive, send)  # type: ignore[arg-type]  # the same protocol, named otherwise


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            tailer.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await asyncio.to_thread(tailer.stop)
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    topic, after, language, refusal = await asyncio.to_thread(_admitted, scope)
    if refusal is not None:
        await _refuse(send, refusal, language)
        return
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    gone = asyncio.create_task(_until_gone(receive))
    messages = stream(topic, after, language)
    try:
        while True:
            following = asyncio.ensure_future(anext(messages, None))
            await asyncio.wait({following, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not following.done():
                following.cancel()
                break
            message = following.result()
            if message is None:
                break
            await send({"type": "http.response.body", "body": message, "more_body": True})
        if not gone.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, refusal: TurnedAway, language: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": refusal.message(language).encode()})


def _admitted(scope: Scope) -> tuple[str, int | None, str, TurnedAway | None]:
    """Topic, cursor and language of a stream, or why there is none. In a thread: it asks the database."""
    query = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode("latin-1")).items()}
    request = ASGIRequest(dict(scope), io.BytesIO())
    _sign_in(request)
    language = language_of(request)
    topic = query.get("topic", "wall")
    after = _number(request.headers.get("Last-Event-ID") or query.get("after"))
    try:
        who = who_of(request, at_terminal=topic.startswith("station:"))
        if who is None:
            raise TurnedAway(Door.NOT_SIGNED_IN)
        may_read(who, topic)
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
