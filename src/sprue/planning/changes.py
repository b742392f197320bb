"""What may be changed in a shop to see what comes of it: a closed union of wishes, not of facts.

Facts that happened are `shop.events`; these are the questions before. `changing` makes a shop of them.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sprue.shop.gates import GateKind
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId, PartId, PersonId, PurchaseId


@dataclass(frozen=True, slots=True)
class Rush:
    """A mold gets another weight, or other dates (None: as it is)."""

    mold: MoldId
    weight: Decimal | None = None
    trial_due: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class GoesBefore:
    """`other` waits until `operation` has ended."""

    operation: OperationId
    other: OperationId


@dataclass(frozen=True, slots=True)
class MachineOut:
    """The machine does not work from `start` to `end`."""

    machine: MachineId
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Absence:
    """The person is not there from `start` to `end`."""

    person: PersonId
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Overtime:
    """Machines and people work in these times too; `kind`: all machines of it, beside those named."""

    times: tuple[tuple[datetime, datetime], ...]
    kind: KindId | None = None
    machines: tuple[MachineId, ...] = ()
    people: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class FurtherMachine:
    """`count` more machines like this one, there from now on."""

    like: MachineId
    count: int = 1


@dataclass(frozen=True, slots=True)
class FurtherPerson:
    """`count` more people who work the shifts of this one and are able to do the same."""

    like: PersonId
    count: int = 1


@dataclass(frozen=True, slots=True)
class OtherMachine:
    """The operation is done on this machine and on no other."""

    operation: OperationId
    machine: MachineId


@dataclass(frozen=True, slots=True)
class SentOutside:
    """An operation, or all that is left of a part, is done elsewhere within `days` of clock time."""

    what: OperationId | PartId
    days: Decimal


@dataclass(frozen=True, slots=True)
class GateMoved:
    """A gate of an operation opens at `expected` (None: it is open now)."""

    operation: OperationId
    gate: GateKind
    expected: datetime | None


@dataclass(frozen=True, slots=True)
class PurchaseMoved:
    """A purchase comes at `promised`."""

    purchase: PurchaseId
    promised: datetime


@dataclass(frozen=True, slots=True)
class MaterialMoved:
    """A part's own material is there at `available`."""

    part: PartId
    available: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """No more work on the mold than what runs."""

    mold: MoldId


Change = (
    Rush
    | GoesBefore
    | MachineOut
    | Absence
    | Overtime
    | FurtherMachine
    | FurtherPerson
    | OtherMachine
    | SentOutside
    | GateMoved
    | PurchaseMoved
    | MaterialMoved
    | Hold
)
