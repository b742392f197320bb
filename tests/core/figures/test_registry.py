"""Every figure: what it counts, that its rows count up to it, and that the journal alone gives it again."""

from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprue.figures.evidence import By, Evidence, What, middle, most_by_kind, ratio, rounded
from sprue.figures.facts import Facts, facts_of
from sprue.figures.period import Period
from sprue.figures.registry import FIGURES, evidence, known_span, measured, split
from sprue.figures.span import Month, Span
from sprue.floor import commands as co
from sprue.floor.refusal import Refusal
from sprue.shop import events as ev
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import OperationId, ProblemId
from sprue.shop.problems import ProblemKind
from tests.core.floor.shops import E1, LI, M1, M2, NOW, ZHAO, Hall, small_plan, small_shop

MILL, ERODE = OperationId("mill"), OperationId("erode")


def hall_with_a_day() -> Hall:
    """A Monday: milled with a pause, a machine that broke, eroded through the night, a problem answered."""
    hall = Hall()
    hall.do(co.PublishPlan(small_plan()))
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(MILL, M1, LI))
    hall.later(minutes=60)
    hall.do(co.Pause(MILL, LI))
    hall.do(co.RaiseProblem(ProblemId("p"), ProblemKind.MACHINE, M2))
    hall.later(minutes=12)
    hall.do(co.Acknowledge(ProblemId("p"), ZHAO))
    hall.later(minutes=18)
    hall.do(co.Resume(MILL, LI))
    hall.do(co.Resolve(ProblemId("p"), ZHAO))
    hall.later(minutes=90)
    hall.do(co.Finish(MILL, LI))
    hall.do(co.ChangeGate(ERODE, GateKind.ELECTRODE, GateState.OK))
    hall.later(minutes=60)
    hall.do(co.BadgeIn(person=LI, machine=E1))
    hall.do(co.Start(ERODE, E1, LI))
    hall.later(hours=12)
    hall.do(co.Finish(ERODE, LI))
    return hall


def facts_and_now(hall: Hall) -> tuple[Facts, datetime]:
    return facts_of(hall.store.entries), hall.clock.moment


@pytest.fixture(scope="module")
def day() -> Period:
    facts, now = facts_and_now(hall_with_a_day())
    return Period(facts, Span(NOW, now))


def value(period: Period, name: str, group: tuple[By, str] | None = None) -> Decimal | None:
    return measured(period, name, group).value


def test_a_shop_that_has_just_come_in_knows_none_of_them() -> None:
    period = Period(facts_of(Hall().store.entries), Span(NOW, NOW))
    assert {name: value(period, name) for name in FIGURES} == dict.fromkeys(FIGURES)


def test_the_night_of_a_spark_machine_is_its_unattended_share(day: Period) -> None:
    # Started 14:00, finished at 2:00; the shift ends at 20:00.
    assert value(day, "unattended") == Decimal("0.500")
    assert split(day, "unattended", By.MACHINE).keys() == {E1}


def test_setting_up_is_no_running_and_a_pause_is_busy(day: Period) -> None:
    # The mill: 60 minutes (30 of them setup), half an hour of pause, 90 minutes; but 12:00 to 13:00 is lunch.
    on_m1 = (By.MACHINE, M1)
    open_hours = Fraction(2 + 7)
    assert value(day, "utilization", on_m1) == rounded(Fraction(90, 60) / open_hours, 3)
    assert value(day, "availability", on_m1) == rounded(Fraction(60, 60) / open_hours, 3)
    assert value(day, "allocation", on_m1) == rounded(Fraction(120, 60) / open_hours, 3)
    assert value(day, "utilization_efficiency", on_m1) == Decimal("0.500")
    assert value(day, "setup_ratio", on_m1) == Decimal("0.200")


def test_estimates_are_held_against_what_was_worked(day: Period) -> None:
    # Estimated 150 minutes, worked 90 in open hours (lunch is none); eroding alone runs by the clock.
    assert value(day, "estimate_accuracy", (By.KIND, "cnc_finish")) == Decimal("1.67")
    assert value(day, "estimate_accuracy", (By.KIND, "edm_sinker")) == rounded(Fraction(630, 720), 2)
    assert value(day, "quality_ratio") == Decimal(1)


