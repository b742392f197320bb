"""A traveler tells the whole way of a part, and its codes open the right operation at the terminal."""

from dataclasses import replace
from decimal import Decimal

import pytest

from sprue.files.paper import parts_beginning, parts_of_mold, travelers
from sprue.floor import commands as co
from sprue.floor.traveler import Action, operation_on, right_action
from sprue.sample.making import make_shop
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.routing import Operation
from sprue.shop.state import State
from tests.core.files.paper.sheets import empty_facts, facts_of, sheets_of, with_operation, with_part
from tests.core.floor.shops import LI, M1, NOW, Hall, small_shop

CORE, PLATE = PartId("core"), PartId("plate")


def test_a_traveler_tells_the_way_of_its_part() -> None:
    shop = with_operation(small_shop(), "mill", checks="depth 3.20..3.25; surface")
    (sheet,) = sheets_of(travelers(facts_of(shop), [CORE]))
    assert sheet.size == (210, 297)
    for said in ("Traveler", "M1", "Door panel", "Core", "O1 ACME", "Built into", "base Mold base"):
        assert said in sheet.words
    for said in ("cnc-1", "23 Nov 10:00", "23 Nov 12:30", "0.5 · 2.0", "Program ready"):
        assert said in sheet.words
    for said in ("depth 3.20–3.25", "surface", "Electrode missing", "runs unattended", "Outside work"):
        assert said in sheet.words
    assert "Plan v1" in sheet.words


def test_the_same_in_chinese() -> None:
    (sheet,) = sheets_of(travelers(facts_of(language="zh-hans"), [CORE]))
    for said in (
        "流转卡",
        "上级零件",
        "精铣",
        "火花机",
        "程序 已就绪",
        "缺电极",
        "无人值守",
        "外协",
        "计划 v1",
    ):
        assert said in sheet.words


def test_codes_are_the_parts_and_its_open_operations() -> None:
    """From the head down the rows; `old` of the plate is done and has no code any more."""
    core, plate = sheets_of(travelers(facts_of(), [CORE, PLATE]))
    assert core.codes == ("core", "mill", "erode", "coat")
    assert plate.codes == ("plate", "plate-1", "plate-2", "held")


def test_the_terminal_opens_the_one_right_action_from_the_part_code() -> None:
    """Scanned as printed: first the start of what is next, then the finish of what runs."""
    hall = Hall()
    code = sheets_of(travelers(facts_of(), [CORE]))[0].codes[0]
    state = hall.store.state
    assert operation_on(state, code) == "mill"
    hall.do(co.BadgeIn(LI, M1))
    assert right_action(state, OperationId("mill"), M1, LI, NOW) is Action.START
    hall.do(co.Start(OperationId("mill"), M1, LI))
    known = operation_on(state, code)
    assert known is not None
    assert right_action(state, known, M1, LI, NOW) is Action.FINISH


@pytest.mark.parametrize("name", ["型芯-01", "M1/core/7", "a b+c?d=e&f", "ÄÖ-9", "0012"])
def test_codes_of_unusual_ids_come_back_whole(name: str) -> None:
    shop = small_shop()
    part = replace(shop.parts[CORE], id=PartId(name))
    operation = Operation(OperationId(f"{name}-10"), part.id, Decimal(10), name="step")
    odd = replace(
        shop, parts={**shop.parts, part.id: part}, operations={**shop.operations, operation.id: operation}
    )
    (sheet,) = sheets_of(travelers(facts_of(odd), [part.id]))
    assert sheet.codes == (name, f"{name}-10")
    state = State(shop=odd)
    assert {operation_on(state, code) for code in sheet.codes} == {operation.id}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_long_names_lose_nothing(language: str) -> None:
    long = "左前门内饰板上本体后模滑块镶件电极（含精粗两支与备用）第三版修改后复制件"
    identity = "GF-AgieCharmilles-FORM-P-350-automation-cell-07-left-hand"
    shop = with_part(with_operation(small_shop(), "mill", name=long), "core", name=long, material=identity)
    (sheet,) = sheets_of(travelers(facts_of(shop, language=language), [CORE]), codes=False)
    assert sheet.letters.count(long) == 2
    assert identity in sheet.letters


def test_a_long_route_goes_on_with_the_head_of_its_table_and_counts_its_own_sheets() -> None:
    shop = small_shop()
    steps = [Operation(OperationId(f"s{n}"), PLATE, Decimal(100 + n), name=f"step {n}") for n in range(40)]
    shop = replace(shop, operations={**shop.operations, **{step.id: step for step in steps}})
    sheets = sheets_of(travelers(facts_of(shop), [CORE, PLATE]))
    assert len(sheets) >= 3
    assert "Page 1 of 1" in sheets[0].words
    for number, sheet in enumerate(sheets[1:], 1):
        assert f"Page {number} of {len(sheets) - 1}" in sheet.words
        assert "Operation" in sheet.words
    assert [code for sheet in sheets[1:] for code in sheet.codes][-40:] == [step.id for step in steps]


def test_the_same_facts_give_the_same_bytes() -> None:
    assert travelers(facts_of(), [CORE, PLATE]) == travelers(facts_of(), [CORE, PLATE])


def test_two_hundred_parts_are_two_hundred_sheets_or_more() -> None:
    shop = make_shop(30, 1, language="zh-hans")
    parts = [*shop.parts][:200]
    sheets = sheets_of(travelers(facts_of(shop, language="zh-hans"), parts), codes=False)
    assert len(sheets) >= 200
    heads = "\n".join(sheet.words for sheet in sheets)
    assert all(part in heads for part in parts)


def test_nothing_to_print_is_a_mistake_that_says_so() -> None:
    with pytest.raises(UserMistake, match="nothing to print"):
        travelers(empty_facts(), [])
    with pytest.raises(UserMistake, match="there is no mold M9"):
        parts_of_mold(small_shop(), MoldId("M9"))


def test_travelers_go_out_on_the_day_on_which_work_on_the_part_begins() -> None:
    """The core is milled on Monday; the base begins on Monday too, with `later`, and goes on on Friday."""
    facts = facts_of()
    monday = NOW.date()
    assert parts_beginning(facts, monday) == [CORE, PLATE, PartId("base")]
    assert parts_beginning(facts, monday.replace(day=27)) == []


def test_a_part_without_operations_has_a_sheet_that_says_so() -> None:
    (sheet,) = sheets_of(travelers(facts_of(), [PartId("pins")]))
    assert "This part has no operations." in sheet.words
    assert "40 pieces" in sheet.words
    assert "pins: not there" in sheet.words
