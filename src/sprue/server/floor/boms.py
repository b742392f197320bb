"""Bills of materials that come in: looked at first, with what they do to the mold, then released."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sprue.files.workbook.bom import BomResult, read_bom, read_pasted
from sprue.floor import mold_commands as mc
from sprue.floor.gaps import OPEN, Release
from sprue.floor.loop import Origin
from sprue.floor.molds import checked
from sprue.floor.releasing import previewed
from sprue.floor.view.index import index_of
from sprue.planning.templates.parts import told_as
from sprue.planning.templates.tables import part_kinds
from sprue.server.floor import actions
from sprue.server.floor.imports import fault_row
from sprue.server.floor.memory import memory
from sprue.server.floor.parse import BadRequest, field
from sprue.server.floor.who import Who
from sprue.shop.ids import MoldId, PartId
from sprue.shop.marks import is_template
from sprue.shop.orders import Part
from sprue.shop.quiet import uncollected
from sprue.shop.routing import Mode, Operation
from sprue.shop.shop import Shop
from sprue.shop.state import State, shop_now

#: A table that is copied into a page is no longer than this (characters).
LONGEST_TEXT = 2_000_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A bill as it came: a file, or a table that was copied; `picks` as JSON."""

    mold: str
    data: bytes = b""
    filename: str = ""
    text: str = ""
    picks: str = "[]"

    def digest(self) -> str:
        """The same for the same bill with the same picks."""
        parts = (self.mold.encode(), self.data, self.text.encode(), self.picks.encode())
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def look(sent: Sent, who: Who) -> dict[str, Any]:
    """The faults of a bill, or what it would do to its mold now; nothing is changed."""
    with memory.lock:
        state = memory.catch_up()
        with uncollected():
            found = _read(sent, state.shop)
            if found.bom is None:
                return _faults(found, who.language)
            command = _command(sent, found, who)
            checked(command, state, shop_now(state, datetime.now(UTC)))
            release = previewed(command, state)
            return {"ok": True, "faults": [], **_preview(release, command, state)}


def release(sent: Sent, command_id: str, who: Who) -> dict[str, Any]:
    """The bill becomes the mold's; faults where it has some. The same id sent again counts once."""
    known = field({"id": command_id}, "id", UUID)
    with memory.lock, uncollected():
        found = _read(sent, memory.catch_up().shop)
    if found.bom is None:
        return _faults(found, who.language)
    origin = Origin(known, sent.digest(), actor=who.name[:200])
    return {"ok": True, "faults": [], **actions.release_parts(_command(sent, found, who), origin, who)}


def _read(sent: Sent, shop: Shop) -> BomResult:
    if len(sent.text) > LONGEST_TEXT:
        raise BadRequest(f"text: must have at most {LONGEST_TEXT} characters; send a file")
    if sent.data:
        return read_bom(sent.data, sent.filename, shop, MoldId(sent.mold))
    return read_pasted(sent.text, shop, MoldId(sent.mold))


def _command(sent: Sent, found: BomResult, who: Who) -> mc.ReleaseParts:
    assert found.bom is not None
    try:
        told = json.loads(sent.picks or "[]")
    except ValueError as error:
        raise BadRequest("picks: must be JSON") from error
    picks = field({"picks": told}, "picks", tuple[mc.ClassPick, ...])
    return mc.ReleaseParts(MoldId(sent.mold), found.bom, picks, who.person)


def _faults(found: BomResult, language: str) -> dict[str, Any]:
    return {"ok": False, "faults": [fault_row(fault, language) for fault in found.faults]}


def _preview(release: Release, command: mc.ReleaseParts, state: State) -> dict[str, Any]:
    shop = state.shop
    by_part: dict[PartId, list[Operation]] = defaultdict(list)
    for operation in release.operations.values():
        by_part[operation.part].append(operation)
    replaces = {new: old for old, new in release.replaced.items() if new is not None}
    return {
        "classes": _classes(release, command, state),
        "new": [
            _part_row(part, by_part[part.id])
            | {"typical": part.id in release.typical, "replaces": replaces.get(part.id)}
            for part in release.new.values()
        ],
        "changed": [
            _part_row(part, by_part[part.id]) | {"what": _differences(shop.parts[part.id], part)}
            for part in release.changed.values()
        ],
        "replaced": [
            _part_row(shop.parts[old], [o for o in release.cancelled.values() if o.part == old])
            | {"by": new, "kept": sum(shop.operations[o].part == old for o in release.kept)}
            for old, new in release.replaced.items()
        ],
        "kept": [
            {"operation": name, "name": shop.operations[name].name, "work": state.operation(name).work.value}
            for name in release.kept
        ],
        "unrouted": [*release.unrouted],
        "counts": {
            "operations": len(release.operations.keys() - shop.operations.keys()),
            "changed": len(release.operations.keys() & shop.operations.keys()),
            "cancelled": len(release.cancelled),
            "purchases": len(release.purchases),
        },
        "hours": {
            "added": _hours(o for n, o in release.operations.items() if n not in shop.operations),
            "cancelled": _hours(release.cancelled.values()),
        },
        "kinds": [{"id": k.part_class, "en": k.name.en, "zh": k.name.zh} for k in part_kinds().values()],
    }


def _classes(release: Release, command: mc.ReleaseParts, state: State) -> list[dict[str, Any]]:
    """Each class as parts of the bill are picked together: how many come, how many they replace."""
    picks = {pick.told: pick for pick in command.picks}
    of_mold = [part for part in state.shop.parts.values() if part.mold == command.mold and is_template(part)]
    found: dict[str, list[PartId]] = defaultdict(list)
    for part in release.new:
        told = command.bom.parts[part]
        found[told_as(str(told.get("part_class", "")), str(told.get("name", "")))].append(part)
    rows = []
    for name, parts in found.items():
        known = next((release.new[p].part_class for p in parts if p not in release.unrouted), "")
        template = sum(state.shop.parts[old].part_class == known for old in release.replaced if known)
        rows.append(
            {
                "told": name,
                "part_class": known if known in part_kinds() else "",
                "how": picks[name].how.value if name in picks else mc.Replace.ALL.value,
                "coming": len(parts),
                "replaced": template,
                "template": sum(
                    _is_open_template(part, state) for part in of_mold if part.part_class == known
                ),
            }
        )
    return rows


def _is_open_template(part: Part, state: State) -> bool:
    """Whether something of a template's part is still to be made."""
    names = index_of(state.shop).operations_of.get(part.id, ())
    return any(state.operation(name).work in OPEN for name in names)


def _part_row(part: Part, operations: list[Operation]) -> dict[str, Any]:
    return {
        "id": part.id,
        "name": part.name,
        "part_class": part.part_class,
        "material": part.material,
        "quantity": part.quantity,
        "parent": part.parent,
        "operations": len(operations),
        "hours": _hours(operations),
    }


def _hours(operations: Any) -> float:
    inside = (o.setup_minutes + o.run_minutes for o in operations if o.mode is not Mode.OUTSIDE)
    return round(float(sum(inside)) / 60, 1)


def _differences(old: Part, new: Part) -> list[str]:
    """Names of the fields that become others; the mark of a template is none of them."""
    names = (one.name for one in fields(Part) if one.name != "notes")
    return [name for name in names if getattr(old, name) != getattr(new, name)]
