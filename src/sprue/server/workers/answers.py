"""The planner process for questions: it answers while people wait, beside the one that keeps the plan true.

What is asked while a bar is dragged is answered in one thread, what takes seconds in another.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from django.db import connections

from sprue.floor.refusal import Code, Refusal
from sprue.server.floor import questions
from sprue.server.floor.memory import memory
from sprue.server.workers import loop
from sprue.server.workers.bases import Base, Bases
from sprue.server.workers.drafter import Drafter
from sprue.server.workers.inquirer import Inquirer
from sprue.server.workers.scenarist import Scenarist
from sprue.shop.errors import UserMistake

log = logging.getLogger("sprue.planner")

#: Answers one kind of question: the base, what was asked, by whom.
Handler = Callable[[Base, dict[str, Any], str], dict[str, Any]]

#: After a question the next one of the same kind is soon to come: everything is kept ready so long (seconds).
_WARM_SECONDS = 90.0
#: A question is looked for so often, in that time and else (seconds).
_POLL_SECONDS, _IDLE_POLL_SECONDS = 0.02, 0.1
#: Threads in which plans are decoded while somebody waits.
THREADS = 2


class Answerer:
    """A loop that answers questions of some kinds.

    `load` is called once, before the first question: compiled code is read in then. `warm` makes ready for
    the next one while somebody is at it.
    """

    def __init__(
        self,
        name: str,
        bases: Bases,
        handlers: Mapping[str, Handler],
        warm: Callable[[Base], None] | None = None,
        load: Callable[[Base], None] | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self.poll_seconds = _IDLE_POLL_SECONDS
        self._bases, self._handlers, self._warm, self._steady = bases, handlers, warm, steady
        self._load = load
        self._asked: float | None = None
        self._ready: Base | None = None

    @property
    def seq(self) -> int:
        """How far it has read."""
        return self._bases.seq

    def rest(self) -> None:
        """After a failure nothing is to be put right: the question is told of it."""

    def step(self) -> bool:
        """One question; whether there was one."""
        question = questions.claim(self._handlers)
        if question is None:
            self._load_once()
            self._keep_warm()
            return False
        self._asked, self.poll_seconds = self._steady(), _POLL_SECONDS
        try:
            told = self._handlers[question.kind](self._bases.now(), question.asked, question.asked_by)
        except Refusal as refusal:
            questions.tell(question, questions.FAILED, {"code": refusal.code.value, "facts": refusal.facts})
        except UserMistake as mistake:
            facts = {"reason": str(mistake)}
            questions.tell(question, questions.FAILED, {"code": Code.NO_ANSWER.value, "facts": facts})
        except Exception:
            questions.tell(question, questions.FAILED, {"code": Code.NO_ANSWER.value, "facts": {}})
            raise
        else:
            questions.tell(question, questions.READY, told)
        return True

    def _load_once(self) -> None:
        if self._load is None:
            return
        try:
            base = self._bases.now()
        except Refusal:  # no shop yet
            return
        load, self._load = self._load, None
        try:
            load(base)
        except UserMistake as mistake:  # such as a shop that can't make a mold of the class
            log.info("not all was made ready for questions: %s", mistake)

    def _keep_warm(self) -> None:
        """While somebody is at it, the next question finds the plan of now and what it needs."""
        if self._asked is None or self._steady() - self._asked > _WARM_SECONDS:
            self.poll_seconds = _IDLE_POLL_SECONDS
            return
        if self._warm is None:
            return
        base = self._bases.now()
        if base is not self._ready:
            self._warm(base)
            self._ready = base


def quick(bases: Bases, steady: Callable[[], float] = time.monotonic) -> Answerer:
    """Answers what is asked while a bar is dragged."""
    drafter = Drafter()
    handlers = {"preview": drafter.preview, "keep": drafter.keep, "rebase": drafter.rebase}
    return Answerer("answers", bases, handlers, drafter.warm, drafter.warm, steady)


def slow(bases: Bases, pool: Executor, steady: Callable[[], float] = time.monotonic) -> Answerer:
    """Answers what takes seconds; plans are decoded in the threads of `pool`."""
    inquirer, scenarist = Inquirer(pool), Scenarist(pool)
    handlers = {
        "date": inquirer.date,
        "load": inquirer.load,
        "raise": inquirer.raise_,
        "order": inquirer.order,
        "scenario": scenarist.scenario,
    }
    return Answerer("answers", bases, handlers, None, inquirer.warm, steady)


def run(stop: threading.Event) -> None:
    """The body of the process, once Django is set up."""
    questions.resume(questions.QUICK | questions.SLOW)
    bases = Bases(memory, time.monotonic)
    with ThreadPoolExecutor(THREADS) as pool:
        second = threading.Thread(target=_work, args=(slow(bases, pool), stop), name="sprue-slow-answers")
        second.start()
        loop.run(quick(bases), stop)
        second.join()


def _work(answerer: Answerer, stop: threading.Event) -> None:
    loop.work(answerer, stop)
    connections.close_all()
