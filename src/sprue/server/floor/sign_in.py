"""Who signs in at a terminal is who he says: by PIN, or by the proof that it was given there."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sprue.floor import commands as co
from sprue.floor.refusal import Code, Refusal
from sprue.server.floor.memory import memory
from sprue.server.floor.parse import field
from sprue.server.floor.who import Role, Who
from sprue.shop.state import shop_now


def identified(command: co.BadgeIn, body: Mapping[str, Any], who: Who) -> co.BadgeIn:
    """A name needs its PIN where one is set, or the proof that it was given; a badge speaks for itself.

    Trusted feeders need neither.
    """
    if command.person is None or who.role is not Role.STATION:
        return command
    from sprue.server.accounts import pins, proofs  # noqa: PLC0415  # accounts build on this app

    proof = field(body, "proof", str | None)
    if proof is not None and proofs.holds(proof, command.person, who.stations, _really(body)):
        return command
    pin = field(body, "pin", str | None) or ""
    if not pins.matches(command.person, pin):
        raise Refusal(Code.WRONG_PIN)
    return command


def proof_of(command: co.Command, body: Mapping[str, Any], who: Who) -> dict[str, Any]:
    """What a terminal keeps of a PIN that was right."""
    if not isinstance(command, co.BadgeIn) or command.person is None or who.role is not Role.STATION:
        return {}
    if not field(body, "pin", str | None):
        return {}
    from sprue.server.accounts import proofs  # noqa: PLC0415  # as above

    proof = proofs.issue(command.person, who.stations, datetime.now(UTC))
    return {"proof": proof} if proof is not None else {}


def _really(body: Mapping[str, Any]) -> datetime:
    """The real moment of a report, which tells shop time."""
    now = datetime.now(UTC)
    happened: datetime | None = field(body, "happened_at", datetime | None)
    if happened is None:
        return now
    with memory.lock:
        state = memory.catch_up()
    rate = state.time.rate if state.time is not None else 1.0
    return now - (shop_now(state, now) - happened) / rate
