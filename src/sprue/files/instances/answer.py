"""A schedule of a public instance as JSON."""

import json
from pathlib import Path

from sprue.files.instances.formats import Format
from sprue.planning.graph.instance import Instance
from sprue.planning.graph.schedule import Schedule
from sprue.shop.errors import OutsideFailure

_COLUMNS = ("job", "index", "machine", "start", "end")


def write_answer(path: Path, instance: Instance, schedule: Schedule, *, bound: int, form: Format) -> None:
    """Write `instance, makespan, bound, operations`, an operation a line, in file order.

    Job and index count from 0, machines as files of the format `form` number them; start and end are minutes.
    The file is complete or it isn't there. OutsideFailure when it can't be written.
    """
    head = {"instance": instance.name, "makespan": schedule.makespan, "bound": bound}
    columns = (
        instance.job,
        instance.index,
        schedule.machine + form.first_machine,
        schedule.start,
        schedule.end,
    )
    shape = ", ".join(f'"{name}": %d' for name in _COLUMNS)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "operations": [')
            separator = "\n"
            for row in rows:
                file.write(f"{separator}{{{shape % row}}}")
                separator = ",\n"
            file.write("\n]}\n")
        part.replace(path)
    except OSError as error:
        raise OutsideFailure(f"{path} can't be written: {error.strerror}") from error
