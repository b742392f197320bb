"""Commands of the ledger as they come over the wire and whose word they are."""

from dataclasses import replace

from sprue.floor import ledger_commands as lc
from sprue.floor.refusal import Code, Refusal
from sprue.server import photos
from sprue.server.floor.who import Who


def spoken(command: lc.LedgerCommand, who: Who) -> lc.LedgerCommand:
    """The command as the word of who sends it: a login of a person speaks for this person alone.

    Who may verify hangs on it, so another name is not taken from such a login.
    """
    if isinstance(command, lc.ClimbLedgerItem):
        return command
    if isinstance(command, lc.OpenLedgerItem | lc.AddLedgerPhotos) and not photos.are_kept(command.photos):
        raise Refusal(Code.UNKNOWN_PHOTO)
    return replace(command, person=who.person) if who.person is not None else command
