"""Electrodes as people tell of them: measured; to mill them is work like other work."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

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


#: What is told of electrodes; where one lies is told as of every part.
ElectrodeFact = ElectrodeMeasured

#: Names of the facts of electrodes, as the journal keeps them.
ELECTRODE_FACTS: tuple[str, ...] = (ElectrodeMeasured.__name__,)


@dataclass(frozen=True, slots=True)
class ElectrodeRecord:
    """What was told of an electrode: its last measurement."""

    measured: ElectrodeMeasured | None = None
    measured_at: datetime | None = None


Electrodes = dict[PartId, ElectrodeRecord]


def follow_electrode(electrodes: Electrodes, fact: ElectrodeFact, at: datetime) -> None:
    """Fold one fact into `electrodes`."""
    electrodes[fact.electrode] = ElectrodeRecord(fact, at)
