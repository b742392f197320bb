"""The wall's figures of thirty days: what they count, what they leave out, and what is unknown."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sprue.figures.recent import KEPT, SPAN, Figure, Recent
from sprue.floor import commands as co
from sprue.shop.ids import OperationId, ProblemId
from sprue.shop.problems import ProblemKind
from sprue.shop.routing import Status
from tests.core.floor.shops import LI, M1, M2, NOW, ZHAO, Hall, small_plan, small_shop

MILL, TRIAL = OperationId("mill"), OperationId("trial")


class Kept:
    """A hall, and the figures that are fed with each of its entries as it comes."""

    def __init__(self, hall: Hall | None = None) -> None:
        self.hall = hall or Hall()
        self.recent = Recent()
        self.read = 0

    def do(self, *commands: co.Command, minutes: float = 0) -> None:
        self.hall.later(minutes=minutes)
        for command in commands:
            self.hall.do(command)

    def figures(self) -> dict[str, Figure]:
        for entry in self.hall.store.entries:
            if entry.seq > self.read:
                self.recent.take(entry)
                self.read = entry.seq
        return self.recent.at(self.hall.clock.moment)

    def value(self, name: str) -> float | None:
        return self.figures()[name].value


def test_a_shop_that_has_just_come_in_knows_no_figure_and_says_none_is_zero() -> None:
    figures = Kept().figures()
    assert {name: (f.value, f.before, f.count) for name, f in figures.items()} == dict.fromkeys(
        ("on_time", "adherence", "utilization", "first_pass", "response", "unattended"), (None, None, 0)
    )
    assert Recent().at(NOW) == {}


def test_machines_are_used_by_what_was_reported_in_their_open_hours() -> None:
    kept = Kept()
    kept.do(co.BadgeIn(person=LI, machine=M1), co.Start(MILL, M1, LI))
    # 10:00 to 12:00 on one of four machines; benches are none.
    kept.hall.later(hours=2)
    assert kept.value("utilization") == 0.25
    # The lunch hour is no open hour; to 14:00 one machine worked three of three.
    kept.hall.later(hours=2)
    assert kept.figures()["utilization"] == Figure(0.25, None, 12, NOW)


def test_a_pause_is_no_use_and_an_undone_finish_lets_the_work_run_on() -> None:
    kept = Kept()
    kept.do(co.BadgeIn(person=LI, machine=M1), co.Start(MILL, M1, LI))
    kept.do(co.Pause(MILL, LI), minutes=60)
    kept.hall.later(minutes=60)
    assert kept.value("utilization") == 0.125
    kept.do(co.Resume(MILL, LI))
    kept.do(co.Finish(MILL, LI))
    assert kept.value("first_pass") == 1.0
    kept.do(co.Undo(kept.hall.last))
    assert kept.value("first_pass") is None
    kept.do(co.Finish(MILL, LI), minutes=120)
    assert kept.value("utilization") == 0.167


def test_an_operation_with_a_quality_problem_or_a_rework_is_no_first_pass() -> None:
    kept = Kept()
    kept.do(
        co.BadgeIn(person=LI, machine=M1),
        co.Start(MILL, M1, LI),
        co.RaiseProblem(ProblemId("q"), ProblemKind.QUALITY, M1, MILL),
        co.Acknowledge(ProblemId("q"), ZHAO),
        co.Resolve(ProblemId("q"), ZHAO, "too small", rework_minutes=30),
        co.Finish(MILL, LI),
    )
    figure = kept.figures()["first_pass"]
    assert (figure.value, figure.count) == (0.0, 1)


def test_response_is_the_median_to_whoever_has_it_first() -> None:
    kept = Kept()
    for name, minutes in (("a", 4), ("b", 10), ("c", 30)):
        kept.do(co.RaiseProblem(ProblemId(name), ProblemKind.MACHINE, M2))
        kept.do(co.Acknowledge(ProblemId(name), ZHAO), minutes=minutes)
        kept.do(co.Resolve(ProblemId(name), ZHAO))
    kept.do(co.RaiseProblem(ProblemId("undone"), ProblemKind.MACHINE, M2))
    kept.do(co.Undo(kept.hall.last))
    figure = kept.figures()["response"]
    assert (figure.value, figure.count) == (10.0, 3)


def test_a_day_is_kept_by_what_its_plan_let_end_by_now() -> None:
    kept = Kept()
    kept.do(co.PublishPlan(small_plan()), co.BadgeIn(person=LI, machine=M1), co.Start(MILL, M1, LI))
    kept.figures()
    ends = {row.operation: row.end for row in small_plan().rows}
    day = NOW.astimezone(kept.recent.shop.settings.zone).date()
    kept.recent.plan_of_day(day, ends)
    assert kept.recent.knows(day)
    assert not kept.recent.knows(day + timedelta(days=1))
    kept.do(co.Finish(MILL, LI), minutes=200)
    # By 13:20 the mill was to end; "later" ends at 13:30, the assembly not on this day.
    figure = kept.figures()["adherence"]
    assert (figure.value, figure.count) == (1.0, 1)
    kept.hall.later(minutes=30)
    assert kept.value("adherence") == 0.5


def test_the_first_trial_is_on_time_by_its_last_operation() -> None:
    ended = NOW - timedelta(days=2)
    shop = small_shop()
    trial = replace(shop.operations[TRIAL], status=Status.DONE, finished=ended)
    shop = replace(shop, operations={**shop.operations, TRIAL: trial})
    kept = Kept(Hall(shop))
    assert kept.figures()["on_time"] == Figure(1.0, None, 1, NOW - SPAN)
    kept.hall.later(days=29)
    assert kept.figures()["on_time"] == Figure(None, 1.0, 0, NOW - timedelta(days=1))


def test_thirty_days_are_compared_only_with_thirty_whole_ones() -> None:
    kept = Kept()
    kept.do(co.BadgeIn(person=LI, machine=M1), co.Start(MILL, M1, LI))
    kept.do(co.Finish(MILL, LI), minutes=60)
    kept.figures()
    assert kept.recent.at(NOW + KEPT - timedelta(minutes=1))["first_pass"] == Figure(
        None, None, 0, NOW + KEPT - timedelta(minutes=1) - SPAN
    )
    assert kept.recent.at(NOW + KEPT)["first_pass"].before == 1.0


def test_it_forgets_what_no_figure_looks_at() -> None:
    kept = Kept()
    kept.do(co.BadgeIn(person=LI, machine=M1), co.Start(MILL, M1, LI))
    kept.do(co.Finish(MILL, LI), minutes=60)
    kept.do(co.RaiseProblem(ProblemId("p"), ProblemKind.MACHINE, M2))
    kept.figures()
    kept.recent.plan_of_day(NOW.date(), {})
    kept.recent.forget(NOW + KEPT + timedelta(days=3))
    assert kept.recent.at(NOW + timedelta(hours=2))["utilization"].value is None
    assert not kept.recent.knows(NOW.date())


def test_reports_of_an_unknown_id_are_no_undo() -> None:
    kept = Kept()
    kept.do(co.BadgeIn(person=LI, machine=M1), co.Start(MILL, M1, LI))
    kept.figures()
    kept.recent.facts.work.undo(UUID(int=77))
    kept.hall.later(hours=2)
    assert kept.value("utilization") == 0.25
