"""A shop with a day, an evening and a night, in which problems can climb to every level."""

from dataclasses import replace
from datetime import datetime, timedelta

from sprue.floor import commands as co
from sprue.floor.escalation import Climb, climb_id, due
from sprue.shop import events as ev
from sprue.shop.calendar import Calendar, DayRule, Shift
from sprue.shop.ids import CalendarId, PersonId
from sprue.shop.problems import Duty
from sprue.shop.resources import Person
from sprue.shop.shop import Shop
from tests.core.floor.shops import DAYS, Hall, small_plan, small_shop

NIGHTS = CalendarId("nights")
#: Who leads what, in the words of the practice table.
ROLES = {
    "maintenance": "equipment engineer",
    "quality": "quality manager",
    "design": "technical manager",
    "cam": "cam leader",
    "electrode": "group leader",
    "edm": "edm leader",
    "purchasing": "purchasing leader",
    "tool_crib": "keeper",
    "planning": "planner",
    "project": "project engineer",
    "workshop": "workshop manager",
    "production": "production manager",
    "office": "general manager",
    "sales": "sales",
}


def person(name: str, department: str, role: str, calendar: CalendarId = DAYS) -> Person:
    return Person(PersonId(name), name.title(), department, role, (), calendar, PersonId("office"))


def night_shop() -> Shop:
    """The small shop, every department led by somebody on days; an inspector and a fitter at night."""
    shop = small_shop()
    nights = Calendar(NIGHTS, tuple(DayRule((Shift(20 * 60, 30 * 60),), weekday=day) for day in range(7)))
    people = [person(name, name, role) for name, role in ROLES.items()]
    people += [person("owl", "quality", "inspector", NIGHTS), person("bat", "maintenance", "fitter", NIGHTS)]
    return replace(
        shop,
        calendars={**shop.calendars, NIGHTS: nights},
        people={**shop.people, **{p.id: p for p in people}},
    )


#: Nights of the programmers: 20:00 to 08:00, every day.
DUTY = Duty("cam", PersonId("cam"), tuple(range(7)), 20 * 60, 8 * 60)


class Night(Hall):
    """A hall whose clock process is this: it looks as often as it is told, and remembers what it did."""

    def __init__(self, shop: Shop | None = None) -> None:
        super().__init__(shop or night_shop())
        self.do(co.PublishPlan(small_plan()))

    def watch(self) -> list[Climb]:
        """What the clock process does in one step."""
        done: list[Climb] = []
        while found := due(self.store.state, self.clock.moment):
            for climb in found:
                command = co.Escalate(climb.problem, climb.level)
                self.do(command, id=climb_id(self.store.state, climb), happened_at=climb.at)
                done.append(climb)
        return done

    def run(self, hours: float, every: float = 1.0) -> list[Climb]:
        """Let hours pass, with a look every so many minutes."""
        end = self.clock.moment + timedelta(hours=hours)
        done: list[Climb] = []
        while self.clock.moment < end:
            self.later(minutes=every)
            done += self.watch()
        return done

    def escalations(self) -> list[tuple[datetime, ev.ProblemEscalated]]:
        """Every climb of the journal and when it happened."""
        return [
            (entry.event.happened_at, entry.event.fact)
            for entry in self.store.entries
            if isinstance(entry.event.fact, ev.ProblemEscalated)
        ]
