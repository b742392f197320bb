"""Figures of dates: molds on time, days kept, trials until approval, waiting, time on the way."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from sprue.figures.evidence import Evidence, What
from sprue.figures.period import Period
from sprue.shop.gates import GateState
from sprue.shop.ids import MoldId, OperationId, PartId
from sprue.shop.orders import Purchase
from sprue.shop.routing import Milestone, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.stages import Stage, stage_of

_MINUTE = timedelta(minutes=1)


def reached(period: Period, mold: MoldId, milestone: Milestone) -> tuple[datetime, tuple[int, ...]] | None:
    """When the last operation of a milestone ended and the entries that tell it; None: not known."""
    own = [o for o in period.of_mold.get(mold, ()) if o.milestone is milestone]
    ends = [period.facts.ended(o.id) for o in own]
    known = [end for end in ends if end is not None]
    if not own or len(known) < len(own):
        return None
    return max(known), tuple(sorted(seq for o in own for seq in period.seqs_of(o.id)))


def trials_on_time(period: Period) -> list[Evidence]:
    """Molds whose first trial ended, with a date for it; 1 above where it was kept."""
    return _on_time(period, Milestone.T1)


def deliveries_on_time(period: Period) -> list[Evidence]:
    """Molds that were delivered, with a date for it; 1 above where it was kept."""
    return _on_time(period, Milestone.DELIVERY)


def _on_time(period: Period, milestone: Milestone) -> list[Evidence]:
    rows = []
    for mold in period.facts.shop.molds.values():
        due = mold.trial_due if milestone is Milestone.T1 else mold.due
        end = reached(period, mold.id, milestone) if due is not None else None
        if due is not None and end is not None and end[0] in period.span:
            rows.append(Evidence(What.MOLD, mold.id, end[0], end[0] <= due, 1, due, seqs=end[1]))
    return rows


def adherence(period: Period) -> list[Evidence]:
    """Operations that the plan of a day let end on it (today: by now); 1 above where finished by its end."""
    rows = []
    operations = period.facts.shop.operations
    for day in period.facts.days.values():
        by = min(day.over, period.span.end)
        for operation, end in day.ends.items():
            if end in period.span and operation in operations:
                ended = period.facts.work.finished.get(operation)
                met = ended is not None and ended <= by
                seqs = tuple(sorted({day.seq, *period.seqs_of(operation)} - {0}))
                rows.append(period.row(operation, met, 1, at=end, until=ended, seqs=seqs))
    return rows


def trials_to_approval(period: Period) -> list[Evidence]:
    """Molds that were delivered: how many trials they had until then; those without any are left out."""
    shop, rows = period.facts.shop, []
    for mold in shop.molds:
        end = reached(period, mold, Milestone.DELIVERY)
        if end is None or end[0] not in period.span:
            continue
        trials = [
            o.id
            for o in period.of_mold[mold]
            if o.milestone is not Milestone.DELIVERY and stage_of(shop, o) is Stage.TRIAL
        ]
        ended = [o for o in trials if (at := period.facts.ended(o)) is not None and at <= end[0]]
        if ended:
            seqs = tuple(sorted({seq for o in ended for seq in period.seqs_of(o)} | {*end[1]}))
            rows.append(Evidence(What.MOLD, mold, end[0], len(ended), 1, seqs=seqs))
    return rows


def approved_after(period: Period) -> list[Evidence]:
    """Molds of which a trial was approved for the first time: how many trials that took."""
    rows, seen = [], set[MoldId]()
    for one in period.facts.approvals:
        if one.mold in seen:
            continue
        seen.add(one.mold)
        if one.at in period.span:
            rows.append(Evidence(What.MOLD, one.mold, one.at, one.trials, 1, seqs=(one.seq,)))
    return rows


def on_the_way(period: Period) -> list[Evidence]:
    """Molds that were delivered: minutes of work above, clock minutes from first start to delivery below."""
    rows = []
    for mold in period.facts.shop.molds:
        end = reached(period, mold, Milestone.DELIVERY)
        if end is None or end[0] not in period.span:
            continue
        own = [s for o in period.of_mold[mold] for s in period.stretches_of.get(o.id, ())]
        if own:
            first = min(s.start for s in own)
            worked = sum((s.end - s.start) / _MINUTE for s in own)
            whole = (end[0] - first) / _MINUTE
            rows.append(Evidence(What.MOLD, mold, first, worked, whole, end[0], seqs=end[1]))
    return rows


def waited(period: Period) -> list[Evidence]:
    """Operations that began: clock hours since they could; left out where that moment is not known."""
    rows = []
    ready = Ready(period)
    for operation, own in period.stretches_of.items():
        if operation not in period.facts.shop.operations:
            continue
        start = min(s.start for s in own)
        since = ready.of(operation) if start in period.span else None
        if since is not None:
            hours = max(0.0, (start - since) / timedelta(hours=1))
            rows.append(period.row(operation, hours, 1, at=since, until=start))
    return rows


class Ready:
    """Since when operations could begin: the last of what they wait for."""

    def __init__(self, period: Period) -> None:
        self._facts = period.facts
        self._by_part = _ByPart(self._facts.shop)

    def of(self, name: OperationId) -> datetime | None:
        """The moment; None where nothing is known to come before, or its end is not known."""
        shop = self._facts.shop
        operation = shop.operations[name]
        moments: list[datetime | None] = [self._facts.ended(before) for before in self._before(operation)]
        if operation.not_before is not None:
            moments.append(operation.not_before)
        if shop.parts[operation.part].available is not None:
            moments.append(shop.parts[operation.part].available)
        if name in self._facts.opened:
            moments.append(self._facts.opened[name])
        gates = (operation.drawing, operation.program, operation.electrode, operation.fixture)
        if name not in self._facts.opened and any(
            g.state in (GateState.NO, GateState.EXPECTED) for g in gates
        ):
            return None
        moments += self._bought(operation.part)
        known = [moment for moment in moments if moment is not None]
        return max(known) if known and len(known) == len(moments) else None

    def _bought(self, part: PartId) -> list[datetime | None]:
        return [
            self._facts.received.get(purchase.id) or purchase.received
            for purchase in self._by_part.purchases.get(part, ())
        ]

    def _before(self, operation: Operation) -> Iterator[OperationId]:
        """Operations that end right before it: the last step before, what it names, the parts it joins."""
        steps = self._by_part.parts[operation.part]
        earlier = [step for step in steps if step < operation.step]
        if earlier:
            yield from steps[max(earlier)]
        operations = self._facts.shop.operations
        yield from (o for o in operation.after if operations[o].status is not Status.CANCELLED)
        if operation.joins:
            for child in self._by_part.children.get(operation.part, ()):
                if child in self._by_part.parts:
                    own = self._by_part.parts[child]
                    yield from own[max(own)]


class _ByPart:
    def __init__(self, shop: Shop) -> None:
        self.parts: dict[PartId, dict[Decimal, list[OperationId]]] = defaultdict(lambda: defaultdict(list))
        self.children: dict[PartId, list[PartId]] = defaultdict(list)
        self.purchases: dict[PartId, list[Purchase]] = defaultdict(list)
        for operation in shop.operations.values():
            if operation.status is not Status.CANCELLED:
                self.parts[operation.part][operation.step].append(operation.id)
        for part in shop.parts.values():
            if part.parent is not None:
                self.children[part.parent].append(part.id)
        for purchase in shop.purchases.values():
            if purchase.part is not None:
                self.purchases[purchase.part].append(purchase)
