"""Everything that Sprue raises on purpose has one root: `SprueError`.

Three branches: what a user can mend (`UserMistake`), what only a programmer can
(`BrokenInvariant`), and what the outside world did (`OutsideFailure`).
"""


class SprueError(Exception):
    """Root of all errors of Sprue. `retriable` says whether trying again can help."""

    retriable = False


class UserMistake(SprueError):
    """Something the user gave is wrong; the text says what to do."""


class BrokenInvariant(SprueError):
    """A promise inside the program does not hold: a defect."""


class OutsideFailure(SprueError):
    """A file, network or database failed; trying again may help."""

    retriable = True
