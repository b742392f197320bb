"""A generated shop for the measure of the Gantt: rows as the server sends them, no server needed."""

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
KINDS = 20
MOLDS = 150
#: Bars begin so long before now; how long the plan is follows from the work.
PAST = timedelta(days=3)
#: So many operations of a part follow each other.
STEPS = 8

Rows = dict[str, dict[str, Any]]


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def snapshot(machines: int, operations: int, seed: int) -> dict[str, Any]:
    """All tables of the desk: `operations` planned on `machines`, without overlap on any of them."""
    chance = random.Random(seed)
    names = [
        (f"kind_{m * KINDS // machines:02}-{m + 1}", f"kind_{m * KINDS // machines:02}")
        for m in range(machines)
    ]
    rows = {row["id"]: row for row in _operations(names, operations, chance)}
    tables: Rows = {
        "shop": {"shop": _shop()},
        "clock": {"clock": {"id": "clock", "real": iso(NOW), "shop": iso(NOW), "rate": 1}},
        "kinds": {kind: _kind(kind, chance) for kind in dict.fromkeys(kind for _, kind in names)},
        "machines": {name: _machine(name, kind) for name, kind in names},
        "molds": {name: _mold(name, chance) for name in dict.fromkeys(row["mold"] for row in rows.values())},
        "operations": rows,
    }
    return {"seq": 1, "cursor": 1, "now": iso(NOW), "tables": tables}


def facts(shop: dict[str, Any]) -> dict[str, Any]:
    """What follows what, and hours: two shifts on five days, so that nights are shaded."""
    of_part: dict[str, list[str]] = {}
    for row in shop["tables"]["operations"].values():
        of_part.setdefault(row["part"], []).append(row["id"])
    before = {after: [one] for steps in of_part.values() for one, after in itertools.pairwise(steps)}
    day = 24 * 60
    # The tables begin on a Thursday.
    open_days = [d for d in range(60) if (d + 3) % 7 < 5]
    return {
        "plan_version": 1,
        "from": iso(NOW - timedelta(days=8)),
        "frozen_minutes": 240,
        "calendars": [[[d * day, d * day + 16 * 60] for d in open_days]],
        "machines": {
            name: {"kinds": [row["kind"]], "calendar": 0, "speed": 1.0, "unattended": False, "batch": 1}
            for name, row in shop["tables"]["machines"].items()
        },
        "operations": {after: {"before": one} for after, one in before.items()},
    }


def _operations(names: list[tuple[str, str]], count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    free = [NOW - PAST + timedelta(minutes=chance.randrange(600)) for _ in names]
    for number in range(count):
        place = (
            min(range(len(names)), key=lambda m: free[m])
            if chance.random() < 0.7
            else chance.randrange(len(names))
        )
        machine, kind = names[place]
        start = free[place] + timedelta(minutes=chance.choice((0, 0, 10, 45, 240)))
        minutes = min(2400, max(12, round(chance.lognormvariate(5.6, 0.9))))
        setup = min(minutes // 3, chance.choice((0, 10, 20, 40)))
        end = start + timedelta(minutes=minutes)
        free[place] = end
        part = number // STEPS
        done, running = end < NOW, start < NOW <= end
        yield {
            "id": f"M{2600 + part % MOLDS}-{part // MOLDS:02}-{number % STEPS + 1}0",
            "part": f"M{2600 + part % MOLDS}-{part // MOLDS:02}",
            "mold": f"M{2600 + part % MOLDS}",
            "step": f"{number % STEPS + 1}0",
            "name": f"step {number % STEPS + 1}",
            "kind": kind,
            "mode": "attended",
            "work": "done" if done else "running" if running else "waiting",
            "machine": machine,
            "setup_minutes": setup,
            "run_minutes": minutes - setup,
            "started": iso(start) if done or running else None,
            "finished": iso(end) if done else None,
            "person": None,
            "plan": None
            if done
            else {
                "setup": iso(start),
                "run": iso(start + timedelta(minutes=setup)),
                "end": iso(end),
                "slack": None,
                "unattended": chance.random() < 0.15,
            },
            "hindrance": "",
            "ready": chance.random() < 0.8,
        }


def _shop() -> dict[str, Any]:
    return {
        **{"id": "shop", "name": "Generated", "language": "en", "timezone": "Asia/Shanghai", "demo": False},
        **{"plan_version": 1, "plan_at": iso(NOW), "plan_message": "", "learned": False},
        **{"shift_name": "day", "shift_end": None},
    }


def _kind(kind: str, chance: random.Random) -> dict[str, Any]:
    days = [(NOW + timedelta(days=d)).date().isoformat() for d in range(14)]
    return {
        **{"id": kind, "name": kind, "name_zh": kind, "department": "cnc", "stage": "cnc", "machines": 15},
        **{"queue_hours": 40.0, "load_72h": chance.uniform(0.4, 1.5)},
        "load_days": [{"day": day, "share": chance.uniform(0.2, 1.5)} for day in days],
    }


def _machine(name: str, kind: str) -> dict[str, Any]:
    empty = ("since", "operation", "mold", "part", "person", "started", "ends", "problem", "next")
    return {
        **dict.fromkeys(empty),
        **{"id": name, "name": name, "kind": kind, "number": name.rsplit("-", 1)[1], "light": "running"},
        **{"operation_name": "", "person_name": ""},
    }


def _mold(name: str, chance: random.Random) -> dict[str, Any]:
    due = iso(NOW + timedelta(days=chance.randrange(2, 25)))
    light = chance.choice(("on_time", "on_time", "at_risk", "late"))
    return {
        **{"id": name, "name": "housing", "order": None, "customer": "", "mold_class": "B", "weight": 1},
        **{"t1_due": due, "t1_projected": due, "due": due, "delivery_projected": due, "late_minutes": 0},
        **{"milestone": "T1", "light": light, "stages": [], "done": 0, "total": 9, "problems": 0},
    }
