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
    BUYER = "buyer"
    ENGINEER = "engineer"
    MANAGER = "manager"
    LEADER = "leader"
    WORKER = "worker"
    CUSTOMER = "customer"


#: Who signs in by name and password; the others come with a secret.
OF_USERS = frozenset({Role.PLANNER, Role.BUYER, Role.ENGINEER, Role.MANAGER, Role.LEADER, Role.WORKER})
OF_TOKENS = frozenset({Role.STATION, Role.FLOOR, Role.WALL, Role.CUSTOMER})
#: Who may come with the secret in the address, as a link: it opens what is made to be looked at, and no more.
OF_LINKS = frozenset({Role.WALL, Role.CUSTOMER})


@dataclass(frozen=True, slots=True)
class Who:
    """`station`: the machine a device is enrolled for; `person`: the member of the shop behind a login.

    `stations`: all machines that one worker minds from the device, the first is `station`.
    `customer`: whose molds the link shows. `scopes`: what a program's token was made for; () as its role.
    """

    name: str
    role: Role
    language: str = "en"
    person: PersonId | None = None
    stations: tuple[MachineId, ...] = ()
    device: str = ""
    customer: str = ""
    scopes: tuple[str, ...] = ()

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
