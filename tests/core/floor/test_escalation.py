"""Problems climb exactly at their limits, on their owners' working time, until somebody closes them."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sprue.floor import commands as co
from sprue.floor.escalation import climb_id, due, is_rush, next_climb, slack_at
from sprue.floor.refusal import Refusal
from sprue.shop import events as ev
from sprue.shop.clock import PlanClock
from sprue.shop.events import PlanPublished
from sprue.shop.ids import OperationId, PersonId, ProblemId
from sprue.shop.problems import (
    DEFAULT_RULES,
    DEFAULTS,
    Because,
    Duty,
    KindRule,
    LevelRule,
    ProblemKind,
    ProblemRules,
    ProblemStatus,
)
from sprue.shop.state import State, fold
from sprue.shop.work import stretches_of
from tests.core.floor.nights import DUTY, Night, night_shop
from tests.core.floor.shops import LI, M1, MOLD, NOW, Hall, small_plan

P = ProblemId("p")
MILL = OperationId("mill")
MINUTE = timedelta(minutes=1)
#: 20:00 in Shanghai of the same Monday: the day shift has just ended.
EVENING = NOW + timedelta(hours=10)


def roomy_plan(slack_minutes: int = 43200) -> PlanPublished:
    """The plan with a month of slack, so that no mold is critical."""
    plan = small_plan()
    return replace(plan, rows=tuple(replace(row, slack_minutes=slack_minutes) for row in plan.rows))


Minutes = frozenset[int]


def working_minutes(state: State, person: PersonId) -> Minutes:
    """The plain twin of working time: every minute after NOW in which the person works or has the duty."""
    zone = state.shop.settings.zone
    clock = PlanClock(NOW, zone)
    own = stretches_of(state.shop, state.shop.people[person], clock, 20 * 24 * 60)
    found = {minute for a, b in own for minute in range(a, b)}
    for minute in range(20 * 24 * 60):
        local = (NOW + minute * MINUTE).astimezone(zone)
        of_day = local.hour * 60 + local.minute
        for duty in state.duties:
            evening = of_day >= duty.start and local.weekday() in duty.weekdays
            morning = of_day < duty.end and (local.weekday() - 1) % 7 in duty.weekdays
            if duty.person == person and (evening or morning):
                found.add(minute)
    return frozenset(found)


def minute_by_minute(rule: KindRule, works: Minutes, start: datetime, minutes: int) -> datetime:
    """The plain twin of a limit: count the minutes in which the owner works, one after the other."""
    if rule.always or minutes == 0:
        return start + minutes * MINUTE
    at, left = (start - NOW) // MINUTE, minutes
    while left:
        left -= at in works
        at += 1
    return NOW + at * MINUTE


def test_a_night_with_fifty_problems_of_all_kinds() -> None:
    """Nobody does anything: every problem goes through every level at its limits and nowhere else."""
    night = Night()
    night.do(co.PublishPlan(roomy_plan()))
    night.do(co.ChangeDutyList((DUTY,)))
    chance = Random(5)
    kinds = [*ProblemKind, *chance.choices([*ProblemKind], k=50 - len(ProblemKind))]
    night.clock.moment = EVENING
    for number, kind in enumerate(kinds):
        night.later(minutes=chance.choice((0, 1, 7)))
        night.watch()
        # A rush order on the mold would make all its problems skip a level.
        mill = None if kind is ProblemKind.RUSH_ORDER else MILL
        night.do(co.RaiseProblem(ProblemId(f"p{number}"), kind, operation=mill, person=LI))
    night.run(24 * 12, every=20)
    state = night.store.state
    expected = []
    works = {person: working_minutes(state, person) for person in state.shop.people}
    for problem_id, problem in state.problems.items():
        rule = state.problem_rules.of(problem.kind)
        owner = problem.calls[0].person
        assert owner is not None
        waits = [min(rule.acknowledge_minutes, rule.levels[0].after_minutes)]
        waits += [level.after_minutes for level in rule.levels[1:]]
        for place, minutes in enumerate(waits):
            at = minute_by_minute(rule, works[owner], problem.raised_at, minutes)
            expected.append((at, problem_id, place + 2))
    found = [(at, fact.problem, fact.level) for at, fact in night.escalations()]
    assert sorted(found) == sorted(expected)
    assert {state.problems[p].kind for _, p, _ in found} == set(ProblemKind)
    assert all(fact.people for _, fact in night.escalations())
    assert fold(night.store.entries) == state


def test_a_clock_that_was_away_records_the_limits_as_they_were() -> None:
    night = Night()
    night.do(co.RaiseProblem(P, ProblemKind.COLLISION, M1, person=LI))
    night.later(hours=9)
    night.watch()
    assert level_times(night) == [(2, 5, Because.NOT_ACKNOWLEDGED), (3, 120, Because.NOT_RESOLVED)]


def level_times(night: Night) -> list[tuple[int, int, Because]]:
    """Level, minutes after NOW, and why."""
    return [(fact.level, (at - NOW) // MINUTE, fact.because) for at, fact in night.escalations()]


def calm() -> Night:
    night = Night()
    night.do(co.PublishPlan(roomy_plan()))
    return night


def test_each_step_in_time_stops_what_it_must() -> None:
    night = calm()
    night.do(co.RaiseProblem(P, ProblemKind.QUALITY, operation=MILL, person=LI))
    night.later(minutes=4)
    night.do(co.Acknowledge(P, PersonId("quality")))
    night.run(0.4)
    assert level_times(night) == []
    night.do(co.Answer(P, PersonId("quality"), "measured again"))
    night.run(0.5)
    assert level_times(night) == []
    night.run(0.2)
    assert level_times(night) == [(2, 60, Because.NOT_RESOLVED)]
    night.do(co.Resolve(P, PersonId("quality"), "reground"))
    night.run(48, every=30)
    assert level_times(night) == [(2, 60, Because.NOT_RESOLVED)]
    assert night.store.state.problems[P].answer == "reground"


def test_acknowledged_and_never_answered_climbs_at_the_limit_to_answer() -> None:
    night = calm()
    night.do(co.RaiseProblem(P, ProblemKind.MACHINE, M1, person=LI))
    night.do(co.Acknowledge(P, PersonId("maintenance")))
    night.run(3)
    assert level_times(night) == [(2, 15, Because.NOT_ANSWERED), (3, 120, Because.NOT_RESOLVED)]


def test_a_safety_incident_calls_everybody_at_once() -> None:
    night = calm()
    night.do(co.RaiseProblem(P, ProblemKind.SAFETY_INCIDENT, M1, person=LI))
    assert [c.department for c in night.store.state.problems[P].calls] == [
        "team_leader",
        "workshop",
        "maintenance",
    ]
    night.watch()
    assert level_times(night) == [(2, 0, Because.AT_ONCE), (3, 0, Because.AT_ONCE)]
    (_, second), (_, third) = night.escalations()
    assert (second.people, third.people) == ((PersonId("production"),), (PersonId("office"),))


def test_a_critical_mold_skips_a_level() -> None:
    night = Night()  # an hour of slack is the limit
    night.do(co.RaiseProblem(P, ProblemKind.QUALITY, operation=MILL, person=LI))
    night.run(1)
    assert level_times(night) == [(3, 10, Because.CRITICAL)]
    night.run(24, every=10)
    assert len(level_times(night)) == 1


def test_a_rush_skips_a_level_whatever_its_slack() -> None:
    shop = night_shop()
    rush = replace(shop.molds[MOLD], status="rush")
    night = Night(replace(shop, molds={MOLD: rush}))
    night.do(co.PublishPlan(roomy_plan()))
    assert is_rush(night.store.state, MOLD)
    night.do(co.RaiseProblem(P, ProblemKind.QUALITY, operation=MILL, person=LI))
    night.run(1)
    assert level_times(night) == [(3, 10, Because.CRITICAL)]


def test_an_open_rush_order_on_a_mold_makes_it_a_rush() -> None:
    night = calm()
    night.do(co.RaiseProblem(ProblemId("r"), ProblemKind.RUSH_ORDER, operation=MILL))
    assert is_rush(night.store.state, MOLD)
    night.do(co.Resolve(ProblemId("r")))
    assert not is_rush(night.store.state, MOLD)


def test_slack_shrinks_while_the_work_is_behind_its_plan() -> None:
    night = Night()
    assert slack_at(night.store.state, MILL, NOW) == 60
    assert slack_at(night.store.state, MILL, NOW + timedelta(minutes=45)) == 15
    assert slack_at(night.store.state, OperationId("coat"), NOW) is None
    assert slack_at(night.store.state, None, NOW) is None


def test_a_transfer_starts_the_clock_anew_and_keeps_the_history() -> None:
    night = calm()
    night.do(co.RaiseProblem(P, ProblemKind.PROGRAM, operation=MILL, person=LI))
    night.run(0.5)
    assert level_times(night) == [(2, 10, Because.NOT_ACKNOWLEDGED)]
    night.do(co.Transfer(P, "Design", "the drawing contradicts itself", PersonId("cam")))
    problem = night.store.state.problems[P]
    assert (problem.level, problem.turn, problem.status) == (1, 2, ProblemStatus.OPEN)
    assert [(c.department, c.person) for c in problem.calls] == [("design", PersonId("design"))]
    night.run(6)  # an hour of it is lunch
    assert level_times(night)[1:] == [(2, 40, Because.NOT_ACKNOWLEDGED), (3, 330, Because.NOT_RESOLVED)]
    assert night.escalations()[1][1].to == ("design_leader",)
    history = [type(step.fact).__name__ for step in night.store.state.problems[P].history]
    assert history == [
        "ProblemRaised",
        "ProblemEscalated",
        "ProblemTransferred",
        "ProblemEscalated",
        "ProblemEscalated",
    ]


def test_several_departments_acknowledge_each_and_one_owns() -> None:
    night = calm()
    night.do(co.RaiseProblem(P, ProblemKind.QUALITY, operation=MILL, person=LI))
    night.do(co.Acknowledge(P, PersonId("zhao")))  # Li's leader
    problem = night.store.state.problems[P]
    assert (problem.status, problem.calls[1].acknowledged_by) == (ProblemStatus.OPEN, PersonId("zhao"))
    night.do(co.Acknowledge(P, PersonId("quality")))
    problem = night.store.state.problems[P]
    assert (problem.status, problem.acknowledged_by) == (ProblemStatus.ACKNOWLEDGED, PersonId("quality"))
    with pytest.raises(Refusal):
        night.do(co.Acknowledge(P, PersonId("zhao")))


def test_at_night_the_duty_list_is_called_and_its_clock_runs() -> None:
    night = calm()
    night.do(co.ChangeDutyList((DUTY,)))
    night.clock.moment = EVENING + timedelta(hours=3)
    night.do(co.RaiseProblem(P, ProblemKind.PROGRAM, operation=MILL, person=LI))
    (call,) = night.store.state.problems[P].calls
    assert (call.person, call.duty) == (PersonId("cam"), True)
    climb = next_climb(night.store.state, P, night.clock.moment)
    assert climb is not None
    assert climb.at == night.clock.moment + timedelta(minutes=10)


def test_without_a_duty_list_the_clock_waits_for_the_owner() -> None:
    night = calm()
    night.clock.moment = EVENING + timedelta(hours=3)
    night.do(co.RaiseProblem(P, ProblemKind.PROGRAM, operation=MILL, person=LI))
    climb = next_climb(night.store.state, P, night.clock.moment)
    assert climb is not None
    assert climb.at == NOW + timedelta(hours=22, minutes=10)  # 08:10 of the next morning


def test_a_colleague_at_work_is_called_before_a_leader_asleep() -> None:
    night = calm()
    night.clock.moment = EVENING + timedelta(hours=3)
    night.do(co.RaiseProblem(P, ProblemKind.QUALITY, operation=MILL, person=LI))
    assert night.store.state.problems[P].calls[0].person == PersonId("owl")


@pytest.mark.parametrize(("slack", "person"), [(1440, "bat"), (43200, "zhao")])
def test_an_unattended_stop_pages_the_night_only_when_the_slack_is_short(slack: int, person: str) -> None:
    night = Night()
    night.do(co.PublishPlan(roomy_plan(slack)))
    night.clock.moment = EVENING + timedelta(hours=8)
    night.do(co.ChangeDutyList((Duty("maintenance", PersonId("bat"), tuple(range(7)), 1200, 480),)))
    night.do(co.RaiseProblem(P, ProblemKind.UNATTENDED_STOP, M1, MILL))
    call = night.store.state.problems[P].calls[0]
    assert (call.person, call.duty) == (PersonId(person), person == "bat")


def test_the_same_climb_sent_by_two_clocks_is_one_entry() -> None:
    night = calm()
    night.do(co.RaiseProblem(P, ProblemKind.COLLISION, M1, person=LI))
    night.later(minutes=6)
    (climb,) = due(night.store.state, night.clock.moment)
    first = climb_id(night.store.state, climb)
    night.do(co.Escalate(P, 2), id=first, happened_at=climb.at)
    seq = night.store.state.seq
    night.do(co.Escalate(P, 2), id=first, happened_at=climb.at)
    assert night.store.state.seq == seq
    with pytest.raises(Refusal):
        night.do(co.Escalate(P, 2))
    with pytest.raises(Refusal):
        night.do(co.Escalate(P, 3))


def test_changed_rules_count_for_what_is_open() -> None:
    night = calm()
    night.do(co.RaiseProblem(P, ProblemKind.OTHER, operation=MILL, person=LI))
    slow = KindRule(
        ProblemKind.OTHER, ("cam",), 50, 100, (LevelRule(200, ("planning",)),), critical_slack_minutes=None
    )
    kinds = tuple(slow if rule.kind is slow.kind else rule for rule in DEFAULT_RULES)
    night.do(co.ChangeProblemRules(ProblemRules(kinds)))
    night.run(8, every=5)
    assert level_times(night) == [(2, 50, Because.NOT_ACKNOWLEDGED)]


def test_a_journal_from_before_calls_were_recorded_climbs_by_the_defaults() -> None:
    hall = Hall(night_shop())
    raised = ev.ProblemRaised(P, ProblemKind.COLLISION, M1, person=LI)
    event = ev.Event(hall.last, NOW, raised)
    state = fold([*hall.store.entries, ev.Entry(hall.store.state.seq + 1, NOW, event)])
    (climb,) = due(state, NOW + timedelta(minutes=5))
    assert (climb.level, climb.at, state.problem_rules) == (2, NOW + timedelta(minutes=5), DEFAULTS)
    assert climb.people


PROBLEMS = [ProblemId(name) for name in "abc"]
STEPS = st.one_of(
    st.builds(
        co.RaiseProblem, st.sampled_from(PROBLEMS), st.sampled_from(ProblemKind), operation=st.just(MILL)
    ),
    st.builds(
        co.Acknowledge, st.sampled_from(PROBLEMS), st.sampled_from([PersonId("cam"), PersonId("zhao")])
    ),
    st.builds(co.Answer, st.sampled_from(PROBLEMS), text=st.just("on site")),
    st.builds(
        co.Transfer, st.sampled_from(PROBLEMS), st.sampled_from(["cam", "design"]), st.just("not ours")
    ),
    st.builds(co.Resolve, st.sampled_from(PROBLEMS)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(STEPS, st.integers(0, 600)), max_size=15))
def test_levels_rise_once_each_and_stop_with_the_solution(
    steps: list[tuple[co.Command, int]],
) -> None:
    night = Night()
    for command, minutes in steps:
        night.later(minutes=minutes)
        night.watch()
        try:
            night.do(command)
        except Refusal:
            continue
    night.later(days=20)
    night.watch()
    state = night.store.state
    assert due(state, night.clock.moment) == []
    assert fold(night.store.entries) == state
    for problem in state.problems.values():
        level, acknowledged, answered = 1, False, False
        for step in problem.history:
            match step.fact:
                case ev.ProblemEscalated() as climbed:
                    assert climbed.level > level
                    assert not (acknowledged and climbed.because is Because.NOT_ACKNOWLEDGED)
                    assert not (answered and climbed.because is Because.NOT_ANSWERED)
                    level = climbed.level
                case ev.ProblemTransferred():
                    level, acknowledged, answered = 1, False, False
                case ev.ProblemAcknowledged(department=department):
                    acknowledged = acknowledged or department == problem.calls[0].department
                case ev.ProblemAnswered():
                    answered = True
                case ev.ProblemResolved():
                    assert step is problem.history[-1]
                case ev.ProblemRaised():
                    assert step is problem.history[0]
