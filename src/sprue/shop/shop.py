"""The whole shop as one value: what a workbook holds and what a plan is made from."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sprue.shop.calendar import Calendar, CalendarException
from sprue.shop.ids import (
    CalendarId,
    KindId,
    MachineId,
    MoldId,
    OperationId,
    OrderId,
    PartId,
    PersonId,
    PurchaseId,
)
from sprue.shop.orders import Mold, Order, Part, Purchase
from sprue.shop.resources import Kind, Machine, Notes, Person
from sprue.shop.routing import Operation, SetupRule


@dataclass(frozen=True, slots=True)
class Settings:
    """`now` is the moment from which to plan (None: the clock)."""

    version: int = 1
    name: str = ""
    timezone: str = "Asia/Shanghai"
    now: datetime | None = None
    currency: str = ""
    language: str = "zh-hans"
    notes: Notes = ()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class Shop:
    """All sheets of a workbook, by id, in the order in which they stand there.

    References have been checked: whoever builds a `Shop` from outside data
    (files/workbook) reports unknown ones and circles as faults first.
    """

    settings: Settings = field(default_factory=Settings)
    calendars: dict[CalendarId, Calendar] = field(default_factory=dict)
    exceptions: tuple[CalendarException, ...] = ()
    kinds: dict[KindId, Kind] = field(default_factory=dict)
    machines: dict[MachineId, Machine] = field(default_factory=dict)
    people: dict[PersonId, Person] = field(default_factory=dict)
    orders: dict[OrderId, Order] = field(default_factory=dict)
    molds: dict[MoldId, Mold] = field(default_factory=dict)
    parts: dict[PartId, Part] = field(default_factory=dict)
    operations: dict[OperationId, Operation] = field(default_factory=dict)
    setups: tuple[SetupRule, ...] = ()
    purchases: dict[PurchaseId, Purchase] = field(default_factory=dict)

    def mold_of(self, operation: Operation) -> Mold:
        """The mold that an operation belongs to."""
        return self.molds[self.parts[operation.part].mold]
