"""The wall's figures: the journal since the last import, read in pieces beside other work and kept up."""

from datetime import datetime
from time import monotonic

from sprue.figures.recent import KEPT, Figure, Recent
from sprue.server.floor.reading import Reading

#: Pieces of the journal read in one go.
_PIECES = 8
#: Counting takes longer than reading, and thirty days change slowly (real seconds).
COUNT_SECONDS = 60.0


class Figures:
    """The figures of one process. `began`: which journal they are of, as the memory counts."""

    def __init__(self) -> None:
        self._recent = Recent()
        self._reading: Reading | None = None
        self._began: int | None = None
        self._next = 0.0

    def step(self, began: int, now: datetime) -> dict[str, Figure] | None:
        """Read on; figures as of `now` once all is read and they are due to be counted, else None."""
        reading = self._reading
        if reading is None or began != self._began or reading.is_of_another_shop:
            reading = self._begin(began)
        for _ in range(_PIECES):
            if reading.read():
                break
        else:
            return None
        if monotonic() < self._next:
            return None
        self._next = monotonic() + COUNT_SECONDS
        reading.day_began(now)
        zone = self._recent.shop.settings.zone
        reading.bring_plans((now - KEPT).astimezone(zone).date(), now.astimezone(zone).date())
        self._recent.forget(now)
        return self._recent.at(now)

    def _begin(self, began: int) -> Reading:
        """Another journal: from its last import on."""
        self._recent = Recent()
        self._reading = Reading(self._recent)
        self._began = began
        self._next = 0.0
        return self._reading
