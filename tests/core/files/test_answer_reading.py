"""The plan.json of `sprue solve` comes back as its schedule; one of another instance is told."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sprue.files.instances import Format, write_answer
from sprue.files.instances.answer_reading import read_answer
from sprue.planning.graph.instance import Instance, of_jobs
from sprue.planning.graph.schedule import Schedule
from sprue.shop.errors import UserMistake


def small() -> tuple[Instance, Schedule]:
    instance = of_jobs("two", 2, [[[(0, 3)], [(1, 2)]], [[(1, 4)]]])
    minutes = np.array([3, 2, 4], dtype=np.int32)
    return instance, Schedule(np.array([0, 4, 0]), minutes, np.array([0, 1, 1], dtype=np.int32))


def saved(folder: Path, form: Format = Format.JSP) -> Path:
    path = folder / "plan.json"
    instance, schedule = small()
    write_answer(path, instance, schedule, bound=6, form=form)
    return path


@pytest.mark.parametrize("form", Format)
def test_a_schedule_comes_back_however_its_format_counts_machines(tmp_path: Path, form: Format) -> None:
    instance, schedule = small()
    found = read_answer(saved(tmp_path, form), instance, form)
    for one, two in (
        (found.start, schedule.start),
        (found.minutes, schedule.minutes),
        (found.machine, schedule.machine),
    ):
        assert one.tolist() == two.tolist()


def first(row: dict[str, Any]) -> Callable[[dict[str, Any]], None]:
    return lambda plan: plan["operations"][0].update(row)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (first({"job": 1}), "operation 1 is 1.0, in the instance 0.0; name the instance that was solved"),
        (first({"machine": 2}), "operation 1 is on an unknown machine or ends before it starts"),
        (first({"end": -1}), "operation 1 is on an unknown machine or ends before it starts"),
        (first({"start": 0.5}), "operation 1 must have job, index, machine, start, end as whole numbers"),
        (first({"end": True}), "operation 1 must have job, index"),
        (first({"end": 2**40}), "operation 1 must have job, index"),
        (lambda plan: plan["operations"].pop(), "has 2 operations, the instance 3"),
        (lambda plan: plan.update(operations=None), "is no plan"),
        (lambda plan: plan.update(summary={}), "is a plan of `sprue plan`; name its shop"),
    ],
)
def test_a_fault_is_told_in_words(
    tmp_path: Path, spoil: Callable[[dict[str, Any]], None], words: str
) -> None:
    path = saved(tmp_path)
    found = json.loads(path.read_text("utf-8"))
    spoil(found)
    path.write_text(json.dumps(found), "utf-8")
    with pytest.raises(UserMistake, match=words):
        read_answer(path, small()[0], Format.JSP)


def test_a_file_that_is_no_json_or_missing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with pytest.raises(UserMistake, match="can't be read"):
        read_answer(path, small()[0], Format.JSP)
    path.write_text("plan", "utf-8")
    with pytest.raises(UserMistake, match="is no JSON"):
        read_answer(path, small()[0], Format.JSP)
