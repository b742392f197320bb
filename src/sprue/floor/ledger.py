"""What may happen next in the ledger: a command and the state make facts, or a refusal.

The rules that make it a closed loop: the owner neither verifies nor moves the deadline; a heavy item
is not closed without its root cause and a changed norm; the same again within 60 days raises the level.
"""

from dataclasses import replace
from datetime import datetime

from sprue.floor import ledger_commands as lc
from sprue.floor import rules
from sprue.floor.calling import calls_of
from sprue.floor.ledger_clock import climb_of, next_leader
from sprue.floor.ledger_dates import deadline_of
from sprue.floor.refusal import Code, Refusal
from sprue.shop import events as ev
from sprue.shop import ledger as le
from sprue.shop.ids import LedgerItemId, OperationId, PartId, PersonId
from sprue.shop.ledger import Level, Stage
from sprue.shop.ledger_record import LedgerItem
from sprue.shop.problem_state import ProblemState
from sprue.shop.state import State

Facts = tuple[ev.Fact, ...]

#: So many pictures an item holds.
MOST_PHOTOS = 12


def decide(command: lc.LedgerCommand, state: State, now: datetime) -> Facts:
    """The facts that follow from `command` at `now`; Refusal when a rule of the ledger forbids it."""
    match command:
        case lc.OpenLedgerItem():
            return _open(command, state, now)
        case lc.LedgerFromProblem():
            return _open(from_problem(command, state), state, now)
        case lc.AcceptLedgerItem():
            return _accept(command, state)
        case lc.ContainLedgerItem():
            _at(state, command.item, Stage.ACCEPTED, Stage.CONTAINING, Stage.CORRECTING)
            return (le.LedgerItemContained(command.item, _text(command.action), _who(command, state)),)
        case lc.CorrectLedgerItem():
            return _correct(command, state)
        case lc.ChangeNorm():
            _not_closed(state, command.item)
            what = _text(command.what)
            return (le.LedgerNormChanged(command.item, command.norm, what, _who(command, state)),)
        case lc.FinishLedgerItem():
            _at(state, command.item, Stage.CORRECTING)
            return (le.LedgerItemDone(command.item, _text(command.evidence), _who(command, state)),)
        case lc.VerifyLedgerItem():
            return _verify(command, state)
        case lc.CloseLedgerItem():
            return _close(command, state)
        case lc.ReopenLedgerItem():
            return _reopen(command, state, now)
        case lc.AssignLedgerItem():
            return _assign(command, state)
        case lc.ChangeLedgerMatter():
            return _change(command, state)
        case lc.MoveLedgerDeadline():
            return _move_deadline(command, state, now)
        case lc.AddLedgerPhotos():
            return _add_photos(command, state)
        case lc.ClimbLedgerItem():
            return _climb(command, state, now)


def from_problem(command: lc.LedgerFromProblem, state: State) -> lc.OpenLedgerItem:
    """The item of a problem, filled in with what is known: who has it answers for it."""
    problem = state.problems.get(command.problem)
    if problem is None:
        raise Refusal(Code.UNKNOWN_PROBLEM)
    return lc.OpenLedgerItem(
        command.item,
        le.Source.PROBLEM,
        problem.kind,
        _described(problem),
        calls_of(state, problem)[0].department,
        owner=problem.acknowledged_by or problem.resolved_by,
        operation=problem.operation,
        machine=problem.machine,
        problem=command.problem,
        found_by=problem.raised_by,
        found_at=problem.raised_at,
        person=command.person,
    )


def _described(problem: ProblemState) -> str:
    """What was said of a problem; its kind where nobody said anything."""
    return " → ".join(text for text in (problem.note, problem.answer) if text.strip()) or problem.kind.value


def _open(command: lc.OpenLedgerItem, state: State, now: datetime) -> Facts:
    _new(command, state)
    _people(state, command.owner, command.found_by, command.person, *command.helpers)
    if command.deadline is not None:
        _sets_deadline(command.owner, command.person, command.deadline, now)
    again = _recurs(command, state, now)
    matter = _matter(command, state, now, again)
    opened = le.LedgerItemOpened(
        command.item,
        _number(state, now),
        matter,
        le.Owner(_text(command.department), command.owner, command.helpers),
        command.deadline or deadline_of(state, matter, now),
        _photos(command.photos, 0),
        command.recurs,
        recurrence=again is not None,
        person=command.person,
    )
    return (opened,)


