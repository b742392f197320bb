"""Kinds of machines, machines and people."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sprue.shop.ids import CalendarId, KindId, MachineId, PersonId

#: Columns of a sheet that Sprue does not know, kept as (column, text).
Notes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of machine or work place.

    `attention` is the part of one person that a machine of this kind needs while it runs
    attended: 1 one each, 0.25 one minds four, 0 nobody. Setup always needs 1.
    """

    id: KindId
    name: str = ""
    name_zh: str = ""
    department: str = ""
    attention: Decimal = Decimal(1)
    notes: Notes = ()

    def __post_init__(self) -> None:
        if self.attention < 0:
            raise ValueError("attention must be 0 or more")


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine or work place; run minutes are divided by `speed`; `batch` operations run together."""

    id: MachineId
    name: str
    kinds: tuple[KindId, ...]
    calendar: CalendarId
    speed: Decimal = Decimal(1)
    unattended: bool = False
    batch: int = 1
    available_from: datetime | None = None
    notes: Notes = ()

    def __post_init__(self) -> None:
        if self.speed <= 0:
            raise ValueError("speed must be above 0")
        if self.batch < 1:
            raise ValueError("batch must be 1 or more")
        if not self.kinds:
            raise ValueError("a machine has at least one kind")


@dataclass(frozen=True, slots=True)
class Person:
    """A person, the kinds this person is able to work, and the leader who is called next."""

    id: PersonId
    name: str
    department: str
    role: str
    kinds: tuple[KindId, ...]
    calendar: CalendarId
    leader: PersonId | None = None
    badge: str = ""
    notes: Notes = ()
