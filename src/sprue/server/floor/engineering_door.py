"""Commands of engineering changes and electrodes as they come over the wire, and whose word they are."""

from dataclasses import replace

from sprue.floor import change_commands as cc
from sprue.floor import electrode_commands as ec
from sprue.server.floor.who import Who


def spoken(
    command: cc.ChangeCommand | ec.ElectrodeCommand, who: Who
) -> cc.ChangeCommand | ec.ElectrodeCommand:
    """The command as the word of who sends it, where nobody else is named."""
    if command.person is None and who.person is not None:
        return replace(command, person=who.person)
    return command
