"""One connection to a server: asks, asks again where that is safe, and reads refusals."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from ssl import SSLContext
from typing import Any

import httpx

from sprue.client.errors import Broken, Refused, Unreachable

#: Seconds of rest before the second, third … try.
RESTS = (0.3, 1.0, 3.0)
#: The stream sends a beat every five seconds; silence for so long means that it is dead.
SILENCE_SECONDS = 20.0
_FIRST_FAILURE, _FIRST_REFUSAL = 500, 400


class Door:
    """Tries again what may be sent twice: reading, and commands under their id."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        language: str = "en",
        verify: bool | SSLContext = True,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sleep = sleep
        self._http = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}", "Accept-Language": language},
            timeout=httpx.Timeout(timeout),
            verify=verify,
            transport=transport,
        )

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def rest(self, tries: int) -> None:
        """Wait, the longer the more tries were in vain (from 0)."""
        self._sleep(RESTS[min(tries, len(RESTS) - 1)])

    def json(self, method: str, path: str, *, again: bool = True, **more: Any) -> Any:
        """The answer's JSON, None where there is none. Refused, Unreachable, Broken."""
        answer = self._answer(method, path, again=again, **more)
        if answer.status_code == httpx.codes.NO_CONTENT:
            return None
        try:
            return answer.json()
        except ValueError as error:
            raise Broken(f"{path} answered no JSON") from error

    def file(self, path: str, **more: Any) -> bytes:
        """The bytes of a file."""
        return self._answer("GET", path, again=True, **more).content

    @contextmanager
    def stream(self, path: str, params: Mapping[str, str], last: int | None) -> Iterator[Iterator[str]]:
        """The lines of an event stream from the event after `last` on; Unreachable when it breaks."""
        headers = {"Last-Event-ID": str(last)} if last is not None else {}
        timeout = httpx.Timeout(10.0, read=SILENCE_SECONDS)
        try:
            with self._http.stream("GET", path, params=params, headers=headers, timeout=timeout) as answer:
                if answer.status_code >= _FIRST_REFUSAL:
                    answer.read()
                    _check(answer, path)
                yield answer.iter_lines()
        except httpx.HTTPError as error:
            raise Unreachable(f"{path}: {error or type(error).__name__}") from error

    def _answer(self, method: str, path: str, *, again: bool, **more: Any) -> httpx.Response:
        tries = 0
        while True:
            try:
                return self._once(method, path, **more)
            except Unreachable:
                if not again or tries >= len(RESTS):
                    raise
                self.rest(tries)
                tries += 1

    def _once(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            answer = self._http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise Unreachable(f"{path}: {error or type(error).__name__}") from error
        _check(answer, path)
        return answer


def _check(answer: httpx.Response, path: str) -> None:
    """Refused or Unreachable, when the answer is no good one."""
    if answer.status_code >= _FIRST_FAILURE or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise Unreachable(f"{path} answered {answer.status_code}")
    if answer.status_code < _FIRST_REFUSAL:
        return
    try:
        said = answer.json()
        raise Refused(answer.status_code, said["code"], said["message"], said.get("facts") or {})
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"{path} answered {answer.status_code} and not in the shape of a refusal") from error
