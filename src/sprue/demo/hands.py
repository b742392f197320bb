"""Starting and finishing work: what the plan has next and is ready, ended after its true duration."""

from datetime import datetime

from sprue.demo.crew import Crew
from sprue.demo.engineering import Engineering
from sprue.demo.floor import Shift
from sprue.demo.loads import Loads
from sprue.demo.mirror import minutes, when
from sprue.demo.trials import Trials
from sprue.sample import LATE, ratio_of
from sprue.sample.chance import lognormal
from sprue.wire import rows as wire

#: Work that the plan has within so many minutes may be begun now.
AHEAD = 240.0
#: Minutes from one job to the next: median and spread.
PAUSE_BETWEEN = (5.0, 0.7)


class Hands:
    """Works the machines, benches and seats, and hands parts to suppliers."""

    def __init__(
        self, shift: Shift, crew: Crew, trials: Trials, engineering: Engineering, language: str
    ) -> None:
        self._shift = shift
        self._loads = Loads(shift, language)
        self._crew = crew
        self._trials = trials
        self._engineering = engineering
        self._free_since: dict[str, datetime] = {}

    def finish(self) -> None:
        """Report what has come to its end."""
        mirror = self._shift.mirror
        for identity in sorted(mirror.under_way):
            row = mirror.operations[identity]
            end = self._end_of(row) if row["work"] == "running" else None
            if end is None or end > self._shift.now:
                continue
            if row["mode"] == "outside":
                self._come_back(identity)
                continue
            person = self._reporter(row)
            if person is not None:
                self._trials.sheet(row, person)
                if self._shift.report(identity, "finish", operation=identity, person=person):
                    self._engineering.finished(row)

    def _come_back(self, identity: str) -> None:
        """A load is back when the last of it is; what nobody sent, a customer's answer, just ends."""
        row = self._shift.mirror.operations[identity]
        if not (row["kind"] or "").startswith("outsource"):
            self._shift.report(identity, "finish", operation=identity)
            return
        load = self._loads.of(identity)
        ends = [self._end_of(self._shift.mirror.operations[one]) for one in load]
        if all(end is not None and end <= self._shift.now for end in ends):
            self._loads.back(load)

    def start(self) -> None:
        """Begin on every free machine what the plan has next, if it is ready and somebody is free."""
        self._hand_out()
        for machine in sorted(self._shift.mirror.machines.values(), key=lambda row: row["id"]):
            if machine["operation"] is not None or machine["light"] in ("down", "maintenance"):
                self._free_since.pop(machine["id"], None)
                continue
            if not self._has_settled(machine["id"]) or self._shift.is_waiting(machine["id"]):
                continue
            operation = self._next(machine)
            if operation is not None:
                self._begin(operation, machine)

    def _next(self, machine: wire.MachineRow) -> wire.OperationRow | None:
        """The ready operation that the plan has first on the machine."""
        mirror, latest = self._shift.mirror, self._shift.now + minutes(AHEAD)
        best: tuple[str, str] | None = None
        for identity in mirror.ready.get(machine["id"], ()):
            plan = mirror.operations[identity]["plan"]
            if plan is not None and not self._shift.is_waiting(identity):
                best = min(best or (plan["setup"], identity), (plan["setup"], identity))
        if best is None or when(best[0]) > latest:
            return None
        return mirror.operations[best[1]]

    def _begin(self, operation: wire.OperationRow, machine: wire.MachineRow) -> None:
        kind = self._shift.mirror.kind_of(operation, machine)
        person = self._crew.somebody(kind, machine["id"])
        if person is None:
            return
        done = self._shift.report(
            operation["id"], "start", operation=operation["id"], machine=machine["id"], person=person["id"]
        )
        if done:
            self._crew.bind(person["id"], kind)
            self._free_since.pop(machine["id"], None)

    def _has_settled(self, machine: str) -> bool:
        """A machine is cleaned and the next part fetched before the next job."""
        since = self._free_since.setdefault(machine, self._shift.now)
        pause = lognormal(self._shift.chance("pause", machine, since), *PAUSE_BETWEEN)
        return self._shift.now >= since + minutes(pause)

    def _hand_out(self) -> None:
        """Parts go to suppliers and questions to customers as soon as they can, while the office is there."""
        on_site = self._shift.mirror.people_on_site()
        if any(p["department"] in ("purchasing", "project") for p in on_site):
            self._loads.send()

    def _reporter(self, row: wire.OperationRow) -> str | None:
        """Who reports the end: whoever began it, else somebody who is able; None: nobody is there."""
        mirror = self._shift.mirror
        person = mirror.people.get(row["person"] or "")
        if person is not None and person["since"] is not None:
            return person["id"]
        machine = mirror.machines.get(row["machine"] or "")
        kind = row["kind"] or (machine["kind"] if machine is not None else "")
        able = self._crew.able_on_site(kind)
        return able["id"] if able is not None else None

    def _end_of(self, row: wire.OperationRow) -> datetime | None:
        """When the work truly ends: as the shop expects, and what it takes longer or shorter."""
        kind = row["kind"] or ""
        chance = self._shift.chance("duration", row["id"])
        work = row["setup_minutes"] + row["run_minutes"]
        if row["mode"] == "outside":
            if row["started"] is None:
                return None
            share, days = LATE.get(kind, (0.15, 1.0))
            late = lognormal(chance, days * 1440, 0.6) if chance.random() < share else 0.0
            return when(row["started"]) + minutes(work * lognormal(chance, 0.97, 0.08) + late)
        machine = self._shift.mirror.machines.get(row["machine"] or "")
        if machine is None or machine["operation"] != row["id"] or machine["ends"] is None:
            return None
        return when(machine["ends"]) + minutes((ratio_of(kind, chance) - 1.0) * work)
