"""What papers are made from, and whom they are made for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sprue.files.gantt.words import date as short_date
from sprue.files.paper import words
from sprue.planning.plan import Plan
from sprue.shop.errors import UserMistake
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId
from sprue.shop.resources import Kind, Machine
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop

Thing = TypeVar("Thing")
OVER = (Status.DONE, Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when an operation is planned; aware moments. `machine` None: outside the house."""

    machine: MachineId | None
    setup: datetime
    run: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """The shop as it stands on the floor at `now` (aware), and its plan.

    Everything printed comes from here: the same facts give the same paper. `version`: of the plan (0: none).
    """

    shop: Shop
    now: datetime
    language: str
    places: Mapping[OperationId, Place] = field(default_factory=dict)
    version: int = 0

    def __post_init__(self) -> None:
        words.known(self.language)

    def word(self, name: str, *given: object) -> str:
        """A text in the paper's language."""
        return words.word(name, self.language, *given)

    def at(self, moment: datetime | None) -> str:
        """Fri 20 Nov 14:32, or 11-20 周五 14:32, in the shop's zone; empty for None."""
        return (
            "" if moment is None else words.time_of(moment.astimezone(self.shop.settings.zone), self.language)
        )

    def short(self, moment: datetime) -> str:
        """20 Nov 14:32, or 11-20 14:32: where there is little room."""
        local = moment.astimezone(self.shop.settings.zone)
        return f"{short_date(local, self.language)} {local:%H:%M}"

    def kind_name(self, kind: Kind) -> str:
        """The kind as people of the language call it."""
        return (kind.name if self.language == words.ENGLISH else kind.name_zh) or kind.name or kind.id

    def foot(self) -> dict[str, str]:
        """What stands at the foot of every sheet: when it was printed, from which plan."""
        plan = self.word("plan_of", self.version) if self.version else ""
        printed = self.word("printed", self.at(self.now))
        return {"printed": f"{printed} · {plan}" if plan else printed, "shop": self.shop.settings.name}

    def day(self, day: date) -> tuple[datetime, datetime]:
        """Midnight at which the day begins in the shop's zone, and at which it ends."""
        zone = self.shop.settings.zone
        begin = datetime(day.year, day.month, day.day, tzinfo=zone)
        after = day + timedelta(days=1)
        return begin, datetime(after.year, after.month, after.day, tzinfo=zone)


def base(facts: Facts, names: Iterable[str]) -> dict[str, Any]:
    """What every template gets: its language, its words, its foot."""
    return {"language": facts.language, "words": words.words(names, facts.language), "foot": facts.foot()}


def places_of(plan: Plan) -> dict[OperationId, Place]:
    """Where a plan puts its operations."""
    at = plan.clock.at
    return {
        row.operation: Place(row.machine, at(row.setup_start), at(row.run_start), at(row.end))
        for row in plan.operations.values()
    }


def something(found: Iterable[Thing]) -> list[Thing]:
    """All of it. UserMistake when it is nothing: a PDF without pages helps nobody."""
    held = list(found)
    if not held:
        raise UserMistake("there is nothing to print; name another mold, part, department or day")
    return held


# -- whom a paper is for ---------------------------------------------------------


def routes_of(shop: Shop) -> dict[PartId, list[Operation]]:
    """Operations of each part in the order of their steps, cancelled ones left out."""
    found: dict[PartId, list[Operation]] = defaultdict(list)
    for operation in shop.operations.values():
        if operation.status is not Status.CANCELLED:
            found[operation.part].append(operation)
    return {part: sorted(route, key=lambda o: o.step) for part, route in found.items()}


def parts_of_mold(shop: Shop, mold: MoldId) -> list[PartId]:
    """Parts of a mold as they stand in the workbook. UserMistake where there is no such mold."""
    if mold not in shop.molds:
        raise UserMistake(f"there is no mold {mold[:100]}")
    return [part.id for part in shop.parts.values() if part.mold == mold]


def parts_beginning(facts: Facts, day: date) -> list[PartId]:
    """Parts whose first operation begins on that day, by plan or in fact: their travelers go out then."""
    begin, end = facts.day(day)
    found = []
    for part, route in routes_of(facts.shop).items():
        starts = [start for start in (_start(facts, o) for o in route) if start is not None]
        if starts and begin <= min(starts) < end:
            found.append(part)
    return found


def _start(facts: Facts, operation: Operation) -> datetime | None:
    place = facts.places.get(operation.id)
    return operation.started or (place.setup if place is not None else None)


def known_parts(shop: Shop, parts: Iterable[str]) -> list[PartId]:
    """The parts by these ids. UserMistake for one that is not there."""
    found = [PartId(part) for part in parts]
    for part in found:
        if part not in shop.parts:
            raise UserMistake(f"there is no part {part[:100]}")
    return found


def departments_of(shop: Shop, machine: Machine) -> set[str]:
    """Departments whose kinds a machine has."""
    return {shop.kinds[kind].department for kind in machine.kinds if kind in shop.kinds}


def machines_for(
    shop: Shop, *, department: str = "", kind: str = "", machines: Iterable[str] = ()
) -> list[MachineId]:
    """Machines of a department, of a kind, or by id, in the order of the workbook; nothing named: all.

    UserMistake for what the shop does not have.
    """
    named = [MachineId(machine) for machine in machines]
    for machine in named:
        if machine not in shop.machines:
            raise UserMistake(f"there is no machine {machine[:100]}")
    if kind and KindId(kind) not in shop.kinds:
        raise UserMistake(f"there is no kind {kind[:100]}")
    if department and not any(one.department == department for one in shop.kinds.values()):
        raise UserMistake(f"there is no department {department[:100]}")
    return [
        machine.id
        for machine in shop.machines.values()
        if (not named or machine.id in named)
        and (not kind or KindId(kind) in machine.kinds)
        and (not department or department in departments_of(shop, machine))
    ]
