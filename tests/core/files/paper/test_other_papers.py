"""Labels, dispatch lists, Gantt charts: what is on them, how large they are, what their codes say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sprue.files.paper import (
    Size,
    badges,
    dispatch_list,
    gantt_sheets,
    machine_labels,
    machines_for,
    part_labels,
)
from sprue.floor import commands as co
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MachineId, OperationId, PartId, PersonId
from sprue.shop.routing import Status
from tests.core.files.paper.sheets import empty_facts, facts_of, sheets_of, with_operation, with_part
from tests.core.floor.shops import B1, E1, LI, M1, M2, NOW, P1, WANG, Hall, small_shop

MONDAY = NOW.date()


@pytest.mark.parametrize("size", Size)
def test_a_label_has_the_size_of_its_paper_and_the_code_of_its_part(size: Size) -> None:
    shop = with_part(small_shop(), "core", part_class="electrode_graphite", material="TTK-50")
    (label,) = sheets_of(part_labels(facts_of(shop), [PartId("core")], size))
    assert label.size == size.mm
    assert label.codes == ("core",)
    for said in ("Electrode", "M1", "Core", "core", "Mold base"):
        assert said in label.words


@pytest.mark.parametrize(("size", "first"), [(Size.LARGE, 8), (Size.MIDDLE, 18), (Size.SMALL, 27)])
def test_a_sheet_of_labels_is_a4_and_all_its_codes_can_be_read(size: Size, first: int) -> None:
    shop = small_shop()
    parts = {
        PartId(f"p{n:02d}"): replace(shop.parts[PartId("core")], id=PartId(f"p{n:02d}")) for n in range(30)
    }
    pages = sheets_of(part_labels(facts_of(replace(shop, parts=parts)), parts, size, sheet=True))
    assert {page.size for page in pages} == {(210, 297)}
    assert len(pages[0].codes) == first
    assert sorted(code for page in pages for code in page.codes) == sorted(parts)


@pytest.mark.parametrize("size", Size)
def test_a_badge_signs_its_owner_in_at_a_terminal(size: Size) -> None:
    (label,) = sheets_of(badges(facts_of(language="zh-hans"), [LI], size))
    assert "Li Wei" in label.words
    hall = Hall()
    hall.do(co.BadgeIn(machine=M1, badge=label.codes[0]))
    assert hall.store.state.people[LI].machine == M1


def test_who_has_no_badge_code_gets_no_badge() -> None:
    shop = small_shop()
    nameless = replace(shop, people={**shop.people, LI: replace(shop.people[LI], badge="")})
    assert len(sheets_of(badges(facts_of(nameless), [LI, WANG], Size.SMALL))) == 1
    with pytest.raises(UserMistake, match="li has no badge code"):
        badges(facts_of(nameless), [PersonId("li")], Size.SMALL)


def test_a_machine_label_opens_its_terminal_where_the_address_is_known() -> None:
    facts = facts_of(language="zh-hans")
    (plain,) = sheets_of(machine_labels(facts, [E1], Size.MIDDLE))
    assert plain.codes == ("edm-1",)
    assert "火花机" in plain.words
    (known,) = sheets_of(machine_labels(facts, [E1], Size.MIDDLE, address="https://sprue.example:8443"))
    assert known.codes == ("https://sprue.example:8443/terminal/?station=edm-1",)


@pytest.mark.parametrize("size", Size)
def test_names_that_are_too_long_stay_on_their_label(size: Size) -> None:
    name = "GF-AgieCharmilles-FORM-P-350-automation-cell-07"
    shop = small_shop()
    machine = replace(shop.machines[M1], id=MachineId(name))
    facts = facts_of(replace(shop, machines={machine.id: machine}))
    (label,) = sheets_of(machine_labels(facts, [machine.id], size))
    assert label.codes == (name,)
    assert "cell-07" in label.letters


def test_a_dispatch_list_tells_each_machine_its_day_in_order() -> None:
    hall = Hall()
    hall.do(co.BadgeIn(LI, M1))
    hall.do(co.Start(OperationId("mill"), M1, LI))
    shop = hall.store.state.floor_at(NOW)
    (page,) = sheets_of(dispatch_list(facts_of(shop), [M1, B1, M2], MONDAY, title="CNC"))
    assert page.size == (297, 210)
    words = page.words
    assert words.index("mill") < words.index("plate-1") < words.index("later") < words.index("plate-2")
    for said in ("Dispatch list", "CNC", "Mon 23 Nov", "running", "Drawing expected", "S136 23 Nov 11:00"):
        assert said in words
    assert "assemble" not in words, "that is on Friday"
    assert words.rindex("cnc-2") > words.index("Nothing is planned here for this day.")


def test_what_is_done_is_on_no_dispatch_list() -> None:
    shop = with_operation(small_shop(), "mill", status=Status.DONE)
    (page,) = sheets_of(dispatch_list(facts_of(shop, language="zh-hans"), [M1], MONDAY))
    assert "mill" not in page.words
    assert "plate-1" in page.words
    assert "图纸 预计" in page.words


def test_a_day_without_work_says_so_also_in_an_empty_shop() -> None:
    sunday = MONDAY - timedelta(days=1)
    (page,) = sheets_of(dispatch_list(facts_of(), [M1], sunday))
    assert "Nothing is planned here for this day." in page.words
    (page,) = sheets_of(dispatch_list(empty_facts("zh-hans"), [], MONDAY))
    assert "当天此处没有计划。" in page.words


def test_a_gantt_chart_is_on_a3_with_the_machines_that_were_asked_for() -> None:
    facts = facts_of()
    wanted = machines_for(facts.shop, department="Fitting")
    assert wanted == [B1]
    (page,) = sheets_of(gantt_sheets(facts, wanted, NOW, NOW + timedelta(days=7), title="Fitting"))
    assert page.size == (420, 297)
    for said in ("Test shop · Fitting", "bench-1", "Plan v1", "Mon 23 Nov"):
        assert said in page.words
    assert "press-1" not in page.words


def test_a_hundred_machines_are_dealt_to_sheets_evenly() -> None:
    shop = small_shop()
    machines = {
        MachineId(f"m-{n:03d}"): replace(shop.machines[M1], id=MachineId(f"m-{n:03d}")) for n in range(100)
    }
    facts = facts_of(replace(shop, machines=shop.machines | machines), language="zh-hans")
    pages = sheets_of(gantt_sheets(facts, machines, NOW, NOW + timedelta(days=7)), codes=False)
    assert [page.words.count("m-0") + page.words.count("m-1") for page in pages] == [25] * 4


def test_a_gantt_chart_of_nothing_is_a_mistake() -> None:
    with pytest.raises(UserMistake, match="no machine"):
        gantt_sheets(empty_facts(), [], NOW, NOW + timedelta(days=1))
    with pytest.raises(UserMistake, match="after the beginning"):
        gantt_sheets(facts_of(), [P1], NOW, NOW)


def test_machines_are_named_by_department_kind_and_id() -> None:
    shop = small_shop()
    assert machines_for(shop, kind="cnc_finish") == [M1, M2]
    assert machines_for(shop, department="CNC", machines=["cnc-2"]) == [M2]
    assert machines_for(shop) == [*shop.machines]
    for wrong in ({"department": "x"}, {"kind": "x"}):
        with pytest.raises(UserMistake, match="there is no"):
            machines_for(shop, **wrong)
    with pytest.raises(UserMistake, match="there is no machine x"):
        machines_for(shop, machines=["x"])
