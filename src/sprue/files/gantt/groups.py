"""From bars to rows and their groups: by kind of machine, by mold, by part."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sprue.files.gantt import words
from sprue.files.gantt.bars import Scene, bar_of, milestone_name
from sprue.files.gantt.chart import Bar, Group, Look, Row, Slip
from sprue.files.gantt.promises import promises_of
from sprue.files.gantt.sight import Rows, Sight
from sprue.planning.plan import PlannedOperation
from sprue.shop.calendar import Stretch, merge, subtract
from sprue.shop.ids import KindId, MachineId, MoldId
from sprue.shop.resources import Kind


def groups_of(scene: Scene, sight: Sight, asked: Iterable[PlannedOperation]) -> tuple[Group, ...]:
    """All rows that are asked for, with the bars that reach into the picture."""
    seen = [planned for planned in asked if _is_seen(scene, planned)]
    match sight.rows:
        case Rows.MACHINE:
            return tuple(_by_machine(scene, sight, seen))
        case Rows.MOLD:
            return (Group("", tuple(_by_mold(scene, sight, seen))),)
        case Rows.PART:
            return tuple(_by_part(scene, sight, seen))


def closed_times(open_times: Iterable[Stretch], span: int) -> tuple[Stretch, ...]:
    """What the stretches leave of 0..span."""
    left: list[Stretch] = [(0, span)]
    for start, end in open_times:
        if left and start < span:
            left = [*left[:-1], *subtract(left[-1:], start, end)]
    return tuple(left)


def outside_of(scene: Scene, asked: Iterable[PlannedOperation]) -> int:
    """How many operations in the picture's time are done outside the house."""
    return sum(planned.machine is None and _is_seen(scene, planned) for planned in asked)


def _is_seen(scene: Scene, planned: PlannedOperation) -> bool:
    start, end = planned.setup_start + scene.shift, planned.end + scene.shift
    return start < scene.span and (end > 0 or start == end == 0)


def _by_machine(scene: Scene, sight: Sight, seen: list[PlannedOperation]) -> Iterator[Group]:
    """Machines in the order of their kinds, then, where molds are followed, work outside the house.

    A whole shop has hundreds of operations outside at a time: rows by mold or part show them.
    """
    at: dict[MachineId | None, list[PlannedOperation]] = defaultdict(list)
    for planned in seen:
        at[planned.machine].append(planned)
    of_kind: dict[KindId, list[Row]] = {kind: [] for kind in scene.shop.kinds}
    for machine in scene.shop.machines.values():
        idle = machine.id not in at
        if sight.takes_machine(machine.id, scene.shop) and not (idle and sight.molds):
            of_kind.setdefault(_home(machine.kinds, sight), []).append(_machine_row(scene, machine.id, at))
    for kind, rows in of_kind.items():
        if rows:
            count = scene.word("machines", len(rows)) if len(rows) > 1 else ""
            yield Group(_kind_name(scene, kind), tuple(rows), detail=count)
    if at[None] and sight.molds:
        bars = tuple(bar_of(scene, planned, Rows.MACHINE) for planned in at[None])
        yield Group(scene.word("outside"), (Row("", bars),))


def _home(kinds: tuple[KindId, ...], sight: Sight) -> KindId:
    """The kind under which a machine stands: its first, of those asked for."""
    return next((kind for kind in kinds if kind in sight.kinds), kinds[0])


def _kind_name(scene: Scene, kind_id: KindId) -> str:
    kind = scene.shop.kinds.get(kind_id, Kind(kind_id))
    return (kind.name if scene.language == words.ENGLISH else kind.name_zh) or kind.name or kind.id


def _machine_row(scene: Scene, machine: MachineId, at: dict[MachineId | None, list[PlannedOperation]]) -> Row:
    open_times = scene.open_times(machine)
    bars = tuple(bar_of(scene, planned, Rows.MACHINE) for planned in at.get(machine, ()))
    return Row(
        machine,
        bars,
        note=_use(bars, open_times),
        closed=closed_times(open_times, scene.span),
    )


def _use(bars: Iterable[Bar], open_times: list[Stretch]) -> str:
    """The share of the open time in which it is planned to work."""
    whole = sum(end - start for start, end in open_times)
    idle = open_times
    for start, end in merge(
        (block.start, block.end) for bar in bars for block in bar.blocks if block.look is not Look.BEFORE
    ):
        idle = subtract(idle, start, end)
    return f"{1 - sum(end - start for start, end in idle) / whole:.0%}" if whole else ""


def _by_mold(scene: Scene, sight: Sight, seen: list[PlannedOperation]) -> Iterator[Row]:
    slips = _slips(scene)
    for mold_id, held in _of_molds(scene, sight, seen):
        mold = scene.shop.molds[mold_id]
        bars = tuple(bar_of(scene, planned, Rows.MOLD) for planned in held)
        note = _worst(scene, mold_id)
        yield Row(mold_id, bars, mold.name, note, bool(note), slips=slips.get(mold_id, ()))


def _by_part(scene: Scene, sight: Sight, seen: list[PlannedOperation]) -> Iterator[Group]:
    slips = _slips(scene)
    for mold_id, held in _of_molds(scene, sight, seen):
        mold = scene.shop.molds[mold_id]
        of_part: dict[str, list[Bar]] = defaultdict(list)
        for planned in sorted(held, key=lambda planned: planned.setup_start):
            of_part[scene.shop.operations[planned.operation].part].append(bar_of(scene, planned, Rows.PART))
        rows = tuple(Row(part, tuple(bars)) for part, bars in of_part.items())
        label = f"{mold.id} {mold.name}".rstrip()
        note = _worst(scene, mold_id)
        yield Group(label, rows, "", note, bool(note), slips.get(mold_id, ()))


def _of_molds(
    scene: Scene, sight: Sight, seen: list[PlannedOperation]
) -> Iterator[tuple[MoldId, list[PlannedOperation]]]:
    """Molds in the shop's order with what is seen of them; of those named also the empty ones."""
    held: dict[MoldId, list[PlannedOperation]] = {mold: [] for mold in scene.shop.molds}
    for planned in seen:
        held[scene.shop.mold_of(scene.shop.operations[planned.operation]).id].append(planned)
    return ((mold, found) for mold, found in held.items() if found or mold in sight.molds)


def _worst(scene: Scene, mold: MoldId) -> str:
    worst = max((promise.minutes_late for promise in scene.late.get(mold, ())), default=0)
    return scene.word("late_by", "", f"+{words.hours(worst)}").strip() if worst else ""


def _slips(scene: Scene) -> dict[MoldId, tuple[Slip, ...]]:
    found: dict[MoldId, list[Slip]] = defaultdict(list)
    for promise in promises_of(scene.plan, scene.shop):
        end = None if promise.end is None else promise.end + scene.shift
        slip = Slip(milestone_name(promise.milestone, scene.language), promise.due + scene.shift, end)
        if min(slip.due, end or slip.due) <= scene.span and max(slip.due, end or slip.due) >= 0:
            found[promise.mold].append(slip)
    return {mold: tuple(slips) for mold, slips in found.items()}
