"""What molds cost beside what they were quoted with: hours in the house, money for what comes from outside.

Hours are those of machines and work places. Worked ones come from the reports of the floor; of what came
finished without dates they are taken as estimated, and told apart. What is left is the estimate of open work,
less what was worked on it. Sums of money are exact; a thing whose cost nobody has told is counted, never
taken as free.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sprue.figures.estimates import came_finished, minutes_of
from sprue.figures.work import Ledger, Stretch
from sprue.shop.ids import KindId, MoldId, OperationId, PartId, PurchaseId
from sprue.shop.notes import cost, quoted_hours, quoted_outside
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.supply import goes_out


@dataclass(frozen=True, slots=True)
class WorkCost:
    """An operation in the house, hours. `seqs`: entries of the journal; `assumed`: worked as estimated."""

    operation: OperationId
    kind: KindId | None
    estimated: float
    worked: float
    left: float
    assumed: bool = False
    seqs: tuple[int, ...] = ()

    @property
    def expected(self) -> float:
        """Worked and left."""
        return self.worked + self.left


class Outlay(StrEnum):
    """What money goes out for."""

    PURCHASE = "purchase"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class OutsideCost:
    """Something bought, or work outside; `over`: it is here; `cost` None: nobody has told."""

    what: Outlay
    id: PurchaseId | OperationId
    part: PartId
    cost: Decimal | None
    over: bool
    at: datetime | None = None


@dataclass(slots=True)
class MoldCost:
    """A mold with all that it costs; money in the currency of the shop."""

    mold: MoldId
    quoted_hours: Decimal | None
    quoted_outside: Decimal | None
    work: list[WorkCost] = field(default_factory=list)
    outside: list[OutsideCost] = field(default_factory=list)

    @property
    def worked(self) -> float:
        return sum(one.worked for one in self.work)

    @property
    def assumed(self) -> float:
        """Of the hours worked those that are taken as estimated."""
        return sum(one.worked for one in self.work if one.assumed)

    @property
    def left(self) -> float:
        return sum(one.left for one in self.work)

    @property
    def expected(self) -> float:
        """Hours at the end: worked and left."""
        return self.worked + self.left

    @property
    def spent(self) -> Decimal:
        """Told costs of what is here."""
        return sum((one.cost for one in self.outside if one.over and one.cost is not None), Decimal(0))

    @property
    def expected_outside(self) -> Decimal:
        """Told costs of all."""
        return sum((one.cost for one in self.outside if one.cost is not None), Decimal(0))

    @property
    def untold(self) -> int:
        """Things whose cost nobody has told."""
        return sum(one.cost is None for one in self.outside)

    def kinds(self) -> dict[KindId | None, tuple[float, float, float]]:
        """Hours by kind of work: estimated, worked, left; the most at the end first."""
        found: dict[KindId | None, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
        for one in self.work:
            for place, hours in enumerate((one.estimated, one.worked, one.left)):
                found[one.kind][place] += hours
        ordered = sorted(found.items(), key=lambda pair: (-pair[1][1] - pair[1][2], pair[0] or ""))
        return {kind: (sums[0], sums[1], sums[2]) for kind, sums in ordered}


def costs_of(
    shop: Shop, ledger: Ledger, under_way: Iterable[Stretch], wanted: Iterable[MoldId] | None = None
) -> list[MoldCost]:
    """All molds of the shop as it is, or the wanted ones, in its order. `under_way`: work that runs now."""
    chosen = {*wanted} if wanted is not None else {*shop.molds}
    found = {
        mold.id: MoldCost(mold.id, quoted_hours(mold), quoted_outside(mold))
        for mold in shop.molds.values()
        if mold.id in chosen
    }
    stretches = [*came_finished(ledger), *ledger.stretches, *under_way]
    worked = minutes_of(shop, stretches)
    seqs: dict[OperationId, set[int]] = defaultdict(set)
    for stretch in stretches:
        seqs[stretch.operation].update(stretch.seqs)
    for operation in shop.operations.values():
        mold = found.get(shop.parts[operation.part].mold)
        if mold is None:
            continue
        over = operation.id in ledger.finished or operation.status is Status.DONE
        if operation.mode is Mode.OUTSIDE:
            if goes_out(operation) and operation.status is not Status.CANCELLED:
                at = ledger.finished.get(operation.id) or operation.finished
                mold.outside.append(
                    OutsideCost(Outlay.OUTSIDE, operation.id, operation.part, cost(operation), over, at)
                )
            continue
        mold.work.append(
            _work(operation, worked.get(operation.id), over=over, seqs=tuple(sorted(seqs[operation.id])))
        )
    for name, mold_id in _bought(shop):
        if mold_id in found:
            purchase = shop.purchases[name]
            assert purchase.part is not None
            here = purchase.received is not None
            at = purchase.received or purchase.promised
            found[mold_id].outside.append(
                OutsideCost(Outlay.PURCHASE, name, purchase.part, cost(purchase), here, at)
            )
    return [*found.values()]


def _work(operation: Operation, minutes: float | None, *, over: bool, seqs: tuple[int, ...]) -> WorkCost:
    estimated = float(operation.setup_minutes + operation.run_minutes) / 60
    if operation.status is Status.CANCELLED:
        worked = (minutes or 0.0) / 60
        return WorkCost(operation.id, operation.kind, 0.0, worked, 0.0, seqs=seqs)
    if over and minutes is None:
        return WorkCost(operation.id, operation.kind, estimated, estimated, 0.0, assumed=True)
    worked = (minutes or 0.0) / 60
    left = 0.0 if over else max(0.0, estimated - worked)
    return WorkCost(operation.id, operation.kind, estimated, worked, left, seqs=seqs)


def _bought(shop: Shop) -> Iterable[tuple[PurchaseId, MoldId]]:
    for purchase in shop.purchases.values():
        part = shop.parts.get(purchase.part) if purchase.part is not None else None
        if part is not None:
            yield purchase.id, part.mold
