"""Journal rows ↔ entries, and the hash that chains them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sprue.server.floor.models import Entry as Row
from sprue.shop.codec import from_json, to_json
from sprue.shop.events import Entry, Event
from sprue.shop.ids import OperationId

#: The hash before the first entry.
NO_HASH = ""


def body_of(event: Event) -> str:
    """The event as the text that is kept and hashed."""
    return json.dumps(to_json(event, Event), ensure_ascii=False, separators=(",", ":"))


def chained(previous: str, entry: Entry, body: str, digest: str) -> str:
    """The hash of an entry: of the one before, its place, when it was recorded, its text and its command."""
    recorded = to_json(entry.recorded_at)
    text = "\n".join((previous, str(entry.seq), recorded, digest, body))
    return hashlib.sha256(text.encode()).hexdigest()


def row_of(entry: Entry, previous: str, digest: str) -> Row:
    """The row of an entry that follows the one with hash `previous`."""
    event = entry.event
    body = body_of(event)
    return Row(
        seq=entry.seq,
        event_id=event.id,
        kind=type(event.fact).__name__,
        happened_at=event.happened_at,
        recorded_at=entry.recorded_at,
        actor=event.actor,
        station=event.station or "",
        device=event.device,
        device_seq=event.device_seq,
        body=body,
        digest=digest,
        hash=chained(previous, entry, body, digest),
    )


def entry_of(row: Row, *, with_plan: bool = True) -> Entry:
    """The entry of a row; without the rows of a published plan unless `with_plan`."""
    data = json.loads(row.body)
    if row.kind == "PlanPublished" and not with_plan:
        data["fact"]["rows"] = []
    return Entry(row.seq, row.recorded_at, from_json(data, Event))


def event_of(body: str) -> Event:
    """The event that was kept as this text; not for published plans, which `entry_of` reads."""
    event: Event = from_json(json.loads(body), Event)
    return event


def ends_of(row: Row) -> dict[OperationId, datetime]:
    """When the operations of a published plan end; nothing else of the plan is decoded."""
    planned = json.loads(row.body)["fact"]["rows"]
    return {OperationId(one["operation"]): datetime.fromisoformat(one["end"]) for one in planned}


def digest_of(body: Mapping[str, Any]) -> str:
    """Tells whether a command sent again is the same: all of it but when and over which device it came."""
    passing = {"id", "happened_at", "device", "device_seq", "station", "pin", "proof"}
    kept = {key: value for key, value in sorted(body.items()) if key not in passing}
    text = json.dumps(kept, ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
