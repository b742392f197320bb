"""Changes of one scenario that can't both be: the same thing said twice, or open and closed at once."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import combinations
from typing import assert_never

from sprue.planning.changes import (
    Absence,
    Change,
    FurtherMachine,
    FurtherPerson,
    GateMoved,
    GoesBefore,
    Hold,
    MachineOut,
    MaterialMoved,
    OtherMachine,
    Overtime,
    PurchaseMoved,
    Rush,
    SentOutside,
)
from sprue.planning.waits import waits_of
from sprue.shop.clock import PlanClock
from sprue.shop.errors import UserMistake
from sprue.shop.ids import OperationId
from sprue.shop.shop import Shop

#: Circles don't depend on dates; any moment will do to look for them.
_ANY = datetime(2000, 1, 1, tzinfo=UTC)


def check_contradictions(shop: Shop, changes: Sequence[Change]) -> None:
    """UserMistake names the two changes that contradict each other."""
    said: dict[tuple[str, str], Change] = {}
    for change in changes:
        for subject in _subjects(shop, change):
            if subject in said:
                raise UserMistake(f"{subject[1]} is changed twice in one scenario; leave one of the two out")
            said[subject] = change
    for one, other in combinations(changes, 2):
        for overtime, closing in ((one, other), (other, one)):
            _check_hours(overtime, closing)


def _subjects(shop: Shop, change: Change) -> Iterator[tuple[str, str]]:
    """What a change has the only say in."""
    match change:
        case Rush() | Hold():
            yield "mold", change.mold
        case OtherMachine():
            yield "place", change.operation
        case SentOutside():
            inside = [o.id for o in shop.operations.values() if o.part == change.what]
            for name in inside or [OperationId(change.what)]:
                yield "place", name
        case GateMoved():
            yield f"gate {change.gate}", change.operation
        case PurchaseMoved():
            yield "purchase", change.purchase
        case MaterialMoved():
            yield "material", change.part
        case GoesBefore() | MachineOut() | Absence() | Overtime() | FurtherMachine() | FurtherPerson():
            return
        case _:
            assert_never(change)


def _check_hours(overtime: Change, closing: Change) -> None:
    """Overtime of a machine that is out, or of a person who is away, at the same time."""
    if not isinstance(overtime, Overtime) or not isinstance(closing, MachineOut | Absence):
        return
    away = closing.machine if isinstance(closing, MachineOut) else closing.person
    named = away in overtime.machines or away in overtime.people
    if named and any(start < closing.end and closing.start < end for start, end in overtime.times):
        raise UserMistake(f"{away} is away and in overtime at the same time; leave one of the two out")


def check_circles(shop: Shop) -> None:
    """UserMistake names an operation that, as changed, would wait for itself."""
    predecessors = waits_of(shop, PlanClock(_ANY, shop.settings.zone)).predecessors
    left = {name: set(before) & predecessors.keys() for name, before in predecessors.items()}
    followers: dict[OperationId, list[OperationId]] = {}
    for name, before in left.items():
        for other in before:
            followers.setdefault(other, []).append(name)
    todo = [name for name, before in left.items() if not before]
    for done in todo:
        for after in followers.get(done, ()):
            left[after].discard(done)
            if not left[after]:
                todo.append(after)
    stuck = sorted(left.keys() - set(todo))
    if stuck:
        raise UserMistake(f"{stuck[0]} would wait for itself; leave out what is to go before it")
