"""The journal in a database: once, in order, chained, and enough to tell the state. SQLite and PostgreSQL."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from sprue.floor.refusal import Code, Refusal
from sprue.server.audit import Fault, Finding, audit
from sprue.server.floor import actions, queries
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.models import Entry as Row
from sprue.server.floor.parse import BadRequest
from sprue.server.floor.who import Role, Who
from sprue.shop.ids import OperationId
from sprue.shop.records import Work
from tests.core.floor.shops import small_shop
from tests.server.floor.senders import PLANNER, TABLET, open_shop, send, some_id

pytestmark = pytest.mark.usefixtures("journal")


def test_the_same_report_twice_is_one_entry_and_answered_the_same() -> None:
    open_shop()
    first = send("start", id=some_id(1), operation="mill", machine="cnc-1", person="li")
    again = send("start", id=some_id(1), operation="mill", machine="cnc-1", person="li")
    assert (first["status"], again) == ("accepted", {"status": "duplicate", "seq": first["seq"]})
    assert Row.objects.filter(event_id=some_id(1)).count() == 1


def test_an_id_used_for_something_else_is_refused() -> None:
    open_shop()
    send("start", id=some_id(1), operation="mill", machine="cnc-1", person="li")
    with pytest.raises(Refusal) as caught:
        send("finish", id=some_id(1), operation="mill")
    assert caught.value.code is Code.ID_REUSED


def test_a_device_has_one_report_at_each_place() -> None:
    open_shop()
    send("start", TABLET, device_seq=1, operation="mill", machine="cnc-1", person="li")
    with pytest.raises(Refusal) as caught:
        send("pause", TABLET, device_seq=1, operation="mill")
    assert caught.value.code is Code.ID_REUSED
    assert send("pause", TABLET, device_seq=3, operation="mill")["status"] == "accepted"
    assert audit().faults == []


def test_a_report_against_the_rules_is_kept_and_answered_as_a_question() -> None:
    open_shop()
    zh = replace(TABLET, language="zh-hans")
    answer = send("start", zh, operation="trial", machine="press-1", person="wang")
    assert (answer["status"], answer["reason"]) == ("question", "前置工序未完工")
    row = queries.snapshot("desk", "en")["tables"]["questions"]
    assert [q["reason"] for q in row.values()] == ["An operation before it is not finished"]


def test_what_is_refused_writes_nothing() -> None:
    open_shop()
    entries = Row.objects.count()
    wishes: list[tuple[str, dict[str, Any]]] = [
        ("receive_material", {"purchase": "x"}),
        ("machine_up", {"machine": "cnc-1"}),
        ("resolve", {"problem": "x"}),
    ]
    for kind, fields in wishes:
        with pytest.raises(Refusal):
            send(kind, **fields)
    assert Row.objects.count() == entries


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"kind": "dance"}, "kind"),
        ({"kind": None}, "kind"),
        ({"id": "1"}, "id"),
        ({"operation": 5}, "start.operation"),
        ({"operation": None}, "start.operation"),
        ({"operation": "a\x00b"}, "start.operation"),
        ({"operation": "x" * 3000}, "start.operation"),
        ({"happened_at": "yesterday"}, "happened_at"),
        ({"happened_at": "2026-11-23T10:00:00"}, "happened_at"),
        ({"device_seq": "1"}, "device_seq"),
        ({"kind": "raise_problem", "problem": "p", "problem_kind": "ghosts"}, "one of electrode"),
        ({"kind": "resolve", "problem": "p", "rework_minutes": -5}, "rework_minutes"),
        ({"kind": "badge_in"}, "badge_in"),
        ({"kind": "insert_operation", "operation": {"id": "a"}}, "insert_operation.operation.part"),
    ],
)
def test_a_malformed_command_names_its_field(fields: dict[str, Any], says: str) -> None:
    body = {"id": some_id(1), "kind": "start", "operation": "mill", "device": "t"}
    with pytest.raises(BadRequest, match=says):
        actions.submit({**body, **fields}, PLANNER)


ROLES: list[tuple[Role, str, bool]] = [
    (Role.WALL, "start", False),
    (Role.STATION, "start", True),
    (Role.WORKER, "machine_down", False),
    (Role.STATION, "change_gate", False),
    (Role.FLOOR, "change_gate", True),
    (Role.FLOOR, "publish_plan", False),
    (Role.PLANNER, "publish_plan", True),
    (Role.PLANNER, "set_clock", False),
]


@pytest.mark.parametrize(("role", "kind", "may"), ROLES)
def test_roles(role: Role, kind: str, may: bool) -> None:
    assert is_forbidden(role, kind) is not may


def is_forbidden(role: Role, kind: str) -> bool:
    try:
        actions.submit({"id": some_id(1), "kind": kind, "device": "t", "operation": "x"}, Who("x", role))
    except Refusal as refusal:
        return refusal.code is Code.FORBIDDEN
    except BadRequest:
        pass
    return False


def test_a_cold_start_tells_the_same_state() -> None:
    actions.import_shop(small_shop(), PLANNER)
    open_shop()
    send("start", operation="mill", machine="cnc-1", person="li")
    send("raise_problem", problem="p", problem_kind="machine", machine="cnc-1")
    cold = Memory().catch_up()
    assert cold == memory.catch_up()
    assert cold.operation(OperationId("mill")).work is Work.RUNNING
    assert audit().ok


def test_another_process_writes_and_this_one_sees_it() -> None:
    open_shop()
    before = memory.catch_up().seq

    def other() -> None:
        elsewhere = Memory()
        from sprue.floor.loop import Floor, Origin
        from sprue.server.floor.store import Journal

        floor = Floor(Journal(elsewhere), actions.Bell(), actions.RealClock())
        from sprue.floor.commands import TakeDown
        from sprue.shop.ids import MachineId

        floor.submit(TakeDown(MachineId("cnc-2")), Origin(UUID(int=5)))
        connections.close_all()

    in_thread(other)
    assert memory.catch_up().seq == before + 1
    assert queries.snapshot("wall", "en")["tables"]["machines"]["cnc-2"]["light"] == "down"


def test_many_at_once_get_one_place_each() -> None:
    open_shop()
    before = Row.objects.count()

    def tablet(name: str) -> Callable[[], None]:
        def work() -> None:
            who = Who(name, Role.FLOOR, device=name)
            for number in range(10):
                send(
                    "raise_problem", who, device_seq=number, problem=f"{name}-{number}", problem_kind="other"
                )
            connections.close_all()

        return work

    in_threads([tablet(f"t{i}") for i in range(6)])
    assert Row.objects.count() == before + 60
    assert audit().faults == []


def test_an_emptied_journal_is_noticed() -> None:
    open_shop()
    assert queries.snapshot("wall", "en")["tables"]["machines"]
    Row.objects.all().delete()
    assert memory.catch_up().seq == 0
    assert queries.snapshot("wall", "en")["tables"]["machines"] == {}


def test_the_auditor_finds_a_changed_text() -> None:
    open_shop()
    row = Row.objects.get(seq=4)
    Row.objects.filter(seq=4).update(body=row.body.replace("cnc-1", "cnc-2"))
    assert audit().faults == [Fault(Finding.BROKEN_CHAIN, 4, "the text or an earlier one was changed")]


def test_the_auditor_finds_a_hole() -> None:
    open_shop()
    Row.objects.filter(seq=3).delete()
    assert [f.finding for f in audit().faults] == [Finding.HOLE]


def test_acknowledged_is_on_disk() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] >= 2
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone()[0] == "on"


def in_thread(work: Callable[[], None]) -> None:
    in_threads([work])


def in_threads(works: list[Callable[[], None]]) -> None:
    """Run them side by side; what one raises is raised here."""
    raised: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # it is raised again in the test's own thread
            raised.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if raised:
        raise raised[0]
