"""Edited tables come into a shop that works: compared anew, begun work left alone, conflicts refused."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from sprue.floor import commands as co
from sprue.floor.editing import judged
from sprue.floor.refusal import Code, Refusal
from sprue.shop.calendar import CalendarException
from sprue.shop.events import ShopAmended
from sprue.shop.ids import OperationId, PartId
from sprue.shop.orders import Part
from sprue.shop.records import Work
from sprue.shop.routing import Operation, Status
from tests.core.floor.shops import LI, M1, MILL, MOLD, NOW, ZHAO, Hall, op, small_shop

ERODE, MILLED = OperationId("erode"), OperationId("mill")


def operation(hall: Hall, name: OperationId) -> Operation:
    return hall.store.state.shop.operations[name]


def edit(hall: Hall, known: OperationId, **changes: object) -> co.EditTables:
    """An operation as it is now, and edited."""
    row = hall.store.state.floor_at(NOW).operations[known]
    after = replace(row, **changes)  # type: ignore[arg-type]  # fields of an operation, by name
    return co.EditTables(ShopAmended(operations=(row,)), ShopAmended(operations=(after,)))


def refused(hall: Hall, command: co.EditTables) -> Refusal:
    seq = hall.store.state.seq
    with pytest.raises(Refusal) as caught:
        hall.do(command)
    assert hall.store.state.seq == seq
    return caught.value


def test_edited_rows_are_one_amendment() -> None:
    hall = Hall()
    hall.do(edit(hall, ERODE, run_minutes=Decimal(500), status=Status.HELD))

    assert operation(hall, ERODE).run_minutes == 500
    assert hall.store.state.operation(ERODE).work is Work.HELD


def test_two_planners_edit_different_cells_of_a_row() -> None:
    hall = Hall()
    first, second = edit(hall, ERODE, run_minutes=Decimal(500)), edit(hall, ERODE, name="Erode rib")
    hall.do(first)
    hall.do(second)

    assert operation(hall, ERODE).run_minutes == 500
    assert operation(hall, ERODE).name == "Erode rib"


def test_two_planners_edit_the_same_cell() -> None:
    hall = Hall()
    first, second = edit(hall, ERODE, run_minutes=Decimal(500)), edit(hall, ERODE, run_minutes=Decimal(400))
    hall.do(first)
    no = refused(hall, second)

    assert no.code is Code.EDITED_MEANWHILE
    assert no.facts == {"cells": "erode run_minutes"}
    assert operation(hall, ERODE).run_minutes == 500


def test_what_has_become_so_meanwhile_is_nothing_to_do() -> None:
    hall = Hall()
    first = edit(hall, ERODE, run_minutes=Decimal(500))
    hall.do(first)

    assert refused(hall, first).code is Code.NOTHING_EDITED


def test_work_that_began_meanwhile_is_left_alone() -> None:
    hall = Hall()
    late = edit(hall, MILLED, run_minutes=Decimal(60))
    hall.do(co.BadgeIn(person=LI, machine=M1))
    hall.do(co.Start(MILLED, M1, LI))

    assert refused(hall, late).code is Code.ALREADY_STARTED


@pytest.mark.parametrize(
    "changes",
    [
        {"status": Status.DONE},
        {"status": Status.RUNNING},
        {"started": NOW},
        {"remaining_minutes": Decimal(5)},
    ],
)
def test_work_is_not_reported_in_a_table(changes: dict[str, object]) -> None:
    hall = Hall()
    assert refused(hall, edit(hall, MILLED, **changes)).code is Code.REPORTED_AT_MACHINES


def test_leave_that_ends_another_day_replaces_what_was_told() -> None:
    hall = Hall()
    leave = CalendarException(ZHAO, NOW, NOW + timedelta(days=3), open=False, reason="leave")
    hall.do(co.AmendShop(ShopAmended(exceptions=(leave,))))
    shorter = replace(leave, end=NOW + timedelta(days=1))
    hall.do(co.EditTables(ShopAmended(exceptions=(leave,)), ShopAmended(exceptions=(shorter,))))

    assert hall.store.state.shop.exceptions == (shorter,)


def test_rows_that_can_not_be_are_left_out_with_those_that_need_them() -> None:
    hall = Hall()
    stray = Part(PartId("insert"), MOLD, parent=PartId("none"))
    routing = op("insert-1", "insert", 10, MILL)
    fine = replace(small_shop().operations[ERODE], run_minutes=Decimal(1))
    begun = replace(small_shop().operations[OperationId("old")], run_minutes=Decimal(1))
    found = judged(ShopAmended(parts=(stray,), operations=(routing, fine, begun)), hall.store.state, NOW)

    assert found.amended == ShopAmended(operations=(fine,))
    assert found.refused == {
        ("operations", "old"): Code.ALREADY_DONE,
        ("parts", "insert"): Code.UNKNOWN_PART,
        ("operations", "insert-1"): Code.UNKNOWN_PART,
    }


def test_a_circle_is_refused_and_the_rest_taken() -> None:
    hall = Hall()
    circle = replace(small_shop().operations[MILLED], after=(ERODE,))
    fine = replace(small_shop().operations[OperationId("trial")], run_minutes=Decimal(1))
    found = judged(ShopAmended(operations=(circle, fine)), hall.store.state, NOW)

    assert found.amended == ShopAmended(operations=(fine,))
    assert found.refused == {("operations", MILLED): Code.CIRCLE}
