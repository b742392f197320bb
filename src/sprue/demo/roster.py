"""Who is on shift when: calendars of the sample's people, with those who come early, late or not at all."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sprue.shop.calendar import Calendar, DayRule, Shift
from sprue.shop.ids import CalendarId, PersonId

ABSENT = 0.03
#: Of somebody whose shift nobody knows (another shop was imported): the day, Monday to Saturday.
UNKNOWN = Calendar(
    CalendarId("unknown"), tuple(DayRule((Shift(8 * 60, 18 * 60),), weekday=day) for day in range(6))
)

Presence = tuple[datetime, datetime] | None


@dataclass(slots=True)
class Roster:
    """Presence of people; the same seed gives the same early birds."""

    shifts: dict[PersonId, Calendar]
    zone: ZoneInfo
    seed: int
    _known: dict[tuple[str, date], Presence] = field(default_factory=dict)

    def is_on_shift(self, person: str, at: datetime) -> bool:
        """Whether the person is in the shop at that moment."""
        today = at.astimezone(self.zone).date()
        for day in (today, today - timedelta(days=1)):
            presence = self._presence(person, day)
            if presence is not None and presence[0] <= at < presence[1]:
                return True
        return False

    def _presence(self, person: str, day: date) -> Presence:
        key = (person, day)
        if key not in self._known:
            if len(self._known) > 5000:
                self._known.clear()
            self._known[key] = self._drawn(person, day)
        return self._known[key]

    def _drawn(self, person: str, day: date) -> Presence:
        chance = Random(f"{self.seed}/presence/{person}/{day}")  # noqa: S311  # a game of chance, not a secret
        shifts = self.shifts.get(PersonId(person), UNKNOWN).shifts_on(day)
        if not shifts or chance.random() < ABSENT:
            return None
        midnight = datetime.combine(day, time(), self.zone)
        start = min(shift.start for shift in shifts) + chance.triangular(-12, 9, -3)
        end = max(shift.end for shift in shifts) + chance.triangular(-2, 20, 2)
        return midnight + timedelta(minutes=start), midnight + timedelta(minutes=end)
