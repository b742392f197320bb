"""A bill of materials as somebody tells it: of each row only what it says; the rest stays as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sprue.shop.ids import OperationId, PartId, PurchaseId

#: Fields of a part, an operation or a purchase by name, without its id.
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Bom:
    """Parts of one mold, and operations and purchases where they are told too. Ids are the shop's."""

    parts: Mapping[PartId, Fields] = field(default_factory=dict)
    operations: Mapping[OperationId, Fields] = field(default_factory=dict)
    purchases: Mapping[PurchaseId, Fields] = field(default_factory=dict)
