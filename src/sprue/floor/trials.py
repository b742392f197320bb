"""What may happen to a trial: it is booked, written down, made into work, approved; the rules of each."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from sprue.floor import amending, ledger, rules
from sprue.floor import ledger_commands as lc
from sprue.floor import trial_commands as tc
from sprue.floor.refusal import Code, Refusal
from sprue.floor.view.trials import number_of
from sprue.floor.view.waits import OVER, Sight, sight_of
from sprue.shop import events as ev
from sprue.shop import ledger as le
from sprue.shop import trials as tr
from sprue.shop.ids import LedgerItemId, MoldId, OperationId, PartId, PurchaseId
from sprue.shop.ledger import Source
from sprue.shop.ledger_record import follow
from sprue.shop.notes import cavities
from sprue.shop.orders import Part, Purchase
from sprue.shop.problems import ProblemKind
from sprue.shop.records import Work
from sprue.shop.routing import Mode, Operation, Status
from sprue.shop.state import State
from sprue.shop.work import total_minutes_on

Facts = tuple[ev.Fact, ...]

#: So many pictures a sheet holds, and so many defects and issues are told at once.
MOST_PHOTOS = 12
MOST = 100

_BEGUN = (Work.RUNNING, Work.PAUSED, Work.DONE)
_NOT_BEGUN = (Work.WAITING, Work.HELD)


def decide(command: tc.TrialCommand, state: State, now: datetime) -> Facts:
    """The facts that follow from `command` at `now`; Refusal when a rule forbids it."""
    rules.person_of(state, command.person)
    trial = rules.operation_of(state, command.trial)
    if not tr.is_trial(state.shop, trial):
        raise Refusal(Code.NO_TRIAL, {"operation": trial.id})
    match command:
        case tc.BookTrial():
            return _book(command, trial, state, now)
        case tc.RecordTrial():
            return _record(command, trial, state, now)
        case tc.TakeTrialIssues():
            return _take(command, trial, state, now)
        case tc.ApproveTrial():
            return _approve(command, trial, state, now)


# -- booking -----------------------------------------------------------------------


def _book(command: tc.BookTrial, trial: Operation, state: State, now: datetime) -> Facts:
    if state.operation(trial.id).work not in _NOT_BEGUN:
        raise Refusal(Code.ALREADY_STARTED, {"operation": trial.id})
    press = rules.machine_of(state, command.press)
    rules.kind_on(trial, press)
    rules.press_is_strong_enough(state, trial, press)
    if command.start <= now:
        raise Refusal(Code.BOOKED_PAST)
    _free(command, trial, state)
    mold = state.shop.parts[trial.part].mold
    booked = replace(trial, machine=press.id, pinned=True, pinned_start=command.start)
    parts: tuple[Part, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    material = _material(command, trial, state)
    if material is not None:
        part = PartId(material.id)
        name = material.item
        parts = (Part(part, mold, name, "trial_material", trial.part, material=name),)
        purchases = (material,)
        booked = replace(booked, joins=True)
    amended = ev.ShopAmended(
        operations=(booked,), parts=parts, purchases=purchases, person=command.person, reason="trial booked"
    )
    amending.check(amended, state)
    bought = material.id if material is not None else None
    number = number_of(sight_of(state, now), trial.id)
    told = tr.TrialBooked(trial.id, mold, number, press.id, command.start, bought, command.person)
    return told, amended


def _free(command: tc.BookTrial, trial: Operation, state: State) -> None:
    """No other booked trial is on the press at that time, by the clock."""
    start, end = command.start, command.start + _length(trial, state, command)
    for other in state.shop.operations.values():
        if other.id == trial.id or not other.pinned or other.machine != command.press:
            continue
        if other.pinned_start is None or state.operation(other.id).work not in _NOT_BEGUN:
            continue
        if other.pinned_start < end and start < other.pinned_start + _length(other, state, command):
            raise Refusal(Code.PRESS_TAKEN, {"operation": other.id})


def _length(trial: Operation, state: State, command: tc.BookTrial) -> timedelta:
    return timedelta(minutes=total_minutes_on(trial, state.shop.machines[command.press]))


def _material(command: tc.BookTrial, trial: Operation, state: State) -> Purchase | None:
    """What is molded comes as a bought part that the trial joins; what has come stays so."""
    name = command.material.strip()
    known = state.shop.purchases.get(PurchaseId(f"{trial.id}-MAT"))
    if not name:
        return known
    if known is not None:
        return replace(known, item=name, promised=command.material_due or known.promised)
    order = state.shop.mold_of(trial).order
    supplier = state.shop.orders[order].customer if order is not None else ""
    return Purchase(
        PurchaseId(f"{trial.id}-MAT"),
        PartId(f"{trial.id}-MAT"),
        name,
        supplier,
        promised=command.material_due,
    )


# -- the sheet ---------------------------------------------------------------------


def _record(command: tc.RecordTrial, trial: Operation, state: State, now: datetime) -> Facts:
    if state.operation(trial.id).work not in _BEGUN:
        raise Refusal(Code.NOT_STARTED, {"operation": trial.id})
    record = state.trials.get(trial.id)
    if record is not None and record.approved:
        raise Refusal(Code.APPROVED_ALREADY)
    sheet = command.sheet
    mold = state.shop.mold_of(trial)
    most = max(cavities(mold), 1)
    for found in sheet.defects:
        if not 1 <= found.cavity <= most:
            raise Refusal(Code.NO_SUCH_CAVITY, {"cavity": found.cavity})
    clean = replace(
        sheet,
        readings=tuple({one.parameter: one for one in sheet.readings}.values()),
        defects=tuple(dict.fromkeys(sheet.defects)),
        photos=tuple(dict.fromkeys(sheet.photos)),
        note=sheet.note.strip(),
    )
    if len(clean.photos) > MOST_PHOTOS:
        raise Refusal(Code.TOO_MANY_PHOTOS)
    number = number_of(sight_of(state, now), trial.id)
    return (tr.TrialRecorded(trial.id, mold.id, number, command.verdict, clean, command.person),)


# -- issues become work ------------------------------------------------------------


def _take(command: tc.TakeTrialIssues, trial: Operation, state: State, now: datetime) -> Facts:
    record = state.trials.get(trial.id)
    if record is None or record.verdict is None:
        raise Refusal(Code.NOT_RECORDED)
    if not command.issues or len(command.issues) > MOST:
        raise Refusal(Code.NO_ISSUES)
    sight = sight_of(state, now)
    mold = sight.index.mold_of(trial.id)
    opened = _ledger(command, mold, trial, state, now)
    issues: list[tr.Issue] = []
    work: list[Operation] = []
    for number, asked in enumerate(command.issues, start=len(record.issues) + 1):
        operation = _work(asked, _free_name(state, trial.id, number), trial, mold, state)
        work.append(operation)
        item = opened[asked].item if asked in opened else None
        issues.append(
            tr.Issue(
                asked.what.strip(),
                asked.part,
                asked.department,
                asked.minutes,
                operation.id,
                asked.work,
                asked.owner,
                item,
            )
        )
    upcoming, amended = _next(sight, trial, record.number, work)
    fact = replace(amended, person=command.person, reason=f"T{record.number}")
    amending.check(fact, state)
    taken = tr.TrialIssuesTaken(trial.id, mold, record.number, tuple(issues), upcoming, command.person)
    return taken, fact, *opened.values()


def _free_name(state: State, trial: OperationId, number: int) -> OperationId:
    while OperationId(f"{trial}-I{number}") in state.shop.operations:
        number += 1
    return OperationId(f"{trial}-I{number}")


def _work(asked: tc.NewIssue, name: OperationId, trial: Operation, mold: MoldId, state: State) -> Operation:
    """The operation of an issue: after the trial, behind what is begun of its part, before the rest of it."""
    shop = state.shop
    if not asked.what.strip():
        raise Refusal(Code.LEDGER_TEXT_NEEDED)
    if not 0 < asked.minutes <= 1_000_000:
        raise Refusal(Code.MINUTES_NEEDED)
    if asked.part not in shop.parts:
        raise Refusal(Code.UNKNOWN_PART, {"part": asked.part})
    if shop.parts[asked.part].mold != mold:
        raise Refusal(Code.OTHER_MOLD, {"part": asked.part})
    rules.person_of(state, asked.owner)
    if asked.work is not None and asked.work not in shop.kinds:
        raise Refusal(Code.UNKNOWN_KIND, {"kind": asked.work})
    sent = asked.work is None or not any(asked.work in machine.kinds for machine in shop.machines.values())
    return Operation(
        name,
        asked.part,
        _step(state, asked.part),
        name=asked.what.strip()[:80],
        kind=asked.work,
        run_minutes=Decimal(asked.minutes),
        mode=Mode.OUTSIDE if sent else Mode.ATTENDED,
        after=(trial.id,),
    )


def _step(state: State, part: PartId) -> Decimal:
    """Behind all that is begun or over, beside what comes first of the rest."""
    own = [o for o in state.shop.operations.values() if o.part == part]
    begun = [o.step for o in own if state.operation(o.id).work in (*OVER, Work.RUNNING, Work.PAUSED)]
    rest = [o.step for o in own if state.operation(o.id).work in _NOT_BEGUN]
    if not begun:
        return min(rest, default=Decimal(10))
    last = max(begun)
    later = [step for step in rest if step > last]
    return min(last + 1, *later) if later else last + 1


def _next(
    sight: Sight, trial: Operation, number: int, work: list[Operation]
) -> tuple[OperationId, ev.ShopAmended]:
    """The next trial waits for the work; where none is planned, there is one now, and what followed waits."""
    state, shop = sight.state, sight.state.shop
    mold = sight.index.mold_of(trial.id)
    new = tuple(one.id for one in work)
    open_ones = [
        t.id for t in sight.trials(mold) if t.id != trial.id and state.operation(t.id).work in _NOT_BEGUN
    ]
    if open_ones:
        known = shop.operations[open_ones[0]]
        return known.id, ev.ShopAmended(operations=(*work, replace(known, after=(*known.after, *new))))
    part = Part(
        PartId(_unused(f"{mold}-T{number + 1}", shop.parts)), mold, f"{_word(sight)} T{number + 1}", "trial"
    )
    name = OperationId(_unused(f"{part.id}-{trial.step.normalize():f}", shop.operations))
    again = replace(
        trial,
        id=name,
        part=part.id,
        after=(trial.id, *new),
        joins=False,
        milestone=None,
        not_before=None,
        status=Status.WAITING,
        machine=None,
        started=None,
        finished=None,
        remaining_minutes=None,
        pinned=False,
        pinned_start=None,
    )
    behind = [replace(o, after=(*o.after, name)) for o in _followers(sight, trial)]
    return name, ev.ShopAmended(operations=(*work, again, *behind), parts=(part,))


def _followers(sight: Sight, trial: Operation) -> list[Operation]:
    """Operations not begun that follow the trial: those that name it, later steps of an assembly's part.

    The rest of a part of trials (measuring samples, the customer's answer) belongs to the trial; what
    names its last step follows.
    """
    state, shop = sight.state, sight.state.shop
    steps = sight.index.steps.get(trial.part, [])
    later = [o for step in steps for o in step if shop.operations[o].step > trial.step]
    if shop.parts[trial.part].part_class == "trial":
        found = [
            o for last in (later or [trial.id]) for o in sight.index.followers.get(last, ()) if o not in later
        ]
    else:
        found = [*later, *sight.index.followers.get(trial.id, ())]
    return [shop.operations[o] for o in dict.fromkeys(found) if state.operation(o).work in _NOT_BEGUN]


def _unused(name: str, known: Iterable[str]) -> str:
    taken, number, found = {*known}, 1, name
    while found in taken:
        number += 1
        found = f"{name}.{number}"
    return found


def _word(sight: Sight) -> str:
    return "Trial" if sight.state.shop.settings.language == "en" else "试模"


def _ledger(
    command: tc.TakeTrialIssues, mold: MoldId, trial: Operation, state: State, now: datetime
) -> dict[tc.NewIssue, le.LedgerFact]:
    """The records of issues that are worth one; their numbers rise within the command."""
    items = dict(state.ledger)
    seen = replace(state, ledger=items)
    found: dict[tc.NewIssue, le.LedgerFact] = {}
    for asked in command.issues:
        if not asked.in_ledger or asked in found:
            continue
        item = LedgerItemId(_unused(f"{trial.id}-issue-{len(items) + 1}", items))
        wanted = lc.OpenLedgerItem(
            item,
            Source.TRIAL,
            ProblemKind.QUALITY,
            asked.what,
            asked.department,
            owner=asked.owner,
            mold=mold,
            part=asked.part,
            found_by=command.person,
            person=command.person,
        )
        (fact,) = ledger.decide(wanted, seen, now)
        assert isinstance(fact, le.LedgerFact)
        follow(items, fact, now)
        found[asked] = fact
    return found


# -- approval ----------------------------------------------------------------------


def _approve(command: tc.ApproveTrial, trial: Operation, state: State, now: datetime) -> Facts:
    record = state.trials.get(trial.id)
    if record is None or record.verdict is None:
        raise Refusal(Code.NOT_RECORDED)
    if record.approved:
        raise Refusal(Code.APPROVED_ALREADY)
    if record.verdict is tr.Verdict.FAILED:
        raise Refusal(Code.TRIAL_FAILED)
    if state.operation(trial.id).work is not Work.DONE:
        raise Refusal(Code.NOT_STARTED, {"operation": trial.id})
    sight = sight_of(state, now)
    mold = sight.index.mold_of(trial.id)
    held = sum(one.status is Status.DONE for one in sight.trials(mold))
    return (tr.TrialApproved(trial.id, mold, record.number, held, command.note.strip(), command.person),)
