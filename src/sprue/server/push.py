"""Streams of patches: one tailer a process folds new entries once and hands every client the same bytes."""

import asyncio
import contextlib
import json
import logging
import threading
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from time import monotonic

from django.db import Error as DatabaseError
from django.db import connections

from sprue.server.floor.memory import memory
from sprue.server.floor.present import MOST_MOVED, WEIGH_SECONDS, Step, present
from sprue.server.wake import bell

log = logging.getLogger("sprue.push")

#: The journal is looked at so often (real seconds); entries of this process wake the tailer at once.
POLL_SECONDS = 0.075
BEAT_SECONDS = 5.0
LONGEST_REST = 0.15
#: A client that has not taken so many messages is cut off; it comes back and resumes.
MOST_WAITING = 400

RESYNC = b"event: resync\ndata: {}\n\n"


@dataclass(slots=True, eq=False)
class Client:
    """One open stream. `queue` holds messages; None ends it."""

    topic: str
    language: str
    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def take(self, message: bytes | None) -> None:
        """In the loop's thread: hand over, or cut off who is too slow."""
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(None)


class Tailer:
    """Follows the journal in a thread of its own and fans out."""

    def __init__(self) -> None:
        self._clients: set[Client] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._scale: threading.Thread | None = None
        self._stop = threading.Event()

    def start(self) -> None:
        """Begin to follow, once a process."""
        with self._lock:
            if self._thread is not None and self._thread.is_alive():
                return
            self._stop.clear()
            if self._hand_out not in present.listeners:
                present.listeners.append(self._hand_out)
            self._thread = threading.Thread(target=self._follow, name="sprue-tailer", daemon=True)
            self._thread.start()
            self._scale = threading.Thread(target=self._weigh, name="sprue-scale", daemon=True)
            self._scale.start()

    def stop(self) -> None:
        """End the thread and all streams."""
        self._stop.set()
        bell.ring()
        for thread in (self._thread, self._scale):
            if thread is not None:
                thread.join(5)
        self.let_go()

    def let_go(self) -> None:
        """End all streams; who comes after is not hindered. Safe in a signal's handler: it takes no lock."""
        for client in tuple(self._clients):
            with contextlib.suppress(RuntimeError):  # the loop has ended, the client with it
                client.loop.call_soon_threadsafe(client.take, None)

    def join(self, client: Client, after: int | None) -> list[bytes]:
        """Add a client; what it has missed since `after`, or word that it must load anew."""
        # The memory's lock first, as the one who hands out has it: else both wait for each other.
        with memory.lock, self._lock:
            missed = present.since(after, client.topic) if after is not None else None
            self._clients.add(client)
        first = [b"retry: 1000\n\n", _beat()]
        if missed is None:
            return [*first, RESYNC]
        found = [step.message(client.topic, client.language) for step in missed]
        return [*first, *(message for message in found if message is not None)]

    def leave(self, client: Client) -> None:
        """Forget a client."""
        with self._lock:
            self._clients.discard(client)

    def _follow(self) -> None:
        seen = 0
        beaten = monotonic()
        unfinished = False
        while not self._stop.is_set():
            seen = bell.wait(seen, 0 if unfinished else POLL_SECONDS)
            begun = monotonic()
            try:
                unfinished = present.refresh(MOST_MOVED)
            except DatabaseError:
                log.warning("the journal can't be read; trying again", exc_info=True)
                connections.close_all()
                self._stop.wait(1)
                continue
            except Exception:
                log.exception("the stream stumbled; trying again")
                self._stop.wait(1)
                continue
            if monotonic() - beaten >= BEAT_SECONDS:
                beaten = monotonic()
                beat = _beat()
                self._send((client, beat) for client in self._everybody())
            # As long a rest as the work took: in a rush what happened meanwhile goes out together.
            self._stop.wait(min(monotonic() - begun, LONGEST_REST))
        connections.close_all()

    def _weigh(self) -> None:
        """Loads of kinds in a thread of their own: counting them takes long and nobody waits for it."""
        while not self._stop.wait(WEIGH_SECONDS):
            try:
                present.weigh()
            except Exception:
                log.exception("the loads could not be counted; trying again")
                connections.close_all()
        connections.close_all()

    def _everybody(self) -> list[Client]:
        with self._lock:
            return [*self._clients]

    def _hand_out(self, step: Step | None) -> None:
        """Called with the memory's lock held: only hand over, never wait."""
        pairs = [
            (client, RESYNC if step is None else step.message(client.topic, client.language))
            for client in self._everybody()
        ]
        self._send((client, message) for client, message in pairs if message is not None)

    def _send(self, messages: Iterable[tuple[Client, bytes]]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Client, bytes]]] = {}
        for client, message in messages:
            by_loop.setdefault(client.loop, []).append((client, message))
        for loop, batch in by_loop.items():
            with contextlib.suppress(RuntimeError):  # the loop has ended, its clients with it
                loop.call_soon_threadsafe(_deliver, batch)


def _deliver(messages: list[tuple[Client, bytes]]) -> None:
    for client, message in messages:
        client.take(message)


#: The tailer of this process.
tailer = Tailer()


async def stream(topic: str, after: int | None, language: str) -> AsyncGenerator[bytes, None]:
    """SSE bytes of a topic from a cursor on; ends when the client is too slow or the server stops."""
    tailer.start()
    client = Client(topic, "en" if language == "en" else "zh-hans", asyncio.get_running_loop())
    try:
        for message in await asyncio.to_thread(tailer.join, client, after):
            yield message
        while (message_or_end := await client.queue.get()) is not None:
            yield message_or_end
    finally:
        tailer.leave(client)


def _beat() -> bytes:
    now, cursor, seq = present.beat()
    data = json.dumps({"now": now, "cursor": cursor, "seq": seq})
    return f"event: beat\ndata: {data}\n\n".encode()
