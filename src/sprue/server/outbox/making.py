"""From entries of the journal to messages: each step once for each channel that it concerns."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from sprue.connect.message import Told, What
from sprue.connect.texts import worded
from sprue.floor.notices import LedgerNotice, Notice, ledger_notice_of, notice_of
from sprue.server.floor.mappers import entry_of
from sprue.server.floor.memory import Memory
from sprue.server.floor.models import Entry as Row
from sprue.server.outbox.models import Channel, NotificationOut, ReadUntil
from sprue.shop import events as ev
from sprue.shop import ledger as le
from sprue.shop.ids import PersonId
from sprue.shop.problem_state import ProblemState
from sprue.shop.shop import Shop
from sprue.shop.state import State

#: Entries looked at in one step.
_BATCH = 200
#: Without news the place is written down only now and then: a busy journal has enough writers.
_FAR = 1000
#: What people are told of, by the fact.
STEPS: dict[type, What] = {
    ev.ProblemRaised: What.RAISED,
    ev.ProblemEscalated: What.ESCALATED,
    ev.ProblemTransferred: What.TRANSFERRED,
    ev.ProblemAnswered: What.ANSWERED,
    ev.ProblemResolved: What.RESOLVED,
}
LEDGER_STEPS: dict[type, What] = {
    le.LedgerItemOpened: What.LEDGER_OPENED,
    le.LedgerItemAssigned: What.LEDGER_ASSIGNED,
    le.LedgerItemVerified: What.LEDGER_REJECTED,
    le.LedgerItemClimbed: What.LEDGER_CLIMBED,
}


def make(source: Memory, now: datetime) -> int:
    """Messages, due at `now`, of the entries that are new; how many entries were looked at.

    The messages and the place up to which the journal was read are written together, so that a process
    that is killed leaves none out and makes none twice.
    """
    known = ReadUntil.objects.values_list("seq", flat=True).first()
    if known is None:
        _begin()
        return 0
    names = [kind.__name__ for kind in (*STEPS, *LEDGER_STEPS)]
    last = Row.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    found = [*Row.objects.filter(seq__gt=known, seq__lte=last, kind__in=names).order_by("seq")[:_BATCH]]
    until = found[-1].seq if len(found) == _BATCH else last
    if until == known or (not found and 0 < until - known < _FAR):
        return 0
    rows: list[NotificationOut] = []
    if found:
        with source.lock:
            state = source.catch_up()
            channels = [*Channel.objects.all()]
            for entry in map(entry_of, found):
                notice = notice_of(entry, state)
                rows += _rows(notice, state, channels, now) if notice is not None else []
                asked = ledger_notice_of(entry, state)
                rows += _ledger_rows(asked, state, channels, now) if asked is not None else []
    with transaction.atomic():
        if ReadUntil.objects.filter(seq=known).update(seq=until):
            NotificationOut.objects.bulk_create(rows, ignore_conflicts=True)
    return until - known


def _begin() -> None:
    """Nobody is told of what happened before there was an outbox."""
    last = Row.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    ReadUntil.objects.get_or_create(id=1, defaults={"seq": last})


def _rows(notice: Notice, state: State, channels: list[Channel], now: datetime) -> list[NotificationOut]:
    receivers = receivers_of(notice, state.shop, channels)
    if not receivers:
        return []
    told = _told(notice, state)
    language = "en" if state.shop.settings.language == "en" else "zh-hans"
    title, text = worded(told, language)
    return [
        NotificationOut(
            id=message_id(notice.step, channel.name),
            step=notice.step,
            seq=notice.seq,
            channel=channel.name,
            what=told.what.value,
            problem=notice.problem[:200],
            level=told.level,
            title=title,
            text=text,
            made_at=now,
            not_before=notice.not_before if notice.not_before > notice.at else None,
            due_at=now,
        )
        for channel in receivers
    ]


def _ledger_rows(
    notice: LedgerNotice, state: State, channels: list[Channel], now: datetime
) -> list[NotificationOut]:
    told = _ledger_told(notice, state)
    language = "en" if state.shop.settings.language == "en" else "zh-hans"
    title, text = worded(told, language)
    return [
        NotificationOut(
            id=message_id(notice.step, channel.name),
            step=notice.step,
            seq=notice.seq,
            channel=channel.name,
            what=told.what.value,
            level=told.level,
            title=title,
            text=text,
            made_at=now,
            due_at=now,
        )
        for channel in _covering(notice.names, notice.people, state.shop, channels)
    ]


def _ledger_told(notice: LedgerNotice, state: State) -> Told:
    """The step of a record in the words of the shop."""
    shop, fact = state.shop, notice.fact
    item = state.ledger[fact.item]
    matter = item.matter
    machine = shop.machines.get(matter.machine) if matter.machine is not None else None
    part = shop.parts.get(matter.part) if matter.part is not None else None
    by = None if isinstance(fact, le.LedgerItemClimbed) else fact.person
    return Told(
        LEDGER_STEPS[type(fact)],
        matter.kind,
        notice.at,
        fact.climbed if isinstance(fact, le.LedgerItemClimbed) else 0,
        machine=(machine.name or machine.id) if machine is not None else "",
        mold=matter.mold or "",
        part=(part.name or part.id) if part is not None else "",
        who=_person(shop, by),
        called=tuple(filter(None, (_person(shop, person) for person in notice.people))),
        said=fact.note if isinstance(fact, le.LedgerItemVerified) and fact.note else matter.description,
        link=f"{settings.SPRUE_URL}/desk/#/ledger/{fact.item}" if settings.SPRUE_URL else "",
        record=item.number,
        by=f"{item.deadline.astimezone(shop.settings.zone):%Y-%m-%d %H:%M}",
    )


def message_id(step: UUID, channel: str) -> UUID:
    """The id of a step's message to a channel: always the same."""
    return uuid5(step, channel)


