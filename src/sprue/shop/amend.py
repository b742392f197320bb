"""The shop after somebody decided otherwise: new molds and parts, other dates, leave, overtime."""

from dataclasses import replace

from sprue.shop.events import AttendanceChanged, ShopAmended
from sprue.shop.ids import KindId
from sprue.shop.routing import SetupRule
from sprue.shop.shop import Shop


def amended(shop: Shop, fact: ShopAmended) -> Shop:
    """With everything as it is from now on. `molds` is another table each time: an index sees it."""
    parts, purchases = fact.parts, fact.purchases
    known = shop.exceptions
    if fact.replaced:
        known = tuple(one for one in known if one not in fact.replaced)
    if fact.changes_resources:
        shop = _equipped(shop, fact)
    return replace(
        shop,
        orders=shop.orders | {order.id: order for order in fact.orders} if fact.orders else shop.orders,
        molds=shop.molds | {mold.id: mold for mold in fact.molds},
        parts=shop.parts | {part.id: part for part in parts} if parts else shop.parts,
        operations=shop.operations | {operation.id: operation for operation in fact.operations},
        purchases=shop.purchases | {one.id: one for one in purchases} if purchases else shop.purchases,
        exceptions=(*known, *fact.exceptions),
    )


def setup_key(rule: SetupRule) -> tuple[KindId, str, str]:
    """What a rule of setups is known by: of two for the same change the later one counts."""
    return rule.kind, rule.from_family, rule.to_family


def _equipped(shop: Shop, fact: ShopAmended) -> Shop:
    """With other machines, people, kinds, calendars and setups; untouched tables are the very same."""
    setups = shop.setups
    if fact.setups:
        setups = tuple({setup_key(rule): rule for rule in (*setups, *fact.setups)}.values())
    return replace(
        shop,
        kinds=shop.kinds | {kind.id: kind for kind in fact.kinds} if fact.kinds else shop.kinds,
        calendars=shop.calendars | {one.id: one for one in fact.calendars}
        if fact.calendars
        else shop.calendars,
        machines=shop.machines | {one.id: one for one in fact.machines} if fact.machines else shop.machines,
        people=shop.people | {one.id: one for one in fact.people} if fact.people else shop.people,
        setups=setups,
    )


def attended(shop: Shop, fact: AttendanceChanged) -> Shop:
    """With one exception more, or without the one that was taken back."""
    known = shop.exceptions
    if fact.taken_back:
        return replace(shop, exceptions=tuple(one for one in known if one != fact.exception))
    return replace(shop, exceptions=(*known, fact.exception))
