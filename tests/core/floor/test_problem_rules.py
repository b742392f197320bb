"""Rules for problems, the duty list, and what is refused on the way of a problem."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sprue.floor import commands as co
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.waits import sight_of
from sprue.shop.codec import to_json
from sprue.shop.ids import OperationId, PersonId, ProblemId
from sprue.shop.problems import (
    DEFAULT_RULES,
    DEFAULTS,
    TILES,
    Duty,
    KindRule,
    LevelRule,
    ProblemKind,
    ProblemRules,
    Silence,
)
from tests.core.floor.nights import DUTY, Night
from tests.core.floor.shops import LI, M1, M2, NOW

P = ProblemId("p")
OTHER = DEFAULTS.of(ProblemKind.OTHER)


def refused(night: Night, command: co.Command) -> Code:
    seq = night.store.state.seq
    with pytest.raises(Refusal) as caught:
        night.do(command)
    assert night.store.state.seq == seq
    return caught.value.code


def with_other(**changes: object) -> co.ChangeProblemRules:
    """The defaults with another rule for "other"."""
    rule = replace(OTHER, **changes)  # type: ignore[arg-type]  # its fields, by name
    return co.ChangeProblemRules(
        ProblemRules(tuple(rule if r.kind is ProblemKind.OTHER else r for r in DEFAULT_RULES))
    )


def test_every_kind_has_a_default_and_nine_are_tiles() -> None:
    assert sorted(rule.kind for rule in DEFAULT_RULES) == sorted(ProblemKind)
    assert [kind.value for kind in TILES] == [
        *("electrode", "program", "drawing", "machine", "quality", "material", "tooling", "person", "other")
    ]
    night = Night()
    night.do(co.ChangeProblemRules(DEFAULTS))
    assert night.store.state.problem_rules == DEFAULTS


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (co.ChangeProblemRules(ProblemRules(DEFAULT_RULES[1:])), Code.RULES_INCOMPLETE),
        (co.ChangeProblemRules(ProblemRules((*DEFAULT_RULES, OTHER))), Code.RULES_INCOMPLETE),
        (with_other(called=()), Code.NOBODY_CALLED),
        (with_other(levels=(LevelRule(60, ()),)), Code.NOBODY_CALLED),
        (with_other(called=("cam", "cam")), Code.CALLED_TWICE),
        (with_other(called=("canteen",)), Code.UNKNOWN_DEPARTMENT),
        (with_other(levels=(LevelRule(60, ("the boss",)),)), Code.UNKNOWN_DEPARTMENT),
        (with_other(acknowledge_minutes=31), Code.LIMITS_FALL),
        (with_other(levels=(LevelRule(60, ("cam",)), LevelRule(59, ("cam",)))), Code.LIMITS_FALL),
        (with_other(levels=tuple(LevelRule(60 + i, ("cam",)) for i in range(4))), Code.TOO_MANY_LEVELS),
        (co.ChangeDutyList((replace(DUTY, person=PersonId("ghost")),)), Code.UNKNOWN_PERSON),
        (co.ChangeDutyList((replace(DUTY, department="canteen"),)), Code.UNKNOWN_DEPARTMENT),
        (co.ChangeDutyList((DUTY,) * 501), Code.TOO_MANY_DUTIES),
    ],
)
def test_rules_that_make_no_sense_are_refused(command: co.Command, code: Code) -> None:
    assert refused(Night(), command) is code


@pytest.mark.parametrize(
    "values",
    [
        lambda: KindRule(ProblemKind.OTHER, ("cam",), 0, 10),
        lambda: KindRule(ProblemKind.OTHER, ("cam",), 10, 10081),
        lambda: LevelRule(-1, ("cam",)),
        lambda: Silence(1440, 0),
        lambda: Duty("cam", LI, (), 0, 60),
        lambda: Duty("cam", LI, (7,), 0, 60),
        lambda: Duty("cam", LI, (1,), 0, 1441),
    ],
)
def test_values_that_cannot_be_are_no_values(values: object) -> None:
    assert callable(values)
    with pytest.raises(ValueError, match=r"\d"):
        values()


def test_changed_rules_say_who_is_called_from_then_on() -> None:
    night = Night()
    night.do(with_other(called=("cam", "design"), levels=()))
    night.do(co.RaiseProblem(P, ProblemKind.OTHER, M1, person=LI))
    assert [call.department for call in night.store.state.problems[P].calls] == ["cam", "design"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (co.Transfer(P, "cam", " "), Code.REASON_NEEDED),
        (co.Transfer(P, "canteen", "hungry"), Code.UNKNOWN_DEPARTMENT),
        (co.Transfer(P, "maintenance", "back to ourselves"), Code.SAME_DEPARTMENT),
        (co.Transfer(ProblemId("x"), "cam", "why"), Code.UNKNOWN_PROBLEM),
        (co.Answer(ProblemId("x")), Code.UNKNOWN_PROBLEM),
        (co.Answer(P, PersonId("ghost")), Code.UNKNOWN_PERSON),
        (co.Escalate(P, 2), Code.NOT_DUE),
    ],
)
def test_steps_that_cannot_be_are_refused(command: co.Command, code: Code) -> None:
    night = Night()
    night.do(co.RaiseProblem(P, ProblemKind.MACHINE, M1, person=LI))
    assert refused(night, command) is code


def test_who_answers_has_it_and_a_second_answer_is_told() -> None:
    night = Night()
    night.do(co.RaiseProblem(P, ProblemKind.MACHINE, M1, person=LI))
    night.later(minutes=3)
    night.do(co.Answer(P, PersonId("bat"), "on the way"))
    problem = night.store.state.problems[P]
    assert (problem.acknowledged_by, problem.answered_by, problem.answer) == (
        PersonId("bat"),
        PersonId("bat"),
        "on the way",
    )
    assert problem.acknowledged_at == problem.answered_at == NOW + timedelta(minutes=3)
    assert refused(night, co.Answer(P, PersonId("bat"))) is Code.PROBLEM_ANSWERED
    assert refused(night, co.Acknowledge(P, PersonId("bat"))) is Code.PROBLEM_TAKEN
    night.do(co.Resolve(P))
    assert refused(night, co.Answer(P)) is Code.PROBLEM_CLOSED
    assert refused(night, co.Transfer(P, "cam", "why")) is Code.PROBLEM_CLOSED


def test_the_rules_outlive_another_shop() -> None:
    night = Night()
    night.do(co.ChangeDutyList((DUTY,)))
    night.do(with_other(acknowledge_minutes=20))
    before = night.store.state.problem_rules
    night.do(co.ImportShop(night.store.state.shop))
    assert (night.store.state.problem_rules, night.store.state.duties) == (before, (DUTY,))


def test_the_badge_of_who_was_called_acknowledges_and_answers_at_the_machine() -> None:
    night = Night()
    night.do(co.RaiseProblem(P, ProblemKind.TOOLING, M1, person=LI))
    night.later(minutes=6)
    night.do(co.BadgeIn(person=PersonId("quality"), machine=M1))  # not called
    night.do(co.BadgeIn(person=PersonId("tool_crib"), machine=M2))  # somewhere else
    assert night.store.state.problems[P].acknowledged_at is None
    night.do(co.BadgeIn(person=PersonId("tool_crib"), machine=M1))
    problem = night.store.state.problems[P]
    assert (problem.acknowledged_by, problem.answered_by) == (PersonId("tool_crib"), PersonId("tool_crib"))
    assert problem.answered_at == NOW + timedelta(minutes=6)
    seq = night.store.state.seq
    night.do(co.BadgeIn(person=PersonId("tool_crib"), machine=M1))
    assert night.store.state.seq == seq + 1  # and that is all: it was acknowledged already


def test_who_was_called_beside_the_owner_acknowledges_for_the_own_department_only() -> None:
    night = Night()
    night.do(co.RaiseProblem(P, ProblemKind.QUALITY, M1, person=LI))
    night.do(co.BadgeIn(person=PersonId("zhao"), machine=M1))
    problem = night.store.state.problems[P]
    assert (problem.acknowledged_at, problem.answered_at) == (None, None)
    assert problem.calls[1].acknowledged_by == PersonId("zhao")


def test_who_raised_a_problem_does_not_answer_it_by_coming_back() -> None:
    night = Night()
    night.do(co.RaiseProblem(P, ProblemKind.TOOLING, M1, person=PersonId("tool_crib")))
    night.do(co.BadgeIn(person=PersonId("tool_crib"), machine=M1))
    assert night.store.state.problems[P].acknowledged_at is None


@pytest.mark.parametrize(
    ("kind", "ready"), [(ProblemKind.RUSH_ORDER, True), (ProblemKind.CUSTOMER_HOLD, False)]
)
def test_a_rush_order_blocks_nothing_and_a_customer_s_hold_does(kind: ProblemKind, ready: bool) -> None:
    night = Night()
    night.do(co.RaiseProblem(P, kind, operation=OperationId("mill")))
    assert sight_of(night.store.state, NOW).is_ready(OperationId("mill")) is ready


def test_rules_from_before_there_was_a_kind_have_its_default() -> None:
    assert ProblemRules(DEFAULT_RULES[1:]).of(ProblemKind.ELECTRODE) == DEFAULT_RULES[0]


def test_rules_are_written_whole_so_that_other_defaults_change_no_history() -> None:
    written = to_json(DEFAULTS)
    assert [rule["kind"] for rule in written["kinds"]] == [rule.kind.value for rule in DEFAULT_RULES]
    assert written["kinds"][0]["critical_slack_minutes"] == 60
