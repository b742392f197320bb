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
    past = dict.fromkeys(head, "") | {"operation": "M2630-P1-5", "part": "M2630-P1", "step": 5}
    past |= {"name": "电火花", "kind": "edm_sinker", "machines": "edm_sinker-1", "setup_minutes": 20}
    past |= {
        "run_minutes": 60,
        "status": "done",
        "machine": "edm_sinker-1",
        "started": begun,
        "finished": ended,
    }
    columns = dict.fromkeys((*head, "status", "machine", "started", "finished"))
    filled = [dict(zip(head, row, strict=False)) for row in rows]
    sheets["operations"] = [
        tuple(columns),
        *(tuple(row.get(name, "") for name in columns) for row in [*filled, past]),
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
