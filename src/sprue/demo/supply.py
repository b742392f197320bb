"""Steel that comes in, on time or late, and drawings, programs and measured electrodes that are released."""

from datetime import datetime, timedelta
from typing import Any, cast

from sprue.demo.client import Refused
from sprue.demo.crew import Crew
from sprue.demo.floor import Shift, log
from sprue.demo.mirror import minutes, when
from sprue.sample import purchase_of
from sprue.sample.chance import lognormal
from sprue.sample.goods import shelf_of
from sprue.wire import rows as wire

#: Share of deliveries that don't come on the day they were promised, and by how many days.
LATE_SHARE = 0.2
LATE_DAYS = (2.0, 0.6)
_MISSED = timedelta(hours=5)
#: Hours in which something that nobody has dated is found after all.
FOUND_HOURS = (9.0, 0.6)
_DEPARTMENTS = {"drawing": "design", "program": "cam", "electrode": "electrode", "fixture": "tool_crib"}


class Supply:
    """Storekeepers, designers and programmers who bring what work waits for."""

    def __init__(self, shift: Shift, crew: Crew) -> None:
        self._shift = shift
        self._crew = crew
        self._seen: dict[str, datetime] = {}

    def receive(self) -> None:
        """Take in what has come; ask for a new date where it hasn't."""
        if self._crew.of_department("purchasing") is None:
            return
        for identity in sorted(self._shift.mirror.unsupplied):
            gate = self._shift.mirror.parts[identity]["gates"]["material"]
            if gate["at"] is not None:
                self._delivery(identity, gate["at"])

    def _delivery(self, part: str, at: str) -> None:
        shift = self._shift
        purchase = purchase_of(part)
        chance = shift.chance("delivery", purchase, at)
        late = chance.random() < LATE_SHARE
        comes = when(at) + timedelta(hours=chance.triangular(-7, 1, -3))
        if late:
            # Nobody calls before it is missed.
            comes = when(at) + _MISSED
        if shift.now < comes:
            return
        if late:
            promised = when(at) + timedelta(days=max(1, round(lognormal(chance, *LATE_DAYS))))
            shift.report(purchase, "promise_purchase", purchase=purchase, promised=promised)
        else:
            shift.report(purchase, "receive_material", purchase=purchase)
            shift.report(f"{part} shelf", "place_part", part=part, place=shelf_of(part))

    def release(self) -> None:
        """Release drawings, programs, electrodes and fixtures whose time has come."""
        for identity in sorted(self._shift.mirror.gated):
            part = self._shift.mirror.parts[identity]
            if part["problem"]:
                continue  # the problem's owner opens the gate
            gates = cast(dict[str, wire.Gate], part["gates"])
            for name, department in _DEPARTMENTS.items():
                if self._is_due(identity, name, gates[name]) and self._crew.of_department(department):
                    self._open(identity, name)

    def _is_due(self, part: str, name: str, gate: wire.Gate) -> bool:
        if gate["state"] not in ("expected", "no") or self._shift.is_waiting(f"{part} {name}"):
            return False
        chance = self._shift.chance("gate", part, name, gate["at"])
        if gate["at"] is not None:
            return self._shift.now >= when(gate["at"]) + minutes(chance.triangular(-60, 240, 0))
        # Nobody named a day: it is found some time of the next days.
        seen = self._seen.setdefault(f"{part} {name}", self._shift.now)
        return self._shift.now >= seen + timedelta(hours=lognormal(chance, *FOUND_HOURS))

    def _open(self, part: str, name: str) -> None:
        """Open the gate of that kind on the part's operations that wait for it."""
        for identity in sorted(self._shift.mirror.operations_of[part]):
            row = self._shift.mirror.operations.get(identity)
            if row is None or row["work"] in ("done", "cancelled") or self._shift.left <= 0:
                continue
            if self._state_of(identity, name) in ("expected", "no"):
                self._shift.report(f"{part} {name}", "change_gate", operation=identity, gate=name, state="ok")

    def _state_of(self, operation: str, name: str) -> str:
        try:
            details: dict[str, Any] = self._shift.client.operation(operation)
        except Refused as refused:
            log.info("operation %s can't be seen: %s", operation, refused.message)
            return "none"
        return str(details["gates"][name]["state"])
