"""A worker process: step after step until it is told to end; what goes wrong in one step ends nothing."""

import logging
import threading
from datetime import UTC, datetime
from typing import Protocol

from django.db import Error as DatabaseError
from django.db import connections

from sprue.server.floor.models import Heartbeat

log = logging.getLogger("sprue.workers")

BEAT_SECONDS = 3.0
#: After a failure a worker rests.
REST_SECONDS = 5.0


class Worker(Protocol):
    """Something that does its work in small steps."""

    name: str
    poll_seconds: float

    def step(self) -> bool:
        """One small step; whether it did something."""


def work(worker: Worker, stop: threading.Event) -> None:
    """Step after step until `stop`."""
    while not stop.is_set():
        try:
            busy = worker.step()
        except DatabaseError:
            log.warning("%s: the database can't be reached; trying again", worker.name, exc_info=True)
            connections.close_all()
            stop.wait(REST_SECONDS)
            continue
        except Exception:
            log.exception("%s: a step failed; going on", worker.name)
            stop.wait(REST_SECONDS)
            continue
        if not busy:
            stop.wait(worker.poll_seconds)


def beat(name: str) -> None:
    """Tell that a process lives."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": datetime.now(UTC)})


def run(worker: Worker, stop: threading.Event) -> None:
    """The body of a worker process, once Django is set up."""
    pulse = threading.Thread(target=_pulse, args=(worker.name, stop), name="sprue-pulse", daemon=True)
    pulse.start()
    work(worker, stop)
    connections.close_all()


def _pulse(name: str, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            beat(name)
        except DatabaseError:
            connections.close_all()
        stop.wait(BEAT_SECONDS)
    connections.close_all()
