"""The figures as the desk asks for them: values of a period, their groups, and the rows they come from."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from threading import RLock
from typing import Any

from sprue.figures.book import Book
from sprue.figures.calibration import AHEAD_DAYS, ENOUGH, Calibration, calibrations, judged
from sprue.figures.evidence import By, Evidence, What
from sprue.figures.facts import Facts
from sprue.figures.figure import Figure
from sprue.figures.period import Period
from sprue.figures.registry import FIGURES, Measured, evidence, known_span, measured, split
from sprue.figures.span import Span
from sprue.server.floor.memory import memory
from sprue.server.floor.models import Entry as Row
from sprue.server.floor.present import NotFound, present
from sprue.server.floor.reading import Reading
from sprue.shop.ids import MachineId, MoldId, OperationId
from sprue.shop.shop import Shop
from sprue.wire.rows import moment, moment_or_none

#: Without wish a period is the last thirty days.
DAYS = 30
#: The screen shows so many rows, the newest; the Excel file has them all.
SHOWN_ROWS = 500
#: Entries read at a time where somebody waits for them.
_PIECE = 2000
_PERIODS = 6
#: For so long a moment is asked again, so that what was counted serves the clicks that follow.
_FRESH = timedelta(minutes=1)


@dataclass(slots=True)
class Known:
    """The book of this process, caught up when asked, and the periods that were counted last."""

    lock: RLock = field(default_factory=RLock)
    book: Book = field(default_factory=Book)
    _reading: Reading | None = None
    _began: int = -1
    _periods: dict[tuple[int, Span], Period] = field(default_factory=dict)
    _asked: tuple[int, datetime] | None = None

    @property
    def facts(self) -> Facts:
        """Those since the last import."""
        return self.book.facts

    def catch_up(self, now: datetime) -> Facts:
        """All that the journal has. Hold `lock`."""
        with memory.lock:
            memory.catch_up()
            began = memory.began
        reading = self._reading
        if reading is None or began != self._began:
            self.book = Book()
            reading = self._reading = Reading(self.book, after=0)
            self._began = began
            self._asked = None
            self._periods.clear()
        while not reading.read(_PIECE):
            pass
        reading.day_began(now)
        return self.facts

    def moment(self, now: datetime) -> datetime:
        """The moment that figures are told for: for a minute the one before, while nothing new is told."""
        if self._asked is not None and self._asked[0] == self.facts.seq:
            told = self._asked[1]
            if told <= now < told + _FRESH:
                return told
        self._asked = (self.facts.seq, now)
        return now

    def period(self, span: Span) -> Period:
        """Counted once for as long as nothing new was told."""
        key = (self.facts.seq, span)
        if key not in self._periods:
            assert self._reading is not None
            zone = self.facts.shop.settings.zone
            self._reading.bring_plans(span.begin.astimezone(zone).date(), span.end.astimezone(zone).date())
            while len(self._periods) >= _PERIODS:
                del self._periods[next(iter(self._periods))]
            self._periods[key] = Period(self.facts, span)
        return self._periods[key]


known = Known()


@dataclass(frozen=True, slots=True)
class Wish:
    """From the first to the last day, both in it; one group of a figure, or all of it."""

    first: date | None = None
    last: date | None = None
    by: By | None = None
    group: str = ""

    @property
    def chosen(self) -> tuple[By, str] | None:
        return (self.by, self.group) if self.by is not None else None


def page(wish: Wish, language: str) -> dict[str, Any]:
    """Every figure with its value, that of the period before, and its groups."""
    with known.lock:
        facts, span, now = _look(wish)
        return {
            "first": _day(facts, span.begin),
            "last": _day(facts, span.end),
            "began": moment_or_none(facts.began),
            "enough": ENOUGH,
            "figures": [_figure(facts, figure, span, wish.by, language) for figure in FIGURES.values()],
            "calibration": [_calibration(one) for one in calibrations(facts, now)],
        }


def rows(name: str, wish: Wish) -> dict[str, Any]:
    """The rows that a figure comes from, the newest first, each with its entries of the journal."""
    with known.lock:
        found, shop = _rows(name, wish)
        shown = found[:SHOWN_ROWS]
        told = _entries({seq for row in shown for seq in row.seqs})
        return {
            "total": len(found),
            "rows": [
                {**_row(shop, row), "entries": [told[seq] for seq in row.seqs if seq in told]}
                for row in shown
            ],
        }


def all_rows(name: str, wish: Wish) -> tuple[Shop, list[Evidence]]:
    """The same, all of them, as they are."""
    with known.lock:
        found, shop = _rows(name, wish)
        return shop, found


def chances(ahead_days: int) -> list[dict[str, Any]]:
    """Milestones whose date is over, with what was stated and what happened."""
    if ahead_days not in AHEAD_DAYS:
        raise NotFound(f"chances are judged {AHEAD_DAYS} days ahead, not {ahead_days}")
    with known.lock:
        facts, _, now = _look(Wish())
        found = judged(facts, now, timedelta(days=ahead_days))
    return [
        {
            "mold": row.mold,
            "milestone": row.milestone.value,
            "stated": row.stated,
            "kept": row.kept,
            "stated_at": moment(row.stated_at),
            "due": moment(row.due),
            "reached": moment_or_none(row.reached),
        }
        for row in sorted(found, key=lambda row: (row.due, row.mold), reverse=True)
    ]


def name_of(shop: Shop, row: Evidence) -> str:
    """What a row is of, in words."""
    if row.what is What.OPERATION:
        operation = shop.operations.get(OperationId(row.id))
        return f"{shop.parts[operation.part].mold} · {operation.name}" if operation is not None else ""
    if row.what is What.MOLD:
        mold = shop.molds.get(MoldId(row.id))
        return mold.name if mold is not None else ""
    machine = shop.machines.get(MachineId(row.machine))
    return machine.name if machine is not None else ""


def _look(wish: Wish) -> tuple[Facts, Span, datetime]:
    with memory.lock:
        memory.catch_up()
        now = present.now()
    facts = known.catch_up(now)
    now = known.moment(now)
    zone = facts.shop.settings.zone
    begin = datetime.combine(wish.first, time(), zone) if wish.first else now - timedelta(days=DAYS)
    end = datetime.combine(wish.last, time(), zone) + timedelta(days=1) if wish.last else now
    return facts, Span(begin, max(begin, min(end, now))), now


def _rows(name: str, wish: Wish) -> tuple[list[Evidence], Shop]:
    if name not in FIGURES:
        raise NotFound(f"there is no figure {name!r}")
    facts, span, _ = _look(wish)
    inside = known_span(facts, FIGURES[name], span)
    found = evidence(known.period(inside), name) if inside is not None else []
    if wish.by is not None:
        found = [row for row in found if getattr(row, wish.by) == wish.group]
    return sorted(found, key=lambda row: (row.at, row.id), reverse=True), facts.shop


def _figure(facts: Facts, figure: Figure, span: Span, by: By | None, language: str) -> dict[str, Any]:
    inside = known_span(facts, figure, span)
    period = known.period(inside) if inside is not None else None
    earlier = span.before()
    whole = figure.past or (facts.began is not None and facts.began <= earlier.begin)
    now = measured(period, figure.name) if period is not None else Measured(None, 0)
    before = measured(known.period(earlier), figure.name).value if whole and facts.began else None
    groups = split(period, figure.name, by) if period is not None and by is not None else {}
    return {
        "name": figure.name,
        "title": figure.title.say(language),
        "formula": figure.formula.say(language),
        "unit": figure.unit.value,
        "digits": figure.digits,
        "lead": figure.lead,
        "better_low": figure.better_low,
        "product": list(figure.product),
        "by": sorted(figure.by),
        "value": _number(now),
        "before": float(before) if before is not None else None,
        "count": now.count,
        "groups": [{"group": key, "value": _number(one), "count": one.count} for key, one in groups.items()],
    }


def _number(one: Measured) -> float | None:
    return float(one.value) if one.value is not None else None


def _day(facts: Facts, at: datetime) -> str:
    return at.astimezone(facts.shop.settings.zone).date().isoformat()


def _calibration(one: Calibration) -> dict[str, Any]:
    return {**asdict(one), "bins": [asdict(each) for each in one.bins], "enough": one.enough}


def _row(shop: Shop, row: Evidence) -> dict[str, Any]:
    return {
        "what": row.what.value,
        "id": row.id,
        "name": name_of(shop, row),
        "at": moment(row.at),
        "until": moment_or_none(row.until),
        "part": round(float(row.part), 3),
        "whole": round(float(row.whole), 3),
        "department": row.department,
        "kind": row.kind,
        "machine": row.machine,
    }


def _entries(seqs: set[int]) -> dict[int, dict[str, Any]]:
    """What the journal says at these places."""
    wanted = sorted(seqs)
    found = {}
    for place in range(0, len(wanted), 500):
        chosen = Row.objects.filter(seq__in=wanted[place : place + 500]).only(
            "seq", "kind", "happened_at", "actor"
        )
        found.update(
            {
                row.seq: {"seq": row.seq, "kind": row.kind, "at": moment(row.happened_at), "actor": row.actor}
                for row in chosen
            }
        )
    return found
