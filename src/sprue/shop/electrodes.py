"""Electrodes as people tell of them: measured, and where they are; to mill them is work like other work."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import get_args

from sprue.shop.ids import MoldId, PartId, PersonId


@dataclass(frozen=True, slots=True)
class ElectrodeMeasured:
    """An electrode was measured; `deviation`: the largest found, mm. `ok` False: it must be mended first."""

    electrode: PartId
    mold: MoldId
    ok: bool
    deviation: Decimal | None = None
    note: str = ""
    person: PersonId | None = None


@dataclass(frozen=True, slots=True)
class ElectrodeStored:
    """An electrode lies at this place of the rack now."""

    electrode: PartId
    mold: MoldId
    place: str
    person: PersonId | None = None


ElectrodeFact = ElectrodeMeasured | ElectrodeStored

#: Names of the facts of electrodes, as the journal keeps them.
ELECTRODE_FACTS: tuple[str, ...] = tuple(kind.__name__ for kind in get_args(ElectrodeFact))


@dataclass(frozen=True, slots=True)
class ElectrodeRecord:
    """What was told of an electrode: its last measurement, its place."""

    measured: ElectrodeMeasured | None = None
    measured_at: datetime | None = None
    place: str = ""
    stored_at: datetime | None = None


Electrodes = dict[PartId, ElectrodeRecord]


def follow_electrode(electrodes: Electrodes, fact: ElectrodeFact, at: datetime) -> None:
    """Fold one fact into `electrodes`."""
    old = electrodes.get(fact.electrode) or ElectrodeRecord()
    if isinstance(fact, ElectrodeMeasured):
        electrodes[fact.electrode] = replace(old, measured=fact, measured_at=at)
    else:
        electrodes[fact.electrode] = replace(old, place=fact.place, stored_at=at)
