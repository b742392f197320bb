"""The sample shop: valid, in the bands of the domain notes, the same for the same seed."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from sprue.files.workbook import read, write_shop
from sprue.planning.build import problem_of
from sprue.sample import NOW, make_shop, purchase_of, shifts_of
from sprue.shop.clock import PlanClock
from sprue.shop.errors import UserMistake
from sprue.shop.gates import GateKind, GateState
from sprue.shop.ids import PartId
from sprue.shop.orders import Mold, MoldClass
from sprue.shop.routing import Milestone, Mode, Operation, Status
from sprue.shop.shop import Shop
from sprue.shop.work import stretches_of, total_minutes_on

OVER = (Status.DONE, Status.CANCELLED)


@cache
def middle() -> Shop:
    return make_shop(people=100, seed=7)


@cache
def small() -> Shop:
    return make_shop(people=30, seed=7)


def open_operations(shop: Shop) -> list[Operation]:
    return [o for o in shop.operations.values() if o.status not in OVER]


def predecessors(shop: Shop) -> dict[str, list[Operation]]:
    """Operation → those that must end first: the step before, joined parts, named ones."""
    steps: dict[PartId, dict[Decimal, list[Operation]]] = defaultdict(lambda: defaultdict(list))
    for operation in shop.operations.values():
        steps[operation.part][operation.step].append(operation)
    children: dict[PartId, list[PartId]] = defaultdict(list)
    for part in shop.parts.values():
        if part.parent is not None:
            children[part.parent].append(part.id)
    found: dict[str, list[Operation]] = {}
    for operation in shop.operations.values():
        own = steps[operation.part]
        found[operation.id] = [o for step, os in own.items() if step < operation.step for o in os]
        found[operation.id] += [shop.operations[before] for before in operation.after]
        if operation.joins:
            found[operation.id] += [
                o for child in children[operation.part] for os in steps[child].values() for o in os
            ]
    return found


# The contract


@pytest.mark.parametrize("people", [10, 30, 64, 100])
def test_everything_can_be_planned_or_waits_for_somebody(people: int) -> None:
    problem = problem_of(make_shop(people, seed=3), NOW)
    assert problem.unplannable == ()
    assert len(problem.tasks) > 20 * people


def test_references_point_to_what_is_there() -> None:
    shop = middle()
    for part in shop.parts.values():
        assert part.mold in shop.molds
        assert part.parent is None or shop.parts[part.parent].mold == part.mold
    for operation in shop.operations.values():
        assert operation.part in shop.parts
        assert operation.kind in shop.kinds
        assert all(before in shop.operations for before in operation.after)
        assert all(option.machine in shop.machines for option in operation.machines)
        assert operation.machine is None or operation.machine in shop.machines
    for mold in shop.molds.values():
        assert mold.order in shop.orders
    for person in shop.people.values():
        assert person.calendar in shop.calendars
        assert person.leader is None or person.leader in shop.people
    assert {purchase.part for purchase in shop.purchases.values()} <= shop.parts.keys()
    resources = {*shop.machines, *shop.people, *shop.calendars}
    assert {exception.resource for exception in shop.exceptions} <= resources


@pytest.mark.parametrize("people", [10, 30, 100, 300])
def test_for_every_kind_of_machine_somebody_is_able_and_exactly_so_many_people_work(people: int) -> None:
    shop = make_shop(people, seed=1, load=0.1, language="zh-hans")
    able = {kind for person in shop.people.values() for kind in person.kinds}
    assert {kind for machine in shop.machines.values() for kind in machine.kinds} <= able
    assert len(shop.people) == people
    assert len({person.badge for person in shop.people.values()}) == people
    assert len({person.name for person in shop.people.values()}) == people


# What has happened agrees with itself


def test_nothing_is_done_or_runs_before_what_it_waits_for() -> None:
    shop = middle()
    before = predecessors(shop)
    for operation in shop.operations.values():
        if operation.status in (Status.DONE, Status.RUNNING):
            for earlier in before[operation.id]:
                assert earlier.status is Status.DONE
                assert earlier.finished is not None
                assert operation.started is not None
                assert earlier.finished <= operation.started


def test_history_is_over_and_running_work_is_alone_on_its_machine() -> None:
    shop = middle()
    running = [o for o in shop.operations.values() if o.status is Status.RUNNING]
    assert max(Counter(o.machine for o in running if o.machine is not None).values()) == 1
    for operation in running:
        assert operation.started is not None
        assert operation.started <= NOW
        assert (operation.machine is None) == (operation.mode is Mode.OUTSIDE)
        assert operation.remaining_minutes is not None
        machine = shop.machines[operation.machine] if operation.machine is not None else None
        assert 0 < operation.remaining_minutes <= max(45, total_minutes_on(operation, machine))
    for operation in shop.operations.values():
        if operation.status is Status.DONE:
            assert operation.started is not None
            assert operation.finished is not None
            assert operation.started <= operation.finished <= NOW


def test_machines_did_one_thing_at_a_time() -> None:
    shop = middle()
    on: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for operation in shop.operations.values():
        if operation.machine is not None and operation.status is Status.DONE:
            assert operation.started is not None
            assert operation.finished is not None
            on[operation.machine].append((operation.started, operation.finished))
    for spans in on.values():
        spans.sort()
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_attended_work_that_runs_now_has_somebody_on_shift() -> None:
    shop = middle()
    clock = PlanClock(NOW, shop.settings.zone)
    here = [p for p in shop.people.values() if stretches_of(shop, p, clock, 1)]
    for kind in {
        o.kind for o in open_operations(shop) if o.status is Status.RUNNING and o.machine is not None
    }:
        assert any(kind in person.kinds for person in here), kind


# In the bands of the domain notes


def test_a_shop_of_a_hundred_has_ten_thousand_open_operations_in_about_35_molds() -> None:
    shop = middle()
    assert 10_000 <= len(open_operations(shop)) <= 14_000
    assert 25 <= len(shop.molds) <= 45
    assert 85 <= len(shop.machines) <= 110


def test_a_shop_of_thirty_has_some_thousand_open_operations_in_about_ten_molds() -> None:
    shop = small()
    assert 1_500 <= len(open_operations(shop)) <= 6_500
    assert 7 <= len(shop.molds) <= 18


@pytest.mark.slow
def test_a_loaded_shop_of_three_hundred_has_forty_thousand_open_operations() -> None:
    assert len(open_operations(make_shop(people=300, seed=7, load=1.4))) >= 40_000


def test_load_brings_more_orders() -> None:
    counts = [len(open_operations(make_shop(people=30, seed=5, load=load))) for load in (0.5, 1.0, 2.0)]
    assert counts[0] < counts[1] < counts[2]


def test_machines_are_those_of_the_table() -> None:
    counts = Counter(str(machine.kinds[0]) for machine in middle().machines.values())
    assert {
        kind: counts[kind]
        for kind in ("cnc_rough", "cnc_finish", "cnc_5axis", "graphite_mill", "edm_sinker", "wire_edm_slow")
    } == {
        "cnc_rough": 3,
        "cnc_finish": 4,
        "cnc_5axis": 1,
        "graphite_mill": 3,
        "edm_sinker": 6,
        "wire_edm_slow": 3,
    }
    assert counts["fitting_bench"] == 20


def test_a_small_shop_sends_out_what_it_has_no_machine_for() -> None:
    shop = small()
    kinds = {kind for machine in shop.machines.values() for kind in machine.kinds}
    assert "deep_hole_drill" not in kinds
    drilling = [o for o in shop.operations.values() if o.kind == "outsource_machining"]
    assert drilling
    assert {o.mode for o in drilling} == {Mode.OUTSIDE}
    days = median(float(o.run_minutes) / 1440 for o in drilling)
    assert 1.5 <= days <= 3.5


def test_operations_and_electrodes_per_mold_grow_with_the_class() -> None:
    shop = middle()
    sizes: dict[MoldClass, list[tuple[int, int]]] = defaultdict(list)
    for mold in shop.molds.values():
        if mold.mold_class is not None and mold.status != "repair":
            sizes[mold.mold_class].append(counted(shop, mold))
    bands = {
        MoldClass.S: (170, 380, 10, 35),
        MoldClass.M: (430, 900, 35, 80),
        MoldClass.L: (900, 1700, 85, 190),
    }
    for size, (fewest, most, few, many) in bands.items():
        assert fewest <= median(operations for operations, _ in sizes[size]) <= most
        assert few <= median(electrodes for _, electrodes in sizes[size]) <= many


def counted(shop: Shop, mold: Mold) -> tuple[int, int]:
    parts = [part for part in shop.parts.values() if part.mold == mold.id]
    ids = {part.id for part in parts}
    operations = sum(o.part in ids for o in shop.operations.values())
    return operations, sum(part.part_class.startswith("electrode_") for part in parts)


def test_molds_are_in_all_stages_of_work() -> None:
    shop = middle()
    done: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for operation in shop.operations.values():
        mold = shop.mold_of(operation).id
        total[mold] += 1
        done[mold] += operation.status is Status.DONE
    shares = sorted(done[mold] / total[mold] for mold in total)
    assert shares[0] < 0.05
    assert shares[-1] > 0.85
    assert sum(0.1 < share < 0.85 for share in shares) >= 4
    assert {mold.status for mold in shop.molds.values()} >= {"released", "on_hold", "repair"}


def test_every_mold_has_its_milestones_and_dates() -> None:
    shop = middle()
    held: dict[str, set[Milestone]] = defaultdict(set)
    for operation in shop.operations.values():
        if operation.milestone is not None:
            held[shop.mold_of(operation).id].add(operation.milestone)
    for mold in shop.molds.values():
        assert Milestone.DELIVERY in held[mold.id]
        assert mold.due is not None
        assert (mold.trial_due is not None) == (Milestone.T1 in held[mold.id])
        assert mold.trial_due is None or mold.trial_due < mold.due


def test_steel_is_under_way_and_gates_are_open_shut_and_expected() -> None:
    shop = middle()
    ordered = [p for p in shop.purchases.values() if p.received is None]
    assert ordered
    assert all(p.promised is not None and p.promised > NOW for p in ordered)
    assert all(p.id == purchase_of(str(p.part)) for p in ordered)
    states = Counter(o.gate(kind).state for o in open_operations(shop) for kind in GateKind)
    assert states[GateState.OK] > states[GateState.EXPECTED] > 5
    assert all(
        gate.expected is None or gate.expected > NOW
        for o in open_operations(shop)
        for gate in (o.drawing, o.program, o.electrode, o.fixture)
    )


def test_burns_join_their_electrodes() -> None:
    shop = middle()
    burns = [o for o in shop.operations.values() if o.kind == "edm_sinker" and o.joins]
    electrodes = Counter(p.parent for p in shop.parts.values() if p.part_class.startswith("electrode_"))
    assert len(burns) > 100
    assert all(electrodes[burn.part] >= 1 for burn in burns)


# Seeds, languages, mistakes


def test_the_same_arguments_give_the_same_shop() -> None:
    assert make_shop(people=30, seed=11) == make_shop(people=30, seed=11)


def test_another_seed_gives_another_shop() -> None:
    assert make_shop(people=30, seed=11).molds != make_shop(people=30, seed=12).molds


def test_a_shop_speaks_chinese_with_the_same_work() -> None:
    english, chinese = small(), make_shop(people=30, seed=7, language="zh-hans")
    assert english.operations.keys() == chinese.operations.keys()
    assert chinese.machines[next(iter(chinese.machines))].name == "开粗 1"
    burn = next(o for o in chinese.operations.values() if o.kind == "edm_sinker")
    assert "电火花" in burn.name
    assert all("一" <= person.name[0] <= "鿿" for person in chinese.people.values())
    assert english.operations[burn.id].run_minutes == burn.run_minutes


def test_another_moment_moves_the_shop() -> None:
    later = NOW + timedelta(days=30)
    shop = make_shop(people=30, seed=7, now=later)
    assert shop.settings.now == later
    assert max(o.finished for o in shop.operations.values() if o.finished is not None) <= later


def test_people_know_their_shifts() -> None:
    shifts = shifts_of(people=100, seed=7)
    assert shifts.keys() == middle().people.keys()
    assert {calendar.id for calendar in shifts.values()} == {"day", "night", "bench", "office"}


@pytest.mark.parametrize(
    "arguments",
    [
        {"people": 5, "seed": 1},
        {"people": 30, "seed": 1, "load": 0.0},
        {"people": 30, "seed": 1, "now": NOW.replace(tzinfo=None)},
        {"people": 30, "seed": 1, "language": "fr"},
    ],
)
def test_an_impossible_shop_is_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(UserMistake):
        make_shop(**arguments)  # type: ignore[arg-type]  # mistakes are meant


# The workbook


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_sample_shop_goes_through_a_workbook_unchanged(tmp_path: Path, language: str) -> None:
    shop = make_shop(people=15, seed=2, language=language)
    write_shop(shop, tmp_path / "shop")
    result = read(tmp_path / "shop", now=NOW)
    assert result.faults == ()
    assert result.shop == shop
