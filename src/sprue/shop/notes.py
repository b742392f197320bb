"""What the shop reads from columns that the workbook keeps as notes: a press's tonnage, a mold's quote.

A note never changes what the columns of the contract say. Where it is missing or is no number, nothing is
known.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from sprue.shop.orders import Mold, Purchase
from sprue.shop.resources import Kind, Machine, Notes
from sprue.shop.routing import Operation

#: Clamping force in tonnes: of a press what it has, of a mold what it needs.
TONNAGE = ("tonnage", "吨位")
CAVITIES = ("cavities", "型腔数", "穴数")
#: Yes: work that begins only when a trial of the mold is approved; of an operation or of a whole kind.
AFTER_APPROVAL = ("after_approval", "认可后")
#: Hours in the house, and money for what is bought and done outside, that a mold was quoted with.
QUOTED_HOURS = ("quoted_hours", "报价工时")
QUOTED_OUTSIDE = ("quoted_outside", "报价外协")
#: Money that a purchase or work outside costs.
COST = ("cost", "金额")
#: Where a thing is stored.
PLACE = ("place", "库位")

_YES = frozenset({"yes", "true", "1", "1.0", "是"})


def note(notes: Notes, names: Iterable[str]) -> str:
    """The text of the first of these columns that holds any; "": none does."""
    wanted = {*names}
    return next(
        (text.strip() for column, text in notes if column.strip().lower() in wanted and text.strip()), ""
    )


def tonnage(thing: Machine | Mold) -> Decimal | None:
    """Tonnes of clamping force; None: nobody has said."""
    return _number(note(thing.notes, TONNAGE))


def fits(press: Machine, mold: Mold) -> bool:
    """Whether the press is strong enough; what nobody has said is in nobody's way."""
    has, needs = tonnage(press), tonnage(mold)
    return has is None or needs is None or has >= needs


def cavities(mold: Mold) -> int:
    """How many pieces the mold makes at a time; 1 where nobody has said."""
    number = _number(note(mold.notes, CAVITIES))
    return max(1, min(64, int(number))) if number is not None else 1


def after_approval(operation: Operation, kind: Kind | None) -> bool:
    """Whether work begins only when a trial of its mold is approved, as its own note says or its kind's."""
    own = note(operation.notes, AFTER_APPROVAL)
    said = own or (note(kind.notes, AFTER_APPROVAL) if kind is not None else "")
    return said.lower() in _YES


def quoted_hours(mold: Mold) -> Decimal | None:
    """Hours in the house that the mold was quoted with; None: nobody has said."""
    return _number(note(mold.notes, QUOTED_HOURS))


def quoted_outside(mold: Mold) -> Decimal | None:
    """Money for what is bought and done outside that the mold was quoted with; None: nobody has said."""
    return _number(note(mold.notes, QUOTED_OUTSIDE))


def cost(thing: Purchase | Operation) -> Decimal | None:
    """What a purchase or work outside costs; None: nobody has said."""
    return _number(note(thing.notes, COST))


def noted(notes: Notes, names: tuple[str, ...], text: str) -> Notes:
    """The notes with this text in the column that is there, else in a new one; "" takes it away."""
    known = next((title for title, _ in notes if title.strip().lower() in names), names[0])
    others = tuple(pair for pair in notes if pair[0].strip().lower() not in names)
    return (*others, (known, text)) if text else others


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.lower().removesuffix("t").replace(",", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and number > 0 else None
