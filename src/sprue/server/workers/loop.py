"""A worker process: step after step until it is told to end; what goes wrong in one step ends nothing."""

import logging
import threading
from datetime import UTC, datetime
from typing import Protocol

from django.db import Error as DatabaseError
from django.db import close_old_connections, connections

from sprue.server.floor.models import Heartbeat

log = logging.getLogger("sprue.workers")

BEAT_SECONDS = 3.0
#: After a failure a worker rests.
REST_SECONDS = 5.0


class Worker(Protocol):
    """Something that does its work in small steps."""

    name: str
    poll_seconds: float

    @property
    def seq(self) -> int:
        """The entry of the journal up to which it has worked."""

    def step(self) -> bool:
        """One small step; whether it did something."""

    def rest(self) -> None:
        """After a failure: not at once again, but again."""


def work(worker: Worker, stop: threading.Event) -> None:
    """Step after step until `stop`."""
    while not stop.is_set():
        try:
            busy = worker.step()
        except DatabaseError:
            log.warning("%s: the database can't be reached; trying again", worker.name, exc_info=True)
            connections.close_all()
            _after_failure(worker, stop)
        except Exception:
            log.exception("%s: a step failed; going on", worker.name)
            _after_failure(worker, stop)
        else:
            if not busy:
                stop.wait(worker.poll_seconds)


def beat(name: str, seq: int = 0) -> None:
    """Tell that a process lives, and up to which entry it has worked."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": datetime.now(UTC), "seq": seq})


def run(worker: Worker, stop: threading.Event) -> None:
    """The body of a worker process, once Django is set up."""
    close_old_connections()
    pulse = threading.Thread(target=_pulse, args=(worker, stop), name="sprue-pulse", daemon=True)
    pulse.start()
    work(worker, stop)
    connections.close_all()


def _after_failure(worker: Worker, stop: threading.Event) -> None:
    worker.rest()
    stop.wait(REST_SECONDS)


def _pulse(worker: Worker, stop: threading.Event) -> None:
    """Beats go on while the worker is at one step for long."""
    while not stop.is_set():
        try:
            beat(worker.name, worker.seq)
        except DatabaseError:
            connections.close_all()
        stop.wait(BEAT_SECONDS)
    connections.close_all()