def test_the_products_are_their_factors_multiplied_before_rounding(day: Period) -> None:
    exact = Fraction(1)
    for name in FIGURES["oee"].product:
        found = FIGURES[name].total(evidence(day, name))
        assert found is not None
        exact *= found
    assert value(day, "oee") == rounded(exact, 3)
    by_machine = split(day, "oee", By.MACHINE)
    assert by_machine[M1].value is not None
    assert by_machine[M2].value is None, "nothing was finished on it, so its quality is unknown"


def test_waiting_begins_with_the_last_of_what_it_waits_for(day: Period) -> None:
    # The electrode was there when the milling ended, an hour before.
    assert value(day, "queue", (By.KIND, "edm_sinker")) == Decimal("1.0")
    assert value(day, "bottleneck_queue") == Decimal("1.0")
    assert [row.id for row in evidence(day, "queue")] == [ERODE]


def test_problems_count_from_the_call_and_from_the_report(day: Period) -> None:
    assert (value(day, "response"), value(day, "closing")) == (Decimal("12.0"), Decimal("30.0"))
    assert value(day, "answer") is None
    (row,) = evidence(day, "response")
    assert (row.what, row.machine) == (What.PROBLEM, M2)


def test_the_mill_kept_the_plan_of_its_day_and_the_others_did_not(day: Period) -> None:
    rows = {row.id: row.part for row in evidence(day, "adherence")}
    assert rows == {"mill": 1, "plate-1": 0, "plate-2": 0, "later": 0}
    assert value(day, "adherence") == Decimal("0.250")
    assert split(day, "adherence", By.DEPARTMENT)["CNC"].value == Decimal("0.500")


def test_a_machine_that_broke_and_came_back() -> None:
    hall = hall_with_a_day()
    hall.later(hours=8)
    hall.do(co.TakeDown(M2))
    hall.later(hours=3)
    hall.do(co.PutUp(M2))
    facts, now = facts_and_now(hall)
    period = Period(facts, Span(NOW, now))
    # Half an hour with the problem, three hours without: 1.75 on the average.
    assert value(period, "repair_time") == Decimal("1.8")
    # 2.5 hours of milling and 12 of eroding, two times.
    assert value(period, "between_failures") == Decimal("7.3")
    assert value(period, "between_failures", (By.MACHINE, M1)) is None
    # 10:00 to 13:00, of which the last hour is lunch, and half an hour the day before.
    running = sum(row.part for row in evidence(period, "availability"))
    assert value(period, "technical_efficiency") == rounded(Fraction(running) / (Fraction(running) + 150), 3)


@pytest.mark.parametrize("name", FIGURES)
def test_every_row_leads_to_entries_that_speak_of_it(name: str) -> None:
    hall = hall_with_a_day()
    facts, now = facts_and_now(hall)
    entries = {entry.seq: entry for entry in hall.store.entries}
    for row in evidence(Period(facts, Span(NOW, now)), name):
        if row.what is What.MACHINE and row.whole:
            continue
        assert row.seqs or row.part == 0
        for seq in row.seqs:
            fact = entries[seq].event.fact
            named = {getattr(fact, "operation", None), getattr(fact, "problem", None)}
            assert row.id in named or isinstance(fact, ev.PlanPublished)


@pytest.mark.parametrize("name", FIGURES)
def test_groups_of_a_figure_are_its_rows_and_no_others(day: Period, name: str) -> None:
    figure = FIGURES[name]
    for by in figure.by:
        groups = split(day, name, by)
        assert {key: value(day, name, (by, key)) for key in groups} == {k: m.value for k, m in groups.items()}
        assert {getattr(row, by) for row in evidence(day, name)} == groups.keys()


def test_every_figure_has_words_in_both_languages() -> None:
    for name, figure in FIGURES.items():
        texts = (figure.title.en, figure.title.zh, figure.formula.en, figure.formula.zh)
        assert all(texts), name
        assert figure.title.zh != figure.title.en
        assert (figure.rows is None) == bool(figure.product)
        assert set(figure.product) <= FIGURES.keys()


def test_what_was_before_the_shop_came_in_is_unknown_but_for_dates_it_brought() -> None:
    facts = facts_of(Hall().store.entries)
    month = Span(NOW - timedelta(days=30), NOW + timedelta(days=1))
    assert known_span(facts, FIGURES["utilization"], month) == Span(NOW, month.end)
    assert known_span(facts, FIGURES["on_time"], month) == month
    assert known_span(facts, FIGURES["response"], Span(NOW - timedelta(9), NOW - timedelta(1))) is None
    assert known_span(Facts(), FIGURES["on_time"], month) is None


