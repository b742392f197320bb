"""What becomes of orders, molds and their routings: a command and the state make one amendment, or a refusal.

Everything is computed from the state under the journal's lock, so that two planners can't overwrite
each other.
"""

from dataclasses import replace
from datetime import datetime

from sprue.floor import amending, costing, releasing, rerouting, rules, standing, taking
from sprue.floor import mold_commands as mc
from sprue.shop.events import Fact, OperationInserted, ShopAmended
from sprue.shop.state import State


def decide(command: mc.MoldCommand, state: State, now: datetime) -> tuple[Fact, ...]:
    """The amendment that follows from `command` at `now`; Refusal when the shop does not allow it.

    Rework is told by a fact of its own: figures count it against the first pass.
    """
    fact = checked(command, state, now)
    if not (isinstance(command, mc.AddStep) and command.rework):
        return (fact,)
    made, *following = fact.operations
    inserted = OperationInserted(made, command.reason or "rework")
    return (inserted, replace(fact, operations=tuple(following))) if following else (inserted,)


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
        case mc.ReturnMold():
            return taking.take_back(command, state, now)
        case mc.ChangeMold():
            return standing.change(command, state)
        case mc.QuoteMold() | mc.SetCost():
            return costing.told(command, state)
        case mc.HoldWork() | mc.ReleaseHold() | mc.CancelWork():
            return standing.turn(command, state)
        case mc.AddStep() | mc.SplitOperation() | mc.PlanOutside() | mc.PlanInside():
            return rerouting.reroute(command, state)
