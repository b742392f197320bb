"""Small logs for tests, written as the real one is."""

from pathlib import Path
from zoneinfo import ZoneInfo

from sprue.files.event_log import LogRow, read_rows

HEAD = (
    "work_order,part,order_quantity,activity,machine,worker,report_type,start,end,"
    "quantity_completed,quantity_rejected,quantity_for_mrb,rework"
)
UTC = ZoneInfo("UTC")


def line(  # a row has so many cells
    *,
    order: str = "W1",
    activity: str = "Turning - Machine 4",
    machine: str = "Machine 4 - Turning",
    worker: str = "ID1",
    kind: str = "D",
    start: str = "2012/01/02 08:00:00",
    end: str = "2012/01/02 10:00:00",
    pieces: str = "5",
    rejected: str = "0",
    rework: str = "",
) -> str:
    return (
        f"{order},Shaft,10,{activity},{machine},{worker},{kind},{start},{end},{pieces},{rejected},0,{rework}"
    )


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


def rows(path: Path, *lines: str) -> list[LogRow]:
    found, faults = read_rows(write(path, *lines), UTC)
    assert faults == []
    return found
