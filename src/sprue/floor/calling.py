"""Who is called for a problem: the first call of each department, and the people of a level."""

from collections.abc import Iterable
from datetime import datetime

from sprue.floor.view.index import index_of, leads
from sprue.floor.worktime import Duties, WorkTime, on_duty, same
from sprue.shop.ids import PersonId
from sprue.shop.problem_state import ProblemState
from sprue.shop.problems import Call, KindRule
from sprue.shop.resources import Person
from sprue.shop.shop import Shop
from sprue.shop.state import State

#: Not a department of its own: the leader of whoever raised the problem.
TEAM_LEADER = "team_leader"
_LEADER = "_leader"


class Directory:
    """The people of a shop, their working time and duties, as calls need them."""

    def __init__(self, shop: Shop, duties: Duties) -> None:
        self.shop = shop
        self.duties = duties
        self.time = WorkTime(shop, duties)

    def serves(self, state: State) -> bool:
        """Whether it is still good for the shop and duty list of a state."""
        return self.time.serves(state.shop, state.duties)

    def call(self, department: str, raised_by: PersonId | None, at: datetime, *, night: bool = True) -> Call:
        """Who is called in a department at a moment.

        Its leader while he works; else who has the duty, or a colleague who works; else its leader.
        `night` False: nobody but the leader is called outside his working time.
        """
        first = self._first(department, raised_by)
        duty = on_duty(self.duties, department, at, self.shop) if night else None
        if first is not None and self.time.works(first.id, at):
            return Call(department, first.id, duty=duty == first.id)
        if duty is not None:
            return Call(department, duty, duty=True)
        colleague = self._at_work(department, at) if night else None
        found = colleague or first
        return Call(department, found.id if found is not None else None)

    def people(self, names: Iterable[str], problem: ProblemState, at: datetime) -> tuple[PersonId, ...]:
        """The people of departments and roles; at night also who has the duty for them.

        Where the shop has none of them, the leader of who was called last.
        """
        found: dict[PersonId, None] = {}
        for name in names:
            for person in self._named(name, problem.raised_by):
                found[person.id] = None
                if not self.time.works(person.id, at):
                    duty = on_duty(self.duties, name, at, self.shop) or on_duty(
                        self.duties, _department(person), at, self.shop
                    )
                    if duty is not None:
                        found[duty] = None
        return tuple(found) or self._above(problem)

    def _first(self, department: str, raised_by: PersonId | None) -> Person | None:
        """The leader of a department, else its first member; without such a department, of that role."""
        if department == TEAM_LEADER:
            return self._leader_of(raised_by)
        members = self._members(department) or self._of_role(department)
        return next((p for p in members if leads(p)), members[0] if members else None)

    def _leader_of(self, raised_by: PersonId | None) -> Person | None:
        raiser = self.shop.people.get(raised_by) if raised_by is not None else None
        if raiser is not None and raiser.leader is not None:
            return self.shop.people.get(raiser.leader)
        leaders = index_of(self.shop).leaders
        return leaders[0] if leaders else None

    def _members(self, department: str) -> list[Person]:
        return [p for p in self.shop.people.values() if same(p.department, department)]

    def _of_role(self, role: str) -> list[Person]:
        return [p for p in self.shop.people.values() if same(p.role, role)]

    def _at_work(self, department: str, at: datetime) -> Person | None:
        here = [p for p in self._members(department) if self.time.works(p.id, at)]
        return next((p for p in here if leads(p)), here[0] if here else None)

    def _named(self, name: str, raised_by: PersonId | None) -> list[Person]:
        """People of that role; else the first of that department, or of the one that it leads."""
        of_role = self._of_role(name)
        if name == TEAM_LEADER:
            leader = self._leader_of(raised_by)
            return [leader] if leader is not None else of_role[:1]
        if of_role:
            return of_role
        first = self._first(name, None) or self._first(name.removesuffix(_LEADER), None)
        return [first] if first is not None else []

    def _above(self, problem: ProblemState) -> tuple[PersonId, ...]:
        """The leader of who was called last: the shop's people sheet says who comes next."""
        last = problem.escalated.people[:1] if problem.escalated is not None else ()
        called = last or tuple(c.person for c in problem.calls[:1] if c.person is not None)
        person = self.shop.people.get(called[0]) if called else None
        if person is None:
            return ()
        leader = person.leader if person.leader in self.shop.people else None
        return (leader,) if leader is not None else (person.id,)


def _department(person: Person) -> str:
    return person.department.strip().lower().replace(" ", "_")


def first_calls(
    directory: Directory, rule: KindRule, raised_by: PersonId | None, at: datetime, slack: int | None
) -> tuple[Call, ...]:
    """The first call of each department of a kind; the first owns the problem."""
    short = rule.duty_slack_minutes is None or (slack is not None and slack <= rule.duty_slack_minutes)
    return tuple(directory.call(name, raised_by, at, night=short) for name in rule.called)


#: The last directories made; a process looks at one shop, tests at a few.
_MADE: list[Directory] = []


def directory_of(state: State) -> Directory:
    """The directory of a state's shop, kept while its people, calendars and duties are the same."""
    for made in _MADE:
        if made.serves(state):
            return made
    made = Directory(state.shop, state.duties)
    _MADE[:] = [made, *_MADE[:3]]
    return made


def calls_of(state: State, problem: ProblemState) -> tuple[Call, ...]:
    """The calls of a problem; one from before calls were recorded has those of the rules."""
    if problem.calls:
        return problem.calls
    rule = state.problem_rules.of(problem.kind)
    return first_calls(directory_of(state), rule, problem.raised_by, problem.raised_at, None)
