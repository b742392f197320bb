"""Reads the journal since the last import for figures, piece by piece, with the plans of its days."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from django.db.models import Max

from sprue.server.floor.mappers import entry_of
from sprue.server.floor.models import Entry as Row
from sprue.shop.events import Entry, PlanPublished
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
    def knows(self, day: date) -> bool: ...
    def plan_of_day(self, day: date, ends: Mapping[OperationId, datetime], seq: int = 0) -> None: ...


class Reading:
    """Where the reading of one taker is. Plans are looked at only where a day needs one: they are large."""

    def __init__(self, taker: Taker, *, after: int | None = None) -> None:
        self.taker = taker
        self.seq = max(0, import_seq() - 1) if after is None else after
        self._day: date | None = None

    @property
    def is_of_another_shop(self) -> bool:
        """Whether a shop has come in since that has not been read: nothing before it need be."""
        return import_seq() > self.seq + 1

    def read(self, piece: int = PIECE) -> bool:
        """One piece of the journal; whether it was the last."""
        found = list(Row.objects.filter(seq__gt=self.seq).order_by("seq")[:piece])
        for row in found:
            self.day_began(row.happened_at, row.seq - 1)
            if row.kind == "ShopImported":
                self._day = None
            if row.kind != "PlanPublished":
                self.taker.take(entry_of(row))
            elif self._day is not None and not self.taker.knows(self._day):
                self._plan_of(self._day, row)
            self.seq = row.seq
        return len(found) < piece

    def day_began(self, at: datetime, seq: int | None = None) -> None:
        """A new day is held against the plan that was the shop's when it began."""
        if self.taker.began is None:
            return
        day = at.astimezone(self.taker.shop.settings.zone).date()
        if self._day is not None and day <= self._day:
            return
        self._day = day
        until = self.seq if seq is None else seq
        plans = Row.objects.filter(kind="PlanPublished", seq__gt=import_seq(until), seq__lte=until)
        row = plans.order_by("-seq").first()
        if row is not None:
            self._plan_of(day, row)

    def _plan_of(self, day: date, row: Row) -> None:
        plan = entry_of(row).event.fact
        assert isinstance(plan, PlanPublished)
        self.taker.plan_of_day(day, {planned.operation: planned.end for planned in plan.rows}, row.seq)


def import_seq(until: int | None = None) -> int:
    """The entry by which the last shop came in (up to `until`), 0: none did."""
    rows = Row.objects.filter(kind="ShopImported")
    if until is not None:
        rows = rows.filter(seq__lte=until)
    last = rows.aggregate(last=Max("seq"))["last"]
    return int(last) if last is not None else 0
