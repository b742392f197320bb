"""Facts as one period sees them; what several figures need is counted once."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from sprue.figures.evidence import Evidence, What
from sprue.figures.facts import Facts
from sprue.figures.hours import MachineHours
from sprue.figures.span import Span
from sprue.figures.work import Stretch
from sprue.shop.ids import MachineId, MoldId, OperationId
from sprue.shop.routing import Operation, Status


@dataclass
class Period:
    """A span of what is known."""

    facts: Facts
    span: Span
    #: Rows that were counted already, by what counts them.
    counted: dict[object, list[Evidence]] = field(default_factory=dict)

    @cached_property
    def hours(self) -> MachineHours:
        """Minutes of machines."""
        return MachineHours(self.facts, self.span)

    @cached_property
    def finished(self) -> list[OperationId]:
        """Operations that were finished in the span, as the journal tells."""
        operations = self.facts.shop.operations
        return [o for o, at in self.facts.work.finished.items() if at in self.span and o in operations]

    @cached_property
    def stretches_of(self) -> dict[OperationId, list[Stretch]]:
        """All work by operation, in the order in which it was told."""
        found: dict[OperationId, list[Stretch]] = defaultdict(list)
        for stretch in self.facts.work.stretches:
            found[stretch.operation].append(stretch)
        return found

    @cached_property
    def of_mold(self) -> dict[MoldId, list[Operation]]:
        """Operations of each mold that are not cancelled."""
        shop = self.facts.shop
        found: dict[MoldId, list[Operation]] = defaultdict(list)
        for operation in shop.operations.values():
            if operation.status is not Status.CANCELLED:
                found[shop.parts[operation.part].mold].append(operation)
        return found

    def row(self, operation: OperationId, part: float, whole: float, **more: object) -> Evidence:
        """A row of an operation, with its kind, department and the machine that did it."""
        shop = self.facts.shop
        known = shop.operations[operation]
        machine = self.machine_of(operation)
        kind = known.kind or (shop.machines[machine].kinds[0] if machine in shop.machines else None)
        named = shop.kinds.get(kind) if kind is not None else None
        fields: dict[str, object] = {
            "department": named.department if named is not None else "",
            "kind": kind or "",
            "machine": machine or "",
            "seqs": self.seqs_of(operation),
            **more,
        }
        at = fields.pop("at")
        return Evidence(What.OPERATION, operation, at, part, whole, **fields)  # type: ignore[arg-type]  # its fields, by name

    def machine_of(self, operation: OperationId) -> MachineId | None:
        """Where it was done last; where the shop says so, if nobody told."""
        own = self.stretches_of.get(operation)
        return own[-1].machine if own else self.facts.shop.operations[operation].machine

    def seqs_of(self, operation: OperationId) -> tuple[int, ...]:
        """Entries that tell of its work."""
        told = {seq for stretch in self.stretches_of.get(operation, ()) for seq in stretch.seqs}
        pieces = self.facts.pieces.get(operation)
        if pieces is not None and operation in self.facts.work.finished:
            told.add(pieces.seq)
        return tuple(sorted(told))
