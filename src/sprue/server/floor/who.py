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
OF_TOKENS = frozenset({Role.STATION, Role.FLOOR, Role.WALL})


@dataclass(frozen=True, slots=True)
class Who:
    """`station`: the machine a device is enrolled for; `person`: the member of the shop behind a login."""

    name: str
    role: Role
    language: str = "en"
    person: PersonId | None = None
    station: MachineId | None = None
    device: str = ""


#: The server itself: the first plan, the demo's clock.
SERVER = Who("sprue", Role.MANAGER)