def _new(command: lc.OpenLedgerItem, state: State) -> None:
    if command.item in state.ledger:
        raise Refusal(Code.LEDGER_ITEM_KNOWN)
    if command.problem is None:
        return
    if command.problem not in state.problems:
        raise Refusal(Code.UNKNOWN_PROBLEM)
    for item in state.ledger.values():
        if item.matter.problem == command.problem:
            raise Refusal(Code.LEDGER_ITEM_KNOWN, {"item": item.number})


def _recurs(command: lc.OpenLedgerItem, state: State, now: datetime) -> LedgerItem | None:
    """The item of which this is the same again, when it was closed so lately that it counts."""
    if command.recurs is None:
        return None
    before = _item(state, command.recurs)
    return before if _lately(before, now) else None


def _lately(item: LedgerItem, now: datetime) -> bool:
    return item.closed_at is not None and now - item.closed_at <= le.RECURS_WITHIN


def _matter(command: lc.OpenLedgerItem, state: State, now: datetime, again: LedgerItem | None) -> le.Matter:
    level = command.level
    if again is not None:
        level = max(level, again.level.raised, key=lambda one: one.rank)
    place = _placed(command, state)
    return le.Matter(
        place.source,
        place.problem_kind,
        level,
        _text(place.description),
        place.mold,
        place.part,
        place.operation,
        place.machine,
        place.problem,
        place.found_by or place.person,
        place.found_at or now,
        place.effect_days,
    )


def _placed(command: lc.OpenLedgerItem, state: State) -> lc.OpenLedgerItem:
    """With the part of its operation and the mold of its part; Refusal for unknown ones."""
    shop = state.shop
    part, mold = command.part, command.mold
    if command.operation is not None:
        part = rules.operation_of(state, OperationId(command.operation)).part
    if command.machine is not None:
        rules.machine_of(state, command.machine)
    if part is not None:
        if part not in shop.parts:
            raise Refusal(Code.UNKNOWN_PART, {"part": part})
        mold = shop.parts[PartId(part)].mold
    if mold is not None and mold not in shop.molds:
        raise Refusal(Code.UNKNOWN_MOLD, {"mold": mold})
    return replace(command, part=part, mold=mold)


def _number(state: State, now: datetime) -> str:
    """Items are counted within the year of the shop's zone: 2026-001."""
    year = f"{now.astimezone(state.shop.settings.zone).year}-"
    taken = [int(item.number[len(year) :]) for item in state.ledger.values() if item.number.startswith(year)]
    return f"{year}{max(taken, default=0) + 1:03d}"


def _accept(command: lc.AcceptLedgerItem, state: State) -> Facts:
    item = _at(state, command.item, Stage.OPEN)
    person = _who(command, state)
    if person is not None and item.owner.person not in (None, person):
        raise Refusal(Code.LEDGER_NOT_OWNER, {"person": _name(state, item.owner.person)})
    return (le.LedgerItemAccepted(command.item, person),)


def _correct(command: lc.CorrectLedgerItem, state: State) -> Facts:
    item = _at(state, command.item, Stage.ACCEPTED, Stage.CONTAINING, Stage.CORRECTING)
    action = _text(command.corrective_action)
    cause = command.root_cause.strip() or item.root_cause
    return (le.LedgerItemCorrecting(command.item, cause, action, _who(command, state)),)


def _verify(command: lc.VerifyLedgerItem, state: State) -> Facts:
    item = _at(state, command.item, Stage.DONE)
    person = _who(command, state)
    if person is None:
        raise Refusal(Code.LEDGER_VERIFIER_NEEDED)
    if person in (item.owner.person, item.done_by) or _own_department(state, item, person):
        raise Refusal(Code.LEDGER_OWNER_VERIFIES, {"person": _name(state, person)})
    note = command.note.strip() if command.passed else _text(command.note)
    return (le.LedgerItemVerified(command.item, command.passed, person, note),)


def _own_department(state: State, item: LedgerItem, person: PersonId) -> bool:
    """Where only a department answers for an item, none of its people verifies it."""
    if item.owner.person is not None:
        return False
    return le.same_department(state.shop.people[person].department, item.owner.department)


def _close(command: lc.CloseLedgerItem, state: State) -> Facts:
    item = _at(state, command.item, Stage.VERIFIED)
    if item.level is not Level.GENERAL:
        if not item.root_cause:
            raise Refusal(Code.LEDGER_CAUSE_NEEDED)
        if not item.norms:
            raise Refusal(Code.LEDGER_NORM_NEEDED)
    return (le.LedgerItemClosed(command.item, _who(command, state)),)


