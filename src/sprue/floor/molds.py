"""What becomes of orders, molds and their routings: a command and the state make one amendment, or a refusal.

Everything is computed from the state under the journal's lock, so that two planners can't overwrite
each other.
"""

from datetime import datetime

from sprue.floor import amending, releasing, rules, taking
from sprue.floor import mold_commands as mc
from sprue.shop.events import ShopAmended
from sprue.shop.state import State


def decide(command: mc.MoldCommand, state: State, now: datetime) -> tuple[ShopAmended, ...]:
    """The amendment that follows from `command` at `now`; Refusal when the shop does not allow it."""
    return (checked(command, state, now),)


def checked(command: mc.MoldCommand, state: State, now: datetime) -> ShopAmended:
    """The same without any record of it: what a preview shows would be taken."""
    rules.person_of(state, command.person)
    fact = _fact(command, state, now)
    amending.check(fact, state)
    return fact


def _fact(command: mc.MoldCommand, state: State, now: datetime) -> ShopAmended:
    match command:
        case mc.TakeMold():
            return taking.take(command, state, now)
        case mc.CopyMold():
            return taking.copy(command, state, now)
        case mc.ReleaseParts():
            return releasing.release(command, state)
