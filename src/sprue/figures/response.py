"""Response, answer and closing times of problems, by department and by kind, from the journal.

- response: from the call to acknowledged; answer: from the call to on site; closing: from raised to solved.
- minutes by the clock; a problem that was handed on counts for each department from its call on, and is
  closed by the last one.
- `within`: the share that was acknowledged, and answered, before the problem had to climb for it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from sprue.figures.turns import Turn, Turns
from sprue.shop import events as ev
from sprue.shop.problems import ProblemKind

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Times:
    """Minutes: the median, and what nine of ten are below; None where there are none."""

    count: int
    median: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Response:
    """One department and kind; `climbed` counts problems that went above the first level."""

    department: str
    kind: ProblemKind
    problems: int
    open: int
    climbed: int
    acknowledged: Times
    answered: Times
    closed: Times
    #: None where nothing was acknowledged or had to climb for it yet.
    within: float | None


def responses_of(entries: Iterable[ev.Entry]) -> tuple[Response, ...]:
    """Times by department and kind, most problems first, from entries in the order of the journal."""
    told = Turns()
    for entry in entries:
        told.take(entry)
    groups: dict[tuple[str, ProblemKind], list[Turn]] = defaultdict(list)
    for turn in told.every():
        groups[turn.department, turn.kind].append(turn)
    rows = [_response(department, kind, turns) for (department, kind), turns in groups.items()]
    return tuple(sorted(rows, key=lambda r: (-r.problems, r.department, r.kind)))


def _response(department: str, kind: ProblemKind, turns: list[Turn]) -> Response:
    judged = [t for t in turns if t.missed or t.acknowledged is not None]
    return Response(
        department,
        kind,
        len(turns),
        sum(t.closed is None and not t.handed_on for t in turns),
        sum(t.climbed for t in turns),
        _times((t.acknowledged - t.called) / _MINUTE for t in turns if t.acknowledged is not None),
        _times((t.answered - t.called) / _MINUTE for t in turns if t.answered is not None),
        _times((t.closed - t.raised) / _MINUTE for t in turns if t.closed is not None),
        sum(not t.missed for t in judged) / len(judged) if judged else None,
    )


def _times(minutes: Iterable[float]) -> Times:
    """Median and ninth tenth (the nearest rank)."""
    known = sorted(minutes)
    if not known:
        return Times(0, None, None)
    return Times(len(known), median(known), known[-(-9 * len(known) // 10) - 1])
