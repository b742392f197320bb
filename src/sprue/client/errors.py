"""What can go wrong between a program and the shop."""

from collections.abc import Mapping


class SprueError(Exception):
    """Root of the client's errors."""


class Refused(SprueError):
    """The server said no, and says why: asking the same again gives the same answer.

    `code` is for programs, `message` for people, `status` is the one of HTTP (401 unknown token, 403 not
    in its role or scopes, 404 no such thing, 409 the shop's rules, 422 can't be read).
    """

    def __init__(self, status: int, code: str, message: str, facts: Mapping[str, object]) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.facts = dict(facts)


class Unreachable(SprueError):
    """The server doesn't answer, also after some tries. A command sent again under its id counts once."""


class Broken(SprueError):
    """Something answers that is no Sprue, or of another age."""
