"""The trial press: a sheet before a trial ends, its issues made into work, the customer's word days later."""

from datetime import datetime, timedelta
from typing import Any

from sprue.demo.floor import Shift
from sprue.demo.mirror import when
from sprue.wire import rows as wire

PRESS = "trial_press"
#: Days until the customer agrees: median-like bounds and the most likely.
WORD_DAYS = (0.5, 4.0, 1.5)
#: Trials of before are asked about once, when they are not older.
LATELY = timedelta(days=10)
_ISSUES = (
    ("flash", "Flash at the parting line", "分型面披锋", "cnc_finish", "cnc", 120),
    ("sink_mark", "Sink mark at the rib", "加强筋缩水", "fitting_bench", "fitting", 150),
    ("drag_mark", "Drag marks on the side wall", "侧壁拉伤", "polishing_bench", "fitting", 180),
    ("weld_line", "Weld line on the visible face", "外观面夹水纹", "edm_sinker", "edm", 90),
    ("dimension", "Snap-fit 0.08 too wide", "卡扣尺寸偏大0.08", "cnc_finish", "cnc", 200),
)
_MADE = ("cavity_insert", "core_insert", "slider", "lifter")
_READINGS = (
    ("melt_temperature", 225, 265),
    ("mold_temperature", 45, 80),
    ("injection_pressure", 70, 125),
    ("holding_pressure", 45, 80),
    ("injection_time", 2, 5),
    ("holding_time", 4, 9),
    ("cooling_time", 12, 28),
    ("cycle_time", 32, 65),
)


class Trials:
    """Whoever stands at the trial presses, and the project engineer who hears from the customer."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift
        self._told: dict[str, str] = {}
        self._asked: set[str] = set()
        self._word: dict[str, datetime] | None = None

    def sheet(self, row: wire.OperationRow, person: str) -> None:
        """Hand in the sheet of a trial that comes to its end."""
        name = row["id"]
        if row["kind"] != PRESS or name in self._told:
            return
        chance = self._shift.chance("trial", name)
        passed = self._is_last(row) or chance.random() < 0.2
        readings = [{"parameter": one, "value": chance.randint(low, high)} for one, low, high in _READINGS]
        found = [] if passed else chance.sample(_ISSUES, 2)
        sheet = {
            "readings": readings,
            "defects": [{"cavity": 1, "defect": defect} for defect, *_ in found],
            "water_test": "tight" if chance.random() < 0.95 else "leaks",
        }
        verdict = "passed" if passed else "issues"
        self._told[name] = verdict
        self._shift.report(
            f"{name} sheet", "record_trial", trial=name, verdict=verdict, sheet=sheet, person=person
        )

    def follow(self) -> None:
        """Make work of issues, and hand on the customer's word when it has come."""
        if self._word is None:
            self._word = {name: when(at) for name, at in self._lately()}
        for name in sorted(self._told.keys() - self._word.keys()):
            row = self._shift.mirror.operations.get(name)
            if row is None or row["work"] != "done":
                continue
            self._issues(row)
            days = self._shift.chance("word", name).triangular(*WORD_DAYS)
            self._word[name] = self._shift.now + timedelta(days=days)
        for name in [name for name, at in self._word.items() if at <= self._shift.now]:
            if self._shift.left > 0 and name not in self._asked:
                self._asked.add(name)
                self._shift.report(f"{name} word", "approve_trial", trial=name)

    def _lately(self) -> list[tuple[str, str]]:
        rows = self._shift.mirror.operations.values()
        return [
            (row["id"], row["finished"])
            for row in rows
            if row["kind"] == PRESS and row["finished"] and when(row["finished"]) > self._shift.now - LATELY
        ]

    def _issues(self, row: wire.OperationRow) -> None:
        if self._told.get(row["id"]) != "issues":
            return
        chance = self._shift.chance("issues", row["id"])
        parts = [p for p in self._shift.mirror.parts.values() if p["mold"] == row["mold"]]
        made = sorted(p["id"] for p in parts if p["part_class"] in _MADE)
        if not made:
            return
        issues: list[dict[str, Any]] = []
        for _, english, chinese, kind, department, minutes in chance.sample(_ISSUES, 2):
            what = english if row["name"].isascii() else chinese
            part = chance.choice(made)
            known = {"what": what, "part": part, "department": department, "work": kind}
            issues.append({**known, "minutes": minutes, "in_ledger": department == "cnc"})
        self._shift.report(f"{row['id']} issues", "trial_issues", trial=row["id"], issues=issues)

    def _is_last(self, row: wire.OperationRow) -> bool:
        """Whether no other trial of its mold is ahead."""
        return not any(
            other["kind"] == PRESS
            and other["mold"] == row["mold"]
            and other["id"] != row["id"]
            and other["work"] in ("waiting", "held")
            for other in self._shift.mirror.operations.values()
        )
