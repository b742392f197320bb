"""The one door for every change on the floor: who may, decide, journal; durable before it is answered."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from sprue.floor import commands as co
from sprue.floor.change_commands import ChangeCommand
from sprue.floor.electrode_commands import ElectrodeCommand
from sprue.floor.escalation import Climb
from sprue.floor.forgotten import Forgotten
from sprue.floor.ledger_clock import due_commands
from sprue.floor.ledger_commands import LedgerCommand
from sprue.floor.loop import Answer, Floor, Origin, Outcome
from sprue.floor.material_commands import LearnSuppliers, MaterialCommand
from sprue.floor.mold_commands import MoldCommand, ReleaseParts
from sprue.floor.refusal import Code, Refusal, text_of
from sprue.floor.trial_commands import TrialCommand
from sprue.server.floor import (
    advice,
    ask,
    engineering_door,
    ledger_door,
    molds_door,
    punctual,
    queries,
    questions,
    sign_in,
    trial_door,
)
from sprue.server.floor.mappers import digest_of
from sprue.server.floor.memory import memory
from sprue.server.floor.parse import BadRequest, command_of, field
from sprue.server.floor.store import journal
from sprue.server.floor.who import Role, Who
from sprue.server.permissions import COMMANDS
from sprue.server.scopes import permits
from sprue.server.wake import bell
from sprue.shop.events import Entry, Event, PlanPublished, ShopAmended, ShopImported, StatedChance
from sprue.shop.ids import MachineId, PartId
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop
from sprue.shop.state import fold, shop_now

log = logging.getLogger("sprue.floor")

__all__ = [
    "BadRequest",
    "attach_drawing",
    "climb_ledger",
    "close_timer",
    "edit_tables",
    "escalate",
    "import_journal",
    "import_shop",
    "publish_plan",
    "release_parts",
    "set_clock",
    "state_chances",
    "submit",
    "take_counter_move",
    "withdraw_drawing",
]


class RealClock:
    """The computer's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Bell:
    """Wakes whoever watches the journal in this process."""

    def published(self, entries: list[Entry]) -> None:
        """New entries are durable."""
        if entries:
            bell.ring()


@lru_cache(maxsize=1)
def floor() -> Floor:
    """The floor of this process."""
    return Floor(journal, Bell(), RealClock())


def submit(body: Mapping[str, Any], who: Who) -> dict[str, Any]:
    """One command from outside → CommandAnswer. Refusal (403, 409) or BadRequest (422) otherwise."""
    kind = body.get("kind")
    if not isinstance(kind, str) or kind not in COMMANDS:
        raise BadRequest(f"kind: must be one of {', '.join(COMMANDS)}")
    if not permits(who, f"command {kind}"):
        raise Refusal(Code.FORBIDDEN)
    origin = _origin(body, who)
    if kind == "publish_plan":
        command: co.Command = _drafted(body)
    elif kind == "set_clock":
        command = _clock(body)
    elif kind == "learn_estimates":
        command = co.LearnEstimates(queries.estimates().factors if field(body, "on", bool) else ())
    elif kind == "learn_suppliers":
        command = LearnSuppliers(punctual.delays() if field(body, "on", bool) else ())
    else:
        command = command_of(kind, body)
    if isinstance(command, co.BadgeIn):
        command = sign_in.identified(command, body, who)
    try:
        with uncollected():
            answer = floor().submit(_own(command, who), origin)
    except Refusal as refusal:
        if refusal.code is Code.ID_REUSED:
            log.warning("%s %s sent another %s under a known id: %s", who.role, who.name, kind, refusal.facts)
        raise
    if kind == "publish_plan":
        ask.forget()
    return _answer(answer, who) | sign_in.proof_of(command, body, who)


def set_clock(rate: float, who: Who, at: datetime | None = None) -> dict[str, Any]:
    """Shop time runs `rate` times as fast from now on, from `at` where given, else on from where it is."""
    now = datetime.now(UTC)
    with memory.lock:
        shop_time = at or shop_now(memory.catch_up(), now)
    return _server_side(co.SetClock(now, shop_time, rate), who)


def import_shop(shop: Shop, who: Who, source: str = "") -> dict[str, Any]:
    """`shop` becomes the shop; plan and floor records of the one before are history."""
    answer = _server_side(co.ImportShop(shop, source), who)
    ask.forget()
    advice.forget()
    questions.forget()
    return answer


def publish_plan(plan: PlanPublished, who: Who) -> dict[str, Any]:
    """`plan` becomes the shop's plan under the next version number."""
    return _server_side(co.PublishPlan(plan), who)


def state_chances(version: int, rows: tuple[StatedChance, ...], scenarios: int, who: Who) -> dict[str, Any]:
    """How sure milestones are in the plan of that version."""
    return _server_side(co.StateChances(version, rows, scenarios), who)


def attach_drawing(part: str, name: str, pages: int, revision: str, who: Who) -> dict[str, Any]:
    """The kept drawing is the part's from now on."""
    return _server_side(co.AttachDrawing(PartId(part), name, pages, revision, who.person), who)


def withdraw_drawing(part: str, name: str, who: Who) -> dict[str, Any]:
    """The drawing is not the part's."""
    return _server_side(co.WithdrawDrawing(PartId(part), name, who.person), who)


def release_parts(command: ReleaseParts, origin: Origin, who: Who) -> dict[str, Any]:
    """A bill of materials becomes its mold's."""
    return _answer(floor().submit(command, origin), who)


def take_counter_move(
    amended: ShopAmended, plan: PlanPublished, who: Who, *, base: int = 0
) -> dict[str, Any]:
    """The shop is amended and `plan`, which was made for it, published.

    Refusal when work has begun since, or the live plan is another than `base` (0: any will do).
    """
    answer = _server_side(co.TakeCounterMove(amended, plan, base), who)
    ask.forget()
    return answer


