"""What every member of the workforce shares: the mirror, the clock, chance, and one way to report."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sprue.demo.client import Refused, ShopClient
from sprue.demo.mirror import Mirror

log = logging.getLogger("sprue.demo")

#: Reports in one round; what is left comes in the next.
MOST_REPORTS = 12
#: Real seconds for which a report counts as done though the mirror doesn't show it yet.
PATIENCE_SECONDS = 4.0
#: The same after a refusal.
SULK_SECONDS = 20.0


@dataclass(slots=True)
class Tally:
    """How many reports were sent and what became of them."""

    accepted: int = 0
    questions: int = 0
    refused: int = 0


@dataclass(slots=True)
class Shift:
    """The workforce's common ground at shop time `now`; `seconds` counts real time, for waiting."""

    client: ShopClient
    mirror: Mirror
    seed: int
    seconds: Callable[[], float]
    stop: threading.Event
    now: datetime
    tally: Tally = field(default_factory=Tally)
    left: int = MOST_REPORTS
    _waiting: dict[str, float] = field(default_factory=dict)

    def begin_round(self, now: datetime) -> None:
        """A new round at shop time `now`."""
        self.now = now
        self.left = MOST_REPORTS
        if len(self._waiting) > 2000:
            seconds = self.seconds()
            self._waiting = {key: until for key, until in self._waiting.items() if until > seconds}

    def chance(self, *names: object) -> Random:
        """The stream of chance of one thing, the same in every run."""
        return Random("/".join(map(str, (self.seed, *names))))  # noqa: S311  # a game of chance, not a secret

    def is_waiting(self, subject: str) -> bool:
        """Whether something was reported on the subject that the mirror may not show yet."""
        return self._waiting.get(subject, 0.0) > self.seconds()

    def report(self, subject: str, kind: str, **fields: Any) -> bool:
        """Send a report on a subject, unless one is under way; whether it was accepted."""
        if self.left <= 0 or self.is_waiting(subject) or self.stop.is_set():
            return False
        self.left -= 1
        self._waiting[subject] = self.seconds() + PATIENCE_SECONDS
        try:
            status = self.client.command(kind, **fields)
        except Refused as refused:
            self.tally.refused += 1
            self._waiting[subject] = self.seconds() + SULK_SECONDS
            log.info("%s %s refused: %s (%s)", kind, subject, refused.message, refused.code)
            return False
        if status == "question":
            self.tally.questions += 1
            self._waiting[subject] = self.seconds() + SULK_SECONDS
            log.info("%s %s became a question", kind, subject)
            return False
        self.tally.accepted += 1
        return True
