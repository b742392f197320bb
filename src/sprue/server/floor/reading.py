"""Reads the journal since the last import for figures, piece by piece, with the plans of its days."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from django.db.models import Case, F, Max, TextField, Value, When

from sprue.server.floor.mappers import ends_of, event_of
from sprue.server.floor.models import Entry as Row
from sprue.shop.events import Entry, ShopImported
from sprue.shop.ids import OperationId
from sprue.shop.shop import Shop

#: Entries read at a time.
PIECE = 250


class Taker(Protocol):
    """Who is fed."""

    @property
    def began(self) -> datetime | None: ...
    @property
    def shop(self) -> Shop: ...
    def take(self, entry: Entry) -> None: ...
    def plan_of_day(self, day: date, ends: Mapping[OperationId, datetime], seq: int = 0) -> None: ...


class Told(Protocol):
    """What is read of a row: nothing more is made of it, there are many."""

    seq: int
    kind: str
    happened_at: datetime
    recorded_at: datetime
    text: str


class Reading:
    """Where the reading of one taker is. Plans are large: each is looked at once a figure needs its day."""

    def __init__(self, taker: Taker, *, after: int | None = None) -> None:
        self.taker = taker
        self.seq = max(0, import_seq() - 1) if after is None else after
        self._day: date | None = None
        self._plan = 0
        #: The plan that a day is held against, and those that the taker has not got yet.
        self._plans: dict[date, int] = {}
        self._waiting: set[date] = set()

    @property
    def is_of_another_shop(self) -> bool:
        """Whether a shop has come in since that has not been read: nothing before it need be."""
        return import_seq() > self.seq + 1

    def read(self, piece: int = PIECE) -> bool:
        """One piece of the journal; whether it was the last."""
        rows = Row.objects.filter(seq__gt=self.seq).order_by("seq")[:piece]
        # The text of a plan is not even fetched: it is large.
        shorter = Case(
            When(kind="PlanPublished", then=Value("")), default=F("body"), output_field=TextField()
        )
        names = ("seq", "kind", "happened_at", "recorded_at", "text")
        found = list(rows.annotate(text=shorter).values_list(*names, named=True))
        for row in found:
            self._take(row)
        return len(found) < piece

    def day_began(self, at: datetime) -> None:
        """A new day is held against the plan that was the shop's when it began."""
        if self.taker.began is None:
            return
        day = at.astimezone(self.taker.shop.settings.zone).date()
        if self._day is None or day > self._day:
            self._day = day
            if self._plan:
                self._note(day, self._plan)

    def bring_plans(self, first: date, last: date) -> None:
        """Give the taker the plans of these days, where there are any that it has not got."""
        for day in sorted(day for day in self._waiting if first <= day <= last):
            plan = Row.objects.get(seq=self._plans[day])
            self.taker.plan_of_day(day, ends_of(plan), plan.seq)
            self._waiting.discard(day)

    def _take(self, row: Told) -> None:
        self.day_began(row.happened_at)
        if row.kind == "PlanPublished":
            self._plan = row.seq
            if self._day is not None and self._day not in self._plans:
                self._note(self._day, row.seq)
        else:
            entry = Entry(row.seq, row.recorded_at, event_of(row.text))
            if isinstance(entry.event.fact, ShopImported):
                self._day, self._plan = None, 0
                self._plans.clear()
                self._waiting.clear()
            self.taker.take(entry)
        self.seq = row.seq

    def _note(self, day: date, seq: int) -> None:
        self._plans[day] = seq
        self._waiting.add(day)


def import_seq() -> int:
    """The entry by which the last shop came in, 0: none did."""
    last = Row.objects.filter(kind="ShopImported").aggregate(last=Max("seq"))["last"]
    return int(last) if last is not None else 0
