"""Who comes to the door: nobody known, a wall, a terminal, a program, a customer, and a user of each role."""

import asyncio
import json
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from sprue.server.accounts import tokens, users
from sprue.server.accounts.access import DEVICE_COOKIE
from sprue.server.floor.who import OF_USERS, Role

CSRF = "c" * 32
PASSWORD = "hot runner 42"
STATION = "cnc-1"
CUSTOMER = "Nordlicht"
#: One user of each role that signs in by name.
USERS = tuple(role.value for role in Role if role in OF_USERS)


@dataclass
class Asker:
    """One who sends requests, with what proves who it is."""

    name: str
    bearer: str = ""
    client: Client = field(
        default_factory=lambda: Client(enforce_csrf_checks=True, raise_request_exception=False)
    )

    def __post_init__(self) -> None:
        self.client.cookies["csrftoken"] = CSRF

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer (an HttpResponse and what the client adds) to a request of a screen or a program."""
        sent = {"Accept-Language": "en", "X-CSRFToken": CSRF, **headers}
        if self.bearer:
            sent["Authorization"] = f"Bearer {self.bearer}"
        data = json.dumps(body if body is not None else {})
        return self.client.generic(
            method, path, data if method != "GET" else "", content_type="application/json", headers=sent
        )

    def read(self, path: str) -> Any:
        """The JSON of a GET, which is as the interface publishes it."""
        answer = self.ask("GET", path)
        found = json.loads(answer.content)
        # The interface is loaded where a test asks it first, not where the tests are collected.
        from tests.server.published import unlike_published

        if path.startswith("/api/") and not path.startswith("/api/openapi"):
            assert not unlike_published("GET", path, answer.status_code, found), path
        return found

    def listen(self, path: str, until: bytes = b"") -> tuple[int, bytes]:
        """Status and bytes of a stream, which is left when `until` was said; at once for b""."""
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.client.cookies.items())
        headers = [(b"host", b"testserver"), (b"cookie", cookies.encode()), (b"accept-language", b"en")]
        if self.bearer:
            headers.append((b"authorization", f"Bearer {self.bearer}".encode()))
        return asyncio.run(asyncio.wait_for(heard(path, headers, until), 60))


async def heard(path: str, headers: list[tuple[bytes, bytes]], until: bytes) -> tuple[int, bytes]:
    """What the ASGI application says to a GET until `until` is in it; a refusal ends it too."""
    from sprue.server.asgi import application

    parts = urlsplit(path)
    scope: MutableMapping[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": parts.path,
        "query_string": parts.query.encode(),
        "headers": headers,
        "scheme": "http",
        "server": ("testserver", 80),
    }
    said: list[MutableMapping[str, Any]] = []
    enough = asyncio.Event()

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)
        told = b"".join(one.get("body", b"") for one in said[1:])
        if message["type"] == "http.response.body" and (until in told or said[0]["status"] != 200):
            enough.set()

    async def receive() -> MutableMapping[str, Any]:
        await enough.wait()
        return {"type": "http.disconnect"}

    await application(scope, receive, send)
    return said[0]["status"], b"".join(message.get("body", b"") for message in said[1:])


@dataclass(frozen=True)
class Askers:
    """Everybody; `secrets` holds the tokens of the wall, the terminal and the program."""

    everybody: dict[str, Asker]
    secrets: dict[str, str]

    def __getitem__(self, name: str) -> Asker:
        return self.everybody[name]

    @staticmethod
    def of_small_shop() -> "Askers":
        """Users and tokens in the database, and one asker each."""
        secrets = {
            "wall": tokens.issue(Role.WALL, label="hall")[1],
            "station": tokens.issue(Role.STATION, station=STATION)[1],
            "floor": tokens.issue(Role.FLOOR, label="scanner")[1],
            "customer": tokens.issue(Role.CUSTOMER, customer=CUSTOMER)[1],
        }
        everybody = {
            "anonymous": Asker("anonymous"),
            "wall": Asker("wall", bearer=secrets["wall"]),
            "station": Asker("station"),
            "floor": Asker("floor", bearer=secrets["floor"]),
            "customer": Asker("customer", bearer=secrets["customer"]),
            **{name: Asker(name) for name in USERS},
        }
        everybody["station"].client.cookies[DEVICE_COOKIE] = secrets["station"]
        for name in USERS:
            everybody[name].client.force_login(users.make(name, PASSWORD, Role(name)))
        return Askers(everybody, secrets)


def code_of(answer: Any) -> str:
    """The code of a refusal, "" of anything else."""
    if answer.status_code < 400:
        return ""
    return str(json.loads(answer.content)["code"])
