"""What the clock does to the ledger: overdue items climb from leader to leader.

Pure: whoever has a clock asks `due_commands` now and then and submits them through the one door. An id
belongs to its item, deadline and step, so that two processes or a restart never climb twice.
"""

from datetime import datetime
from uuid import UUID, uuid5

from sprue.floor.ledger_commands import ClimbLedgerItem
from sprue.floor.view.index import index_of
from sprue.shop.ids import PersonId
from sprue.shop.ledger import CLIMBS_AFTER, LedgerItemClimbed, Owner, same_department
from sprue.shop.ledger_record import LedgerItem
from sprue.shop.shop import Shop
from sprue.shop.state import State

_IDS = UUID("5b0d3c0e-8f0a-5c5e-9d1b-6c6564676572")


def climb_of(item: LedgerItem, now: datetime) -> int:
    """How far an item must have climbed at `now`: 0 until its deadline, then 1, 2, 3 as days go by."""
    if not item.overdue(now):
        return 0
    return sum(now - item.deadline > after for after in CLIMBS_AFTER)


def due_facts(state: State, now: datetime) -> tuple[LedgerItemClimbed, ...]:
    """Items that must climb at `now` and the leader who is called; one fact an item, straight to its step."""
    return tuple(
        LedgerItemClimbed(item_id, due, next_leader(state.shop, item.owner, due))
        for item_id, item in state.ledger.items()
        if (due := climb_of(item, now)) > item.climbed
    )


def due_commands(state: State, now: datetime) -> tuple[tuple[UUID, ClimbLedgerItem], ...]:
    """The same as commands, each with the id under which it counts once."""
    return tuple(
        (_id_of(state.ledger[fact.item], fact), ClimbLedgerItem(fact.item, fact.climbed))
        for fact in due_facts(state, now)
    )


def next_leader(shop: Shop, owner: Owner, climbed: int) -> PersonId | None:
    """The owner's leader at 1, the leader's leader at 2 …; the last one stays called.

    Where only a department answers for an item its leader is the first.
    """
    person = owner.person
    if person is None:
        leaders = (p.id for p in index_of(shop).leaders if same_department(p.department, owner.department))
        person = next(leaders, None)
        climbed -= 1
    for _ in range(climbed):
        known = shop.people.get(person) if person is not None else None
        if known is None or known.leader is None or known.leader not in shop.people:
            break
        person = known.leader
    return person if person != owner.person else None


def _id_of(item: LedgerItem, fact: LedgerItemClimbed) -> UUID:
    return uuid5(_IDS, f"{fact.item}|{item.deadline.isoformat()}|{fact.climbed}")
