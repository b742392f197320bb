"""Commands as they come over the wire."""

from typing import Any
from uuid import UUID, uuid4

from sprue.server.floor import actions
from sprue.server.floor.who import Role, Who
from tests.core.floor.shops import small_plan, small_shop

PLANNER = Who("zhao", Role.MANAGER)
TABLET = Who("tablet cnc-1", Role.FLOOR, device="tablet-1")


def send(kind: str, who: Who = PLANNER, **fields: Any) -> dict[str, Any]:
    """Submit one command under a new id unless one is given."""
    body = {
        "id": str(uuid4()),
        "kind": kind,
        "happened_at": None,
        "station": None,
        "device": "",
        "device_seq": None,
    }
    return actions.submit({**body, **fields}, who)


def open_shop() -> None:
    """Import the small shop, publish its plan, sign Li in at the first mill."""
    actions.import_shop(small_shop(), PLANNER)
    actions.publish_plan(small_plan(), PLANNER)
    send("badge_in", person="li", machine="cnc-1")


def some_id(number: int) -> str:
    """A fixed id."""
    return str(UUID(int=number))
