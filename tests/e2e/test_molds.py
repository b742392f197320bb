"""Molds at the desk: taken before their parts are known, filled by bills, rerouted while they run."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from sprue.planning.templates.tables import routes
from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import PATIENCE, ZONE, Row, Shop, served, small_shop
from tests.e2e.test_desk import desk
from tests.scenarios.bills import core_steel, excel, two_hundred_parts

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

#: A mold of 200 parts is entered with so many clicks, picks and filled fields at most.
MOST_TOUCHES = 40
STEEL, ROUGHING = "M2650-CA01-10", "M2650-CA01-70"

#: Nothing reaches over the right edge but what scrolls in its own area.
INSIDE = """[...document.querySelectorAll('main *')].every((one) =>
  one.closest('.table-area, datalist, svg, select') || one.getBoundingClientRect().right <= innerWidth + 1)"""


def whole_shop(now: datetime) -> dict[str, list[Row]]:
    """The small shop with two machines of every kind that molds need, and nobody whose time is short."""
    sheets = small_shop(now, stations=2)
    known = {str(row[0]) for row in sheets["kinds"]}
    needed = {step.kind for route in routes().values() for step in route if not step.outside}
    for kind in sorted(needed - known):
        sheets["kinds"].append((kind, kind, kind, kind.split("_")[0], 1))
        sheets["machines"] += [(f"{kind}-{n}", kind, "always", "") for n in (1, 2)]
    return {name: rows for name, rows in sheets.items() if name != "people"}


@pytest.fixture(scope="module")
def mold_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    screens_are_built()
    with served(tmp_path_factory.mktemp("molds") / "data", whole_shop(datetime.now(ZONE))) as shop:
        yield shop


class Hand:
    """A hand at mouse and keyboard that counts: each click, pick, chosen file and filled field is one."""

    def __init__(self, page: "Page") -> None:
        self.page, self.touches = page, 0

    def click(self, where: str) -> None:
        self.touches += 1
        self.page.click(where)

    def fill(self, field: str, text: str) -> None:
        self.touches += 1
        self.page.fill(f"[name={field}]", text)

    def choose(self, name: str, data: bytes) -> None:
        self.touches += 1
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        self.page.set_input_files("[data-bom-file]", {"name": name, "mimeType": kind, "buffer": data})


def until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def of_mold(shop: Shop, mold: str) -> dict[str, dict[str, Any]]:
    return {name: row for name, row in shop.operations().items() if row["mold"] == mold}


def planned_again(shop: Shop, mold: str) -> None:
    """All open work of the mold has a time."""

    def has() -> bool:
        rows = of_mold(shop, mold).values()
        return bool(rows) and all(row["plan"] is not None for row in rows if row["work"] == "waiting")

    until(has, f"{mold} is planned")


def design_is_done_and_steel_is_here(shop: Shop) -> None:
    """What comes before the first cavity's cut happens, step by step, at its places."""
    while (rows := of_mold(shop, "M2650"))[STEEL]["work"] == "waiting":
        ready = [row for row in rows.values() if row["ready"] and row["part"] == "M2650-D"]
        for row in ready or [rows[STEEL]]:
            machine = None if row["mode"] == "outside" else row["machine"]
            shop.manager.command("start", operation=row["id"], machine=machine)
            shop.manager.command("finish", operation=row["id"])


def test_a_mold_of_200_parts_is_entered_in_few_touches_and_keeps_what_was_done(
    mold_shop: Shop, open_page: Open
) -> None:
    shop, now = mold_shop, datetime.now(ZONE)
    page = desk(shop, open_page, "molds", wide=False)
    hand = Hand(page)
    hand.click("[data-new-mold]")
    page.wait_for_selector("[data-take=new] [name=mold]")
    hand.fill("mold", "M2650")
    hand.fill("name", "Bumper bracket")
    hand.fill("customer", "Nordlicht")
    hand.fill("trial", f"{now + timedelta(weeks=12):%Y-%m-%d}")
    hand.fill("due", f"{now + timedelta(weeks=16):%Y-%m-%d}")
    hand.click("[data-take=new] button.solid")
    page.wait_for_selector("[data-open=M2650] .template-mark")
    planned_again(shop, "M2650")
    design_is_done_and_steel_is_here(shop)

    hand.click("[data-tab=bom]")
    hand.choose("core steel.xlsx", excel(core_steel()))
    page.wait_for_selector("[data-preview='4'] [data-class=cavity_insert]")
    hand.click("[data-release]")
    page.wait_for_selector("[data-released='4']")
    hand.choose("all parts.xlsx", excel(two_hundred_parts()))
    page.wait_for_selector("[data-preview='196']")
    hand.click("[data-release]")
    page.wait_for_selector("[data-released='196']")
    assert hand.touches <= MOST_TOUCHES, hand.touches

    planned_again(shop, "M2650")
    parts = shop.manager.rows("desk", "parts")
    told = [row for row in parts.values() if row["mold"] == "M2650" and not row["template"]]
    assert len(told) == 200
    rows = of_mold(shop, "M2650")
    assert (rows[STEEL]["work"], rows[ROUGHING]["work"]) == ("done", "cancelled")
    first = min((row for row in rows.values() if row["part"] == "M2650-101"), key=lambda r: float(r["step"]))
    assert first["kind"] != "purchase", "its steel is here"
    history = shop.manager.call("GET", f"/api/operations/{STEEL}")["history"]
    assert {"OperationStarted", "OperationFinished"} <= {entry["what"] for entry in history}


