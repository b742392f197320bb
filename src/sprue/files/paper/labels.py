"""Labels of parts, electrodes, people and machines: one a page for a label printer, or A4 sheets to cut."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sprue.files.paper import qr
from sprue.files.paper.facts import Facts, base, something
from sprue.files.paper.typesetting import typeset
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MachineId, PartId, PersonId

#: How classes of parts begin that are electrodes.
_ELECTRODE = "electrode"
_SHOWN_KINDS = 3


class Size(StrEnum):
    """Width and height in mm."""

    LARGE = "100x60"
    MIDDLE = "60x40"
    SMALL = "50x30"

    @property
    def mm(self) -> tuple[int, int]:
        """Width and height."""
        wide, high = self.value.split("x")
        return int(wide), int(high)


#: Columns and rows of labels on an A4 sheet.
GRIDS = {Size.LARGE: (2, 4), Size.MIDDLE: (3, 6), Size.SMALL: (3, 9)}


def is_electrode(part_class: str) -> bool:
    """Whether parts of the class are electrodes."""
    return part_class.lower().startswith(_ELECTRODE)


def part_labels(facts: Facts, parts: Iterable[PartId], size: Size, *, sheet: bool = False) -> bytes:
    """Labels of parts and electrodes; the code opens the part's next operation at a terminal."""
    return _made(facts, [_of_part(facts, part) for part in parts], size, sheet=sheet)


def machine_labels(
    facts: Facts, machines: Iterable[MachineId], size: Size, *, sheet: bool = False, address: str = ""
) -> bytes:
    """Labels of machines and work places.

    With the server's `address` the code opens the machine's terminal in a phone; without one it is the id.
    """
    return _made(facts, [_of_machine(facts, machine, address) for machine in machines], size, sheet=sheet)


def badges(facts: Facts, people: Iterable[PersonId], size: Size, *, sheet: bool = False) -> bytes:
    """Badges of people, with the code that signs them in at a terminal.

    Who has no code in the workbook is left out; UserMistake where that is everybody who was asked for.
    """
    asked = list(people)
    with_code = [person for person in asked if facts.shop.people[person].badge]
    if asked and not with_code:
        raise UserMistake(
            f"{asked[0]} has no badge code; fill the column badge of the workbook"
            if len(asked) == 1
            else "nobody of them has a badge code; fill the column badge of the workbook"
        )
    return _made(facts, [_of_person(facts, person) for person in with_code], size, sheet=sheet)


def _made(facts: Facts, labels: list[dict[str, Any]], size: Size, *, sheet: bool) -> bytes:
    grid = GRIDS[size] if sheet else None
    data = {**base(facts, ()), "size": size.mm, "grid": grid, "labels": something(labels)}
    return typeset("labels", data, at=facts.now)


def _label(kind: str, over: str, title: str, lines: Iterable[str], code: str) -> dict[str, Any]:
    """`kind`: what it is a label of; `over` the title: to whom it belongs."""
    shown = [line for line in lines if line]
    return {"kind": kind, "over": over, "title": title, "lines": shown, "code": qr.drawn(code)}


def _of_part(facts: Facts, part_id: PartId) -> dict[str, Any]:
    part = facts.shop.parts[part_id]
    mold = facts.shop.molds[part.mold]
    parent = facts.shop.parts.get(part.parent) if part.parent is not None else None
    electrode = is_electrode(part.part_class)
    into = f"→ {parent.name or parent.id}" if parent is not None else ""
    count = facts.word("pieces", part.quantity) if part.quantity != 1 else ""
    facts_line = " · ".join(filter(None, (part.material, count)))
    name = part.name if part.name != part.id else ""
    kind = facts.word("electrode" if electrode else "part")
    return _label(
        kind, mold.id, name or part.id, (part.id if name else "", into, facts_line, mold.name), part.id
    )


def _of_machine(facts: Facts, machine_id: MachineId, address: str) -> dict[str, Any]:
    machine = facts.shop.machines[machine_id]
    kinds = [facts.shop.kinds[kind] for kind in machine.kinds if kind in facts.shop.kinds]
    names = " · ".join(facts.kind_name(kind) for kind in kinds[:_SHOWN_KINDS])
    departments = " · ".join(dict.fromkeys(kind.department for kind in kinds if kind.department))
    name = machine.name if machine.name != machine.id else ""
    code = f"{address.rstrip('/')}/terminal/?station={machine.id}" if address else machine.id
    return _label(facts.word("machine"), departments, machine.id, (name, names), code)


def _of_person(facts: Facts, person_id: PersonId) -> dict[str, Any]:
    person = facts.shop.people[person_id]
    lines = (person.department, person.role, person.id)
    return _label(
        facts.word("badge"), facts.shop.settings.name, person.name or person.id, lines, person.badge
    )
