"""Answers about who asks."""

from typing import Literal, TypedDict

#: What a program's token may be made for.
ScopeName = Literal["read", "report", "plan", "master_data", "figures", "paper", "prices"]


class Session(TypedDict):
    """Who is signed in."""

    name: str
    role: str


class Asking(Session):
    """Who asks. `scopes`: what a program's token was made for, [] for what the role may."""

    scopes: list[ScopeName]
