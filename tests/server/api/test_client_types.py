"""The client's types and words are those of the server."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from sprue.client.commands import KINDS, PlanWithDelays, PlanWithLearned, PublishDraft, SetRate, body_of
from sprue.server.floor.parse import command_of
from sprue.server.permissions import COMMANDS
from tests.core.floor.shops import NOW
from tests.server.api import client_types
from tests.server.floor.test_board import DAY

#: What goes over the wire of a day.
WIRED: list[Any] = [command for command in DAY if type(command) in KINDS]


def test_they_are_as_the_server_publishes_them() -> None:
    old = [path.name for path, text in client_types.now().items() if path.read_text("utf-8") != text]
    assert not old, "of another age: python -m tests.server.api.client_types"


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
