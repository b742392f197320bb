"""What the ledger's screens ask: lists, one record, the same elsewhere, figures. Nothing here writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sprue.figures.ledger import DepartmentFigures, figures_of_items
from sprue.floor.view.alike import Wanted, alike, like_operations, wanted_of
from sprue.server.floor.memory import memory
from sprue.server.floor.present import NotFound, present
from sprue.server.rows import Scene, ledger_row
from sprue.shop.ids import LedgerItemId, MachineId, OperationId, PartId, PersonId
from sprue.shop.ledger import Level, Stage, same_department
from sprue.shop.ledger_record import LedgerItem, Step
from sprue.shop.problems import ProblemKind
from sprue.wire.rows import moment, moment_or_none


@dataclass(frozen=True, slots=True)
class Filters:
    """Which items are wanted; what is None or "" lets all through. `stage` None with `closed` False: open."""

    stage: Stage | None = None
    closed: bool | None = None
    overdue: bool = False
    level: Level | None = None
    department: str = ""
    mold: str = ""
    words: str = ""

    def take(self, item: LedgerItem, text: str, now: datetime) -> bool:
        """Whether the item is wanted; `text` is what its words are looked for in."""
        is_closed = item.stage is Stage.CLOSED
        return (
            (self.stage is None or item.stage is self.stage)
            and (self.closed is None or is_closed == self.closed)
            and (not self.overdue or item.overdue(now))
            and (self.level is None or item.level is self.level)
            and (not self.department or same_department(item.owner.department, self.department))
            and (not self.mold or item.matter.mold == self.mold)
            and all(word in text.lower() for word in self.words.lower().split())
        )


@contextmanager
def looking() -> Iterator[Scene]:
    """The shop now, held still."""
    with memory.lock:
        present.refresh()
        yield present.board.scene(memory.state, present.now())


def listed(filters: Filters) -> list[dict[str, Any]]:
    """Rows of the wanted items, the newest first, closed ones of all years too."""
    with looking() as scene:
        return [dict(ledger_row(scene, item_id)) for item_id in wanted_items(scene, filters)]


def wanted_items(scene: Scene, filters: Filters) -> list[LedgerItemId]:
    """Ids of the wanted items, the newest first."""
    ledger, now = scene.sight.state.ledger, scene.sight.now
    found = [i for i, item in ledger.items() if filters.take(item, _searched(scene, item), now)]
    return sorted(found, key=lambda i: ledger[i].opened_at, reverse=True)


def _searched(scene: Scene, item: LedgerItem) -> str:
    matter = item.matter
    part = scene.sight.state.shop.parts.get(matter.part) if matter.part is not None else None
    names = (matter.mold, matter.part, part.name if part is not None else "", matter.machine)
    return " ".join((item.number, matter.description, *(name or "" for name in names)))


def record(item_id: str) -> dict[str, Any]:
    """All of one item, with the same elsewhere and open work that it may hit next."""
    known = LedgerItemId(item_id)
    with looking() as scene:
        item = scene.sight.state.ledger.get(known)
        if item is None:
            raise NotFound(f"there is no item {item_id[:100]} in the ledger")
        wanted = wanted_of(item)
        before = scene.sight.state.ledger.get(item.recurs) if item.recurs is not None else None
        return {
            **ledger_row(scene, known),
            **_told(scene, item),
            "recurs_number": before.number if before is not None else "",
            "alike": _alike(scene, wanted, besides=known),
            "operations": _operations(scene, wanted),
        }


def _told(scene: Scene, item: LedgerItem) -> dict[str, Any]:
    effect = item.matter.effect_days
    return {
        "helpers": [{"id": person, "name": scene.name_of(person)} for person in item.owner.helpers],
        "effect_days": float(effect) if effect is not None else None,
        "opened_by_name": scene.name_of(item.opened_by),
        "containment_action": item.containment_action,
        "root_cause": item.root_cause,
        "corrective_action": item.corrective_action,
        "evidence": item.evidence,
        "done_by_name": scene.name_of(item.done_by),
        "done_by": item.done_by,
        "norms": [{"at": moment(n.at), "norm": n.norm.value, "what": n.what} for n in item.norms],
        "pictures": [photo.name for photo in item.photos],
        "verifications": [
            {"at": moment(v.at), "name": scene.name_of(v.person), "passed": v.passed, "note": v.note}
            for v in item.verifications
        ],
        "extended": [
            {
                "at": moment(e.at),
                "before": moment(e.before),
                "after": moment(e.after),
                "name": scene.name_of(e.allowed_by),
                "reason": e.reason,
            }
            for e in item.extensions
        ],
        "history": [_step(scene, step) for step in item.history],
    }


def _step(scene: Scene, step: Step) -> dict[str, Any]:
    return {
        "at": moment(step.at),
        "what": step.what,
        "stage": step.stage.value,
        "name": scene.name_of(step.person) or step.actor,
        "text": step.text,
    }


def same_elsewhere(wanted: Wanted) -> dict[str, Any]:
    """Items that are like a matter which is being written down, and open work of like parts."""
    with looking() as scene:
        return {"alike": _alike(scene, wanted), "operations": _operations(scene, wanted)}


def wanted(text: str, kind: str, part: str, operation: str, machine: str) -> Wanted:
    """What a form holds so far; what is "" or no kind of problem compares with nothing."""
    known = ProblemKind(kind) if kind in set(ProblemKind) else None
    found = Wanted(
        text[:2000],
        known,
        PartId(part) if part else None,
        OperationId(operation) if operation else None,
        MachineId(machine) if machine else None,
    )
    return _with_part(found)


def _with_part(found: Wanted) -> Wanted:
    """An operation tells its part."""
    if found.part is not None or found.operation is None:
        return found
    with memory.lock:
        on = memory.catch_up().shop.operations.get(found.operation)
    part = on.part if on is not None else None
    return Wanted(found.text, found.kind, part, found.operation, found.machine)


def _alike(scene: Scene, wanted: Wanted, besides: LedgerItemId | None = None) -> list[dict[str, Any]]:
    state = scene.sight.state
    others = {i: item for i, item in state.ledger.items() if i != besides}
    return [
        {**ledger_row(scene, one.item), "score": one.score, "why": [*one.why]}
        for one in alike(wanted, others, state.shop)
    ]


def _operations(scene: Scene, wanted: Wanted) -> list[dict[str, Any]]:
    shop = scene.sight.state.shop
    found = []
    for operation_id in like_operations(wanted, scene.sight.state):
        operation = shop.operations[operation_id]
        part = shop.parts[operation.part]
        planned = scene.plan.rows.get(operation_id)
        found.append(
            {
                "operation": operation_id,
                "name": operation.name or operation_id,
                "mold": part.mold,
                "part_name": part.name or part.id,
                "machine": planned.machine if planned is not None else None,
                "start": moment_or_none(planned.setup if planned is not None else None),
            }
        )
    return found


def departments() -> list[DepartmentFigures]:
    """How each department keeps up."""
    with looking() as scene:
        return figures_of_items(scene.sight.state.ledger.values(), scene.sight.now)


def figures() -> list[dict[str, Any]]:
    """The same as rows."""
    return [asdict(one) for one in departments()]


def name_of(scene: Scene, person: PersonId | None) -> str:
    """The name of a person, its id when the shop of today doesn't know it."""
    return scene.name_of(person) or (person or "")
