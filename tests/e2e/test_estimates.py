"""Finished work teaches what estimates are worth; the desk shows it and switches it on."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.conftest import Open, screens_are_built
from tests.e2e.server import ZONE, served, small_shop
from tests.e2e.test_desk import desk

pytestmark = pytest.mark.browser


def test_estimates_learn_from_finished_work_and_are_switched_on(tmp_path: Path, open_page: Open) -> None:
    screens_are_built()
    now = datetime.now(ZONE)
    sheets = small_shop(now)
    head, *rows = sheets["operations"]
    begun, ended = (f"{now - timedelta(hours=hours):%Y-%m-%d %H:%M}" for hours in (5, 3))
    past = [
        ("M2630-P1-5", "M2630-P1", 5, "电火花", "edm_sinker", "edm_sinker-1", 20, 60, "", ""),
        ("done", "edm_sinker-1", begun, ended),
    ]
    sheets["operations"] = [
        (*head, "status", "machine", "started", "finished"),
        *((*row, "", "", "", "") for row in rows),
        (*past[0], *past[1]),
    ]
    with served(tmp_path / "data", sheets) as shop:
        page = desk(shop, open_page, "figures")
        page.wait_for_selector(".estimates [data-group=edm_sinker] >> text=1.50")
        page.click(".estimates [data-learn=on]")
        page.wait_for_selector(".estimates[data-learned=true]")
        page.wait_for_selector(".estimates-switch >> text=manager")
        waiting = next(o for o in shop.operations().values() if o["kind"] == "edm_sinker" and o["plan"])
        told = shop.manager.call("GET", f"/api/operations/{waiting['id']}")["learned"]
        assert told["count"] == 1
        assert 1.0 < told["factor"] < 1.1
        page.click(".estimates [data-learn=off]")
        page.wait_for_selector(".estimates[data-learned=false]")
