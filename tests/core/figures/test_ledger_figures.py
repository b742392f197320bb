"""Figures of the ledger are what a plain recount of the journal gives."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sprue.figures.ledger import DepartmentFigures, figures_of_items, ledger_figures
from sprue.floor import commands as co
from sprue.floor import ledger_commands as lc
from sprue.floor.refusal import Refusal
from sprue.shop import ledger as le
from sprue.shop.events import Entry
from sprue.shop.ids import LedgerItemId
from sprue.shop.problems import ProblemKind
from tests.core.floor.shops import LI, NOW, WANG, ZHAO, Hall

NAMES = [LedgerItemId(f"i{n}") for n in range(4)]


def commands_of(item: LedgerItemId, place: int) -> list[co.Command]:
    """All that may be asked about an item."""
    department = ("CNC", "EDM")[place % 2]
    opening = lc.OpenLedgerItem(
        item, le.Source.MEETING, ProblemKind.OTHER, "x", department, owner=LI, person=ZHAO
    )
    return [
        opening,
        replace(opening, recurs=NAMES[0]),
        lc.AcceptLedgerItem(item, LI),
        lc.CorrectLedgerItem(item, "measure", "cause", LI),
        lc.ChangeNorm(item, le.Norm.TEMPLATE, "norm", LI),
        lc.FinishLedgerItem(item, "evidence", LI),
        lc.VerifyLedgerItem(item, passed=True, person=WANG),
        lc.CloseLedgerItem(item, ZHAO),
        lc.ReopenLedgerItem(item, "again", ZHAO),
        lc.AssignLedgerItem(item, "Fitting", WANG),
        lc.MoveLedgerDeadline(item, NOW + timedelta(days=40), "steel", ZHAO),
    ]


def recount(entries: list[Entry], now: datetime, department: str) -> DepartmentFigures | None:
    """One department, counted fact by fact without the ledger's own fold."""
    owner: dict[str, str] = {}
    opened: dict[str, datetime] = {}
    deadline: dict[str, datetime] = {}
    closed: dict[str, datetime | None] = {}
    recurred: list[str] = []
    extended: list[str] = []
    for entry in entries:
        fact, at = entry.event.fact, entry.event.happened_at
        if isinstance(fact, le.LedgerItemOpened):
            owner[fact.item], opened[fact.item] = fact.owner.department, at
            deadline[fact.item], closed[fact.item] = fact.deadline, None
            recurred += [fact.item] * fact.recurrence
        elif isinstance(fact, le.LedgerItemAssigned):
            owner[fact.item] = fact.owner.department
        elif isinstance(fact, le.LedgerDeadlineMoved):
            deadline[fact.item] = fact.deadline
            extended.append(fact.item)
        elif isinstance(fact, le.LedgerItemClosed):
            closed[fact.item] = at
        elif isinstance(fact, le.LedgerItemReopened):
            closed[fact.item], deadline[fact.item] = None, fact.deadline
            recurred += [fact.item] * fact.recurrence
    own = [item for item, name in owner.items() if name == department]
    if not own:
        return None
    ages = [(now - opened[item]) / timedelta(days=1) for item in own if closed[item] is None]
    ends = {item: end for item in own if (end := closed[item]) is not None}
    return DepartmentFigures(
        department,
        open=len(ages),
        overdue=sum(closed[item] is None and now > deadline[item] for item in own),
        closed=len(ends),
        on_time=sum(end <= deadline[item] for item, end in ends.items()),
        recurrences=sum(item in own for item in recurred),
        extensions=sum(item in own for item in extended),
        mean_age_days=round(sum(ages) / len(ages), 2) if ages else None,
    )


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 10), st.integers(0, 72)), max_size=60))
@settings(max_examples=60, deadline=None)
def test_figures_equal_a_recount_of_the_journal(day: list[tuple[int, int, int]]) -> None:
    hall = Hall()
    for place, which, hours in day:
        hall.later(hours=hours)
        try:
            hall.do(commands_of(NAMES[place], place)[which])
        except Refusal:
            continue
    now = hall.clock.moment
    found = {one.department: one for one in ledger_figures(hall.store.entries, now)}
    for department in ("CNC", "EDM", "Fitting"):
        expected = recount(hall.store.entries, now, department)
        mine = found.pop(department, None)
        if expected is not None and mine is not None and expected.mean_age_days is not None:
            assert mine.mean_age_days is not None
            assert abs(mine.mean_age_days - expected.mean_age_days) <= 0.011
            mine = replace(mine, mean_age_days=expected.mean_age_days)
        assert mine == expected
    assert found == {}


def test_a_month_of_one_department() -> None:
    hall = Hall()
    for step in (0, 2, 3, 5, 6, 7):
        hall.do(commands_of(NAMES[0], 0)[step])
    hall.later(days=10)
    hall.do(commands_of(NAMES[2], 2)[1])
    hall.later(days=8)
    assert ledger_figures(hall.store.entries, hall.clock.moment) == [
        DepartmentFigures("CNC", 1, 1, 1, 1, 1, 0, 8.0)
    ]
    items = hall.store.state.ledger.values()
    assert figures_of_items(items, hall.clock.moment) == ledger_figures(hall.store.entries, hall.clock.moment)
