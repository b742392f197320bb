"""Parts that go to suppliers: gathered until a load is worth the way, and brought back together."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from sprue.demo.floor import Shift
from sprue.demo.mirror import OUTSIDE
from sprue.sample.goods import FURNACE, supplier_of

#: A load leaves with so many parts, or when its first has waited so long.
WORTH = 4
PATIENCE = timedelta(hours=3)


class Loads:
    """What waits for the next load, and what is away with which."""

    def __init__(self, shift: Shift, language: str) -> None:
        self._shift = shift
        self._language = language
        self._since: dict[str, datetime] = {}
        self._along: dict[str, tuple[str, ...]] = {}

    def send(self) -> None:
        """Hand over what can go; work that is nobody's but is waited for begins by itself."""
        waiting: dict[str, list[str]] = defaultdict(list)
        for identity in sorted(self._shift.mirror.ready.get(OUTSIDE, ())):
            kind = self._shift.mirror.operations[identity]["kind"] or ""
            if kind.startswith("outsource"):
                waiting[kind].append(identity)
                self._since.setdefault(identity, self._shift.now)
            else:
                self._shift.report(identity, "start", operation=identity)
        for kind, parts in waiting.items():
            first = min(self._since[identity] for identity in parts)
            if len(parts) >= WORTH or self._shift.now >= first + PATIENCE:
                self._load(kind, parts[:FURNACE])

    def _load(self, kind: str, parts: list[str]) -> None:
        supplier = supplier_of(kind, parts[0], self._language)
        if self._shift.report(f"load {kind}", "send_outside", operations=parts, supplier=supplier):
            for identity in parts:
                self._along[identity] = tuple(parts)
                self._since.pop(identity, None)

    def of(self, identity: str) -> tuple[str, ...]:
        """What came along with it and is still away, it too."""
        known = self._along.get(identity, (identity,))
        under_way = self._shift.mirror.under_way
        return tuple(one for one in known if one in under_way)

    def back(self, parts: Iterable[str]) -> None:
        """They are here again."""
        names = [*parts]
        if names and self._shift.report(names[0], "bring_back", operations=names):
            for identity in names:
                self._along.pop(identity, None)
