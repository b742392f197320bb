"""What questions are asked of: the shop and its live plan as of now, until something happens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from sprue.floor.refusal import Code, Refusal
from sprue.planning.plan import Plan
from sprue.planning.repair import Mender
from sprue.server.floor.memory import Memory
from sprue.server.workers.solver import plan_of
from sprue.shop.events import PlanPublished
from sprue.shop.shop import Shop
from sprue.shop.state import shop_now

#: An answer is of a moment at most so long ago (real seconds), where nothing has happened since.
_AGE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Base:
    """`own` is the shop as it was brought in and amended, `shop` the same with what happened until `now`.

    `live`: the published plan as mended to `now`; `seq`: the entry of the journal that was the last.
    """

    seq: int
    own: Shop
    shop: Shop
    published: PlanPublished
    live: Plan
    now: datetime

    @property
    def version(self) -> int:
        return self.published.version


class Bases:
    """The base of now; threads may share one."""

    def __init__(self, source: Memory, steady: Callable[[], float]) -> None:
        self._memory, self._steady = source, steady
        self._mender = Mender()
        self._lock = Lock()
        self._base: Base | None = None
        self._began = -1
        self._made = 0.0
        self._plan: tuple[PlanPublished, Plan] | None = None

    @property
    def seq(self) -> int:
        """The entry of the journal up to which the base is, 0 before there is one."""
        return self._base.seq if self._base is not None else 0

    def now(self) -> Base:
        """The base as of now; Refusal while the shop has no plan."""
        with self._lock:
            with self._memory.lock:
                state = self._memory.catch_up()
                seq, began, own, published = state.seq, self._memory.began, state.shop, state.plan
                if published is None or not own.operations:
                    raise Refusal(Code.NO_SHOP)
                base = self._base
                fresh = self._steady() - self._made < _AGE_SECONDS and began == self._began
                if base is not None and fresh and base.seq == seq:
                    return base
                now = shop_now(state, datetime.now(UTC)).astimezone(UTC)
                shop = state.shop_at(now)
            live = self._mender.mend(shop, self._minutes(published, shop), now=now)
            self._base = Base(seq, own, shop, published, live, now)
            self._made, self._began = self._steady(), began
            return self._base

    def _minutes(self, published: PlanPublished, shop: Shop) -> Plan:
        if self._plan is None or self._plan[0] is not published:
            self._plan = published, plan_of(published, shop.settings.zone)
        return self._plan[1]
