"""The planner's four questions in the planner's hands: date, load, raise, order; each within seconds."""

from collections.abc import Iterable
from concurrent.futures import Executor
from datetime import UTC, datetime
from decimal import Decimal

from sprue.planning.build import problem_of
from sprue.planning.chances import Chance
from sprue.planning.difference import MilestoneMove
from sprue.planning.explain import named
from sprue.planning.history import History
from sprue.planning.overload import Load, loads
from sprue.planning.promise import Way, Wish, promise
from sprue.planning.raising import RaisedWay, raised
from sprue.planning.reliable import reliable
from sprue.planning.why.chain import Chain, Link
from sprue.planning.why.texts import link_text
from sprue.server.workers.bases import Base
from sprue.server.workers.drafter import Answer, moment, move_told
from sprue.shop.clock import PlanClock
from sprue.shop.ids import KindId, MoldId
from sprue.shop.orders import MoldClass
from sprue.shop.quiet import uncollected
from sprue.shop.shop import Shop

#: A date is told for these shares of the scenarios.
SHARES = (0.5, 0.8, 0.9)
#: So many times a plan is played through with other minutes.
SCENARIOS = 40
#: So many molds, milestones and kinds are told.
MOST = 30


class Inquirer:
    """Answers `date`, `load`, `raise` and `order`; `pool`: threads in which plans are decoded."""

    def __init__(self, pool: Executor) -> None:
        self._pool = pool

    def warm(self, base: Base) -> None:
        """Read in the compiled code that answers need: the first who asks waits no longer than others."""
        few: Answer = {"now": base.now, "mapper": self._pool.map}
        mold = next((task.mold for task in problem_of(base.shop, base.now).tasks.values()), None)
        if mold is not None:
            raised(base.shop, base.live, mold, Decimal(2), iterations=2, **few)
            promise(base.shop, base.live, Wish(MoldClass.S), scenarios=2, iterations=2, **few)

    def date(self, base: Base, asked: Answer, _by: str) -> Answer:
        """When the mold's milestones are reached, how surely, and what its way waits for."""
        found = reliable(
            base.shop,
            base.live,
            MoldId(asked["mold"]),
            now=base.now,
            scenarios=SCENARIOS,
            mapper=self._pool.map,
        )
        language, clock = asked["language"], base.live.clock
        return {
            **_head(base),
            "mold": found.mold,
            "milestone": found.milestone.value,
            "dates": [chance_told(chance) for chance in found.chances],
            "chain": chain_told(found.chain, base.shop, clock, language) if found.chain is not None else [],
            "history": history_told(found.history),
        }

    def load(self, base: Base, asked: Answer, _by: str) -> Answer:
        """Which places and people are overloaded, and when."""
        with uncollected():
            found = loads(problem_of(base.shop, base.now), base.live)
        return {**_head(base), "groups": [load_told(load, base.shop, asked["language"]) for load in found]}

    def raise_(self, base: Base, asked: Answer, _by: str) -> Answer:
        """What a mold gains when it is raised, and who slips."""
        mold, weight = MoldId(asked["mold"]), Decimal(str(asked["weight"]))
        found = raised(base.shop, base.live, mold, weight, now=base.now, mapper=self._pool.map)
        return {
            **_head(base),
            "mold": mold,
            "weight": float(weight),
            "weighed": _raised_told(found.weighed, base.shop),
            "first": _raised_told(found.first, base.shop),
        }

    def order(self, base: Base, asked: Answer, _by: str) -> Answer:
        """When a new mold can be promised, how surely, who slips, and what it needs."""
        wish = Wish(
            MoldClass(asked["mold_class"]),
            Decimal(str(asked["weight"])),
            asked["name"],
            tuple((KindId(kind), Decimal(str(hours))) for kind, hours in asked["hours"].items()),
        )
        found = promise(base.shop, base.live, wish, now=base.now, scenarios=SCENARIOS, mapper=self._pool.map)
        language, template = asked["language"], found.template
        by = datetime.fromisoformat(asked["t1"]) if asked["t1"] else None
        return {
            **_head(base),
            "mold": found.mold,
            "mold_class": wish.mold_class.value,
            "weight": float(wish.priority),
            "operations": len(template.operations),
            "learned_from": template.learned_from,
            "sent_out": [named(kind, base.shop, language) for kind in template.sent_out],
            "needs": [
                {"kind": kind, "name": named(kind, base.shop, language), "hours": round(hours, 1)}
                for kind, hours in template.hours_by_kind().items()
            ],
            "beside": _way_told(found.beside, base.shop, language, by),
            "first": _way_told(found.first, base.shop, language, by),
            "history": history_told(found.history),
        }


