"""Figures of the last thirty days for the wall, kept from entry to entry; what nobody recorded is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from sprue.figures.facts import Facts
from sprue.figures.period import Period
from sprue.figures.registry import FIGURES, known_span, measured
from sprue.figures.span import Span
from sprue.shop import events as ev
from sprue.shop.ids import OperationId
from sprue.shop.shop import Shop

#: What the wall shows, of the registry.
NAMES = ("on_time", "adherence", "utilization", "first_pass", "response", "unattended")
#: A figure covers so much, and so much before it is what it is compared with.
SPAN = timedelta(days=30)
KEPT = 2 * SPAN


@dataclass(frozen=True, slots=True)
class Figure:
    """`value`: a share, or minutes (response); None: unknown. `before`: the same of the thirty days before.

    `count`: molds, operations, machine hours or problems that it comes from; `since`: from when on.
    """

    value: float | None
    before: float | None
    count: int
    since: datetime


@dataclass(slots=True)
class Recent:
    """Fed with all entries since the last import, in the order of the journal."""

    facts: Facts = field(default_factory=Facts)

    @property
    def began(self) -> datetime | None:
        return self.facts.began

    @property
    def shop(self) -> Shop:
        return self.facts.shop

    def take(self, entry: ev.Entry) -> None:
        """Fold one entry in."""
        self.facts.take(entry)

    def plan_of_day(self, day: date, ends: Mapping[OperationId, datetime], seq: int = 0) -> None:
        """The plan that was the shop's when the day began: when its operations end."""
        self.facts.plan_of_day(day, ends, seq)

    def knows(self, day: date) -> bool:
        """Whether the plan of a day is known."""
        return self.facts.knows(day)

    def forget(self, now: datetime) -> None:
        """Drop what no figure looks at any more."""
        self.facts.forget(now - KEPT - timedelta(days=1))

    def at(self, now: datetime) -> dict[str, Figure]:
        """All figures as of `now`, by name."""
        if self.began is None:
            return {}
        wanted = Span(now - SPAN, now)
        whole = self.began <= wanted.before().begin
        earlier, periods = Period(self.facts, wanted.before()), dict[Span, Period]()
        found = {}
        for name in NAMES:
            span = known_span(self.facts, FIGURES[name], wanted)
            if span is None:
                found[name] = Figure(None, None, 0, self.began)
                continue
            before = None
            # Trials that ended before the shop came in have their dates from the shop itself.
            if whole or FIGURES[name].past:
                before = measured(earlier, name).value
            known = measured(periods.setdefault(span, Period(self.facts, span)), name)
            found[name] = Figure(_float(known.value), _float(before), known.count, span.begin)
        return found


def _float(value: Decimal | None) -> float | None:
    return float(value) if value is not None else None
