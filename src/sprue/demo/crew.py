"""Signing in and out, and who has a hand free for what."""

from collections import defaultdict
from datetime import datetime

from sprue.demo.floor import Shift
from sprue.demo.mirror import Mirror, minutes, when
from sprue.demo.roster import Roster
from sprue.sample.tables import machine_kinds
from sprue.wire import rows as wire

#: Minutes added to a setup's estimate until work that runs alone is surely left alone.
SETUP_MARGIN = 6.0
_ATTENTION = {kind.kind: float(kind.attention) for kind in machine_kinds()}


def attention_of(kind: str) -> float:
    """The part of one person that a machine of the kind needs while it runs attended."""
    return min(1.0, _ATTENTION.get(kind, 1.0))


class Crew:
    """The people on site, each with the attention that is bound."""

    def __init__(self, shift: Shift, roster: Roster) -> None:
        self._shift = shift
        self._roster = roster
        self._bound: dict[str, float] = {}

    def come_and_go(self) -> None:
        """People sign in when their shift begins and out when it ends."""
        shift = self._shift
        places = self._places()
        for person in shift.mirror.people.values():
            here = self._roster.is_on_shift(person["id"], shift.now)
            if here == (person["since"] is not None):
                continue
            if here:
                shift.report(
                    person["id"], "badge_in", person=person["id"], machine=self._place(person, places)
                )
            else:
                shift.report(person["id"], "badge_out", person=person["id"])

    def take_stock(self) -> None:
        """How much attention of each person running work binds."""
        bound: dict[str, float] = defaultdict(float)
        mirror = self._shift.mirror
        for identity in mirror.under_way:
            row = mirror.operations[identity]
            person = row["person"]
            if row["work"] != "running" or person is None or row["machine"] not in mirror.machines:
                continue
            if not runs_alone(row, mirror, self._shift.now):
                kind = mirror.kind_of(row, mirror.machines[row["machine"]])
                bound[person] += attention_of(kind)
        self._bound = bound

    def somebody(self, kind: str, machine: str) -> wire.PersonRow | None:
        """Somebody on site who is able to work the kind and has attention free; those at hand first."""
        need = attention_of(kind)
        able = [
            person
            for person in self._shift.mirror.people_on_site()
            if kind in person["kinds"] and self._bound.get(person["id"], 0.0) + need <= 1.0
        ]
        if not able:
            return None
        return min(
            able,
            key=lambda p: (p["machine"] != machine, p["kinds"].index(kind), self._bound.get(p["id"], 0.0)),
        )

    def bind(self, person: str, kind: str) -> None:
        """The person begins work of the kind."""
        self._bound[person] = self._bound.get(person, 0.0) + attention_of(kind)

    def able_on_site(self, kind: str) -> wire.PersonRow | None:
        """Somebody on site who is able to work the kind, however busy."""
        return next((p for p in self._shift.mirror.people_on_site() if kind in p["kinds"]), None)

    def of_department(self, department: str) -> wire.PersonRow | None:
        """Somebody on site of the department; where it has gone home, whoever leads."""
        here = self._shift.mirror.people_on_site()
        for wanted in (department, "team_leader"):
            found = next((p for p in here if p["department"] == wanted), None)
            if found is not None:
                return found
        return None

    def _places(self) -> dict[str, list[str]]:
        """Kind → machines, those with the least people first."""
        found: dict[str, list[str]] = defaultdict(list)
        for machine in self._shift.mirror.machines.values():
            found[machine["kind"]].append(machine["id"])
        return found

    def _place(self, person: wire.PersonRow, places: dict[str, list[str]]) -> str | None:
        """Where somebody signs in: of the machines of the own kind the one with the fewest people."""
        if not person["kinds"] or not places.get(person["kinds"][0]):
            return None
        taken = [p["machine"] for p in self._shift.mirror.people_on_site()]
        return min(places[person["kinds"][0]], key=taken.count)


def runs_alone(row: wire.OperationRow, mirror: Mirror, now: datetime) -> bool:
    """Whether running work surely needs nobody any more."""
    if row["mode"] == "outside":
        return True
    if row["plan"] is None or not row["plan"]["unattended"] or row["started"] is None:
        return False
    ready = when(row["started"]) + minutes(row["setup_minutes"] * 1.3 + SETUP_MARGIN)
    return now >= max(ready, when(row["plan"]["run"]) + minutes(SETUP_MARGIN))