def _reopen(command: lc.ReopenLedgerItem, state: State, now: datetime) -> Facts:
    """A closed one that comes back soon counts as recurrence, weighs more and has its time limit anew."""
    item = _at(state, command.item, Stage.VERIFIED, Stage.CLOSED)
    recurrence = _lately(item, now)
    level = item.level.raised if recurrence else item.level
    deadline = item.deadline
    if item.stage is Stage.CLOSED:
        deadline = deadline_of(state, replace(item.matter, level=level), now)
    reason, person = _text(command.reason), _who(command, state)
    return (le.LedgerItemReopened(command.item, reason, level, deadline, recurrence, person),)


def _assign(command: lc.AssignLedgerItem, state: State) -> Facts:
    _not_closed(state, command.item)
    _people(state, command.owner, *command.helpers)
    owner = le.Owner(_text(command.department), command.owner, command.helpers)
    return (le.LedgerItemAssigned(command.item, owner, _who(command, state)),)


def _change(command: lc.ChangeLedgerMatter, state: State) -> Facts:
    item = _not_closed(state, command.item)
    person = _who(command, state)
    old = item.matter
    level = command.level or old.level
    if level is not old.level and person is not None and person == item.owner.person:
        raise Refusal(Code.LEDGER_OWNER_LEVEL)
    matter = replace(
        old,
        kind=command.problem_kind or old.kind,
        level=level,
        description=old.description if command.description is None else _text(command.description),
        effect_days=old.effect_days if command.effect_days is None else command.effect_days,
    )
    return (le.LedgerMatterChanged(command.item, matter, person),)


def _move_deadline(command: lc.MoveLedgerDeadline, state: State, now: datetime) -> Facts:
    item = _not_closed(state, command.item)
    person = _who(command, state)
    if person is None:
        raise Refusal(Code.LEDGER_ALLOWER_NEEDED)
    _sets_deadline(item.owner.person, person, command.deadline, now)
    return (le.LedgerDeadlineMoved(command.item, command.deadline, _text(command.reason), person),)


def _sets_deadline(
    owner: PersonId | None, person: PersonId | None, deadline: datetime, now: datetime
) -> None:
    if person is not None and person == owner:
        raise Refusal(Code.LEDGER_OWNER_DEADLINE)
    if deadline <= now:
        raise Refusal(Code.LEDGER_DEADLINE_PAST)


def _add_photos(command: lc.AddLedgerPhotos, state: State) -> Facts:
    item = _item(state, command.item)
    photos = tuple(photo for photo in command.photos if photo not in item.photos)
    return (le.LedgerPhotosAdded(command.item, _photos(photos, len(item.photos)), _who(command, state)),)


def _photos(photos: tuple[le.Photo, ...], there: int) -> tuple[le.Photo, ...]:
    distinct = tuple(dict.fromkeys(photos))
    if there + len(distinct) > MOST_PHOTOS:
        raise Refusal(Code.LEDGER_PHOTOS_FULL)
    return distinct


def _climb(command: lc.ClimbLedgerItem, state: State, now: datetime) -> Facts:
    item = _item(state, command.item)
    if not item.climbed < command.climbed <= climb_of(item, now):
        raise Refusal(Code.LEDGER_NOT_OVERDUE)
    called = next_leader(state.shop, item.owner, command.climbed)
    return (le.LedgerItemClimbed(command.item, command.climbed, called),)


# -- checks ------------------------------------------------------------------------


def _item(state: State, item_id: LedgerItemId) -> LedgerItem:
    item = state.ledger.get(item_id)
    if item is None:
        raise Refusal(Code.UNKNOWN_LEDGER_ITEM)
    return item


def _at(state: State, item_id: LedgerItemId, *stages: Stage) -> LedgerItem:
    item = _item(state, item_id)
    if item.stage not in stages:
        raise Refusal(Code.LEDGER_STAGE, {"item": item.number})
    return item


def _not_closed(state: State, item_id: LedgerItemId) -> LedgerItem:
    return _at(state, item_id, *(stage for stage in Stage if stage is not Stage.CLOSED))


def _who(command: lc.LedgerCommand, state: State) -> PersonId | None:
    """Who speaks, known to the shop; None: only the login is known."""
    person = None if isinstance(command, lc.ClimbLedgerItem) else command.person
    _people(state, person)
    return person


def _people(state: State, *people: PersonId | None) -> None:
    for person in people:
        rules.person_of(state, person)


def _name(state: State, person: PersonId | None) -> str:
    known = state.shop.people.get(person) if person is not None else None
    return known.name if known is not None else str(person)


def _text(text: str) -> str:
    if not text.strip():
        raise Refusal(Code.LEDGER_TEXT_NEEDED)
    return text.strip()