# -- by brute force ----------------------------------------------------------------

STEPS = st.lists(st.tuples(st.integers(0, 5), st.integers(1, 400)), min_size=1, max_size=25)


def walk(steps: list[tuple[int, int]]) -> Hall:
    """Whatever comes: reports that the floor refuses leave no entry."""
    hall = Hall()
    hall.do(co.BadgeIn(person=LI, machine=M1))
    for number, (what, minutes) in enumerate(steps):
        hall.later(minutes=minutes)
        command: co.Command = (
            co.Start(MILL, M1, LI),
            co.Pause(MILL, LI),
            co.Resume(MILL, LI),
            co.Finish(MILL, LI),
            co.RaiseProblem(ProblemId(f"p{number}"), ProblemKind.QUALITY, M1, MILL),
            co.Undo(hall.last),
        )[what]
        with suppress(Refusal):
            hall.do(command)
    return hall


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_worked_minutes_are_those_that_the_entries_tell_minute_by_minute(
    steps: list[tuple[int, int]],
) -> None:
    hall = walk(steps)
    now = hall.clock.moment
    facts = facts_of(hall.store.entries)
    period = Period(facts, Span(NOW, now))
    undone = {e.event.fact.report for e in hall.store.entries if isinstance(e.event.fact, ev.ReportUndone)}
    running, since, worked = False, NOW, set[int]()
    for entry in hall.store.entries:
        if entry.event.id in undone or not isinstance(entry.event.fact, (*_WORK,)):
            continue
        at = entry.event.happened_at
        if running:
            worked |= set(range(_minute(since), _minute(at)))
        running, since = isinstance(entry.event.fact, (ev.OperationStarted, ev.OperationResumed)), at
    if running:
        worked |= set(range(_minute(since), _minute(now)))
    rows = evidence(period, "setup_ratio")
    assert sum(row.whole for row in rows) == len(worked)
    inside = sum(row.part for row in evidence(period, "utilization"))
    assert inside == sum(_is_open(minute) for minute in worked)
    finished = {
        e.event.fact.operation
        for e in hall.store.entries
        if isinstance(e.event.fact, ev.OperationFinished) and e.event.id not in undone
    }
    assert {row.id for row in evidence(period, "first_pass")} == finished


_WORK = (ev.OperationStarted, ev.OperationPaused, ev.OperationResumed, ev.OperationFinished)


def _minute(at: datetime) -> int:
    return (at - NOW) // timedelta(minutes=1)


def _is_open(minute: int) -> bool:
    local = (NOW + timedelta(minutes=minute)).astimezone(small_shop().settings.zone)
    of_day = local.hour * 60 + local.minute
    return local.weekday() < 6 and (480 <= of_day < 720 or 780 <= of_day < 1200)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from("abc")), max_size=12))
def test_totals_do_not_mind_the_order_of_rows(raw: list[tuple[int, int, str]]) -> None:
    rows = [Evidence(What.OPERATION, "o", NOW, a, b, kind=k) for a, b, k in raw]
    for total in (ratio, middle, most_by_kind):
        assert total(rows) == total(rows[::-1])
    assert ratio(rows) is None or ratio(rows) == Fraction(
        sum(a for a, _, _ in raw), sum(b for _, b, _ in raw)
    )


@given(st.fractions(-1000, 1000), st.integers(0, 4))
def test_rounding_is_to_the_nearest_and_a_half_goes_away_from_zero(value: Fraction, digits: int) -> None:
    shown = Fraction(rounded(value, digits))
    step = Fraction(1, 10**digits)
    assert abs(shown - value) <= step / 2
    if abs(shown - value) == step / 2:
        assert abs(shown) > abs(value)


def test_halves_and_months() -> None:
    assert [rounded(Fraction(n, 2), 0) for n in (1, 3, -1, -3)] == [1, 2, -1, -2]
    assert rounded(Fraction(-1, 30), 1) == 0
    assert Month(2026, 1).later(-1) == Month(2025, 12)
    assert [str(m) for m in Month(2026, 2).to_date()] == ["2026-01", "2026-02"]
