"""The one conversion between aware date-times and whole plan minutes, and the running shop time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class PlanClock:
    """Plan minute 0 is `origin` (aware, a whole minute); minutes are elapsed clock minutes.

    Minutes are counted in UTC, so that a change to or from summer time neither
    loses nor doubles an hour of work.
    """

    origin: datetime
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.origin.tzinfo is None:
            raise ValueError("origin must be an aware date-time")

    def minute(self, moment: datetime) -> int:
        """Plan minute that holds `moment` (rounded down)."""
        return int((moment.astimezone(UTC) - self.origin.astimezone(UTC)) // timedelta(minutes=1))

    def minute_up(self, moment: datetime) -> int:
        """First plan minute that does not begin before `moment` (rounded up)."""
        return -int((self.origin.astimezone(UTC) - moment.astimezone(UTC)) // timedelta(minutes=1))

    def at(self, minute: int) -> datetime:
        """The moment, in the shop's zone, at which plan minute `minute` begins."""
        return (self.origin.astimezone(UTC) + timedelta(minutes=minute)).astimezone(self.zone)


@dataclass(frozen=True, slots=True)
class ShopTime:
    """Shop time runs `rate` times as fast as real time since an anchor; rate 1 in a real shop."""

    real: datetime
    shop: datetime
    rate: float = 1.0

    def at(self, real: datetime) -> datetime:
        """Shop time at the real moment `real`."""
        return self.shop + (real - self.real) * self.rate


def whole_minute(moment: datetime) -> datetime:
    """`moment` without seconds."""
    return moment.replace(second=0, microsecond=0)
