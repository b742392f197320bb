"""The shop itself: clock, kinds, people, the day, questions."""

from uuid import UUID

from sprue.floor.view.attendance import presence
from sprue.floor.view.loads import KindLoad, Today, shift_of
from sprue.server.rows.scene import Scene
from sprue.shop.ids import KindId, PersonId
from sprue.shop.stages import stage_of_kind
from sprue.wire import rows as wire
from sprue.wire.rows import moment, moment_or_none


def shop_row(scene: Scene) -> wire.ShopRow:
    """The row "shop"."""
    state = scene.sight.state
    shift, ends = shift_of(scene.hours, state.shop, scene.sight.now)
    return {
        "id": "shop",
        "name": state.shop.settings.name,
        "language": state.shop.settings.language,
        "timezone": state.shop.settings.timezone,
        "demo": scene.demo,
        "plan_version": state.plan.version if state.plan is not None else None,
        "plan_at": moment(state.plan.planned_at) if state.plan is not None else None,
        "plan_message": state.plan.message if state.plan is not None else "",
        "shift_name": shift,
        "shift_end": moment_or_none(ends),
        "learned": bool(state.learned),
    }


def clock_row(scene: Scene) -> wire.ClockRow:
    """The row "clock"; before any clock was set, shop time is real time."""
    time = scene.sight.state.time
    if time is None:
        epoch = "1970-01-01T00:00:00.000Z"
        return {"id": "clock", "real": epoch, "shop": epoch, "rate": 1.0}
    return {"id": "clock", "real": moment(time.real), "shop": moment(time.shop), "rate": time.rate}


def kind_row(scene: Scene, kind_id: KindId, load: KindLoad) -> wire.KindRow:
    """A kind of machines and its load."""
    kind = scene.sight.state.shop.kinds[kind_id]
    return {
        "id": kind.id,
        "name": kind.name or kind.id,
        "name_zh": kind.name_zh,
        "department": kind.department,
        "stage": stage_of_kind(kind).value,
        "machines": len(scene.sight.index.machines_of.get(kind_id, ())),
        "queue_hours": load.queue_hours,
        "load_72h": load.soon,
        "load_days": [{"day": day.isoformat(), "share": share} for day, share in load.days],
    }


def person_row(scene: Scene, person_id: PersonId) -> wire.PersonRow:
    """A person, where this person is signed in, and whether this person should be at work."""
    person = scene.sight.state.shop.people[person_id]
    record = scene.sight.state.people.get(person_id)
    here = presence(scene.hours, scene.sight.state.shop, person, scene.sight.now)
    return {
        "id": person.id,
        "name": person.name or person.id,
        "department": person.department,
        "role": person.role,
        "leader": person.leader,
        "kinds": [*person.kinds],
        "machine": record.machine if record is not None else None,
        "since": moment_or_none(record.since) if record is not None else None,
        "works": here.works,
        "until": moment_or_none(here.until),
        "away": here.away,
        "away_until": moment_or_none(here.away_until),
        "told": [
            {"what": one.reason, "start": moment(one.start), "end": moment(one.end)} for one in here.told
        ],
    }


def today_row(department: str, today: Today) -> wire.TodayRow:
    """A department's day."""
    return {
        "id": department,
        "done": today.done,
        "planned_by_now": today.planned_by_now,
        "planned_today": today.planned,
    }


def question_row(scene: Scene, question_id: UUID) -> wire.QuestionRow:
    """A questioned report; `reason` is its code, put into words for each stream's language."""
    question = scene.sight.state.questions[question_id]
    return {
        "id": str(question_id),
        "at": moment(question.at),
        "command": question.fact.command,
        "reason": question.fact.reason,
        "operation": question.fact.operation,
        "machine": question.fact.machine,
        "person_name": scene.name_of(question.fact.person),
        "other_machine": question.fact.other_machine,
        "other_person_name": scene.name_of(question.fact.other_person),
        "other_at": moment_or_none(question.fact.other_at),
        "decided": question.decided is not None,
    }
