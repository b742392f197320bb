"""The shop after somebody decided otherwise: other machines and dates, priorities, leave and overtime."""

from dataclasses import replace

from sprue.shop.events import AttendanceChanged, ShopAmended
from sprue.shop.shop import Shop


def amended(shop: Shop, fact: ShopAmended) -> Shop:
    """With the operations, molds and exceptions as they are from now on."""
    return replace(
        shop,
        operations=shop.operations | {operation.id: operation for operation in fact.operations},
        molds=shop.molds | {mold.id: mold for mold in fact.molds},
        exceptions=(*shop.exceptions, *fact.exceptions),
    )


def attended(shop: Shop, fact: AttendanceChanged) -> Shop:
    """With one exception more, or without the one that was taken back."""
    known = shop.exceptions
    if fact.taken_back:
        return replace(shop, exceptions=tuple(one for one in known if one != fact.exception))
    return replace(shop, exceptions=(*known, fact.exception))
