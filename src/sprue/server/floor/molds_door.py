"""Commands of orders, molds and routings as they come over the wire and whose word they are."""

from dataclasses import replace

from sprue.floor import mold_commands as mc
from sprue.server.floor.who import Who

#: Commands by `kind`; a bill of materials has a door of its own.
KINDS: dict[str, type] = {name: kind for kind, name in mc.NAMES.items() if kind is not mc.ReleaseParts}


def spoken(command: mc.MoldCommand, who: Who) -> mc.MoldCommand:
    """The command as the word of who sends it."""
    return replace(command, person=who.person)
