"""Pictures of public instances: plain minutes, machines or jobs."""

import numpy as np
import pytest

from sprue.files.gantt import Part, schedule_svg
from sprue.planning.graph.instance import Instance, of_jobs
from sprue.planning.graph.schedule import Schedule
from sprue.shop.errors import UserMistake
from tests.core.files.gantt.pictures import NEAR, bars, rows, texts, x_of


def small() -> tuple[Instance, Schedule]:
    instance = of_jobs("two", 2, [[[(0, 30)], [(1, 20)]], [[(1, 40)], [(0, 10)]]])
    start = np.array([0, 40, 0, 40], dtype=np.int64)
    minutes = np.array([30, 20, 40, 10], dtype=np.int32)
    return instance, Schedule(start, minutes, np.array([0, 1, 1, 0], dtype=np.int32))


def test_each_operation_stands_on_its_machine_at_its_minutes() -> None:
    instance, schedule = small()
    found = bars(schedule_svg(instance, schedule))
    assert {key: bar.row for key, bar in found.items()} == {"0": "0", "1": "1", "2": "1", "3": "0"}
    for key, (start, end) in {"0": (0, 30), "1": (40, 60), "2": (0, 40), "3": (40, 50)}.items():
        assert found[key].left == pytest.approx(x_of(start, 60), abs=NEAR)
        assert found[key].right == pytest.approx(x_of(end, 60), abs=NEAR)
    assert found["1"].lines == ("0.1", "1 · 40 → 60")
    assert found["0"].tones == found["1"].tones != found["2"].tones


@pytest.mark.parametrize(
    ("language", "title", "makespan"),
    [
        ("en", "two: 4 operations on 2 machines", "makespan 60"),
        ("zh-hans", "two：2 台设备，4 道工序", "总工期 60"),
    ],
)
def test_the_title_tells_size_and_makespan(language: str, title: str, makespan: str) -> None:
    assert texts(schedule_svg(*small(), language=language))[:2] == [title, makespan]


def test_machines_count_as_in_the_file_and_jobs_from_0() -> None:
    instance, schedule = small()
    assert rows(schedule_svg(instance, schedule, first_machine=1)) == ["1", "2"]
    assert rows(schedule_svg(instance, schedule, by_job=True)) == ["0", "1"]
    assert {"67%", "100%"} <= set(texts(schedule_svg(instance, schedule)))


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        (Part(machines=frozenset({1})), {"1", "2"}),
        (Part(jobs=frozenset({1})), {"2", "3"}),
        (Part(begin=30, end=40), {"2"}),
    ],
)
def test_only_what_is_asked_for_is_drawn(part: Part, seen: set[str]) -> None:
    assert set(bars(schedule_svg(*small(), part=part))) == seen


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (Part(machines=frozenset({2})), "there is no machine 2; they are 0 to 1"),
        (Part(jobs=frozenset({9})), "there is no job 9; they are 0 to 1"),
        (Part(begin=50, end=50), "from minute 50 to 50 is empty"),
    ],
)
def test_a_mistake_is_told_in_words(part: Part, words: str) -> None:
    with pytest.raises(UserMistake, match=words):
        schedule_svg(*small(), part=part)
