"""Who belongs to whom and who waits for whom: looked up often, made anew when the routing changes."""

from collections import defaultdict
from dataclasses import dataclass, field

from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId, PurchaseId
from sprue.shop.notes import after_approval
from sprue.shop.resources import Person
from sprue.shop.routing import Milestone, Status
from sprue.shop.shop import Shop
from sprue.shop.trials import is_trial


@dataclass(slots=True)
class Index:
    """`steps`: operations of a part by step, no cancelled ones; `followers`: who names it in `after`."""

    shop: Shop
    steps: dict[PartId, list[list[OperationId]]] = field(default_factory=dict)
    parts_of: dict[MoldId, list[PartId]] = field(default_factory=dict)
    operations_of: dict[PartId, list[OperationId]] = field(default_factory=dict)
    children: dict[PartId, list[PartId]] = field(default_factory=dict)
    joining: dict[PartId, list[OperationId]] = field(default_factory=dict)
    followers: dict[OperationId, list[OperationId]] = field(default_factory=dict)
    purchases_of: dict[PartId, list[PurchaseId]] = field(default_factory=dict)
    machines_of: dict[KindId, list[MachineId]] = field(default_factory=dict)
    leaders: list[Person] = field(default_factory=list)
    milestones: dict[tuple[MoldId, Milestone], list[OperationId]] = field(default_factory=dict)
    #: Trials of a mold, and its work that waits for the approval of one.
    trials: dict[MoldId, list[OperationId]] = field(default_factory=dict)
    after_approval: dict[MoldId, list[OperationId]] = field(default_factory=dict)
    #: Operations of a mold by stage, in the order of the stages; filled where it is asked for.
    stages: dict[MoldId, list[list[OperationId]]] = field(default_factory=dict)

    def mold_of(self, operation: OperationId) -> MoldId:
        return self.shop.parts[self.shop.operations[operation].part].mold

    def operations_of_mold(self, mold: MoldId) -> list[OperationId]:
        return [o for part in self.parts_of.get(mold, ()) for o in self.operations_of.get(part, ())]

    def touched_by(self, operation: OperationId) -> set[OperationId]:
        """The operation and all whose readiness may change with it."""
        part = self.shop.operations[operation].part
        found = set(self.operations_of.get(part, ()))
        found.update(self.followers.get(operation, ()))
        found.update(self.touched_by_material(part))
        mold = self.shop.parts[part].mold
        if operation in self.trials.get(mold, ()):
            # Open trials are counted behind those that are over.
            found.update(self.trials[mold])
            found.update(self.after_approval.get(mold, ()))
        return found

    def touched_by_material(self, part: PartId) -> set[OperationId]:
        """Operations of the part, and of its parent those that join it."""
        found = set(self.operations_of.get(part, ()))
        parent = self.shop.parts[part].parent
        if parent is not None:
            found.update(self.joining.get(parent, ()))
        return found


#: Words in a role that make somebody the one to call first.
_LEADS = ("leader", "chief", "manager", "主管", "组长", "班长", "经理")


def leads(person: Person) -> bool:
    """Whether somebody is called before colleagues."""
    return any(word in person.role.lower() for word in _LEADS)


#: The last indexes made; a process looks at one shop, tests at a few.
_MADE: list[Index] = []


def index_of(shop: Shop) -> Index:
    """The index of a shop, kept while its routing is the same.

    Between two imports the state only adds operations and changes gates and purchases, and gives an
    amended shop other molds, so the same parts and molds and as many operations mean the same routing.
    """
    for made in _MADE:
        if (
            made.shop.parts is shop.parts
            and made.shop.molds is shop.molds
            and len(made.shop.operations) == len(shop.operations)
        ):
            return made
    made = _index_of(shop)
    _MADE[:] = [made, *_MADE[:3]]
    return made


def _index_of(shop: Shop) -> Index:
    operations: dict[PartId, list[OperationId]] = defaultdict(list)
    milestones: dict[tuple[MoldId, Milestone], list[OperationId]] = defaultdict(list)
    joining: dict[PartId, list[OperationId]] = defaultdict(list)
    followers: dict[OperationId, list[OperationId]] = defaultdict(list)
    trials: dict[MoldId, list[OperationId]] = defaultdict(list)
    after: dict[MoldId, list[OperationId]] = defaultdict(list)
    for operation in shop.operations.values():
        operations[operation.part].append(operation.id)
        if is_trial(shop, operation):
            trials[shop.parts[operation.part].mold].append(operation.id)
        place = shop.kinds.get(operation.kind) if operation.kind is not None else None
        if (operation.notes or (place is not None and place.notes)) and after_approval(operation, place):
            after[shop.parts[operation.part].mold].append(operation.id)
        if operation.milestone is not None:
            milestones[shop.parts[operation.part].mold, operation.milestone].append(operation.id)
        if operation.joins:
            joining[operation.part].append(operation.id)
        for before in operation.after:
            followers[before].append(operation.id)
    parts: dict[MoldId, list[PartId]] = defaultdict(list)
    children: dict[PartId, list[PartId]] = defaultdict(list)
    for part in shop.parts.values():
        parts[part.mold].append(part.id)
        if part.parent is not None:
            children[part.parent].append(part.id)
    purchases: dict[PartId, list[PurchaseId]] = defaultdict(list)
    for purchase in shop.purchases.values():
        if purchase.part is not None:
            purchases[purchase.part].append(purchase.id)
    machines: dict[KindId, list[MachineId]] = defaultdict(list)
    for machine in shop.machines.values():
        for kind in machine.kinds:
            machines[kind].append(machine.id)
    return Index(
        shop,
        {part: _steps(shop, ids) for part, ids in operations.items()},
        dict(parts),
        dict(operations),
        dict(children),
        dict(joining),
        dict(followers),
        dict(purchases),
        dict(machines),
        [person for person in shop.people.values() if leads(person)],
        dict(milestones),
        dict(trials),
        dict(after),
    )


def _steps(shop: Shop, ids: list[OperationId]) -> list[list[OperationId]]:
    grouped = defaultdict(list)
    for operation_id in ids:
        operation = shop.operations[operation_id]
        if operation.status is not Status.CANCELLED:
            grouped[operation.step].append(operation_id)
    return [grouped[step] for step in sorted(grouped)]
