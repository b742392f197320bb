"""What situations share: the real planner on a hall's shop, judged by the referee."""

from datetime import datetime

from sprue.floor.commands import Command
from sprue.planning.build import problem_of
from sprue.planning.plan import Plan
from sprue.planning.referee import violations
from sprue.planning.solve import plan
from sprue.shop.ids import OperationId
from sprue.shop.records import Work
from tests.core.floor.shops import Hall

#: Candidates that the planner looks at: it may move what it likes.
TRIES = 60


def planned(hall: Hall) -> Plan:
    """The plan of now; the referee finds nothing in it."""
    now = hall.clock.moment
    shop = hall.store.state.shop_at(now)
    made = plan(shop, now=now, iterations=TRIES)
    assert violations(problem_of(shop, now), made) == []
    return made


def begins(made: Plan, name: str) -> datetime:
    """When setting up begins."""
    return made.clock.at(made.operations[OperationId(name)].setup_start)


def ends(made: Plan, name: str) -> datetime:
    return made.clock.at(made.operations[OperationId(name)].end)


def place(made: Plan, name: str) -> str:
    return str(made.operations[OperationId(name)].machine)


def asked(hall: Hall, command: Command) -> str:
    """The rule by which a report became a question; the work has not begun."""
    name = getattr(command, "operation", None)
    reason = hall.do(command).reason
    assert reason != ""
    assert name is None or hall.store.state.operation(name).work in (Work.WAITING, Work.HELD)
    return reason
