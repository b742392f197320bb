"""Answers about accounts."""

from typing import TypedDict

from sprue.server.accounts.walls import WallSettings
from sprue.server.scopes import Scope
from sprue.wire.rows import Moment


class UserRow(TypedDict):
    username: str
    role: str
    person: str | None
    last_login: Moment | None


class TokenRow(TypedDict):
    """Without its secret."""

    id: str
    role: str
    station: str | None
    label: str
    wall: WallSettings | None
    customer: str | None
    scopes: list[Scope]
    created_at: Moment
    created_by: str
    last_seen: Moment | None
