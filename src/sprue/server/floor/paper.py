"""What is printed, from the shop as it stands now and the live plan; typeset outside the memory's lock."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from threading import BoundedSemaphore, Lock
from typing import TypeVar

from django.conf import settings

from sprue.figures.span import Month
from sprue.files import paper
from sprue.files.paper import Facts, Place, Size
from sprue.server.floor import bulletin_paper
from sprue.server.floor.memory import memory
from sprue.server.floor.present import present
from sprue.server.turned import Door, TurnedAway
from sprue.shop.clock import whole_minute
from sprue.shop.errors import OutsideFailure, UserMistake
from sprue.shop.ids import KindId, MachineId, MoldId, PartId, PersonId

Thing = TypeVar("Thing")

#: Requests that may print or wait for the press; the web's other threads stay free for reports.
_ROOM = BoundedSemaphore(3)
#: One paper is set at a time, so that printing takes one core at most.
_PRESS = Lock()


def facts_now(language: str) -> Facts:
    """The shop on the floor now, and where the live plan puts its work."""
    with memory.lock:
        present.refresh()
        now = whole_minute(present.now())
        shop = memory.state.floor_at(now)
        plan = present.live_plan()
    places = {o: Place(row.machine, row.setup, row.run, row.end) for o, row in plan.rows.items()}
    return Facts(shop, now, language, places, plan.version)


def travelers(language: str, parts: "Parts") -> bytes:
    """Travelers of parts."""
    return _printed(language, lambda facts: paper.travelers(facts, parts.of(facts)))


def part_labels(language: str, parts: "Parts", size: Size, *, sheet: bool, electrodes: bool) -> bytes:
    """Labels of parts, or of those that are electrodes."""

    def made(facts: Facts) -> bytes:
        found = parts.of(facts)
        if electrodes:
            found = [part for part in found if paper.is_electrode(facts.shop.parts[part].part_class)]
        return paper.part_labels(facts, _some(found), size, sheet=sheet)

    return _printed(language, made)


def machine_labels(language: str, machines: "Machines", size: Size, *, sheet: bool) -> bytes:
    """Labels of machines; their codes open their terminals where the server knows its address."""
    return _printed(
        language,
        lambda facts: paper.machine_labels(
            facts, machines.of(facts), size, sheet=sheet, address=settings.SPRUE_URL
        ),
    )


def badges(language: str, people: list[str], department: str, size: Size, *, sheet: bool) -> bytes:
    """Badges of people by id, else of a department, else of all. Who has no code is left out."""

    def made(facts: Facts) -> bytes:
        known = facts.shop.people
        for person in people:
            if PersonId(person) not in known:
                raise TurnedAway(Door.UNKNOWN_PERSON, person[:100])
        asked = [p for p in known.values() if not people or p.id in people]
        asked = [p for p in asked if not department or p.department == department]
        with_code = [person.id for person in asked if person.badge]
        if asked and not with_code:
            raise TurnedAway(Door.NO_BADGE)
        return paper.badges(facts, _some(with_code), size, sheet=sheet)

    return _printed(language, made)


def dispatch(language: str, machines: "Machines", day: date | None) -> bytes:
    """The dispatch list of machines for a day (None: today)."""
    return _printed(
        language,
        lambda facts: paper.dispatch_list(
            facts, machines.of(facts), day or _today(facts), title=machines.title(facts)
        ),
    )


def gantt(language: str, machines: "Machines", day: date | None, days: int) -> bytes:
    """The Gantt chart of machines from a day (None: now) for so many days."""

    def made(facts: Facts) -> bytes:
        begin = facts.now if day is None else facts.day(day)[0]
        end = begin + timedelta(days=days)
        return paper.gantt_sheets(facts, machines.of(facts), begin, end, title=machines.title(facts))

    return _printed(language, made)


def monthly(language: str, month: Month | None, *, prices: bool) -> bytes:
    """The bulletin of a month (None: the last whole one)."""
    return _printed(language, lambda facts: bulletin_paper.printed(facts, month, prices=prices))


class Parts:
    """Which parts: by id, of a mold, or those whose work begins on a day. Several conditions: all of them."""

    def __init__(self, *, mold: str, parts: list[str], day: date | None) -> None:
        if not (mold or parts or day):
            raise TurnedAway(Door.BAD_REQUEST, "mold, part or day")
        self._mold, self._parts, self._day = mold, parts, day

    def of(self, facts: Facts) -> list[PartId]:
        """The parts, in the order of the workbook."""
        found = [*facts.shop.parts]
        if self._mold:
            of_mold = set(paper.parts_of_mold(facts.shop, MoldId(self._mold)))
            found = [part for part in found if part in of_mold]
        if self._parts:
            named = set(paper.known_parts(facts.shop, self._parts))
            found = [part for part in found if part in named]
        if self._day is not None:
            beginning = set(paper.parts_beginning(facts, self._day))
            found = [part for part in found if part in beginning]
        return _some(found)


class Machines:
    """Which machines: of a department, of a kind, by id; nothing named: all."""

    def __init__(self, *, department: str, kind: str, machines: list[str]) -> None:
        self._department, self._kind, self._machines = department, kind, machines

    def of(self, facts: Facts) -> list[MachineId]:
        """The machines, in the order of the workbook."""
        return _some(
            paper.machines_for(
                facts.shop, department=self._department, kind=self._kind, machines=self._machines
            )
        )

    def title(self, facts: Facts) -> str:
        """Department and kind, as people call them."""
        kind = facts.shop.kinds.get(KindId(self._kind))
        return " · ".join(filter(None, (self._department, facts.kind_name(kind) if kind else "")))


def _some(found: list[Thing]) -> list[Thing]:
    if not found:
        raise TurnedAway(Door.NOTHING_TO_PRINT)
    return found


def _today(facts: Facts) -> date:
    return facts.now.astimezone(facts.shop.settings.zone).date()


def _printed(language: str, made: Callable[[Facts], bytes]) -> bytes:
    with _press():
        try:
            return made(facts_now(language))
        except TurnedAway:
            raise
        except UserMistake as mistake:
            raise TurnedAway(Door.NOT_FOUND, str(mistake)) from mistake
        except OutsideFailure as missing:
            raise TurnedAway(Door.NO_PRESS, str(missing)) from missing


@contextmanager
def _press() -> Iterator[None]:
    if not _ROOM.acquire(blocking=False):
        raise TurnedAway(Door.PRESS_BUSY)
    try:
        with _PRESS:
            yield
    finally:
        _ROOM.release()
