"""The webhooks' worker, beside the messenger: makes deliveries of what happened, and sends them."""

import time
from datetime import UTC, datetime

from sprue.server.hooks.making import make
from sprue.server.hooks.sending import Sender

#: Lost and old deliveries are looked for so often (real seconds).
_LOOK_SECONDS = 20.0


class Teller:
    """State of the loop: when it last looked for lost deliveries."""

    name = "teller"
    poll_seconds = 0.5
    #: It reads the journal's table itself.
    seq = 0

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._looked = float("-inf")

    def step(self) -> bool:
        """New entries first, then one delivery; whether there was something to do."""
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            self._looked = time.monotonic()
            self._sender.find_lost()
            self._sender.forget_old()
        made = make(datetime.now(UTC))
        return self._sender.send_one() or made > 0

    def rest(self) -> None:
        """Nothing is lost by a failure: what is due stays due."""
