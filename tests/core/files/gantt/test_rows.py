"""Rows are the machines, molds or parts that are asked for, under the headings that people know."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sprue.files.gantt import Rows, gantt_svg
from sprue.planning.plan import Plan, Summary
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MoldId, PartId
from sprue.shop.orders import Mold, Part
from sprue.shop.resources import Kind
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop
from tests.core.files.gantt.pictures import bars, parsed, rows, texts
from tests.core.files.gantt.plans import named, plan_of, planned
from tests.core.planning.shops import EDM, MILL, MOLD, NOW, at, machine, op, shop_of

OTHER = MoldId("N")


def two_molds() -> tuple[Plan, Shop]:
    """Mold M on machines A and E, mold N on machine A; machine B is idle."""
    shop = shop_of(
        named(op("a", 60), "Rough"),
        op("b", 60, kind=EDM),
        op("c", 60, milestone=Milestone.T1),
        machines=[machine("A"), machine("E", EDM), machine("B")],
    )
    shop = replace(
        shop,
        settings=replace(shop.settings, language="en", name="Dongqiao"),
        kinds={**shop.kinds, MILL: Kind(MILL, "Milling", "铣床"), EDM: Kind(EDM, "Sinker", "火花机")},
        molds={MOLD: Mold(MOLD, name="Tray"), OTHER: Mold(OTHER, name="Lens", trial_due=at(90))},
        parts={**shop.parts, PartId("c"): Part(PartId("c"), OTHER)},
    )
    made = plan_of(
        planned("a", "A", ("r", 0, 60)),
        planned("b", "E", ("r", 60, 120)),
        planned("c", "A", ("r", 60, 120)),
        summary=Summary(1.5, 1.0, 1, 0, 9.0, 12.0, 3, 2, 1),
    )
    return made, shop


def test_machines_stand_under_their_kinds_idle_ones_too() -> None:
    made, shop = two_molds()
    picture = gantt_svg(made, shop)
    assert rows(picture) == ["A", "B", "E"]
    assert {"Milling", "2 machines", "Sinker"} <= set(texts(picture))
    assert {"铣床", "2 台", "火花机"} <= set(texts(gantt_svg(made, shop, language="zh-hans")))
    assert {name: bar.row for name, bar in bars(picture).items()} == {"a": "A", "b": "E", "c": "A"}


def test_the_title_tells_the_shop_and_the_figures() -> None:
    made, shop = two_molds()
    said = texts(gantt_svg(made, shop))
    assert said[:3] == [
        "Dongqiao · plan from Mon 23 Nov 08:00",
        "3 planned · 2 blocked · 1 unplannable · 1 of 2 molds late · "
        "1.5 h weighted tardiness, at least 1.0 h · 12 h unattended",
        "Mon 23 Nov 08:00 – Mon 23 Nov 10:00 · 3 operations shown",
    ]
    chinese = texts(gantt_svg(made, shop, language="zh-hans"))
    assert chinese[0] == "Dongqiao · 自 11-23 周一 08:00 起的计划"
    assert chinese[2] == "11-23 周一 08:00 至 11-23 周一 10:00 · 显示 3 道工序"


def test_by_mold_each_row_is_a_mold_with_its_lateness() -> None:
    made, shop = two_molds()
    picture = gantt_svg(made, shop, rows=Rows.MOLD)
    assert rows(picture) == ["M", "N"]
    assert {name: bar.row for name, bar in bars(picture).items()} == {"a": "M", "b": "M", "c": "N"}
    assert {"Lens", "+0.5 h", "T1"} <= set(texts(picture))


def test_by_part_each_row_is_a_part_under_its_mold() -> None:
    made, shop = two_molds()
    picture = gantt_svg(made, shop, rows=Rows.PART)
    assert rows(picture) == ["a", "b", "c"]
    assert {"M Tray", "N Lens", "Rough A"} <= set(texts(picture))


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"machines": ["A"]}, {"a", "c"}),
        ({"kinds": ["edm"]}, {"b"}),
        ({"machines": ["A"], "kinds": ["edm"]}, {"a", "b", "c"}),
        ({"molds": ["N"]}, {"c"}),
        ({"machines": ["E"], "molds": ["N"]}, set()),
    ],
)
def test_only_what_is_asked_for_is_drawn(asked: dict[str, list[str]], seen: set[str]) -> None:
    made, shop = two_molds()
    assert set(bars(gantt_svg(made, shop, **asked))) == seen  # type: ignore[arg-type]  # names of rows


def test_following_a_mold_leaves_out_machines_without_work_for_it() -> None:
    made, shop = two_molds()
    assert rows(gantt_svg(made, shop, molds=["N"])) == ["A"]
    assert "Nothing is planned here." in texts(gantt_svg(made, shop, molds=["N"], kinds=["edm"]))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"machines": ["Z"]}, "Z is no machine of the shop; name one of A, E, B"),
        ({"kinds": ["lathe"]}, "lathe is no kind of the shop; name one of mill, edm, bench"),
        ({"molds": ["M9"]}, "M9 is no mold of the shop; name one of M, N"),
        ({"begin": at(60), "end": at(0)}, "must end later than"),
        ({"begin": datetime(2026, 11, 23)}, "name the zone"),  # noqa: DTZ001  # the mistake
        ({"language": "de"}, "a picture speaks en or zh-hans, not de"),
    ],
)
def test_a_mistake_is_told_in_words(asked: dict[str, object], words: str) -> None:
    made, shop = two_molds()
    with pytest.raises(UserMistake, match=words):
        gantt_svg(made, shop, **asked)  # type: ignore[arg-type]  # one of them is wrong


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (3, ["Mon 23 Nov", "Tue 24 Nov", "12", "20"]),
        (21, ["Week 48 · Mon 23 Nov", "Week 49 · Mon 30 Nov", "24", "7"]),
        (120, ["Nov 2026", "Dec 2026", "Jan 2027", "30 Nov", "7 Dec"]),
    ],
)
def test_the_axis_shows_hours_days_or_weeks_as_there_is_room(days: int, labels: list[str]) -> None:
    made, shop = two_molds()
    assert set(labels) <= set(texts(gantt_svg(made, shop, end=NOW + timedelta(days=days))))


def test_closed_times_and_nights_are_shaded() -> None:
    made, shop = two_molds()
    for by in Rows:
        picture = parsed(gantt_svg(made, shop, rows=by, end=NOW + timedelta(days=1)))
        shades = {found.get("class") for found in picture.iter("{http://www.w3.org/2000/svg}path")}
        assert {"closed", "night"} <= shades


def test_without_an_end_and_molds_a_picture_shows_two_weeks_at_most() -> None:
    made, shop = two_molds()
    later = planned("a", "A", ("r", 40_000, 40_060))
    made = replace(made, operations={**made.operations, later.operation: later})
    assert "Mon 23 Nov 08:00 – Mon 7 Dec 08:00 · 2 operations shown" in texts(gantt_svg(made, shop))
    assert "a" in bars(gantt_svg(made, shop, molds=["M"]))
