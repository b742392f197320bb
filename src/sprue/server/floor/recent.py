"""The wall's figures: the journal since the last import, read in pieces beside other work and kept up."""

from datetime import date, datetime
from time import monotonic

from django.db.models import Max

from sprue.figures.recent import Figure, Recent
from sprue.server.floor.mappers import entry_of
from sprue.server.floor.models import Entry as Row
from sprue.shop.events import PlanPublished

#: Entries read at a time, and pieces in one go.
_PIECE = 250
_PIECES = 8
#: Counting takes longer than reading, and thirty days change slowly (real seconds).
COUNT_SECONDS = 60.0


class Figures:
    """The figures of one process. `began`: which journal they are of, as the memory counts."""

    def __init__(self) -> None:
        self._recent = Recent()
        self._seq = 0
        self._began: int | None = None
        self._next = 0.0
        self._day: date | None = None

    def step(self, began: int, now: datetime) -> dict[str, Figure] | None:
        """Read on; figures as of `now` once all is read and they are due to be counted, else None."""
        if began != self._began or self._is_other_shop():
            self._begin(began)
        for _ in range(_PIECES):
            if self._read():
                break
        else:
            return None
        if monotonic() < self._next:
            return None
        self._next = monotonic() + COUNT_SECONDS
        self._day_began(now, self._seq)
        self._recent.forget(now)
        return self._recent.at(now)

    def _begin(self, began: int) -> None:
        """Another journal: from its last import on."""
        self._recent = Recent()
        self._seq = max(0, _import_seq() - 1)
        self._began = began
        self._next = 0.0
        self._day = None

    def _is_other_shop(self) -> bool:
        """A shop that has come in since is begun with, so that nothing before it is read."""
        return _import_seq() > self._seq + 1

    def _read(self) -> bool:
        """One piece of the journal; whether it was the last."""
        found = list(Row.objects.filter(seq__gt=self._seq).order_by("seq")[:_PIECE])
        for row in found:
            self._day_began(row.happened_at, row.seq - 1)
            if row.kind != "PlanPublished":
                self._recent.take(entry_of(row))
            elif self._day is not None and not self._recent.knows(self._day):
                self._plan_of(self._day, row)
            self._seq = row.seq
        return len(found) < _PIECE

    def _day_began(self, at: datetime, seq: int) -> None:
        """A new day is held against the plan that was the shop's when it began."""
        day = at.astimezone(self._recent.shop.settings.zone).date()
        if self._recent.began is None or (self._day is not None and day <= self._day):
            return
        self._day = day
        plans = Row.objects.filter(kind="PlanPublished", seq__gt=_import_seq(), seq__lte=seq)
        row = plans.order_by("-seq").first()
        if row is not None:
            self._plan_of(day, row)

    def _plan_of(self, day: date, row: Row) -> None:
        plan = entry_of(row).event.fact
        assert isinstance(plan, PlanPublished)
        self._recent.plan_of_day(day, {planned.operation: planned.end for planned in plan.rows})


def _import_seq() -> int:
    last = Row.objects.filter(kind="ShopImported").aggregate(last=Max("seq"))["last"]
    return int(last) if last is not None else 0
