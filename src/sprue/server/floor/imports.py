"""A workbook that comes in: looked at first, then taken as the shop."""

import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sprue.files.workbook import Fault, read_upload
from sprue.floor.refusal import Code, Refusal
from sprue.server.floor import actions
from sprue.server.floor.memory import memory
from sprue.server.floor.models import Import
from sprue.server.floor.who import Who
from sprue.server.scopes import permits
from sprue.shop.codec import from_json, to_json
from sprue.shop.errors import UserMistake
from sprue.shop.ids import PersonId
from sprue.shop.quiet import uncollected
from sprue.shop.resources import Person
from sprue.shop.shop import Shop
from sprue.shop.state import shop_now

#: A workbook that nobody takes is forgotten after this.
_KEPT = timedelta(hours=12)
#: The column of the people sheet with first PINs; it never reaches the journal.
_PIN = frozenset({"pin", "pin码", "密码"})
_DIGITS = re.compile(r"[0-9]{4,8}")


def look(data: bytes, filename: str, who: Who, dry: bool) -> dict[str, Any]:
    """Read an uploaded workbook; its faults, or counts and an id with which it can be taken."""
    _check(who)
    with memory.lock:
        now = shop_now(memory.catch_up(), datetime.now(UTC))
    found = read_upload(data, filename, now=now)
    faults = [fault_row(fault, who.language) for fault in found.faults]
    shop = found.shop
    if shop is not None:
        faults += _bad_pins(shop, who.language)
    if shop is None or faults:
        return {"ok": False, "faults": faults, "counts": {}, "import_id": None}
    import_id = None if dry else keep(shop, filename, who)
    return {"ok": True, "faults": [], "counts": counts(shop), "import_id": import_id}


def take(import_id: str, who: Who) -> dict[str, Any]:
    """A workbook that was looked at becomes the shop; the planner process then makes its first plan."""
    _check(who)
    try:
        known = UUID(import_id)
    except ValueError as error:
        raise Refusal(Code.UNKNOWN_IMPORT) from error
    row = Import.objects.filter(id=known).first()
    if row is None:
        raise Refusal(Code.UNKNOWN_IMPORT)
    data = json.loads(zlib.decompress(bytes(row.body)))
    if "after" in data:  # rows that were edited wait here, too: they are no shop
        raise Refusal(Code.UNKNOWN_IMPORT)
    shop: Shop = from_json(data, Shop)
    answer = take_shop(shop, row.filename, who)
    row.delete()
    return answer


def take_shop(shop: Shop, source: str, who: Who) -> dict[str, Any]:
    """`shop` becomes the shop; first PINs of its people sheet go to the accounts, never into the journal."""
    _check(who)
    bad = _bad_pins(shop, who.language)
    if bad:
        raise UserMistake(f"{bad[0]['sheet']} {bad[0]['column']} {bad[0]['value']}: {bad[0]['text']}")
    pins, people = _without_pins(shop.people.values())
    with uncollected():
        answer = actions.import_shop(replace(shop, people=people), who, source)
    _set_pins(pins)
    return answer


def counts(shop: Shop) -> dict[str, int]:
    """How much a shop holds."""
    return {
        "molds": len(shop.molds),
        "parts": len(shop.parts),
        "operations": len(shop.operations),
        "machines": len(shop.machines),
        "people": len(shop.people),
        "orders": len(shop.orders),
        "purchases": len(shop.purchases),
    }


def _check(who: Who) -> None:
    if not permits(who, "POST /api/import"):
        raise Refusal(Code.FORBIDDEN)


def keep(read: object, filename: str, who: Who) -> str:
    """Keep what was read until it is taken; the id to take it by."""
    now = datetime.now(UTC)
    Import.objects.filter(read_at__lt=now - _KEPT).delete()
    body = zlib.compress(json.dumps(to_json(read), separators=(",", ":")).encode(), 1)
    row = Import.objects.create(
        id=uuid4(), read_at=now, read_by=who.name[:200], filename=filename[:300], body=body
    )
    return str(row.id)


def fault_row(fault: Fault, language: str) -> dict[str, Any]:
    """A fault as screens show it."""
    return {
        "sheet": fault.sheet,
        "row": fault.row,
        "column": fault.column,
        "value": str(fault.value) if fault.value is not None else "",
        "text": fault.text(language),
        "code": str(fault.code),
    }


def _without_pins(people: Iterable[Person]) -> tuple[dict[PersonId, str], dict[PersonId, Person]]:
    pins: dict[PersonId, str] = {}
    kept: dict[PersonId, Person] = {}
    for person in people:
        for column, text in person.notes:
            if column.lower() in _PIN and text:
                pins[person.id] = text
        notes = tuple(note for note in person.notes if note[0].lower() not in _PIN)
        kept[person.id] = replace(person, notes=notes)
    return pins, kept


def _bad_pins(shop: Shop, language: str) -> list[dict[str, Any]]:
    """PINs that nobody could type: found before the shop is taken, the PIN itself is not repeated."""
    pins, _ = _without_pins(shop.people.values())
    text = "must be 4 to 8 digits" if language == "en" else "必须是 4 到 8 位数字"
    return [
        {"sheet": "people", "row": None, "column": "pin", "value": person, "text": text, "code": "bad_pin"}
        for person, pin in pins.items()
        if not _DIGITS.fullmatch(pin)
    ]


def _set_pins(found: dict[PersonId, str]) -> None:
    from sprue.server.accounts import pins  # noqa: PLC0415  # accounts build on this app

    for person, pin in found.items():
        pins.set(person, pin)
