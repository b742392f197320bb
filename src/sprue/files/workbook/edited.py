"""What an edited sheet has otherwise than the shop: its rows, each beside what it was and is."""

from dataclasses import dataclass, field
from typing import Any

from sprue.files.workbook.tables import Table


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row that is not as the shop has it.

    `before`: as it was when its table was written, None: it is new; `live`: as it is now; `value`: as it
    would become; `changed`: fields that become others; `conflicts`: fields that were edited and that somebody
    else changed since; `wanted`: the row as the file has it.
    """

    number: int
    before: Any
    wanted: Any
    live: Any
    value: Any
    changed: tuple[str, ...]
    conflicts: tuple[str, ...]
    cells: list[Any]


@dataclass(slots=True)
class EditedSheet:
    """A sheet that was read.

    `same`: rows that are as the shop has them; `absent`: rows of the shop that it lacks, which stay as they
    are; `ignored`: columns nobody knows.
    """

    table: Table
    rows: list[EditedRow] = field(default_factory=list)
    same: int = 0
    absent: int = 0
    ignored: tuple[str, ...] = ()
