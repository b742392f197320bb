"""One auditor for tests and `sprue check`: is the journal whole, and does it tell the state that is shown?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from sprue.server.floor.mappers import NO_HASH, chained, entry_of
from sprue.server.floor.memory import Memory
from sprue.server.floor.models import Entry as Row
from sprue.shop.events import Entry
from sprue.shop.state import State


class Finding(StrEnum):
    """What can be wrong with a journal."""

    HOLE = "hole"
    BROKEN_CHAIN = "broken_chain"
    DOUBLE = "double"
    DEVICE_ORDER = "device_order"
    UNREADABLE = "unreadable"
    OTHER_STATE = "other_state"


@dataclass(frozen=True, slots=True)
class Fault:
    """A finding at entry `seq`; `detail` names what is wrong there."""

    finding: Finding
    seq: int
    detail: str = ""

    def __str__(self) -> str:
        return f"entry {self.seq}: {self.finding.value} {self.detail}".rstrip()


@dataclass(slots=True)
class Report:
    """`entries` were read, `last_hash` is the end of the chain; no faults: the journal is whole."""

    entries: int = 0
    last_hash: str = NO_HASH
    faults: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults


def audit() -> Report:
    """Read the whole journal once: places, chain, ids, order of each device, and the state it makes."""
    report = Report()
    seen: set[object] = set()
    devices: dict[str, int] = {}
    state = State()
    for row in _rows():
        report.entries += 1
        if row.seq != report.entries:
            report.faults.append(Fault(Finding.HOLE, row.seq, f"{report.entries} was expected"))
            return report
        entry = _read(row, report)
        if entry is None:
            return report
        if chained(report.last_hash, entry, row.body, row.digest) != row.hash:
            report.faults.append(
                Fault(Finding.BROKEN_CHAIN, row.seq, "the text or an earlier one was changed")
            )
            return report
        report.last_hash = row.hash
        if entry.event.id != row.event_id or entry.event.id in seen:
            report.faults.append(Fault(Finding.DOUBLE, row.seq, str(row.event_id)))
        seen.add(entry.event.id)
        _check_device(entry, devices, report)
        state.apply(entry)
    if not same_state(state, _from_import()):
        report.faults.append(Fault(Finding.OTHER_STATE, state.seq, "folded from the last import"))
    return report


def _rows() -> Iterator[Row]:
    return Row.objects.order_by("seq").iterator(chunk_size=500)


def _read(row: Row, report: Report) -> Entry | None:
    try:
        return entry_of(row)
    except (ValueError, KeyError, TypeError) as error:
        report.faults.append(Fault(Finding.UNREADABLE, row.seq, str(error)))
        return None


def _check_device(entry: Entry, devices: dict[str, int], report: Report) -> None:
    event = entry.event
    if event.device_seq is None:
        return
    if event.device_seq <= devices.get(event.device, -1):
        detail = f"{event.device} sent {event.device_seq} after {devices[event.device]}"
        report.faults.append(Fault(Finding.DEVICE_ORDER, entry.seq, detail))
    devices[event.device] = max(event.device_seq, devices.get(event.device, -1))


def _from_import() -> State:
    """The state as a process folds it at its start."""
    return Memory().catch_up()


def same_state(first: State, second: State) -> bool:
    """Whether two states are equal in everything that is shown or decided by."""
    return first == second
