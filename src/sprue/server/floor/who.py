"""Who sends a command, in which role."""

from dataclasses import dataclass
from enum import StrEnum

from sprue.shop.ids import MachineId, PersonId


class Role(StrEnum):
    """What a session, a device or a bearer token may do."""

    STATION = "station"
    FLOOR = "floor"
    WALL = "wall"
    PLANNER = "planner"
    MANAGER = "manager"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Who:
    """`station`: the machine a device is enrolled for; `person`: the member of the shop behind a login.

    `stations`: all machines that one worker minds from the device, the first is `station`.
    """

    name: str
    role: Role
    language: str = "en"
    person: PersonId | None = None
    stations: tuple[MachineId, ...] = ()
    device: str = ""

    @property
    def station(self) -> MachineId | None:
        return self.stations[0] if self.stations else None

    def at(self, machine: str | None) -> MachineId | None:
        """The machine that a device speaks of, where it is one of its own; else its first."""
        own = next((station for station in self.stations if station == machine), self.station)
        return own if self.stations else MachineId(machine) if machine else None


def machines_of(stations: str) -> tuple[MachineId, ...]:
    """The machines of a token or a topic: "edm-1,edm-2"."""
    return tuple(MachineId(name) for name in stations.split(",") if name)


#: The server itself: the first plan, the demo's clock.
SERVER = Who("sprue", Role.MANAGER)