def receivers_of(notice: Notice, shop: Shop, channels: list[Channel]) -> list[Channel]:
    """Channels of departments, roles and persons, and of the kind; a person without has the department's."""
    found = _covering(notice.names, notice.people, shop, channels, notice.channels)
    return [channel for channel in found if channel.reports or not notice.report]


def _covering(
    names: Iterable[str],
    people: Iterable[PersonId],
    shop: Shop,
    channels: list[Channel],
    named: Iterable[str] = (),
) -> list[Channel]:
    """The channels of these names and persons, and those `named` outright."""
    wanted = set(names)
    for person_id in people:
        own = {_name(person_id)} | {_name(shop.people[p].role) for p in (person_id,) if p in shop.people}
        covered = any(own & _covers(channel) for channel in channels)
        wanted |= (
            own if covered or person_id not in shop.people else {_name(shop.people[person_id].department)}
        )
    return [channel for channel in channels if channel.name in named or wanted & _covers(channel)]


def _covers(channel: Channel) -> set[str]:
    return {_name(cover) for cover in channel.covers}


def _name(text: str) -> str:
    return text.strip().lower().replace(" ", "_")


def _told(notice: Notice, state: State) -> Told:
    """The step in the words of the shop."""
    shop, fact = state.shop, notice.fact
    problem = state.problems[notice.problem]
    operation = shop.operations.get(problem.operation) if problem.operation is not None else None
    part = shop.parts[operation.part] if operation is not None else None
    machine = shop.machines.get(problem.machine) if problem.machine is not None else None
    return Told(
        STEPS[type(fact)],
        problem.kind,
        notice.at,
        fact.level if isinstance(fact, ev.ProblemEscalated) else _level_at(problem, notice.at),
        fact.because if isinstance(fact, ev.ProblemEscalated) else None,
        (machine.name or machine.id) if machine is not None else (problem.machine or ""),
        part.mold if part is not None else "",
        (part.name or part.id) if part is not None else "",
        operation.name if operation is not None else "",
        who=_person(shop, problem.raised_by if isinstance(fact, ev.ProblemEscalated) else fact.person),
        called=tuple(_person(shop, person) for person in _called(fact, notice.people)),
        minutes=max(0, (notice.at - problem.raised_at) // timedelta(minutes=1)),
        said=_said(fact, problem),
        link=f"{settings.SPRUE_URL}/desk/#/problems" if settings.SPRUE_URL else "",
    )


def _level_at(problem: ProblemState, at: datetime) -> int:
    levels = [
        step.fact.level
        for step in problem.history
        if isinstance(step.fact, ev.ProblemEscalated) and step.at <= at
    ]
    return max(levels, default=1)


def _called(fact: object, people: Iterable[PersonId]) -> Iterable[PersonId]:
    return () if isinstance(fact, ev.ProblemAnswered | ev.ProblemResolved) else people


def _person(shop: Shop, person: PersonId | None) -> str:
    known = shop.people.get(person) if person is not None else None
    return known.name if known is not None else ""


def _said(fact: object, problem: ProblemState) -> str:
    match fact:
        case ev.ProblemAnswered():
            return fact.text
        case ev.ProblemResolved():
            return fact.note
        case ev.ProblemTransferred():
            return fact.reason
    return problem.note
