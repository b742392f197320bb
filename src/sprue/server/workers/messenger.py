"""The messenger at work: makes messages of what happened to problems, and sends them."""

import threading
import time
from datetime import UTC, datetime

from django.db import connections

from sprue.server.floor.memory import Memory, memory
from sprue.server.hooks.sending import Sender
from sprue.server.outbox.making import make
from sprue.server.outbox.posting import Post
from sprue.server.workers import loop
from sprue.server.workers.teller import Teller

#: Lost and old messages are looked for so often (real seconds).
_LOOK_SECONDS = 20.0


class Messenger:
    """State of the loop: when it last looked for lost messages."""

    name = "messenger"
    poll_seconds = 0.5

    def __init__(self, source: Memory, post: Post) -> None:
        self._memory = source
        self._post = post
        self._looked = float("-inf")

    def step(self) -> bool:
        """New entries first, then one message; whether there was something to do."""
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            self._looked = time.monotonic()
            self._post.find_lost()
            self._post.forget_old()
        made = make(self._memory, datetime.now(UTC))
        return self._post.post_one() or made > 0

    @property
    def seq(self) -> int:
        """How far it has read."""
        return self._memory.state.seq

    def rest(self) -> None:
        """Nothing is lost by a failure: what is due stays due."""


def run(stop: threading.Event) -> None:
    """The body of the messenger process."""
    memory.with_plans = False
    # A webhook's receiver that lets it wait must not keep a call for help waiting.
    second = threading.Thread(target=_tell, args=(stop,), name="sprue-webhooks")
    second.start()
    loop.run(Messenger(memory, Post(memory)), stop)
    second.join()


def _tell(stop: threading.Event) -> None:
    loop.work(Teller(Sender()), stop)
    connections.close_all()
