"""From entries of the journal to deliveries: each event once for each webhook that asked for its kind."""

import json
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from sprue.server.floor.mappers import entry_of
from sprue.server.floor.models import Entry as Row
from sprue.server.hooks.kinds import KINDS, body_of
from sprue.server.hooks.models import Delivery, Hook, ToldUntil

#: Entries looked at in one step.
_BATCH = 200
#: Without news the place is written down only now and then.
_FAR = 1000
#: Kind by the name that the journal has for it.
_KINDS = {fact.__name__: kind for fact, kind in KINDS.items()}


def make(now: datetime) -> int:
    """Deliveries, due at `now`, of the entries that are new; how many entries were looked at.

    Deliveries and the place up to which the journal was read are written together: a process that is
    killed leaves none out and makes none twice.
    """
    last = Row.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    known = ToldUntil.objects.values_list("seq", flat=True).first()
    if known is None:
        # Nobody is told of what happened before there were webhooks.
        ToldUntil.objects.get_or_create(id=1, defaults={"seq": last})
        return 0
    new = Row.objects.filter(seq__gt=known, seq__lte=last, kind__in=[*_KINDS])
    found = [*new.order_by("seq")[:_BATCH]]
    until = found[-1].seq if len(found) == _BATCH else last
    if until == known or (not found and 0 < until - known < _FAR):
        return 0
    hooks = [*Hook.objects.filter(stopped="")] if found else []
    rows = [one for row in found for one in _deliveries(row, hooks, now)] if hooks else []
    with transaction.atomic():
        if ToldUntil.objects.filter(seq=known).update(seq=until):
            # A webhook may have been removed meanwhile.
            there = {*Hook.objects.select_for_update().filter(id__in=[h.id for h in hooks]).values_list("id")}
            kept = [row for row in rows if (row.hook_id,) in there]
            Delivery.objects.bulk_create(kept, ignore_conflicts=True)
    return until - known


def delivery_id(event: UUID, hook: UUID) -> UUID:
    """The id of an event's delivery to a webhook: always the same."""
    return uuid5(event, str(hook))


def _deliveries(row: Row, hooks: list[Hook], now: datetime) -> list[Delivery]:
    kind = _KINDS[row.kind]
    wanted = [hook for hook in hooks if kind in hook.kinds]
    if not wanted:
        return []
    entry = entry_of(row, with_plan=False)
    body = json.dumps(body_of(entry), ensure_ascii=False, separators=(",", ":"))
    return [
        Delivery(
            id=delivery_id(entry.event.id, hook.id),
            hook=hook,
            seq=entry.seq,
            kind=kind,
            body=body,
            made_at=now,
            due_at=now,
        )
        for hook in wanted
    ]
