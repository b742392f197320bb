"""What each wall shows: its room, its pages, how long each stays, whether it sounds. Kept by its token."""

from typing import Any, Literal, TypedDict
from uuid import UUID

from django.http import HttpRequest

from sprue.server.accounts import tokens
from sprue.server.accounts.access import bearer_of
from sprue.server.accounts.models import Token
from sprue.server.floor.who import Role
from sprue.server.turned import Door, TurnedAway

Room = Literal["hall", "machining", "edm", "fitting", "office"]


class WallSettings(TypedDict):
    """`pages` and `kinds`: [] for all of the room. `seconds`: a page stays so long."""

    room: Room
    pages: list[str]
    kinds: list[str]
    seconds: int
    sound: bool


def usual() -> WallSettings:
    """What a wall shows that nobody has set."""
    return {"room": "hall", "pages": [], "kinds": [], "seconds": 20, "sound": False}


def settings_of(row: Token | None) -> WallSettings:
    """The settings kept with a token; the usual ones where there are none."""
    kept: Any = row.wall if row is not None else {}
    return {**usual(), **kept}


def asked(request: HttpRequest) -> WallSettings:
    """The settings of the wall that asks by its link or its bearer token."""
    return settings_of(tokens.known(bearer_of(request) or request.GET.get("token", "")))


def keep(token_id: str, wall: WallSettings) -> None:
    """Keep a wall's settings; it takes them up by itself. TurnedAway when there is no such wall."""
    try:
        changed = Token.objects.filter(id=UUID(token_id), role=Role.WALL.value).update(wall=wall)
    except ValueError as error:
        raise TurnedAway(Door.NOT_FOUND) from error
    if not changed:
        raise TurnedAway(Door.NOT_FOUND)
