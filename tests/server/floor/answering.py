"""The planner process for questions, beside a test that waits for its answers."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connections

from sprue.server.floor.questions import ANSWERS
from sprue.server.workers.answers import Answerer
from sprue.server.workers.loop import beat, work


@contextmanager
def answering(answerers: Sequence[Answerer]) -> Iterator[None]:
    """Each at work in a thread of its own until the end."""
    stop = threading.Event()

    def body(answerer: Answerer) -> None:
        work(answerer, stop)
        connections.close_all()

    threads = [threading.Thread(target=body, args=(answerer,), daemon=True) for answerer in answerers]
    for thread in threads:
        thread.start()
    beat(ANSWERS)
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