def test_operations_are_inserted_split_sent_out_held_and_cancelled_in_their_row(
    mold_shop: Shop, open_page: Open
) -> None:
    page = desk(mold_shop, open_page, "molds/M2630", wide=False)
    page.click("[data-part=M2630-P2] .part-name")
    row = "[data-operation=M2630-P2-10]"
    page.click(f"{row} .operation-name")
    acts = "[data-acts=M2630-P2-10]"
    page.click(f"{acts} [data-act=insert]")
    page.fill(f"{acts} [name=step-name]", "Weld the edge")
    page.check(f"{acts} [name=step-rework]")
    page.click(f"{acts} [data-do=add_step]")
    page.wait_for_selector("[data-operation=M2630-P2-20] >> text=Weld the edge")
    page.click(f"{acts} [data-act=split]")
    page.fill(f"{acts} [name=first]", "25")
    page.click(f"{acts} [data-do=split_operation]")
    page.wait_for_selector("[data-operation=M2630-P2-10-B]")
    page.click(f"{acts} [data-act=outside]")
    page.click(f"{acts} [data-do=plan_outside]")
    page.click(f"{acts} [data-act=inside]")
    page.wait_for_selector(f"{acts} [data-act=outside]")
    assert mold_shop.operations()["M2630-P2-10"]["run_minutes"] == 25
    for deed, work in (("hold_work", "held"), ("release_hold", "waiting"), ("cancel_work", "cancelled")):
        page.click(f"{acts} [data-deed={deed}]")
        page.fill(f"{acts} [name=reason]", "the customer thinks")
        page.click(f"{acts} [data-sure={deed}]")
        page.wait_for_selector(f"{row}[data-work={work}]")

    page.click("[data-tab=change]")
    page.fill("[name=weight]", "4")
    page.click("[data-save]")
    page.wait_for_selector(".change >> text=Saved")
    page.click("[data-deed=hold_work]")
    page.click("[data-sure=hold_work]")
    page.wait_for_selector("[data-standing=held]")
    page.click("[data-deed=release_hold]")
    page.click("[data-sure=release_hold]")
    page.wait_for_selector("[data-standing=held]", state="detached")

    page.click("[data-returned]")
    page.wait_for_selector("[data-take=returned] [name=source]")
    assert page.input_value("[name=mold]") == "M2630-R1"
    page.click("[data-take=returned] .take-days .chip >> nth=1")
    page.click("[data-take=returned] button.solid")
    page.wait_for_selector("[data-open=M2630-R1]")
    planned_again(mold_shop, "M2630-R1")


def test_what_is_owed_is_told_and_a_gate_is_opened_where_it_stands(mold_shop: Shop, open_page: Open) -> None:
    page = desk(mold_shop, open_page, "molds/M2614/owed", wide=False)
    page.wait_for_selector("[data-debt=electrode]")
    count = page.locator("[data-debt=electrode]").count()
    page.click("[data-debt=electrode] >> nth=0 >> .control")
    page.wait_for_function("n => document.querySelectorAll('[data-debt=electrode]').length < n", arg=count)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_molds_fit_a_small_screen(mold_shop: Shop, open_page: Open, language: str) -> None:
    page = desk(mold_shop, open_page, "molds/M2614", language=language, wide=False)
    for place, there in (
        ("M2614", "[data-part]"),
        ("M2614/owed", "[data-owed]"),
        ("M2614/bom", "[data-bom-file]"),
        ("M2614/change", "[data-save]"),
        ("+new", "[data-take=new] [name=mold]"),
        ("+copy", "[data-take=copy] [name=mold]"),
        ("+returned", "[data-take=returned] [name=mold]"),
    ):
        page.evaluate("place => { location.hash = '#/molds/' + place }", place)
        page.wait_for_selector(there, state="attached")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), place
        assert page.evaluate(INSIDE), place
