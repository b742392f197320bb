"""Commands of trials as they come over the wire, and whose word they are."""

from dataclasses import replace

from sprue.floor import trial_commands as tc
from sprue.floor.refusal import Code, Refusal
from sprue.server.floor.who import Who
from sprue.shop.ledger import Photo


def spoken(command: tc.TrialCommand, who: Who) -> tc.TrialCommand:
    """The command as the word of who sends it; pictures must at least be named as such.

    A tablet without a network sends them later, so that they are here already is not asked; one without
    a name was no picture, and the sheet counts without it.
    """
    if isinstance(command, tc.RecordTrial):
        kept = tuple(name for name in command.sheet.photos if name)
        command = replace(command, sheet=replace(command.sheet, photos=kept))
        for name in command.sheet.photos:
            try:
                Photo(name)
            except ValueError as error:
                raise Refusal(Code.UNKNOWN_PHOTO) from error
    if command.person is None and who.person is not None:
        return replace(command, person=who.person)
    return command
