"""Each planned operation has a bar where and when it is planned."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprue.files.gantt import Rows, gantt_svg
from sprue.planning.plan import Plan, PlannedOperation
from sprue.shop.ids import MoldId, PartId
from sprue.shop.orders import Mold, Part
from sprue.shop.routing import Milestone, Mode
from sprue.shop.shop import Shop
from tests.core.files.gantt.pictures import NEAR, bars, heaps, rows, texts, x_of
from tests.core.files.gantt.plans import named, plan_of, planned, simple
from tests.core.planning.shops import MOLD, NOW, at, machine, op, shop_of


def test_a_bar_has_a_stretch_for_each_piece_of_work_and_a_gap_for_lunch() -> None:
    made, shop = simple()
    found = bars(gantt_svg(made, shop, end=at(480)))
    assert set(found) == {"a", "a2"}
    drawn = [edge for x, width in found["a"].boxes for edge in (x, x + width)]
    assert drawn == pytest.approx([x_of(minute, 480) for minute in (0, 240, 300, 360)], abs=2 * NEAR)
    assert {f"u{tone}" for tone in found["a"].tones} <= found["a"].classes  # its setup is hatched
    assert {f"g{tone}" for tone in found["a"].tones} <= found["a"].classes  # a line joins its stretches
    assert not found["a2"].classes & {"u0", "g0", "late", "alone", "past"}


def test_the_tooltip_tells_what_where_when_how_long_and_why() -> None:
    made, shop = simple()
    found = bars(gantt_svg(made, shop, why={"a": "waits for people"}))  # type: ignore[dict-item]  # an id is text
    assert found["a"].lines == (
        "a",
        "M",
        "A · Mon 23 Nov 08:00 → Mon 23 Nov 14:00",
        "setup 0.5 h, run 4.5 h",
        "waits for people",
    )
    chinese = bars(gantt_svg(made, shop, language="zh-hans"))
    assert chinese["a2"].lines == ("a2", "M", "A · 11-23 周一 14:00 → 11-23 周一 15:00", "加工 1.0 小时")


def test_work_that_runs_already_is_pale_until_the_plan_begins() -> None:
    shop = shop_of(op("a", 300))
    made = plan_of(planned("a", "A", ("r", 0, 120), since=-120))
    found = bars(gantt_svg(made, shop, begin=at(-240), end=at(240)))["a"]
    assert [found.left, found.right] == pytest.approx([x_of(120, 480), x_of(360, 480)], abs=2 * NEAR)
    assert "past" in found.classes
    assert "08:00" in texts(gantt_svg(made, shop, begin=at(-240), end=at(240)))  # where the plan begins


def test_bars_are_cut_at_the_edges_of_the_picture() -> None:
    made, shop = simple()
    found = bars(gantt_svg(made, shop, begin=at(100), end=at(330)))
    assert found["a"].boxes[0][0] == pytest.approx(x_of(0, 230), abs=NEAR)
    assert found["a"].right == pytest.approx(x_of(230, 230), abs=NEAR)
    assert "a2" not in found


def test_a_mold_has_one_color_and_another_mold_another() -> None:
    shop = shop_of(op("a", 60), op("b", 60), op("c", 60), machines=[machine("A"), machine("B")])
    other = MoldId("N")
    shop = replace(
        shop,
        molds={**shop.molds, other: Mold(other)},
        parts={**shop.parts, PartId("c"): Part(PartId("c"), other)},
    )
    made = plan_of(
        planned("a", "A", ("r", 0, 60)), planned("b", "B", ("r", 0, 60)), planned("c", "A", ("r", 60, 120))
    )
    found = bars(gantt_svg(made, shop))
    assert found["a"].tones == found["b"].tones != found["c"].tones


def late_shop() -> tuple[Plan, Shop]:
    shop = shop_of(op("a", 120, milestone=Milestone.T1), mold=Mold(MOLD, trial_due=at(30)))
    return plan_of(planned("a", "A", ("r", 0, 120))), shop


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Late molds: 1", "M", "T1 +1.5 h"]), ("zh-hans", ["拖期模具：1", "M", "T1 +1.5 小时"])],
)
def test_late_molds_are_marked_and_listed_with_their_hours(language: str, words: list[str]) -> None:
    made, shop = late_shop()
    picture = gantt_svg(made, shop, language=language)
    assert "late" in bars(picture)["a"].classes
    assert words[2] in bars(picture)["a"].lines[1]
    assert texts(picture)[-3:] == words


def test_where_nobody_is_there_a_machine_that_runs_alone_is_underlined() -> None:
    shop = shop_of(op("a", 600, mode=Mode.UNATTENDED), machines=[machine("A", unattended=True)])
    made = plan_of(planned("a", "A", ("r", 420, 1020)))
    assert "alone" in bars(gantt_svg(made, shop))["a"].classes


def test_operations_that_run_together_stand_in_lanes_of_their_machine() -> None:
    shop = shop_of(op("a", 60), op("b", 60), machines=[machine("A", batch=2)])
    made = plan_of(planned("a", "A", ("r", 0, 60)), planned("b", "A", ("r", 0, 60)))
    picture = gantt_svg(made, shop)
    assert set(bars(picture)) == {"a", "b"}
    assert rows(picture) == ["A"]
    assert {bar.height for bar in bars(picture).values()} == {15.0}


def test_outside_work_is_shown_by_mold_and_where_molds_are_followed() -> None:
    shop = shop_of(op("a", 600, mode=Mode.OUTSIDE), op("b", 60))
    shop = replace(shop, settings=replace(shop.settings, language="en"))
    made = plan_of(planned("a", None, ("r", 0, 600)), planned("b", "A", ("r", 0, 60)))
    by_machine = gantt_svg(made, shop)
    assert set(bars(by_machine)) == {"b"}
    assert any("1 outside the house are shown by mold" in text for text in texts(by_machine))
    for picture in (gantt_svg(made, shop, rows=Rows.MOLD), gantt_svg(made, shop, molds=["M"])):
        assert set(bars(picture)) == {"a", "b"}


def test_names_with_signs_of_xml_and_control_characters_stay_readable() -> None:
    shop = shop_of(named(op("a", 60), '<b>\x0b & "q"'))
    picture = gantt_svg(plan_of(planned("a", "A", ("r", 0, 60))), shop)
    assert bars(picture)["a"].lines[0] == 'a <b>� & "q"'


def test_thin_neighbors_are_one_bar_and_a_lonely_thin_bar_stays_itself() -> None:
    names = [f"a{i}" for i in range(20)]
    shop = shop_of(*(op(name, 1) for name in names))
    rows_of_20 = [planned(name, "A", ("r", i, i + 1)) for i, name in enumerate(names[:-1])]
    made = plan_of(*rows_of_20, planned(names[-1], "A", ("r", 10_000, 10_001)))
    picture = gantt_svg(made, shop, end=NOW + timedelta(days=10))
    assert heaps(picture) == [19]
    assert set(bars(picture)) == {"a19"}


def test_a_label_stands_only_where_it_fits() -> None:
    shop = shop_of(named(op("a", 60), "Finish milling"), named(op("b", 1), "Deburr"))
    made = plan_of(planned("a", "A", ("r", 0, 60)), planned("b", "A", ("r", 60, 61)))
    found = bars(gantt_svg(made, shop, end=at(120)))
    assert (found["a"].label, found["b"].label) == ("a Finish milling", "")


Lengths = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 90), st.integers(0, 400)), min_size=1, max_size=12
)


def in_a_row(lengths: list[tuple[int, int, int]]) -> list[PlannedOperation]:
    """Operations one after the other on machine A: a pause, a setup, a run each."""
    found, at_minute = [], 0
    for i, (pause, setup, run) in enumerate(lengths):
        start = at_minute + pause
        at_minute = start + setup + run
        found.append(planned(f"a{i}", "A", ("s", start, start + setup), ("r", start + setup, at_minute)))
    return found


@given(lengths=Lengths, begin=st.integers(-200, 2000), length=st.integers(60, 5000))
def test_every_operation_in_the_time_has_its_bar_or_is_counted_in_a_heap(
    lengths: list[tuple[int, int, int]], begin: int, length: int
) -> None:
    row = in_a_row(lengths)
    shop = shop_of(*(op(one.operation, 1, step=Decimal(i)) for i, one in enumerate(row)))
    picture = gantt_svg(plan_of(*row), shop, begin=at(begin), end=at(begin + length))
    found = bars(picture)
    inside = [
        one
        for one in row
        if one.setup_start - begin < length and (one.end > begin or one.end == one.setup_start == begin)
    ]
    assert len(found) + sum(heaps(picture)) == len(inside)
    for one in inside:
        if one.operation in found:
            bar = found[one.operation]
            assert bar.left == pytest.approx(x_of(one.setup_start - begin, length), abs=NEAR)
            assert bar.right == pytest.approx(x_of(one.end - begin, length), abs=2 * NEAR)
