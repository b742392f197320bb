"""Machines, people, kinds, calendars and setups out, edited and in again."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from sprue.files.workbook import FaultCode
from sprue.files.workbook.editing import Edits, read_edits
from sprue.files.workbook.editing_calendars import changed_days
from sprue.files.workbook.layout import Sheet
from sprue.files.workbook.writing import ShownCells
from sprue.shop.calendar import Calendar, DayRule, Shift
from sprue.shop.ids import CalendarId, KindId, MachineId, PersonId
from sprue.shop.routing import SetupRule
from sprue.shop.shop import Shop
from tests.core.files.workbook.test_editing import bare, cell, edited, only, pasted, written
from tests.core.floor.shops import DAYS, M1, MILL, NOW, WANG, small_shop

LATE = (Shift(15 * 60, 23 * 60),)


def shown(shop: Shop) -> ShownCells:
    return ShownCells(shop.settings.zone, chinese=False)


def days(edits: Edits, shop: Shop) -> dict[str, tuple[str, str, str | None]]:
    return changed_days(only(edits, Sheet.CALENDARS), shown(shop).days)


def with_rules(shop: Shop, change: Callable[[DayRule], DayRule]) -> Shop:
    calendar = shop.calendars[DAYS]
    return replace(shop, calendars={DAYS: Calendar(DAYS, tuple(map(change, calendar.rules)))})


def with_setup(shop: Shop, minutes: int) -> Shop:
    return replace(shop, setups=(SetupRule(MILL, "steel", "copper", Decimal(minutes)),))


def test_a_further_machine_with_hours_of_its_own_in_one_file() -> None:
    shop = small_shop()

    def buy(book: openpyxl.Workbook) -> None:
        book["calendars"].append(["late", "mon", "15:00-23:00"])
        titles = [one.value for one in book["machines"][1]]
        new = {"machine": "cnc-3", "name": "DMG 3", "kind": "cnc_finish", "calendar": "late", "speed": 1.5}
        book["machines"].append([new.get(title) for title in titles])

    edits = read_edits(edited(written(shop), buy), "t.xlsx", shop, now=NOW)
    assert edits.faults == ()
    machine, calendar = only(edits, Sheet.MACHINES).value, only(edits, Sheet.CALENDARS).value
    assert (machine.id, machine.kinds, machine.speed) == (MachineId("cnc-3"), (MILL,), Decimal("1.5"))
    assert calendar == Calendar(CalendarId("late"), (DayRule(LATE, weekday=0),))


def test_people_learn_and_kinds_are_minded_otherwise() -> None:
    shop = small_shop()

    def learn(book: openpyxl.Workbook) -> None:
        cell(book, "people", WANG, "kinds").value = "fitting_bench, trial_press, cnc_finish"
        cell(book, "kinds", MILL, "attention").value = 0.5

    edits = read_edits(edited(written(shop), learn), "t.xlsx", shop, now=NOW)
    assert only(edits, Sheet.PEOPLE).value.kinds[-1] == MILL
    assert only(edits, Sheet.KINDS).changed == ("attention",)
    assert only(edits, Sheet.KINDS).value.attention == Decimal("0.5")


def test_what_the_shop_does_not_have_is_a_fault_of_the_edited_row() -> None:
    edits = pasted("machine\tkind\tcalendar\ncnc-9\tcnc_finisch\tnights\n", small_shop())
    assert [(f.row, f.column, f.code) for f in edits.faults] == [
        (2, "kind", FaultCode.UNKNOWN_REFERENCE),
        (2, "calendar", FaultCode.UNKNOWN_REFERENCE),
    ]


def test_other_minutes_between_families_and_new_ones() -> None:
    shop = with_setup(small_shop(), 20)
    edits = pasted(
        "kind\tfrom_family\tto_family\tminutes\n"
        "cnc_finish\tsteel\tcopper\t35\ncnc_finish\tcopper\tsteel\t50\n",
        shop,
    )
    changed, new = edits.sheets[Sheet.SETUPS].rows
    assert (changed.live, changed.value.minutes) == (shop.setups[0], 35)
    assert (new.live, new.value.minutes) == (None, 50)


def test_a_rule_that_stands_twice_in_the_file_is_a_fault() -> None:
    line = "cnc_finish\tsteel\tcopper\t35\n"
    edits = pasted("kind\tfrom_family\tto_family\tminutes\n" + 2 * line, small_shop())
    assert [f.code for f in edits.faults] == [FaultCode.DOUBLE_ID]


@pytest.mark.parametrize("with_copy", [True, False])
def test_a_day_of_a_calendar_changes_and_the_others_stay(with_copy: bool) -> None:
    shop = small_shop()

    def longer(book: openpyxl.Workbook) -> None:
        page = book["calendars"]
        page["C3"].value = "08:00-12:00 13:00-22:00"
        page.append([DAYS, "2026-12-25", "-"])
        page.delete_rows(7)
        if not with_copy:
            bare(book)

    edits = read_edits(edited(written(shop), longer), "t.xlsx", shop, now=NOW)
    old = shown(shop).days(shop.calendars[DAYS])["tue"]
    assert days(edits, shop) == {
        "tue": (old, "08:00-12:00 13:00-22:00", None),
        "2026-12-25": ("", "-", None),
    }
    found = only(edits, Sheet.CALENDARS).value
    assert [rule.weekday for rule in found.rules] == [0, 1, 2, 3, 4, 5, None]


def test_a_day_that_somebody_else_changed_stays_and_the_others_come_in() -> None:
    shop = small_shop()

    def both(book: openpyxl.Workbook) -> None:
        book["calendars"]["C2"].value = "08:00-12:00"
        book["calendars"]["C3"].value = "08:00-12:00"

    data = edited(written(shop), both)
    live = with_rules(shop, lambda r: replace(r, shifts=LATE) if r.weekday in (0, 5) else r)
    edits = read_edits(data, "t.xlsx", live, now=NOW)
    row = only(edits, Sheet.CALENDARS)
    was = shown(shop).days(shop.calendars[DAYS])["mon"]

    assert (row.changed, row.conflicts) == (("rules",), ("rules",))
    told = days(edits, live)
    assert told["mon"] == ("15:00-23:00", "08:00-12:00", was)
    assert told["tue"] == (was, "08:00-12:00", None)
    assert "sat" not in told  # nobody edited it here
    assert {r.weekday: r.shifts for r in row.value.rules}[0] == LATE
    assert {r.weekday: r.shifts for r in row.value.rules}[5] == LATE


def test_a_calendar_without_its_shifts_is_not_looked_at() -> None:
    edits = pasted("calendar\tday\ndays\tmon\n", small_shop())
    assert [(f.column, f.code) for f in edits.faults] == [("shifts", FaultCode.MISSING_COLUMN)]
    edits = pasted("calendar\tday\tshifts\ndays\tmon\t25:00-26:00\n", small_shop())
    assert [f.column for f in edits.faults] == ["shifts"]
    assert edits.sheets[Sheet.CALENDARS].rows == []


def test_a_pasted_table_is_known_by_its_columns() -> None:
    shop = small_shop()
    for text, sheet in (
        ("machine\tname\tbatch\ncnc-1\tDMG\t1\n", Sheet.MACHINES),
        ("operation\tmachine\tkind\tname\nmill\tcnc-1\tcnc_finish\tmill\n", Sheet.OPERATIONS),
        ("人员\t姓名\t工牌\nwang\tWang Fang\tB-7\n", Sheet.PEOPLE),
        ("类型\t名称\t看管系数\ncnc_finish\tMilling\t0.5\n", Sheet.KINDS),
        ("日历\t日期\t班次\ndays\t周一\t08:00-12:00\n", Sheet.CALENDARS),
    ):
        edits = pasted(text, shop)
        assert [*edits.sheets] == [sheet]
        assert edits.faults == ()


def test_ids_are_those_of_the_shop() -> None:
    shop = small_shop()
    edits = pasted("machine\tspeed\ncnc-1\t2\n", shop)
    assert only(edits, Sheet.MACHINES).value == replace(shop.machines[M1], speed=Decimal(2))
    edits = pasted("person\tleader\nwang\tli\n", shop)
    assert only(edits, Sheet.PEOPLE).value.leader == PersonId("li")
    assert only(pasted("kind\tdepartment\ncnc_finish\tHall 2\n", shop), Sheet.KINDS).value.id == KindId(
        "cnc_finish"
    )
