"""From planned operations to bars."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sprue.files.gantt import words
from sprue.files.gantt.chart import Bar, Block, Look
from sprue.files.gantt.colors import TONES
from sprue.files.gantt.promises import Promise
from sprue.files.gantt.sight import Rows
from sprue.planning.plan import Phase, Plan, PlannedOperation
from sprue.shop.calendar import Stretch, subtract
from sprue.shop.clock import PlanClock
from sprue.shop.ids import MachineId, MoldId, OperationId
from sprue.shop.orders import Mold
from sprue.shop.routing import Milestone, Operation
from sprue.shop.shop import Shop
from sprue.shop.work import runs_by_clock, stretches_of

_LOOKS = {Phase.SETUP: Look.SETUP, Phase.RUN: Look.RUN}


@dataclass(frozen=True, slots=True)
class Scene:
    """A plan as it is looked at: `clock` counts from the left edge over `span` minutes.

    `late`: the broken promises by mold; `why`: what keeps an operation from starting earlier.
    """

    plan: Plan
    shop: Shop
    language: str
    clock: PlanClock
    span: int
    late: Mapping[MoldId, tuple[Promise, ...]]
    why: Mapping[OperationId, str]
    tones: Mapping[MoldId, int]

    @property
    def shift(self) -> int:
        """Minutes of the picture at which the plan's clock begins."""
        return self.clock.minute(self.plan.clock.at(0))

    def word(self, name: str, *facts: object) -> str:
        """A text in the picture's language."""
        return words.word(name, self.language, *facts)

    def open_times(self, machine: MachineId) -> list[Stretch]:
        """Working stretches of a machine within the picture."""
        return stretches_of(self.shop, self.shop.machines[machine], self.clock, self.span)

    def late_words(self, mold: MoldId) -> str:
        """T1 +12.5 h; empty in time."""
        return " · ".join(late_figure(promise, self.language) for promise in self.late.get(mold, ()))


def tones_of(shop: Shop) -> dict[MoldId, int]:
    """The place in the palette of each mold: the same in all pictures of a shop."""
    return {mold: place % len(TONES) for place, mold in enumerate(shop.molds)}


def milestone_name(milestone: Milestone, language: str) -> str:
    """T1 or delivery, in the picture's language."""
    return words.word(milestone.value, language)


def late_figure(promise: Promise, language: str) -> str:
    """T1 +12.5 h."""
    name = milestone_name(promise.milestone, language)
    return words.word("late_by", language, name, f"+{words.hours(promise.minutes_late)}")


def bar_of(scene: Scene, planned: PlannedOperation, rows: Rows) -> Bar:
    """The bar of an operation; its labels suit the kind of row in which it stands."""
    operation = scene.shop.operations[planned.operation]
    mold = scene.shop.mold_of(operation)
    blocks = tuple(_blocks(planned, scene.shift))
    return Bar(
        operation.id,
        scene.tones[mold.id],
        planned.setup_start + scene.shift,
        planned.end + scene.shift,
        blocks,
        _labels(operation, mold, planned, rows),
        tuple(_lines(scene, operation, mold, planned)),
        late=mold.id in scene.late,
        alone=tuple(_alone(scene, operation, planned, blocks)),
    )


def _blocks(planned: PlannedOperation, shift: int) -> Iterator[Block]:
    """Stretches of one phase that touch are one block."""
    first = planned.segments[0].start if planned.segments else planned.end
    if planned.setup_start < first:
        yield Block(Look.BEFORE, planned.setup_start + shift, first + shift)
    held: Block | None = None
    for segment in planned.segments:
        look, start, end = _LOOKS[segment.phase], segment.start + shift, segment.end + shift
        if held is not None and held.look is look and held.end == start:
            held = Block(look, held.start, end)
            continue
        if held is not None:
            yield held
        held = Block(look, start, end)
    if held is not None:
        yield held


def _labels(operation: Operation, mold: Mold, planned: PlannedOperation, rows: Rows) -> tuple[str, ...]:
    part = _short(operation.part, mold)
    match rows:
        case Rows.MACHINE:
            return (f"{operation.part} {operation.name}".rstrip(), operation.part, part)
        case Rows.MOLD:
            return (f"{part} {operation.name}".rstrip(), part)
        case Rows.PART:
            machine = planned.machine or ""
            return (f"{operation.name} {machine}".strip(), operation.name or machine, machine)


def _short(part: str, mold: Mold) -> str:
    """A part's id without its mold's."""
    return part.removeprefix(mold.id).lstrip("-_. /") or part


def _lines(scene: Scene, operation: Operation, mold: Mold, planned: PlannedOperation) -> Iterator[str]:
    yield f"{operation.id} {operation.name}".rstrip()
    late = scene.late_words(mold.id)
    yield f"{mold.id} {mold.name}".rstrip() + (f" · {late}" if late else "")
    where = planned.machine or scene.word("outside")
    yield f"{where} · {_moment(scene, planned.setup_start)} → {_moment(scene, planned.end)}"
    yield _hours(scene, planned)
    if why := scene.why.get(planned.operation):
        yield why


def _moment(scene: Scene, minute: int) -> str:
    return words.time_of(scene.plan.clock.at(minute), scene.language)


def _hours(scene: Scene, planned: PlannedOperation) -> str:
    minutes = dict.fromkeys(Phase, 0)
    for segment in planned.segments:
        minutes[segment.phase] += segment.end - segment.start
    run = words.hours(minutes[Phase.RUN])
    if minutes[Phase.SETUP]:
        return scene.word("hours", words.hours(minutes[Phase.SETUP]), run)
    return scene.word("only_run", run)


def _alone(
    scene: Scene, operation: Operation, planned: PlannedOperation, blocks: tuple[Block, ...]
) -> list[Stretch]:
    """When it runs outside the calendar of its machine."""
    machine = scene.shop.machines[planned.machine] if planned.machine is not None else None
    if machine is None or not runs_by_clock(operation, machine):
        return []
    left = [
        (max(0, block.start), min(scene.span, block.end))
        for block in blocks
        if block.look is Look.RUN and block.end > 0 and block.start < scene.span
    ]
    for start, end in scene.open_times(machine.id):
        left = subtract(left, start, end)
    return left
