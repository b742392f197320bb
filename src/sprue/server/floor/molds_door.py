"""Commands of orders, molds and routings as they come over the wire and whose word they are."""

from dataclasses import replace

from sprue.floor import mold_commands as mc
from sprue.server.floor.who import Who


def spoken(command: mc.MoldCommand, who: Who) -> mc.MoldCommand:
    """The command as the word of who sends it."""
    return replace(command, person=who.person)
