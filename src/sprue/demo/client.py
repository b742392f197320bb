"""The public interface as the workforce uses it: commands, one snapshot, and the stream of patches."""

import json
import logging
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import httpx

log = logging.getLogger("sprue.demo")

#: The stream sends a beat every five seconds; silence for so long means that it is dead.
SILENCE_SECONDS = 20.0
_WAITS = (0.3, 0.6, 1.2, 2.5, 5.0)


class Unreachable(Exception):
    """The server doesn't answer now; trying again may help."""


@dataclass
class Refused(Exception):
    """The server refused a command: its code and its text."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class News:
    """A message of the stream; `data` None: the tables must be loaded anew."""

    data: dict[str, Any] | None


class ShopClient:
    """Talks to one server with one token."""

    def __init__(self, url: str, token: str) -> None:
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"},
            timeout=httpx.Timeout(10.0),
            trust_env=False,
        )

    def command(self, kind: str, **fields: Any) -> str:
        """Send one command; `accepted`, `duplicate` or `question`. Refused or Unreachable otherwise."""
        body = {
            "id": str(uuid4()),
            "kind": kind,
            "happened_at": None,
            "station": None,
            "device": "",
            "device_seq": None,
        }
        body |= {name: _plain(value) for name, value in fields.items()}
        return str(self._json("POST", "/api/commands", json=body)["status"])

    def snapshot(self) -> dict[str, Any]:
        """The desk's tables."""
        return self._json("GET", "/api/snapshot", params={"topic": "desk"})

    def operation(self, identity: str) -> dict[str, Any]:
        """One operation with its gates."""
        return self._json("GET", f"/api/operations/{identity}")

    def set_rate(self, rate: float) -> None:
        """Let the demo's clock run `rate` times as fast as real time."""
        self._json("POST", "/api/clock", json={"rate": rate})

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def _json(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        try:
            answer = self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise Unreachable(str(error) or type(error).__name__) from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise Unreachable(f"{path} answered {answer.status_code}")
        if answer.status_code >= 400:
            raise _refusal(answer)
        found: dict[str, Any] = answer.json()
        return found

    def messages(self, after: int) -> Iterator[tuple[str, str]]:
        """Events of the stream as (event, data) until it breaks; Unreachable when it can't be opened."""
        params: dict[str, str | int] = {"topic": "desk", "after": after}
        timeout = httpx.Timeout(10.0, read=SILENCE_SECONDS)
        try:
            with self._http.stream("GET", "/api/stream", params=params, timeout=timeout) as answer:
                if answer.status_code != 200:
                    raise Unreachable(f"the stream answered {answer.status_code}")
                yield from _events(answer.iter_lines())
        except httpx.HTTPError as error:
            raise Unreachable(str(error) or type(error).__name__) from error


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _refusal(answer: httpx.Response) -> Refused:
    try:
        body = answer.json()
    except ValueError:
        body = {}
    if not isinstance(body, dict):
        body = {}
    return Refused(str(body.get("code", answer.status_code)), str(body.get("message", answer.text[:200])))


def _events(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Server-sent events: a blank line ends one."""
    event, data = "message", ""
    for line in lines:
        if not line:
            if data:
                yield event, data
            event, data = "message", ""
        elif line.startswith("event:"):
            event = line[6:].strip()
        elif line.startswith("data:"):
            data += line[5:].strip()


class Follower(threading.Thread):
    """Follows the stream in a thread of its own and queues what comes; comes back when it breaks."""

    def __init__(self, client: ShopClient, cursor: int) -> None:
        super().__init__(name="sprue-follower", daemon=True)
        self.news: queue.Queue[News] = queue.Queue(maxsize=2000)
        self._client = client
        self._cursor = cursor
        self._stop = threading.Event()

    def run(self) -> None:
        """Until stopped, or until the tables must be loaded anew."""
        tries = 0
        while not self._stop.is_set():
            try:
                for event, data in self._client.messages(self._cursor):
                    tries = 0
                    if self._stop.is_set() or not self._take(event, data):
                        return
            except Unreachable as error:
                log.info("the stream broke: %s", error)
            self._stop.wait(_WAITS[min(tries, len(_WAITS) - 1)])
            tries += 1

    def _take(self, event: str, data: str) -> bool:
        """Queue a message; False when following has no sense any more."""
        if event == "resync":
            self.news.put(News(None))
            return False
        if event == "patch":
            patch = json.loads(data)
            self._cursor = patch["cursor"]
            self.news.put(News(patch))
        return True

    def stop(self) -> None:
        """Follow no longer; the thread ends with its next message."""
        self._stop.set()
