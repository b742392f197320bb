"""Where the goods of a sample shop are: who works for it outside, and on which shelves parts lie."""

from collections import defaultdict
from datetime import datetime, timedelta

from sprue.sample.tables import names, words
from sprue.shop.ids import PartId
from sprue.shop.routing import Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.supply import goes_out

#: Never more parts in one load.
FURNACE = 12
_LYING = 150
_RACKS, _SHELVES = "ABCD", 9


def supplier_of(kind: str, operation: str, language: str) -> str:
    """Who does outside work of a kind; the same mold goes to the same supplier."""
    choices = names()["suppliers"].get(kind, ())
    if not choices:
        return ""
    return words(choices[sum(map(ord, operation.partition("-")[0])) % len(choices)]).say(language)


def shelf_of(part: str) -> str:
    """The shelf on which a part lies while nobody works on it."""
    number = sum(map(ord, part))
    return f"{_RACKS[number % len(_RACKS)]}-{1 + number // len(_RACKS) % _SHELVES:02}"


def loads_of(shop: Shop) -> list[list[Operation]]:
    """What is outside when the sample begins, by loads: of one day, the same work, to the same supplier."""
    away = [o for o in shop.operations.values() if o.status is Status.RUNNING and goes_out(o)]
    found: dict[object, list[Operation]] = defaultdict(list)
    for operation in away:
        day = operation.started.date() if operation.started is not None else None
        found[operation.kind, supplier_of(operation.kind or "", operation.id, "en"), day].append(operation)
    return [ones[n : n + FURNACE] for ones in found.values() for n in range(0, len(ones), FURNACE)]


def back_of(load: list[Operation], shop: Shop) -> datetime:
    """When a load is to be back: with its longest piece; what is late already is promised for today."""
    now = shop.settings.now
    assert now is not None
    ends = [(o.started or now) + timedelta(minutes=int(o.setup_minutes + o.run_minutes)) for o in load]
    return max(*ends, now + timedelta(hours=3))


def lying(shop: Shop) -> list[PartId]:
    """Parts that somebody laid on a shelf: every fifth that is begun and waits for its next step."""
    begun = {o.part for o in shop.operations.values() if o.status is Status.DONE}
    at_work = {o.part for o in shop.operations.values() if o.status is Status.RUNNING}
    to_do = {o.part for o in shop.operations.values() if o.status is Status.WAITING}
    return sorted((begun & to_do) - at_work)[::5][:_LYING]
