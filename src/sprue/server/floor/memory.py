"""The present state of the shop in this process: folded from the journal, caught up from it when asked."""

import gc
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

from django.db.models import Max, QuerySet

from sprue.server.floor.mappers import NO_HASH, chained, entry_of
from sprue.server.floor.models import Entry as Row
from sprue.shop.changes import CHANGE_FACTS
from sprue.shop.clock import ShopTime
from sprue.shop.electrodes import ELECTRODE_FACTS
from sprue.shop.errors import BrokenInvariant
from sprue.shop.events import (
    ClockSet,
    DutyListChanged,
    Entry,
    EstimatesLearned,
    Fact,
    PlanPublished,
    ProblemRulesChanged,
)
from sprue.shop.ledger_record import FACT_NAMES
from sprue.shop.records import Key
from sprue.shop.state import State
from sprue.shop.trials import TRIAL_FACTS

log = logging.getLogger("sprue.floor")

#: Facts that outlive an import one by one.
_KEPT = (
    *(*FACT_NAMES, *TRIAL_FACTS, *CHANGE_FACTS, *ELECTRODE_FACTS),
    *("DrawingAttached", "DrawingWithdrawn", "PartPlaced", "SuppliersLearned"),
)
#: Rows read at a time.
_BATCH = 500
#: From so many operations on a round of the garbage collector is felt.
_LARGE = 5000

Listener = Callable[[Entry, frozenset[Key]], None]


@dataclass(slots=True)
class Memory:
    """State after entry `state.seq`, whose hash is `hash`. Hold `lock` while reading or catching up.

    `listener` hears each new entry; `began` is raised by one whenever the state was folded anew
    because the journal was another one (restored, emptied).
    """

    lock: RLock = field(default_factory=RLock)
    state: State = field(default_factory=State)
    hash: str = NO_HASH
    began: int = 0
    #: Whether plans are folded with their rows; who needs none leaves the computer to others.
    with_plans: bool = True
    listener: Listener | None = None
    #: Nothing that was recorded later is read: the state as it was then.
    until: datetime | None = None
    _cold: bool = True

    def catch_up(self) -> State:
        """Fold in what the journal has beyond the state; the state."""
        with self.lock:
            last = self._rows().order_by("-seq").values_list("seq", "hash").first() or (0, NO_HASH)
            if last == (self.state.seq, self.hash):
                return self.state
            if self._cold or last[0] <= self.state.seq or not self._continues():
                self._begin()
            for row in _rows_after(self._rows(), self.state.seq):
                self._fold(row)
            return self.state

    def add(self, entry: Entry, row_hash: str) -> None:
        """Fold in an entry that this process has just made durable."""
        keys = self.state.apply(entry)
        self.hash = row_hash
        if self.listener is not None:
            self.listener(entry, keys)

    def _rows(self) -> QuerySet[Row]:
        return Row.objects.all() if self.until is None else Row.objects.filter(recorded_at__lte=self.until)

    def _continues(self) -> bool:
        """Whether the journal's next entry is chained to the last one known here."""
        row = Row.objects.get(seq=self.state.seq + 1)
        entry = entry_of(row, with_plan=False)
        return chained(self.hash, entry, row.body, row.digest) == row.hash

    def _fold(self, row: "RowToFold") -> None:
        try:
            entry = entry_of(row.row, with_plan=row.with_plan and self.with_plans)
            self.add(entry, row.row.hash)
        except Exception:
            self._cold = True
            raise

    def _begin(self) -> None:
        """The state before the last import: what came earlier left the shop; clock, rules, ledger stay."""
        self.state = State()
        self.hash = NO_HASH
        self.began += 1
        self._cold = False
        imported = self._rows().filter(kind="ShopImported").aggregate(last=Max("seq"))["last"]
        if imported is None or imported == 1:
            return
        before = Row.objects.filter(seq__lt=imported)
        self.state.seq = imported - 1
        self.state.last_happened = before.aggregate(last=Max("happened_at"))["last"]
        for kind in ("ClockSet", "ProblemRulesChanged", "DutyListChanged", "EstimatesLearned"):
            row = before.filter(kind=kind).order_by("-seq").first()
            if row is not None:
                _settle(self.state, entry_of(row).event.fact)
        for row in before.filter(kind__in=_KEPT).order_by("seq").iterator(chunk_size=_BATCH):
            self.state.keep(entry_of(row))
        plan = before.filter(kind="PlanPublished").order_by("-seq").first()
        if plan is not None:
            fact = entry_of(plan).event.fact
            assert isinstance(fact, PlanPublished)
            self.state.plan_before = fact


def _settle(state: State, fact: Fact) -> None:
    """What outlives an import: the clock, the rules for problems, the duty list, what estimates taught."""
    match fact:
        case ClockSet():
            state.time = ShopTime(fact.real, fact.shop, fact.rate)
        case ProblemRulesChanged() | DutyListChanged() | EstimatesLearned():
            state.settle(fact)
        case _:
            raise BrokenInvariant(f"{type(fact).__name__} does not outlive an import")


@dataclass(frozen=True, slots=True)
class RowToFold:
    """Only the last plan of a batch matters: earlier ones are folded without their rows."""

    row: Row
    with_plan: bool


def _rows_after(rows: QuerySet[Row], seq: int) -> Iterator[RowToFold]:
    last_plan = rows.filter(seq__gt=seq, kind="PlanPublished").aggregate(last=Max("seq"))["last"]
    while batch := list(rows.filter(seq__gt=seq).order_by("seq")[:_BATCH]):
        for row in batch:
            yield RowToFold(row, with_plan=last_plan is None or row.seq >= last_plan)
        seq = batch[-1].seq


def settle(state: State) -> None:
    """Take a large shop that has just come in out of the garbage collector's rounds: screens feel them."""
    if len(state.shop.operations) >= _LARGE:
        gc.collect()
        gc.freeze()


#: The state of this process.
memory = Memory()
