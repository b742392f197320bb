"""A shop's plan as a chart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sprue.files.gantt import words
from sprue.files.gantt.axis import clock_axis, nights
from sprue.files.gantt.bars import Scene, tones_of
from sprue.files.gantt.chart import Chart, Group, LateMold, Sample
from sprue.files.gantt.groups import closed_times, groups_of, outside_of
from sprue.files.gantt.measure import FIELD
from sprue.files.gantt.promises import Promise, late_promises
from sprue.files.gantt.sight import Rows, Sight, checked, frame
from sprue.planning.plan import Plan
from sprue.shop.calendar import MINUTES_OF_DAY, merge
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.shop import Shop

#: A day this many pixels wide has its night shaded.
_NIGHT_ROOM = 48
_SIGNS = ("run", "setup", "pause", "before", "late_bar", "unattended", "closed", "night")


def chart_of(plan: Plan, shop: Shop, sight: Sight, *, language: str, why: Mapping[OperationId, str]) -> Chart:
    """The picture of what is asked for. UserMistake when it names what is not there."""
    checked(sight, shop)
    asked = [planned for planned in plan.operations.values() if sight.takes(planned, shop)]
    clock, span = frame(plan, sight, asked)
    late = _by_mold(late_promises(plan, shop))
    scene = Scene(plan, shop, words.known(language), clock, span, late, why, tones_of(shop))
    groups = groups_of(scene, sight, asked)
    rows = scene.word(sight.rows.value)
    return Chart(
        language,
        _title(scene),
        _figures(scene),
        _shown(
            scene, groups, 0 if sight.rows is not Rows.MACHINE or sight.molds else outside_of(scene, asked)
        ),
        span,
        clock_axis(clock, span, FIELD, language),
        groups,
        nights=nights(clock, span) if _shows_nights(scene) else (),
        closed=() if sight.rows is Rows.MACHINE else _all_closed(scene),
        now=scene.shift if 0 < scene.shift < span else None,
        now_label=f"{plan.clock.at(0):%H:%M}",
        corner=(rows, scene.word("in_use" if sight.rows is Rows.MACHINE else "lateness")),
        samples=_samples(scene, sight),
        late_heading=_late_heading(scene, groups),
        late=tuple(_late_molds(scene, groups)),
        nothing=scene.word("nothing"),
    )


def _by_mold(late: Iterable[Promise]) -> dict[MoldId, tuple[Promise, ...]]:
    """The broken promises of each mold, the latest mold first."""
    found: dict[MoldId, list[Promise]] = defaultdict(list)
    for promise in late:
        found[promise.mold].append(promise)
    return {mold: tuple(promises) for mold, promises in found.items()}


def _title(scene: Scene) -> str:
    name = scene.shop.settings.name
    begin = words.time_of(scene.plan.clock.at(0), scene.language)
    said = scene.word("plan", begin)
    return f"{name} · {said}" if name else said[:1].upper() + said[1:]


def _figures(scene: Scene) -> str:
    """The summary in one line."""
    s = scene.plan.summary
    said = [scene.word("planned", f"{s.planned:,}")]
    said += [scene.word("blocked", f"{s.blocked:,}")] if s.blocked else []
    said += [scene.word("unplannable", f"{s.unplannable:,}")] if s.unplannable else []
    said.append(scene.word("late_molds", s.late_molds, len(scene.shop.molds)))
    said += [scene.word("dateless", s.molds_without_date)] if s.molds_without_date else []
    tardy, bound = f"{s.weighted_tardiness_hours:,.1f}", f"{s.lower_bound_hours:,.1f}"
    said.append(scene.word("tardiness", tardy, bound))
    said.append(scene.word("alone", f"{s.unattended_hours:,.0f}"))
    return " · ".join(said)


def _shown(scene: Scene, groups: tuple[Group, ...], outside: int) -> str:
    """The time and how many operations are shown, and how many are seen in other rows only."""
    count = sum(len(row.bars) for group in groups for row in group.rows)
    begin, end = (words.time_of(scene.clock.at(at), scene.language) for at in (0, scene.span))
    shown = scene.word("shown", begin, end, f"{count:,}")
    return f"{shown} · {scene.word('without', f'{outside:,}')}" if outside else shown


def _all_closed(scene: Scene) -> tuple[tuple[int, int], ...]:
    """When no machine at all is open."""
    open_times = merge(stretch for machine in scene.shop.machines for stretch in scene.open_times(machine))
    return closed_times(open_times, scene.span)


def _samples(scene: Scene, sight: Sight) -> tuple[Sample, ...]:
    signs = _SIGNS if sight.rows is Rows.MACHINE else (*_SIGNS, "slip")
    seen = (sign for sign in signs if sign != "night" or _shows_nights(scene))
    return tuple(Sample(sign, scene.word(sign)) for sign in seen)


def _shows_nights(scene: Scene) -> bool:
    """Many thin stripes would only be noise."""
    return FIELD * MINUTES_OF_DAY / scene.span >= _NIGHT_ROOM


def _in_picture(scene: Scene, groups: tuple[Group, ...]) -> set[MoldId]:
    keys = (bar.key for group in groups for row in group.rows for bar in row.bars)
    return {scene.shop.mold_of(scene.shop.operations[OperationId(key)]).id for key in keys}


def _late_heading(scene: Scene, groups: tuple[Group, ...]) -> str:
    count, every = len(scene.late.keys() & _in_picture(scene, groups)), len(scene.late)
    return scene.word("late", every) if count == every else scene.word("late_elsewhere", count, every)


def _late_molds(scene: Scene, groups: tuple[Group, ...]) -> Iterable[LateMold]:
    there = _in_picture(scene, groups)
    for mold in scene.late:
        if mold in there:
            yield LateMold(scene.tones[mold], mold, scene.late_words(mold))
