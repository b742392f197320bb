"""Late milestones of a plan, and what would help one most: each change is made, repaired and measured."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sprue.planning.changes import Change
from sprue.planning.changing import apply_all
from sprue.planning.difference import MilestoneMove
from sprue.planning.plan import Plan
from sprue.planning.problem import Due
from sprue.planning.repair import mend
from sprue.planning.repairing import Repair
from sprue.planning.what_if import Yardstick
from sprue.planning.why.candidates import Candidate, Candidates
from sprue.planning.why.chain import Chain
from sprue.planning.why.follow import Chains
from sprue.shop.clock import PlanClock
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MoldId
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop

#: So many moves are told, and so many late molds are named where another is asked for.
BEST, NAMED = 3, 5


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes do, against the same repair of the shop without them.

    `gained_hours`: by which the milestone ends earlier. `tardiness_hours`: change of the weighted hours late
    of all molds, by the weights and dates of today's shop. `slips`: milestones of other molds that end later.
    """

    gained_hours: float
    tardiness_hours: float
    slips: tuple[MilestoneMove, ...]


@dataclass(frozen=True, slots=True)
class CounterMove:
    """Changes that help, the `hours` of the chain at which they aim, and their computed effect."""

    changes: tuple[Change, ...]
    hours: float
    effect: Effect


class Late:
    """What is late in a shop's plan as of `now`; a plan of another moment is mended first."""

    def __init__(self, shop: Shop, published: Plan, now: datetime) -> None:
        self._shop, self._published, self._now = shop, published, now
        self._yardstick = Yardstick(shop, published, now)
        problem = self._yardstick.problem
        same = published.clock.origin == problem.clock.origin
        self._plan = published if same else mend(shop, published, now=now)
        self._chains = Chains(problem, self._plan)

    @property
    def clock(self) -> PlanClock:
        """The clock of the chains' minutes."""
        return self._yardstick.problem.clock

    def chain(self, mold: MoldId, milestone: Milestone | None = None) -> Chain:
        """Why a mold is late: the chain of that milestone, or of the one that is later.

        UserMistake: no such mold, nothing promised, or not late.
        """
        if mold not in self._shop.molds:
            raise UserMistake(f"{mold} is no mold of the shop; {self._named()}")
        dues = [due for due in self._yardstick.problem.dues if due.mold == mold]
        asked = [due for due in dues if milestone is None or due.milestone is milestone]
        if not asked:
            raise UserMistake(f"{mold} has no promised {milestone or 'T1 or delivery'}; {self._named()}")
        found = [chain for due in asked if (chain := self._late(due)) is not None]
        if not found:
            raise UserMistake(f"{mold}{f' {milestone}' if milestone else ''} is not late; {self._named()}")
        return max(found, key=lambda chain: chain.minutes_late)

    def chains(self) -> tuple[Chain, ...]:
        """The chains of all late milestones, the latest first."""
        found = [chain for due in self._yardstick.problem.dues if (chain := self._late(due)) is not None]
        return tuple(sorted(found, key=lambda chain: -chain.minutes_late))

    def counter_moves(
        self, chain: Chain, *, repair: Repair | None = None, most: int = BEST
    ) -> tuple[CounterMove, ...]:
        """The changes that bring the milestone forward most; fewer, or none, where fewer help.

        `repair` without a focus looks after the chain's mold first.
        """
        tried = self.trials(chain, repair=repair)
        helping = [move for move in tried if move is not None and move.effect.gained_hours > 0]
        helping.sort(key=lambda move: (-move.effect.gained_hours, move.effect.tardiness_hours))
        return tuple(helping[:most])

    def trials(
        self, chain: Chain, *, repair: Repair | None = None, beside_plan: bool = False
    ) -> Iterator[CounterMove | None]:
        """The tries of `counter_moves`, one after the other; None: a change that can't be made.

        `beside_plan`: effects are against the plan as it is; the first try is the repair without a change.
        """
        repair = focused(repair or Repair(), chain.mold)
        base = repair(self._shop, self._published, self._now)
        if beside_plan:
            repaired, base = base, self._plan
            of = (chain.mold, chain.milestone)
            yield CounterMove((), 0.0, effect_of(self._yardstick, of, base, repaired))
        problem = self._yardstick.problem
        for candidate in Candidates(self._shop, problem, self._plan, self._chains, chain).all():
            yield self._tried(candidate, chain, base, repair)

    def _tried(self, candidate: Candidate, chain: Chain, base: Plan, repair: Repair) -> CounterMove | None:
        """The candidate with its effect; None: it can't be made."""
        try:
            changed = apply_all(self._shop, candidate.changes)
        except UserMistake:  # such as an order in which something would wait for itself
            return None
        made = repair(changed, self._published, self._now)
        effect = effect_of(self._yardstick, (chain.mold, chain.milestone), base, made)
        return CounterMove(candidate.changes, candidate.hours, effect)

    def _late(self, due: Due) -> Chain | None:
        chain = self._chains.of(due)
        return chain if chain is not None and chain.minutes_late > 0 else None

    def _named(self) -> str:
        late = list(dict.fromkeys(chain.mold for chain in self.chains()))
        return f"late are {', '.join(late[:NAMED])}" if late else "no mold is late"


def focused(repair: Repair, mold: MoldId) -> Repair:
    """The repair that looks after the mold first, where it has no other focus."""
    return repair if repair.focus else replace(repair, focus=(mold,))


def effect_of(yardstick: Yardstick, of: tuple[MoldId, Milestone], base: Plan, made: Plan) -> Effect:
    """What `made` does against `base`, both repaired, for a milestone and for all others."""
    moves = yardstick.moves(base, made, (), None)
    own = next(move for move in moves if (move.mold, move.milestone) == of)
    gained = 0.0 if own.before is None or own.after is None else (own.before - own.after) / 60
    change = yardstick.tardiness_hours(made) - yardstick.tardiness_hours(base)
    return Effect(gained, change, tuple(move for move in moves if move.mold != of[0] and _slips(move)))


def _slips(move: MilestoneMove) -> bool:
    return move.before is not None and (move.after is None or move.after > move.before)
