"""What slips because of a problem, as it is kept and told."""

from typing import TypedDict

#: So many molds are told by name.
MOST_SLIPS = 8


class Slip(TypedDict):
    """A milestone that ends later because of a problem; moments in ISO 8601.

    `after` None: it has no date as long as the problem is open. `late_minutes`: after its promise, then.
    """

    mold: str
    milestone: str
    due: str
    before: str
    after: str | None
    slip_minutes: int | None
    late_minutes: int | None


class Impact(TypedDict):
    """Computed for `at`. `slips`: at most `MOST_SLIPS` of `count`, the latest first; `late` miss promises."""

    at: str
    count: int
    late: int
    slips: list[Slip]
