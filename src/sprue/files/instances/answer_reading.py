"""Reads the plan.json of `sprue solve` back as a schedule; nothing in the file is trusted."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from sprue.files.instances.formats import Format
from sprue.planning.graph.instance import Instance
from sprue.planning.graph.schedule import Schedule
from sprue.shop.errors import UserMistake

MEGABYTE = 2**20
MOST_BYTES = 200 * MEGABYTE
_COLUMNS = ("job", "index", "machine", "start", "end")


def read_answer(path: Path, instance: Instance, form: Format) -> Schedule:
    """The schedule of `instance` in a JSON file whose machines count as in files of `form`.

    UserMistake when it is none, or one of another instance.
    """
    rows = _rows(path)
    if len(rows) != instance.size:
        raise UserMistake(
            f"{path} has {len(rows):,} operations, the instance {instance.size:,}; "
            "name the instance that was solved"
        )
    table = _table(path, rows)
    job, index, machine, start, end = table.T
    _same(path, instance, job, index)
    machine = machine - form.first_machine
    _sound(path, instance, (machine, start, end))
    return Schedule(start, (end - start).astype(np.int32), machine.astype(np.int32))


def _rows(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserMistake(f"{path} holds more than {MOST_BYTES // MEGABYTE} MB: is it a plan?")
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UserMistake(f"{path} can't be read: {error.strerror}; name a plan.json") from error
    except (ValueError, RecursionError) as error:
        raise UserMistake(f"{path} is no JSON; make it by `sprue solve FILE --out plan.json`") from error
    if isinstance(found, dict) and "summary" in found:
        raise UserMistake(f"{path} is a plan of `sprue plan`; name its shop, not an instance")
    rows = found.get("operations") if isinstance(found, dict) else None
    if not isinstance(rows, list):
        raise UserMistake(f"{path} is no plan; make it by `sprue solve FILE --out plan.json`")
    return rows


def _table(path: Path, rows: list[Any]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Job, index, machine, start and end of each operation: shape (n, 5)."""
    cells = [[row.get(name) if isinstance(row, dict) else None for name in _COLUMNS] for row in rows]
    for place, row in enumerate(cells, start=1):
        if not all(type(cell) is int and abs(cell) < 2**31 for cell in row):
            raise UserMistake(f"{path}: operation {place} must have {', '.join(_COLUMNS)} as whole numbers")
    return np.array(cells, dtype=np.int64).reshape(-1, len(_COLUMNS))


def _same(path: Path, instance: Instance, job: Any, index: Any) -> None:
    other = np.flatnonzero((job != instance.job) | (index != instance.index))
    if len(other):
        at = int(other[0])
        raise UserMistake(
            f"{path}: operation {at + 1} is {job[at]}.{index[at]}, in the instance "
            f"{instance.job[at]}.{instance.index[at]}; name the instance that was solved"
        )


def _sound(path: Path, instance: Instance, columns: tuple[Any, Any, Any]) -> None:
    machine, start, end = columns
    wrong = np.flatnonzero((machine < 0) | (machine >= instance.machines) | (start < 0) | (end < start))
    if len(wrong):
        at = int(wrong[0])
        raise UserMistake(
            f"{path}: operation {at + 1} is on an unknown machine or ends before it starts; solve again"
        )