def _head(base: Base) -> Answer:
    return {"base": base.version, "at": base.now.isoformat()}


def chance_told(chance: Chance, by: datetime | None = None) -> Answer:
    """A milestone's dates by their share; `by_date`: the share in which it is reached by that moment."""
    return {
        "mold": chance.mold,
        "milestone": chance.milestone.value,
        "due": iso(chance.due),
        "planned": iso(chance.planned),
        "dates": {f"{share:.0%}": iso(chance.date(share)) for share in SHARES},
        "on_time": chance.on_time,
        "by_date": chance.by(by) if by is not None else None,
    }


def history_told(history: History) -> Answer:
    """Where the errors of estimates come from."""
    return {"scenarios": SCENARIOS, "finished": history.finished, "learned": history.speaks}


def chain_told(chain: Chain, shop: Shop, clock: PlanClock, language: str) -> list[Answer]:
    """The links from now to the end; neighbors of one operation that go to one thing are told together."""
    told: list[Answer] = []
    for link in chain.links:
        row = _link_told(link, shop, clock, language)
        last = told[-1] if told else None
        if last is not None and all(last[key] == row[key] for key in ("kind", "operation", "text")):
            last["hours"] = round(last["hours"] + row["hours"], 2)
        else:
            told.append(row)
    return told


def _link_told(link: Link, shop: Shop, clock: PlanClock, language: str) -> Answer:
    operation = shop.operations[link.operation]
    return {
        "kind": link.kind.value,
        "operation": link.operation,
        "name": operation.name,
        "mold": shop.parts[operation.part].mold,
        "machine": link.machine,
        "from": moment(clock, link.start),
        "hours": round(link.hours, 2),
        "text": link_text(link, shop, language),
    }


def load_told(load: Load, shop: Shop, language: str) -> Answer:
    """A group of machines or people with its weeks."""
    return {
        "group": "+".join(load.kinds),
        "name": " · ".join(named(kind, shop, language) for kind in load.kinds),
        "people": load.people,
        "count": load.count,
        "short": round(load.short, 1),
        "from": iso(load.overloaded[0].start) if load.overloaded else None,
        "until": iso(load.overloaded[-1].end) if load.overloaded else None,
        "weeks": [
            {
                "start": iso(week.start),
                "needed": round(week.needed, 1),
                "open": round(week.open, 1),
                "planned": round(week.planned, 1),
                "short": round(week.short, 1),
            }
            for week in load.weeks
        ],
        "molds": [{"mold": mold, "hours": round(hours, 1)} for mold, hours in load.molds[:MOST]],
    }


def moves_told(moves: Iterable[MilestoneMove], clock: PlanClock) -> list[Answer]:
    """Milestones that move."""
    return [move_told(move, clock) for move in moves]


def _raised_told(way: RaisedWay, shop: Shop) -> Answer:
    clock = way.plan.clock
    promised = {(m.id, one) for m in shop.molds.values() for one, due in _dues(m.trial_due, m.due) if due}
    own = [
        {**told, "promised": (told["mold"], told["milestone"]) in promised}
        for told in moves_told(way.own, clock)
    ]
    return {
        "own": own,
        "slips": moves_told(way.slips, clock),
        "gains": moves_told(way.gains, clock),
        "late_molds": way.plan.summary.late_molds,
        "moved_soon": way.moved_soon,
        "tardiness_hours": round(way.tardiness_hours, 1),
    }


def _dues(trial: datetime | None, due: datetime | None) -> list[tuple[str, datetime | None]]:
    return [("T1", trial), ("delivery", due)]


def _way_told(way: Way, shop: Shop, language: str, by: datetime | None) -> Answer:
    return {
        "t1": chance_told(way.t1, by),
        "delivery": chance_told(way.delivery),
        "slips": moves_told(way.slips, way.plan.clock),
        "waits": [
            {
                "kind": load.kind,
                "name": named(load.kind, shop, language),
                "hours": round(load.hours, 1),
                "waits": round(load.waits, 1),
                "busy": round(load.busy, 3),
            }
            for load in way.kinds[:MOST]
        ],
    }


def iso(at: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC."""
    return None if at is None else at.astimezone(UTC).isoformat()
