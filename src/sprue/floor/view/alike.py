"""The same elsewhere: items of the ledger that are like a matter, and open work that it may hit next.

The score is at most 7. Words give up to 4: the share of the matter's words, weighted by rarity
(log of items over items with the word), that the other item's texts hold. Words are letters and digits
in a row, lower case; of Chinese every pair of neighboring characters, so no dictionary is needed.
The same kind of problem gives 1, the same part class 1, the same part name ½, the same kind of
machine ½. Without a word in common the facts alone must agree in two points at least.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from math import log

from sprue.floor.view.waits import OVER
from sprue.shop.ids import KindId, LedgerItemId, MachineId, OperationId, PartId
from sprue.shop.ledger_record import Items, LedgerItem
from sprue.shop.problems import ProblemKind
from sprue.shop.shop import Shop
from sprue.shop.state import State

_WORDS = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")
_TEXT_POINTS = 4.0
#: Texts are alike from this share of the matter's words on; below it only the facts count.
_LEAST_SHARE = 0.12
_LEAST_FACTS = 2.0
_NEVER = datetime.max.replace(tzinfo=UTC)


class Likeness(StrEnum):
    """Why an item is shown."""

    WORDS = "words"
    KIND = "kind"
    PART_CLASS = "part_class"
    PART_NAME = "part_name"
    MACHINE_KIND = "machine_kind"


_POINTS = {
    Likeness.KIND: 1.0,
    Likeness.PART_CLASS: 1.0,
    Likeness.PART_NAME: 0.5,
    Likeness.MACHINE_KIND: 0.5,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the others are compared with; None and "" compare with nothing."""

    text: str
    kind: ProblemKind | None = None
    part: PartId | None = None
    operation: OperationId | None = None
    machine: MachineId | None = None


@dataclass(frozen=True, slots=True)
class Alike:
    item: LedgerItemId
    score: float
    why: tuple[Likeness, ...]


def wanted_of(item: LedgerItem) -> Wanted:
    """What an item itself is compared by."""
    matter = item.matter
    return Wanted(texts_of(item), matter.kind, matter.part, matter.operation, matter.machine)


def texts_of(item: LedgerItem) -> str:
    """All words of an item that tell what it is about."""
    parts = (item.matter.description, item.root_cause, item.containment_action, item.corrective_action)
    return "\n".join(part for part in parts if part)


def alike(wanted: Wanted, items: Items, shop: Shop, *, most: int = 8) -> list[Alike]:
    """The items most like `wanted`, the best first; of equal ones the newest."""
    words = words_of(wanted.text)
    weights = _rarity(words, items)
    found = [
        one
        for item_id, item in items.items()
        if (one := _scored(item_id, item, wanted, shop, weights)) is not None
    ]
    return sorted(found, key=lambda one: (-one.score, -items[one.item].opened_at.timestamp()))[:most]


@lru_cache(maxsize=20_000)
def words_of(text: str) -> frozenset[str]:
    """Words of a text; a run of Chinese as its pairs of neighbors, alone standing characters as they are."""
    return frozenset(_words(text))


def _words(text: str) -> Iterator[str]:
    for run in _WORDS.findall(text.lower()):
        if run[0] < "\u3400" or len(run) == 1:
            yield run
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))


def _rarity(words: frozenset[str], items: Items) -> dict[str, float]:
    """Weight of each word: rare ones tell more."""
    held: Counter[str] = Counter()
    for item in items.values():
        held.update(words & words_of(texts_of(item)))
    return {word: log(1 + (1 + len(items)) / (1 + held[word])) for word in words}


def _scored(
    item_id: LedgerItemId, item: LedgerItem, wanted: Wanted, shop: Shop, weights: dict[str, float]
) -> Alike | None:
    total = sum(weights.values())
    common = words_of(texts_of(item)) & weights.keys()
    share = sum(weights[word] for word in common) / total if total else 0.0
    why = [reason for reason in _POINTS if _agrees(reason, item, wanted, shop)]
    points = sum(_POINTS[reason] for reason in why)
    if share < _LEAST_SHARE and points < _LEAST_FACTS:
        return None
    if share >= _LEAST_SHARE:
        why.insert(0, Likeness.WORDS)
    return Alike(item_id, round(_TEXT_POINTS * share + points, 3), tuple(why))


def _agrees(reason: Likeness, item: LedgerItem, wanted: Wanted, shop: Shop) -> bool:
    matter = item.matter
    match reason:
        case Likeness.KIND:
            return wanted.kind is not None and matter.kind is wanted.kind
        case Likeness.PART_CLASS:
            return _both(_class_of(shop, matter.part), _class_of(shop, wanted.part))
        case Likeness.PART_NAME:
            return _both(_name_of(shop, matter.part), _name_of(shop, wanted.part))
        case Likeness.MACHINE_KIND:
            there = machine_kind(shop, matter.operation, matter.machine)
            return _both(there, machine_kind(shop, wanted.operation, wanted.machine))
        case Likeness.WORDS:
            return False


def _both(one: str | None, other: str | None) -> bool:
    return bool(one) and one == other


def _class_of(shop: Shop, part: PartId | None) -> str:
    known = shop.parts.get(part) if part is not None else None
    return known.part_class if known is not None else ""


def _name_of(shop: Shop, part: PartId | None) -> str:
    known = shop.parts.get(part) if part is not None else None
    return known.name if known is not None else ""


def machine_kind(shop: Shop, operation: OperationId | None, machine: MachineId | None) -> KindId | None:
    """The kind of machine that a matter is about: its operation's, else its machine's first."""
    known = shop.operations.get(operation) if operation is not None else None
    if known is not None and known.kind is not None:
        return known.kind
    there = shop.machines.get(machine) if machine is not None else None
    return there.kinds[0] if there is not None else None


def like_operations(wanted: Wanted, state: State, *, most: int = 12) -> list[OperationId]:
    """Open operations of like parts: what may go wrong next in the same way, the next planned first.

    Like is a part of the same class (of the same name where it has none); of the same kind of machine
    where the matter is about one.
    """
    shop = state.shop
    own = shop.parts.get(wanted.part) if wanted.part is not None else None
    if own is None or not (own.part_class or own.name):
        return []
    kind = machine_kind(shop, wanted.operation, wanted.machine)
    starts = _starts(state)
    found = [
        operation.id
        for operation in shop.operations.values()
        if operation.id != wanted.operation
        and (kind is None or operation.kind == kind)
        and state.operation(operation.id).work not in OVER
        and _like(shop, operation.part, own.part_class, own.name)
    ]
    return sorted(found, key=lambda one: (starts.get(one, _NEVER), one))[:most]


def _like(shop: Shop, part: PartId, part_class: str, name: str) -> bool:
    other = shop.parts[part]
    return other.part_class == part_class if part_class else other.name == name


def _starts(state: State) -> dict[OperationId, datetime]:
    rows = state.plan.rows if state.plan is not None else ()
    return {row.operation: row.setup_start for row in rows}
