"""One shop's address and token: what every request goes through."""

from collections.abc import Mapping
from datetime import date, datetime
from ssl import SSLContext
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from sprue.client.door import Door

#: What stands in an address; lists are repeated, None is left out.
Query = str | int | bool | date | datetime | list[str] | None


class Connection:
    """Asks any address of the interface. Reading is tried again when the server doesn't answer."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        language: str = "en",
        verify: bool | SSLContext = True,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.door = Door(url, token, language=language, verify=verify, timeout=timeout, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self.door.close()

    def get(self, path: str, **query: Query) -> Any:
        """The JSON of any address below /api: `get("/plans")`."""
        return self.door.json("GET", f"/api{path}", params=query_of(query))

    def post(self, path: str, body: Any = None) -> Any:
        """POST JSON to any address below /api; it is not tried again."""
        return self.door.json("POST", f"/api{path}", again=False, json=body if body is not None else {})


def part_of(name: str) -> str:
    """A name as a part of an address."""
    return quote(name, safe="")


def query_of(wanted: Mapping[str, Query]) -> dict[str, str | list[str]]:
    """As it stands in an address."""
    found: dict[str, str | list[str]] = {}
    for name, value in wanted.items():
        if isinstance(value, bool):
            found[name] = "true" if value else "false"
        elif isinstance(value, list):
            found[name] = value
        elif value is not None:
            found[name] = value.isoformat() if isinstance(value, date) else str(value)
    return found
