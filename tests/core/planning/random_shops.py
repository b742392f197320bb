"""Shops made by chance, small and full of everything that the contract knows. Same seed, same shop."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

from sprue.planning.problem import Problem
from sprue.shop.calendar import Calendar, CalendarException, DayRule, Shift
from sprue.shop.gates import CLOSED, OK, Gate, GateState
from sprue.shop.ids import CalendarId, KindId, MachineId, MoldId, OperationId, PartId, PersonId, PurchaseId
from sprue.shop.orders import Mold, Part, Purchase
from sprue.shop.resources import Kind, Machine, Person
from sprue.shop.routing import MachineOption, Milestone, Mode, Operation, SetupRule, Status
from sprue.shop.shop import Settings, Shop
from tests.core.planning.shops import NOW, at

SHIFTS = (
    (Shift(480, 720), Shift(810, 1050)),
    (Shift(480, 1200),),
    (Shift(1200, 1800),),
    (Shift(0, 1440),),
    (Shift(480, 1020),),
)
MODES = (*[Mode.ATTENDED] * 4, Mode.UNBROKEN, Mode.UNATTENDED, Mode.UNATTENDED, Mode.OUTSIDE)
STATES = (*[Status.WAITING] * 12, Status.DONE, Status.HELD, Status.CANCELLED, *[Status.RUNNING] * 2)
MINUTES = (0, 1, 20, 60, 120, 300, 600, 900, 1500)


class RandomShop:
    """Builds one shop from one stream of chance."""

    def __init__(self, seed: int) -> None:
        self._r = Random(seed)
        self._grouped = self._r.random() < 0.4
        self._families = self._r.random() < 0.5
        self._busy: set[MachineId] = set()
        self.operations: dict[OperationId, Operation] = {}
        self.parts: dict[PartId, Part] = {}
        self.calendars = self._calendars()
        self.kinds = self._kinds()
        self.machines = self._machines()
        self.people = self._people()

    def shop(self) -> Shop:
        molds = {MoldId(f"M{i}"): self._mold(MoldId(f"M{i}")) for i in range(self._r.randint(1, 4))}
        purchases = [self._purchase(part) for part in self.parts if self._r.random() < 0.15]
        return Shop(
            Settings(now=NOW),
            self.calendars,
            self._exceptions(),
            self.kinds,
            self.machines,
            self.people,
            molds=molds,
            parts=self.parts,
            operations=self.operations,
            setups=self._setups(),
            purchases={p.id: p for p in purchases},
        )

    def _at(self, low: int, high: int) -> datetime:
        return at(self._r.randint(low, high))

    def _calendars(self) -> dict[CalendarId, Calendar]:
        made = {}
        for i in range(self._r.randint(1, 4)):
            shifts, days = self._r.choice(SHIFTS), self._r.choice([5, 6, 7])
            name = CalendarId(f"c{i}")
            made[name] = Calendar(name, tuple(DayRule(shifts, weekday=day) for day in range(days)))
        return made

    def _kinds(self) -> dict[KindId, Kind]:
        names = [KindId(f"k{i}") for i in range(self._r.randint(1, 4))]
        share = ("1", "1", "0.25", "0.5", "0", "1.5")
        return {name: Kind(name, attention=Decimal(self._r.choice(share))) for name in names}

    def _machines(self) -> dict[MachineId, Machine]:
        made = [
            Machine(
                MachineId(f"m{i}"),
                "",
                tuple(self._r.sample(list(self.kinds), min(len(self.kinds), self._r.choice([1, 1, 1, 2])))),
                self._r.choice(list(self.calendars)),
                Decimal(self._r.choice(["1", "1", "1.13", "0.7"])),
                self._r.random() < 0.4,
                self._r.choice([1, 1, 1, 3]),
                self._at(-1000, 3000) if self._r.random() < 0.1 else None,
            )
            for i in range(self._r.randint(1, 6))
        ]
        return {m.id: m for m in made}

    def _people(self) -> dict[PersonId, Person]:
        if self._r.random() < 0.2:
            return {}
        made = {}
        for i in range(self._r.randint(1, 6)):
            able = tuple(self._r.sample(list(self.kinds), self._r.randint(1, len(self.kinds))))
            name = PersonId(f"p{i}")
            made[name] = Person(name, "", "", "", able, self._r.choice(list(self.calendars)))
        return made

    def _exceptions(self) -> tuple[CalendarException, ...]:
        made = []
        for _ in range(self._r.choice([0, 0, 1, 3])):
            resource = self._r.choice([*self.machines, *self.people, *self.calendars])
            start = self._r.randint(-2000, 5000)
            end = start + self._r.randint(10, 3000)
            made.append(CalendarException(resource, at(start), at(end), self._r.random() < 0.4))
        return tuple(made)

    def _mold(self, name: MoldId) -> Mold:
        mine: list[PartId] = []
        for j in range(self._r.randint(1, 4)):
            part = PartId(f"{name}P{j}")
            parent = self._r.choice(mine) if mine and self._r.random() < 0.7 else None
            available = self._at(-1000, 3000) if self._r.random() < 0.2 else None
            self.parts[part] = Part(part, name, parent=parent, available=available)
            mine.append(part)
            self._route(part)
        return Mold(
            name,
            trial_due=self._at(-1000, 10000) if self._r.random() < 0.7 else None,
            due=self._at(0, 15000) if self._r.random() < 0.7 else None,
            weight=Decimal(self._r.choice(["1", "2", "0.5", "0"])),
        )

    def _route(self, part: PartId) -> None:
        step = 0
        for _ in range(self._r.choice([0, 1, 2, 3, 4, 5])):
            step += 10 if self._r.random() < 0.8 else 0
            operation = self._operation(part, Decimal(step))
            self.operations[operation.id] = operation

    def _operation(self, part: PartId, step: Decimal) -> Operation:
        r = self._r
        mode = r.choice(MODES)
        kind: KindId | None = r.choice(list(self.kinds))
        able = [m.id for m in self.machines.values() if kind in m.kinds]
        options: tuple[MachineOption, ...] = ()
        if r.random() < 0.2 or not able:
            able = r.sample(list(self.machines), r.randint(1, min(3, len(self.machines))))
            own = [None, Decimal(r.randint(1, 300))]
            options, kind = tuple(MachineOption(name, r.choice(own)) for name in able), None
        if mode is Mode.OUTSIDE:
            options, kind, able = (), None, []
        made = Operation(
            OperationId(f"o{len(self.operations)}"),
            part,
            step,
            kind=kind,
            machines=options,
            setup_minutes=Decimal(r.choice([0, 0, 15, 30, 45])),
            run_minutes=Decimal(r.choice(MINUTES)),
            mode=mode,
            joins=r.random() < 0.3,
        )
        return replace(made, **self._happened(able), **self._conditions(able))

    def _happened(self, able: list[MachineId]) -> dict[str, Any]:
        r = self._r
        status = r.choice(STATES)
        machine = r.choice(able) if able else None
        began = self._at(-3000, 0)
        if status is Status.RUNNING and machine not in self._busy:
            if machine is not None:
                self._busy.add(machine)
            left = Decimal(r.randint(0, 400)) if r.random() < 0.5 else None
            return {"status": status, "machine": machine, "started": began, "remaining_minutes": left}
        if status is Status.DONE:
            return {"status": status, "machine": machine, "started": began, "finished": began}
        if status in (Status.HELD, Status.CANCELLED):
            return {"status": status}
        if machine is not None and r.random() < 0.1:
            start = self._at(-200, 4000) if r.random() < 0.6 else None
            return {"pinned": True, "machine": machine, "pinned_start": start}
        return {}

    def _conditions(self, able: list[MachineId]) -> dict[str, Any]:
        r = self._r
        found: dict[str, Any] = {}
        if r.random() < 0.1:
            found["not_before"] = self._at(-500, 4000)
        if r.random() < 0.1:
            found["program"] = r.choice([OK, CLOSED, Gate(GateState.EXPECTED, self._at(0, 3000))])
        if r.random() < 0.3:
            found["milestone"] = r.choice(list(Milestone))
        if r.random() < 0.2 and self.operations:
            found["after"] = (r.choice(list(self.operations)),)
        if self._families and r.random() < 0.6:
            found["setup_family"] = r.choice("AB")
        if self._grouped and able and r.random() < 0.25:
            found["group"] = r.choice("xy")
        return found

    def _setups(self) -> tuple[SetupRule, ...]:
        if not self._families:
            return ()
        pairs = [(kind, before, after) for kind in self.kinds for before in ("A", "B", "") for after in "AB"]
        chosen = [pair for pair in pairs if self._r.random() < 0.4]
        return tuple(SetupRule(*pair, Decimal(self._r.choice([0, 5, 60]))) for pair in chosen)

    def _purchase(self, part: PartId) -> Purchase:
        promised = self._r.choice([None, self._at(0, 3000)])
        return Purchase(
            PurchaseId(f"u{part}"), part, promised=promised, received=self._r.choice([None, at(0)])
        )


def random_shop(seed: int) -> Shop:
    """The shop of a seed; it may hold a circle of precedence, which a workbook may not."""
    return RandomShop(seed).shop()


def has_circle(problem: Problem) -> bool:
    """Whether operations wait for each other."""
    left = {i: {p for p in t.predecessors if p in problem.tasks} for i, t in problem.tasks.items()}
    while left:
        free = {i for i, before in left.items() if not before & left.keys()}
        if not free:
            return True
        left = {i: before for i, before in left.items() if i not in free}
    return False
