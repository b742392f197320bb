"""How late suppliers are, from the journal, and the switch by which plans count on it."""

from threading import Lock
from typing import Any

from sprue.figures.suppliers import Deliveries, Punctuality, delays_of
from sprue.floor.view.outside import away
from sprue.server.floor.ledger import looking
from sprue.server.floor.mappers import entry_of
from sprue.server.floor.models import Entry as Row
from sprue.server.floor.queries import import_seq
from sprue.shop.supply import SupplierDelay
from sprue.wire.rows import moment

#: Entries that tell of suppliers.
_TOLD = (
    *("ShopImported", "ShopAmended", "PurchasePromised", "MaterialReceived"),
    *("SentOutside", "OperationFinished", "ReportUndone"),
)


class _Read:
    """What was read of the journal so far: a shop's import is large and is read once."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.deliveries = Deliveries()
        self.began = self.seq = 0
        self.hash = ""

    def catch_up(self) -> list[Punctuality]:
        """Read on to the end; from the import on where another one, or another journal, came."""
        began = import_seq()
        known = Row.objects.filter(seq=self.seq).values_list("hash", flat=True).first()
        if began != self.began or known != self.hash:
            self.deliveries, self.began, self.seq = Deliveries(), began, began - 1
        last = Row.objects.order_by("-seq").values_list("seq", "hash").first()
        if last is None:
            return []
        rows = Row.objects.filter(seq__gt=self.seq, seq__lte=last[0], kind__in=_TOLD).order_by("seq")
        for row in rows.iterator(chunk_size=500):
            self.deliveries.read(entry_of(row))
        self.seq, self.hash = last
        return self.deliveries.punctuality()


_read = _Read()


def punctuality() -> list[Punctuality]:
    """How late each supplier is, from the journal since the last import; those with most deliveries first."""
    with _read.lock:
        return _read.catch_up()


def delays() -> tuple[SupplierDelay, ...]:
    """What plans can count on."""
    return delays_of(punctuality())


def suppliers() -> dict[str, Any]:
    """Lateness of each supplier, what is open there, and whether plans count on it."""
    found = punctuality()
    taught = {(one.supplier, one.what) for one in delays_of(found)}
    open_ones, learned = _open_ones()
    last = Row.objects.filter(kind="SuppliersLearned").order_by("-seq").first()
    told = {(one.supplier, one.what.value): one for one in found}
    names = dict.fromkeys([*told, *sorted(open_ones)])
    return {
        "rows": [
            {
                "supplier": supplier,
                "what": what,
                **_punctual(told.get((supplier, what))),
                "counts": (supplier, what) in taught,
                "open": len(open_ones.get((supplier, what), ())),
                "overdue": sum(open_ones.get((supplier, what), ())),
            }
            for supplier, what in names
            if supplier
        ],
        "learned": [
            {"supplier": d.supplier, "what": d.what.value, "minutes": d.minutes, "count": d.count}
            for d in learned
        ],
        "switched": {"at": moment(last.happened_at), "actor": last.actor} if last is not None else None,
    }


def _open_ones() -> tuple[dict[tuple[str, str], list[bool]], tuple[SupplierDelay, ...]]:
    """What is to come from each supplier, whether it is overdue; and the delays that plans count on."""
    open_ones: dict[tuple[str, str], list[bool]] = {}
    with looking() as scene:
        now, state = scene.sight.now, scene.sight.state
        for one in state.shop.purchases.values():
            if one.received is None:
                late = one.promised is not None and one.promised <= now
                open_ones.setdefault((one.supplier, "purchase"), []).append(late)
        for load in away(scene.sight):
            open_ones.setdefault((load.supplier, "outside"), []).append(load.overdue(now))
        return open_ones, state.supply.delays


def _punctual(one: Punctuality | None) -> dict[str, Any]:
    if one is None:
        return {"count": 0, "median": None, "low": None, "high": None, "in_time": None}
    return {
        "count": one.count,
        "median": one.median,
        "low": one.low,
        "high": one.high,
        "in_time": one.in_time,
    }
