"""The electrode bench and the project engineer: electrodes measured and put away, now and then a change."""

from datetime import timedelta
from typing import Any

from sprue.demo.floor import Shift
from sprue.wire import rows as wire

_OVER = ("done", "cancelled")
#: Share of electrodes that are not well at the first measuring, and minutes to mend one.
_BAD, _MEND = 0.04, (15, 60)
#: A change comes about so often.
_CHANGE_EVERY = timedelta(days=3)
_CHANGES = (
    ("customer", "Rib 0.3 thicker", "加强筋加厚 0.3"),
    ("customer", "Logo moved by 2 mm", "标志位移动 2 毫米"),
    ("design", "Vent added at the end of the flow", "料流末端加排气"),
    ("process", "Radius 0.5 instead of a sharp edge", "尖角改 R0.5"),
)
_MADE = ("cavity_insert", "core_insert", "slider", "lifter")


class Engineering:
    """Tells of electrodes what the bench finds, and opens engineering changes."""

    def __init__(self, shift: Shift) -> None:
        self._shift = shift
        self._milled: set[str] = set()
        self._opened: set[int] = set()

    def finished(self, row: wire.OperationRow) -> None:
        """Work on a part has ended: an electrode is looked at when nothing more is to be done to it."""
        part = self._shift.mirror.parts.get(row["part"])
        if part is not None and part["part_class"].startswith("electrode"):
            self._milled.add(part["id"])

    def follow(self) -> None:
        """Measure and put away what is made; open a change when one is due."""
        if self._milled:
            self._measure()
        self._change()

    def _measure(self) -> None:
        rows = self._shift.mirror.operations.values()
        open_ones = {row["part"] for row in rows if row["part"] in self._milled and row["work"] not in _OVER}
        for part in sorted(self._milled - open_ones):
            chance = self._shift.chance("electrode", part)
            bad = chance.random() < _BAD and f"{part}-M1" not in self._shift.mirror.operations
            told: dict[str, Any] = {"ok": not bad, "deviation": chance.randint(1, 9) / 1000}
            if bad:
                told |= {"deviation": 0.04, "minutes": chance.randint(*_MEND), "note": "Edge"}
            if self._shift.report(f"{part} measured", "measure_electrode", electrode=part, **told):
                place = f"R{chance.randint(1, 4)}-{chance.randint(1, 40):02}"
                self._shift.report(f"{part} place", "place_part", part=part, place=place)
                self._milled.discard(part)

    def _change(self) -> None:
        number = int(self._shift.now.timestamp() // _CHANGE_EVERY.total_seconds())
        if number in self._opened or self._shift.left <= 0:
            return
        self._opened.add(number)
        mirror, chance = self._shift.mirror, self._shift.chance("change", number)
        made = [p for p in mirror.parts.values() if p["part_class"] in _MADE]
        begun = {row["part"] for row in mirror.operations.values() if row["work"] in ("running", "done")}
        parts = sorted(p["id"] for p in made if p["id"] in begun)
        if not parts:
            return
        part = mirror.parts[chance.choice(parts)]
        source, english, chinese = chance.choice(_CHANGES)
        title = english if part["name"].isascii() else chinese
        wanted = {"mold": part["mold"], "parts": [part["id"]], "title": title, "source": source}
        self._shift.report(f"change {number}", "open_change", change=f"demo-{number}", **wanted)
