"""A workbook that comes in over the web: looked at, taken, its PINs kept out of the journal."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sprue.files.workbook import write_shop
from sprue.floor.refusal import Code, Refusal
from sprue.server.accounts import pins
from sprue.server.floor import imports, queries
from sprue.server.floor.models import Entry, Import
from sprue.server.floor.who import Role, Who
from sprue.shop.shop import Shop
from tests.core.floor.shops import LI, small_shop
from tests.server.floor.senders import PLANNER

pytestmark = pytest.mark.usefixtures("journal")


def workbook(folder: Path, shop: Shop) -> bytes:
    path = folder / "shop.xlsx"
    write_shop(shop, path)
    return path.read_bytes()


def with_pin(shop: Shop, pin: str) -> Shop:
    person = replace(shop.people[LI], notes=(("pin", pin),))
    return replace(shop, people={**shop.people, LI: person})


def test_a_workbook_is_looked_at_and_taken(tmp_path: Path) -> None:
    found = imports.look(workbook(tmp_path, small_shop()), "shop.xlsx", PLANNER, dry=False)
    assert (found["ok"], found["faults"], found["counts"]["operations"]) == (True, [], 10)
    assert queries.snapshot("wall", "en")["tables"]["machines"] == {}
    assert imports.take(found["import_id"], PLANNER)["status"] == "accepted"
    assert len(queries.snapshot("wall", "en")["tables"]["machines"]) == 5
    assert Import.objects.count() == 0


def test_a_dry_look_keeps_nothing(tmp_path: Path) -> None:
    found = imports.look(workbook(tmp_path, small_shop()), "shop.xlsx", PLANNER, dry=True)
    assert (found["ok"], found["import_id"], Import.objects.count()) == (True, None, 0)


def test_faults_name_sheet_row_column_and_remedy() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("calendars.csv", "calendar,day,shifts\nday,mon,08:00-12:00\n")
        archive.writestr("machines.csv", "machine,name,kind,calendar\nM1,Mill,cnc,night\n")
        archive.writestr("kinds.csv", "kind\ncnc\n")
    found = imports.look(file.getvalue(), "shop.zip", PLANNER, dry=False)
    assert not found["ok"]
    assert any(
        (f["row"], f["column"], f["value"]) == (2, "calendar", "night") and f["text"] for f in found["faults"]
    ), found["faults"]


def test_something_that_is_no_workbook_is_a_fault_not_a_crash() -> None:
    for data, name in ((b"", "a.xlsx"), (b"PK\x03\x04nonsense", "a.xlsx"), (b"\x00\xff" * 50, "a.zip")):
        found = imports.look(data, name, PLANNER, dry=False)
        assert not found["ok"]
        assert found["faults"]


def test_pins_are_set_and_never_journaled(tmp_path: Path) -> None:
    found = imports.look(workbook(tmp_path, with_pin(small_shop(), "73519")), "shop.xlsx", PLANNER, dry=False)
    imports.take(found["import_id"], PLANNER)
    assert pins.matches(LI, "73519")
    assert not pins.matches(LI, "1234")
    assert all("73519" not in entry.body for entry in Entry.objects.all())


def test_a_pin_that_nobody_could_type_is_a_fault(tmp_path: Path) -> None:
    found = imports.look(workbook(tmp_path, with_pin(small_shop(), "abc")), "shop.xlsx", PLANNER, dry=False)
    assert [(f["value"], f["code"]) for f in found["faults"]] == [("li", "bad_pin")]


def test_only_planners_import(tmp_path: Path) -> None:
    calls: list[Callable[[Who], object]] = [
        lambda who: imports.look(b"", "a.xlsx", who, dry=True),
        lambda who: imports.take("x", who),
    ]
    for call in calls:
        with pytest.raises(Refusal) as caught:
            call(Who("x", Role.WORKER))
        assert caught.value.code is Code.FORBIDDEN
    with pytest.raises(Refusal) as caught:
        imports.take("gone", PLANNER)
    assert caught.value.code is Code.UNKNOWN_IMPORT
