"""Shifts and what they hand over: the present one as it is, past ones from the journal as of their end."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from sprue.floor.live import NO_PLAN, live_from_published, order_of
from sprue.floor.view.handover import departments_of, handover, shift_windows, window_at
from sprue.floor.view.hours import Hours
from sprue.floor.view.waits import sight_of
from sprue.server.floor.memory import Memory, memory
from sprue.server.floor.present import NotFound, present
from sprue.server.rows.handover import handover_row, window_row

#: Pages of past shifts that are kept: they never become others.
_KEPT = 64


def shifts(department: str = "") -> dict[str, Any]:
    """Departments (all, or those given with commas, together) with their shifts of the last days."""
    with memory.lock:
        present.refresh()
        state, now = memory.state, present.now()
        hours = present.board.scene(state, now).hours
        names = (department,) if department else departments_of(state.shop)
        # Of what was before the import the journal knows another shop.
        since = state.imported_at or now
        found = [(name, shift_windows(hours, state.shop, name, now)) for name in names]
    return {
        "departments": [
            {"department": name, "shifts": [window_row(one) for one in windows if one.end > since]}
            for name, windows in found
            if windows
        ]
    }


def page(department: str, end: datetime | None) -> dict[str, Any]:
    """What the shift of a department that ends then hands over; None: the last that began."""
    with memory.lock:
        present.refresh()
        state, now = memory.state, present.now()
        scene = present.board.scene(state, now)
        windows = shift_windows(scene.hours, state.shop, department, now)
        window = window_at(windows, end) if end is not None else windows[-1] if windows else None
        if window is None:
            raise NotFound(f"no such shift of {department[:100]}")
        if window.end > now:
            told = handover(scene.sight, scene.hours, scene.plan, scene.planned, department, window)
            return handover_row(scene.sight, told)
        began = memory.began
    return _past(department, window.end, began)


@lru_cache(maxsize=_KEPT)
def _past(department: str, end: datetime, began: int) -> dict[str, Any]:
    """As it was at the end of the shift; `began` changes with the journal itself."""
    then = Memory(until=end)
    state = then.catch_up()
    sight, hours = sight_of(state, end), Hours(state.shop, end)
    window = window_at(shift_windows(hours, state.shop, department, end), end)
    if window is None:
        raise NotFound(f"the shop knew no such shift of {department[:100]} then")
    plan = live_from_published(state.plan) if state.plan is not None else NO_PLAN
    return handover_row(sight, handover(sight, hours, plan, order_of(plan), department, window))
