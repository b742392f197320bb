"""The client's types and words are those of the server."""

from dataclasses import fields
from datetime import datetime
from typing import Any, get_args
from uuid import uuid4

import pytest

from sprue.client.commands import KINDS, PlanWithDelays, PlanWithLearned, PublishDraft, SetRate, body_of
from sprue.figures import ledger
from sprue.figures.calibration import Bin
from sprue.figures.estimates import Group
from sprue.figures.flow import MachineHours, OrderFlow, ProcessQuality
from sprue.figures.response import Response, Times
from sprue.server.floor.parse import command_of
from sprue.server.permissions import COMMANDS
from sprue.server.scopes import Scope
from sprue.shop.learned import LearnedFactor
from sprue.shop.problems import Duty, KindRule, LevelRule, ProblemKind, ProblemRules, Silence
from sprue.wire import figures as fg
from sprue.wire import plans as pl
from sprue.wire.accounts import ScopeName
from sprue.wire.commands import KINDS as FLOOR_KINDS
from sprue.wire.commands import FloorCommand
from sprue.wire.ledger import DepartmentFigures
from sprue.wire.plans import ProblemKindName
from tests.core.floor.shops import NOW
from tests.server.floor.test_board import DAY

#: What goes over the wire of a day.
WIRED: list[Any] = [command for command in DAY if type(command) in KINDS]


def test_names_in_answers_are_those_of_the_shop() -> None:
    assert get_args(ProblemKindName) == tuple(kind.value for kind in ProblemKind)
    assert get_args(ScopeName) == tuple(scope.value for scope in Scope)


@pytest.mark.parametrize(
    ("shape", "of"),
    [
        *((fg.MachineHours, MachineHours), (fg.OrderFlow, OrderFlow), (fg.ProcessQuality, ProcessQuality)),
        *((fg.Response, Response), (fg.Times, Times), (fg.Group, Group), (fg.Bin, Bin)),
        *((fg.LearnedFactor, LearnedFactor), (pl.ProblemRules, ProblemRules), (pl.KindRule, KindRule)),
        *((pl.LevelRule, LevelRule), (pl.Silence, Silence), (pl.Duty, Duty)),
        (DepartmentFigures, ledger.DepartmentFigures),
    ],
    ids=lambda one: str(one.__name__),
)
def test_what_is_sent_of_a_value_has_its_fields(shape: type, of: type) -> None:
    assert list(shape.__annotations__) == [field.name for field in fields(of)]


def test_a_command_of_the_floor_is_one_that_the_wire_knows() -> None:
    assert set(get_args(FloorCommand)) == set(FLOOR_KINDS)


def test_every_kind_of_command_can_be_sent() -> None:
    assert sorted(KINDS.values()) == sorted(COMMANDS)


@pytest.mark.parametrize("command", WIRED, ids=lambda command: type(command).__name__)
def test_a_command_arrives_as_it_was_meant(command: Any) -> None:
    body = body_of(command, uuid4(), None, None)
    assert command_of(body["kind"], body) == command


def test_commands_of_the_wire_have_the_fields_that_the_interface_takes() -> None:
    draft = uuid4()
    for command, wire in (
        (PublishDraft(draft, "weekly"), {"kind": "publish_plan", "draft": str(draft), "message": "weekly"}),
        (PublishDraft(), {"kind": "publish_plan"}),
        (PlanWithLearned(on=True), {"kind": "learn_estimates", "on": True}),
        (PlanWithDelays(on=False), {"kind": "learn_suppliers", "on": False}),
        (SetRate(60), {"kind": "set_clock", "rate": 60}),
    ):
        body = body_of(command, uuid4(), NOW, "desk")
        assert wire.items() <= body.items()


def test_a_moment_without_zone_and_what_is_no_command_are_told_before_they_are_sent() -> None:
    with pytest.raises(ValueError, match="zone"):
        body_of(PublishDraft(), uuid4(), datetime(2026, 4, 14, 8), None)  # noqa: DTZ001  # that is the case
    with pytest.raises(TypeError, match="str"):
        body_of("start", uuid4(), None, None)  # type: ignore[arg-type]  # that is the case
