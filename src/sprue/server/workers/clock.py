"""The clock at work: problems climb when they fall due, forgotten timers are closed; through the one door.

A loop of small steps. The id of a climb or a closed timer is always the same, so two clocks at once, or
one that is killed between two steps and started again, record it once.
"""

import logging
import threading
from datetime import UTC, datetime
from uuid import UUID

from sprue.floor import forgotten
from sprue.floor.escalation import climb_id, due
from sprue.floor.refusal import Refusal
from sprue.server.floor import actions
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.who import SERVER
from sprue.server.workers import loop
from sprue.shop.state import shop_now

log = logging.getLogger("sprue.clock")


class Clock:
    """State of the loop: none but the journal's."""

    name = "clock"
    poll_seconds = 0.5

    def __init__(self, source: Memory) -> None:
        self._memory = source

    def step(self) -> bool:
        """Everything that is due now climbs one level or is closed; whether something was."""
        with self._memory.lock:
            state = self._memory.catch_up()
            if not state.shop.people and not state.problems and not state.ledger:
                return False
            now = shop_now(state, datetime.now(UTC))
            found = [(climb, climb_id(state, climb)) for climb in due(state, now)]
            timers = [(timer, forgotten.timer_id(state, timer)) for timer in forgotten.due(state, now)]
        climbed = self._close(timers)
        for climb, command_id in found:
            try:
                actions.escalate(climb, command_id, SERVER)
                climbed = True
            except Refusal as refusal:  # answered or solved just now: the door has the last word
                log.info("%s does not climb to %s: %s", climb.problem, climb.level, refusal.code)
        return actions.climb_ledger(SERVER) > 0 or climbed

    def _close(self, timers: list[tuple[forgotten.Forgotten, UUID]]) -> bool:
        closed = False
        for timer, command_id in timers:
            try:
                actions.close_timer(timer, command_id, SERVER)
                closed = True
            except Refusal as refusal:  # stopped just now
                log.info("the timer of %s is not closed: %s", timer.operation, refusal.code)
        return closed

    @property
    def seq(self) -> int:
        """How far it has read."""
        return self._memory.state.seq

    def rest(self) -> None:
        """Nothing is lost by a failure: what is due stays due."""


def run(stop: threading.Event) -> None:
    """The body of the clock process."""
    loop.run(Clock(memory), stop)
