"""Whether what was said to be probable came true: stated chances of being on time against what happened.

A milestone counts once its due date is over: kept when it was reached by then, else not. So early and late
ones count alike. Of each milestone one statement counts: the last that was made so long before the due date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sprue.figures.dates import reached
from sprue.figures.facts import Facts, Statement
from sprue.figures.period import Period
from sprue.figures.span import Span
from sprue.shop.ids import MoldId
from sprue.shop.routing import Milestone

#: Fewer milestones than these say nothing of probabilities.
ENOUGH = 20
#: A statement counts when it was made so many days before the due date.
AHEAD_DAYS = (3, 7, 14)
_BINS = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A milestone whose date is over: what was stated, and whether it was kept."""

    mold: MoldId
    milestone: Milestone
    stated: float
    kept: bool
    stated_at: datetime
    due: datetime
    reached: datetime | None
    seqs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """Milestones stated from `low` to `high`: how many, the mean stated, the share that kept."""

    low: float
    high: float
    count: int
    stated: float | None
    observed: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """`brier`: mean squared difference of stated and happened; 0 is the best, always one half gives 0.25.

    `brier_of_share`: that of whoever always says the observed share. All None below `ENOUGH` milestones.
    """

    ahead_days: int
    count: int
    bins: tuple[Bin, ...]
    stated: float | None
    observed: float | None
    brier: float | None
    brier_of_share: float | None

    @property
    def enough(self) -> bool:
        """Whether it may be spoken of."""
        return self.count >= ENOUGH


def judged(facts: Facts, now: datetime, ahead: timedelta) -> list[Judged]:
    """One row for each milestone with a due date until `now` and a statement at least `ahead` before it."""
    said: dict[tuple[MoldId, Milestone], list[Statement]] = {}
    for statement in facts.statements:
        said.setdefault((statement.mold, statement.milestone), []).append(statement)
    period = Period(facts, Span(now, now))
    found = []
    for (name, milestone), statements in said.items():
        mold = facts.shop.molds.get(name)
        due = (mold.trial_due if milestone is Milestone.T1 else mold.due) if mold is not None else None
        early = [one for one in statements if due is not None and one.at <= due - ahead]
        if due is None or due > now or not early:
            continue
        end = reached(period, name, milestone)
        kept = end is not None and end[0] <= due
        seqs = (early[-1].seq, *(end[1] if end is not None else ()))
        when = end[0] if end is not None else None
        found.append(Judged(name, milestone, early[-1].on_time, kept, early[-1].at, due, when, seqs))
    return found


def calibration(rows: Sequence[Judged], ahead_days: int) -> Calibration:
    """Bins of a fifth each, and the Brier score."""
    bins = tuple(_bin(rows, place) for place in range(_BINS))
    if len(rows) < ENOUGH:
        return Calibration(ahead_days, len(rows), bins, None, None, None, None)
    observed = sum(row.kept for row in rows) / len(rows)
    stated = sum(row.stated for row in rows) / len(rows)
    brier = sum((row.stated - row.kept) ** 2 for row in rows) / len(rows)
    return Calibration(ahead_days, len(rows), bins, stated, observed, brier, observed * (1 - observed))


def calibrations(facts: Facts, now: datetime) -> tuple[Calibration, ...]:
    """For statements three, seven and fourteen days ahead."""
    return tuple(calibration(judged(facts, now, timedelta(days=days)), days) for days in AHEAD_DAYS)


def _bin(rows: Sequence[Judged], place: int) -> Bin:
    own = [row for row in rows if min(int(row.stated * _BINS + 1e-9), _BINS - 1) == place]
    low, high = place / _BINS, (place + 1) / _BINS
    if not own:
        return Bin(low, high, 0, None, None)
    return Bin(
        low,
        high,
        len(own),
        sum(row.stated for row in own) / len(own),
        sum(row.kept for row in own) / len(own),
    )
