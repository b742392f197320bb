"""Material from the desk to the terminal and back: bought, received, hardened in one load, laid down."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, Shop, served, small_shop
from tests.e2e.tablets import Tablet, too_small
from tests.e2e.test_desk import desk
from tests.e2e.test_terminal_targets import serious

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

HEAT = "outsource_heat_treatment"
INSERTS = ("M2614-H1", "M2614-H2", "M2614-H3")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """The small shop with three inserts to harden outside and a mold base whose steel is to come."""
    screens_are_built()
    now = datetime.now(ZONE)
    sheets = small_shop(now)
    sheets["kinds"].append((HEAT, "Heat treatment", "热处理", "outside", 0))
    sheets["parts"] += [(part, "M2614", f"镶件 {part[-2:]}") for part in INSERTS]
    sheets["parts"].append(("M2614-B1", "M2614", "模架 B1"))
    row = ("{}-40", "{}", 40, "热处理", HEAT, "", 0, 4 * 1440, "", "", "", "outside")
    head, *operations = sheets["operations"]
    sheets["operations"] = [
        (*head, "mode"),
        *((*one, *("",) * (11 - len(one)), "") for one in operations),
        *(
            tuple(str(cell).format(part) if isinstance(cell, str) else cell for cell in row)
            for part in INSERTS
        ),
        ("M2614-B1-10", "M2614-B1", 10, "精铣", "cnc_finish", "", 0, 120, "", "", "", ""),
    ]
    late = now - timedelta(days=1)
    sheets["purchases"] = [
        ("purchase", "part", "item", "supplier", "promised"),
        ("PO-118", "M2614-B1", "LKM 4045", "Longteng", f"{late:%Y-%m-%d}"),
    ]
    with served(tmp_path / "data", sheets) as made:
        yield made


def tab(page: "Page", name: str) -> None:
    page.click(f"[data-tab={name}]")
    page.wait_for_selector(f"[data-screen={name}]")


def ordered(page: "Page") -> None:
    """The buyer orders steel, with a number of his own."""
    tab(page, "purchases")
    page.click("[data-do=new]")
    page.select_option("[data-field=mold]", "M2621")
    page.select_option("[data-field=part]", "M2621-S2")
    page.fill("[data-field=item]", "S136 滑块")
    page.fill("[data-field=number]", "PO-200")
    page.click("[data-do=order]")
    page.wait_for_selector("[data-purchase='PO-200'] >> text=S136 滑块")


def sent(tablet: Tablet) -> None:
    """Two inserts are scanned into one load: one tap sends it."""
    tablet.sign_in()
    for insert in ("M2614-H1", "M2614-H2-40"):
        tablet.scan(insert)
        tablet.page.wait_for_selector(f"[data-piece='{insert.removesuffix('-40')}-40']")
    assert too_small(tablet.page) == []
    assert serious(tablet.page) == []
    tablet.tap("[data-do=send]")
    tablet.server_says("M2614-H2-40", "running")
    assert tablet.taps == 1


def reported_alone(tablet: Tablet) -> None:
    """Without a network: the steel has come, lies on a shelf, and the load is back, each by its label."""
    tablet.taps = 0
    tablet.page.context.set_offline(True)
    tablet.scan("purchase:PO-118")
    tablet.unsent(1)
    tablet.scan("place:A-03")
    tablet.page.wait_for_selector("text=Place A-03")
    assert too_small(tablet.page) == []
    tablet.scan("M2614-B1")
    tablet.unsent(2)
    tablet.tap("[data-do=laid]")
    tablet.scan("load:1")
    tablet.unsent(3)
    assert tablet.taps == 1
    tablet.page.context.set_offline(False)
    tablet.settled()
    tablet.server_says("M2614-H1-40", "done")


def test_material_is_bought_received_hardened_and_found(shop: Shop, open_page: Open) -> None:
    page = desk(shop, open_page, "material", wide=False)
    page.wait_for_selector("[data-shortage='PO-118'] >> text=overdue")
    ordered(page)

    tab(page, "outside")
    page.wait_for_selector("[data-send='M2614-H1-40'][data-ready=true]")
    tablet = Tablet(shop)
    tablet.page = open_page(tablet.address())
    tablet.page.wait_for_selector(".sign-in")
    sent(tablet)
    # The desk sees the load; the third insert goes from there.
    page.wait_for_selector("[data-load='1'] [data-away='M2614-H2-40']", timeout=20_000)
    page.check("[data-send='M2614-H3-40'] input")
    page.fill(".send-form input[list]", "Yongxin")
    page.click("[data-do=send]")
    page.wait_for_selector("[data-load='2'][data-supplier=Yongxin]")

    reported_alone(tablet)
    # The last one comes back by its own traveler, without a tap; taken back, it is away again.
    tablet.scan("M2614-H3")
    tablet.server_says("M2614-H3-40", "done")
    tablet.tap(".undo button")
    tablet.server_says("M2614-H3-40", "running")

    tab(page, "purchases")
    page.wait_for_selector("[data-purchase='PO-118'][data-received=true]")
    tab(page, "where")
    page.fill(".where-ask input", "B1")
    page.wait_for_selector("[data-part='M2614-B1'] [data-there='A-03'] >> text=王建国")
    tab(page, "suppliers")
    page.wait_for_selector("[data-supplier=Longteng][data-what=purchase]")
    # At the desk the same label opens the same action.
    page.fill(".scan-field input", "PO-200")
    page.keyboard.press("Enter")
    page.click(".scanned [data-do=receive]")
    page.wait_for_selector(".scanned >> text=S136 滑块 received")
    for name in ("shortages", "kits", "purchases", "outside", "suppliers", "where"):
        tab(page, name)
        page.wait_for_selector(".bars", state="detached")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert serious(page) == [], name