def edit_tables(edits: co.EditTables, who: Who) -> dict[str, Any]:
    """Rows that were edited elsewhere; Refusal when one of them is another now or has begun."""
    return _server_side(edits, who)


def escalate(climb: Climb, command_id: UUID, who: Who) -> dict[str, Any]:
    """A problem climbs, at the moment at which it fell due; the same climb sent twice is one entry."""
    origin = Origin(command_id, happened_at=climb.at, actor=who.name)
    return _answer(floor().submit(co.Escalate(climb.problem, climb.level), origin), who)


def climb_ledger(who: Who) -> int:
    """Overdue items of the ledger climb to the next leader; how many did. For whoever has a clock."""
    with memory.lock:
        state = memory.catch_up()
        due = due_commands(state, shop_now(state, datetime.now(UTC)))
    climbed = 0
    for command_id, command in due:
        try:
            answer = floor().submit(command, Origin(command_id, actor=who.name))
        except Refusal as refusal:  # somebody was quicker: closed it, gave it more time
            log.info("an item of the ledger does not climb: %s", refusal)
            continue
        climbed += answer.outcome is Outcome.ACCEPTED
    return climbed


def close_timer(timer: Forgotten, command_id: UUID, who: Who) -> dict[str, Any]:
    """A timer that nobody stopped rests as of the shift's end; the same one sent twice is one entry."""
    origin = Origin(command_id, happened_at=timer.at, actor=who.name)
    return _answer(floor().submit(co.CloseTimer(timer.operation), origin), who)


def import_journal(events: Iterable[Event], who: Who) -> int:
    """Append a real shop's history, which begins with its shop. How many events were new.

    It is folded once before anything is written: a history that contradicts itself is a bad request.
    """
    if not permits(who, "POST /api/import"):
        raise Refusal(Code.FORBIDDEN)
    events = [*events]
    _check_history(events)
    with memory.lock:
        now = shop_now(memory.catch_up(), datetime.now(UTC))
    named = (event if event.actor else replace(event, actor=who.name) for event in events)
    count = journal.append_all(named, now)
    bell.ring()
    return count


def _check_history(events: list[Event]) -> None:
    if not events or not isinstance(events[0].fact, ShopImported):
        raise BadRequest("a history begins with its shop")
    try:
        fold(Entry(seq, event.happened_at, event) for seq, event in enumerate(events, start=1))
    except (KeyError, ValueError) as error:
        raise BadRequest(f"the history speaks of something that is not in its shop: {error}") from error


def _server_side(command: co.Command, who: Who) -> dict[str, Any]:
    return _answer(floor().submit(command, Origin(uuid4(), actor=who.name)), who)


def _origin(body: Mapping[str, Any], who: Who) -> Origin:
    command_id = field(body, "id", UUID)
    device = who.device or field(body, "device", str | None) or ""
    if len(device) > 200:
        raise BadRequest("device: must be text of at most 200 characters")
    station = who.at(field(body, "station", str | None))
    sequence = field(body, "device_seq", int | None)
    return Origin(
        command_id,
        digest_of(body),
        field(body, "happened_at", datetime | None),
        who.name[:200],
        MachineId(station[:200]) if station else None,
        device,
        sequence if device else None,
    )


def _own(command: co.Command, who: Who) -> co.Command:
    """A login that belongs to a person of the shop speaks for this person where none is named."""
    if isinstance(command, LedgerCommand):
        return ledger_door.spoken(command, who)
    if isinstance(command, MoldCommand):
        return molds_door.spoken(command, who)
    if isinstance(command, TrialCommand):
        return trial_door.spoken(command, who)
    if isinstance(command, ChangeCommand | ElectrodeCommand):
        return engineering_door.spoken(command, who)
    if isinstance(command, co.ChangeAttendance | co.TakeBackAttendance | co.NoteShift):
        if who.role is Role.LEADER and who.person is None:
            raise Refusal(Code.LOGIN_WITHOUT_PERSON)
        # A leader speaks for his own people alone, whatever the body says; the desk for everybody.
        by = who.person if who.role is Role.LEADER or isinstance(command, co.NoteShift) else None
        return replace(command, by=by)
    if isinstance(command, LearnSuppliers) or (isinstance(command, MaterialCommand) and who.person is None):
        return command
    if isinstance(command, MaterialCommand):
        return command if command.person is not None else replace(command, person=who.person)
    if who.person is None or not isinstance(
        command,
        co.Report
        | co.RaiseProblem
        | co.Acknowledge
        | co.Answer
        | co.Expect
        | co.PictureProblem
        | co.Transfer
        | co.Resolve,
    ):
        return command
    return command if command.person is not None else replace(command, person=who.person)


def _drafted(body: Mapping[str, Any]) -> co.PublishPlan:
    plan = ask.drafted(field(body, "draft", UUID | None))
    return co.PublishPlan(replace(plan, message=field(body, "message", str | None) or ""))


def _clock(body: Mapping[str, Any]) -> co.SetClock:
    if not getattr(settings, "SPRUE_DEMO", False):
        raise Refusal(Code.ONLY_DEMO)
    now = datetime.now(UTC)
    with memory.lock:
        shop_time = shop_now(memory.catch_up(), now)
    return co.SetClock(now, shop_time, field(body, "rate", float))


def _answer(answer: Answer, who: Who) -> dict[str, Any]:
    if answer.outcome is Outcome.QUESTION:
        reason = text_of(answer.reason, who.language)
        return {"status": answer.outcome.value, "seq": answer.seq, "reason": reason}
    return {"status": answer.outcome.value, "seq": answer.seq}
