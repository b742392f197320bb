"""The shop as it stands now: what is done, what runs and how much is left, what was ordered, which gates."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from sprue.planning.templates.routing import ELECTRODES, Routing
from sprue.planning.templates.tables import Words
from sprue.sample.book import Project
from sprue.sample.chance import lognormal
from sprue.sample.history import Record
from sprue.sample.tables import names, words
from sprue.shop.gates import CLOSED, NOT_NEEDED, OK, Gate, GateState
from sprue.shop.ids import OperationId, PartId, PurchaseId
from sprue.shop.orders import Mold, MoldClass, Part, Purchase
from sprue.shop.routing import Milestone, Mode, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.work import minutes_worked, total_minutes_on

#: Kinds of places where metal is cut: their work needs a drawing, and a program where one is written.
CUTTING = ("cnc_", "wire_", "edm_", "graphite_", "surface_", "conventional_", "radial_", "deep_", "lathe")
#: Share of parts whose drawing or program is not there, though it should be.
GATE_MISSING = 0.08
#: Share of those for which nobody has named a day.
NO_DATE = 0.02
#: Share of burns whose measured electrodes still wait to be released.
UNMEASURED = 0.2
#: Days that ordered goods are already known to be late before a new promise is given.
_EVENING = 17


#: Classes of molds that customers stop; a stopped large mold would hold a tenth of the shop.
_STOPPED = (MoldClass.S, MoldClass.M)


@dataclass(slots=True)
class Standing:
    """The molds in the shop with their parts, operations and purchases."""

    molds: list[Mold] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)
    purchases: list[Purchase] = field(default_factory=list)


class Today:
    """Turns what happened to each mold into how it stands at `now`."""

    def __init__(self, shop: Shop, records: dict[OperationId, Record], language: str, chance: Random) -> None:
        """`shop` holds machines and calendars; `records` what happened to the operations."""
        self._shop = shop
        assert shop.settings.now is not None
        self._now: datetime = shop.settings.now
        self._records = records
        self._language = language
        self._chance = chance

    def stand(self, book: list[tuple[Project, Routing]], held: int) -> Standing:
        """All molds not yet shipped, `held` of the youngest small ones stopped by their customers."""
        standing = Standing()
        here = [(p, r) for p, r in book if not self._shipped(r)]
        young = [
            p.mold.id for p, r in here if p.size in _STOPPED and not p.repair and self._share_done(r) < 0.35
        ]
        stopped = set(young[len(young) // 3 :][:held])
        for project, routing in here:
            mold = project.mold
            if mold.id in stopped:
                mold = replace(mold, status="on_hold")
            operations = [o for o in self._operations(routing) if o is not None]
            if mold.id in stopped:
                operations = [_stopped(o) for o in operations]
            standing.molds.append(mold)
            standing.parts += routing.parts.values()
            standing.operations += operations
            standing.purchases += self._purchases(routing)
        return standing

    def _shipped(self, routing: Routing) -> bool:
        last = [o for o in routing.operations.values() if o.milestone is Milestone.DELIVERY]
        return all(o.id in self._records and self._records[o.id].end <= self._now for o in last)

    def _share_done(self, routing: Routing) -> float:
        return sum(o in self._records for o in routing.operations) / len(routing.operations)

    # Operations

    def _operations(self, routing: Routing) -> list[Operation | None]:
        late = self._late_gates(routing)
        electrodes: dict[PartId, list[OperationId]] = defaultdict(list)
        for operation in routing.operations.values():
            part = routing.parts[operation.part]
            if part.part_class in ELECTRODES and part.parent is not None:
                electrodes[part.parent].append(operation.id)
        return [
            self._gated(self._stands(o), routing, electrodes, late)
            for o in routing.operations.values()
            if not self._bought(o)
        ]

    def _bought(self, operation: Operation) -> bool:
        """A purchase step that was ordered is a purchase, no longer an operation."""
        return operation.kind == "purchase" and operation.id in self._records

    def _stands(self, operation: Operation) -> Operation:
        record = self._records.get(operation.id)
        if record is None:
            return operation
        if record.end <= self._now:
            return replace(
                operation,
                status=Status.DONE,
                machine=record.machine,
                started=record.start,
                finished=record.end,
            )
        running = replace(operation, status=Status.RUNNING, machine=record.machine, started=record.start)
        return replace(running, remaining_minutes=Decimal(self._left(running, record)))

    def _left(self, operation: Operation, record: Record) -> int:
        """Minutes left by the estimate; what overran is nearly there."""
        machine = self._shop.machines.get(record.machine) if record.machine is not None else None
        worked = minutes_worked(self._shop, operation, record.machine, record.start, self._now)
        left = total_minutes_on(operation, machine) - worked
        return left if left > 0 else self._chance.randint(5, 45)

    # Gates

    def _late_gates(self, routing: Routing) -> dict[OperationId, Gate]:
        """Next operations whose drawing or program should be there and is not."""
        found: dict[OperationId, Gate] = {}
        seen: set[PartId] = set()
        for operation in routing.operations.values():
            if operation.id in self._records or operation.part in seen or not _cuts(operation):
                continue
            seen.add(operation.part)
            if self._chance.random() < GATE_MISSING:
                found[operation.id] = self._missing(1.0)
        return found

    def _missing(self, days: float) -> Gate:
        if self._chance.random() < NO_DATE:
            return CLOSED
        hours = 24 * lognormal(self._chance, days, 0.7)
        expected = (self._now + timedelta(hours=max(0.5, hours))).replace(second=0, microsecond=0)
        return Gate(GateState.EXPECTED, expected)

    def _gated(
        self,
        operation: Operation,
        routing: Routing,
        electrodes: dict[PartId, list[OperationId]],
        late: dict[OperationId, Gate],
    ) -> Operation:
        if not _cuts(operation) or operation.mode is Mode.OUTSIDE:
            return operation
        drawing = OK if routing.drawing is None or self._done(routing.drawing) else NOT_NEEDED
        program, fixture, electrode = NOT_NEEDED, NOT_NEEDED, NOT_NEEDED
        if (before := routing.program_of.get(operation.id)) is not None and self._done(before):
            program = OK
        if operation.kind in ("cnc_finish", "cnc_5axis", "edm_sinker"):
            fixture = OK
        if operation.joins and all(self._done(o) for o in electrodes[operation.part]):
            electrode = OK
            if operation.status is Status.WAITING and self._chance.random() < UNMEASURED:
                electrode = self._missing(0.2)
        if operation.id in late:
            if program.state is GateState.OK:
                program = late[operation.id]
            elif drawing.state is GateState.OK:
                drawing = late[operation.id]
        return replace(operation, drawing=drawing, program=program, electrode=electrode, fixture=fixture)

    def _done(self, operation: OperationId) -> bool:
        record = self._records.get(operation)
        return record is not None and record.end <= self._now

    # Purchases

    def _purchases(self, routing: Routing) -> list[Purchase]:
        """What was ordered, with the supplier's last promise."""
        found = []
        for operation in routing.operations.values():
            if self._bought(operation):
                part = routing.parts[operation.part]
                found.append(self._purchase(operation, part))
        return found

    def _purchase(self, operation: Operation, part: Part) -> Purchase:
        record = self._records[operation.id]
        promised = record.start + timedelta(minutes=int(operation.run_minutes))
        promised = max(promised, record.end)
        promised = promised.replace(hour=_EVENING, minute=0, second=0, microsecond=0)
        received = record.end if record.end <= self._now else None
        if received is None and promised <= self._now:
            promised = promised + timedelta(days=1)
        return Purchase(
            PurchaseId(f"PO-{part.id}"),
            part.id,
            self._item(part),
            self._supplier(operation, part),
            Decimal(part.quantity),
            record.start,
            promised,
            received,
        )

    def _item(self, part: Part) -> str:
        if part.part_class == "standard_part":
            return words(self._chance.choice(names()["standard"])).say(self._language)
        if part.part_class.startswith(("mold_base", "ejector")):
            return Words("Mold base", "模架").say(self._language)
        return f"{part.material} {part.name}".strip()

    def _supplier(self, operation: Operation, part: Part) -> str:
        by_kind = names()["suppliers"]
        if part.part_class.startswith(("mold_base", "ejector")):
            kind = "purchase_mold_base"
        elif part.part_class == "hot_runner":
            kind = "purchase_hot_runner"
        elif part.part_class in ("standard_part", "sprue_bushing"):
            kind = "purchase_standard"
        else:
            kind = "purchase_steel"
        # The same mold buys from the same supplier.
        choices = by_kind[kind]
        return words(choices[sum(map(ord, part.mold)) % len(choices)]).say(self._language)


def _cuts(operation: Operation) -> bool:
    return operation.kind is not None and operation.kind.startswith(CUTTING)


def _stopped(operation: Operation) -> Operation:
    return replace(operation, status=Status.HELD) if operation.status is Status.WAITING else operation
