"""What people tell of electrodes: measured."""

from dataclasses import dataclass
from decimal import Decimal

from sprue.shop.ids import KindId, PartId, PersonId


@dataclass(frozen=True, slots=True)
class MeasureElectrode:
    """An electrode was measured. One that is not well needs `minutes` of work at `work` first.

    `work` None: where it was milled.
    """

    electrode: PartId
    ok: bool
    deviation: Decimal | None = None
    note: str = ""
    minutes: int = 0
    work: KindId | None = None
    person: PersonId | None = None


#: What may be told of electrodes; where one lies is told as of every part.
ElectrodeCommand = MeasureElectrode
