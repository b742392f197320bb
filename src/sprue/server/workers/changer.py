"""Engineering changes in the planner's hands: the plan as it would be if one were taken now."""

from concurrent.futures import Executor

from sprue.floor.decide import decide
from sprue.floor.impact import beside
from sprue.floor.refusal import Code, Refusal
from sprue.planning.build import problem_of
from sprue.planning.difference import MilestoneMove, difference
from sprue.planning.promise import slip
from sprue.planning.referee import violations
from sprue.planning.repairing import Repair
from sprue.server.floor.memory import Memory
from sprue.server.floor.parse import command_of
from sprue.server.workers.bases import Base
from sprue.server.workers.drafter import Answer
from sprue.server.workers.inquirer import MOST, moves_told
from sprue.shop.quiet import uncollected


class Changer:
    """Answers `change`: what taking one would do. Nothing is written down."""

    def __init__(self, pool: Executor, source: Memory) -> None:
        self._repair = Repair(mapper=pool.map)
        self._memory = source

    def change(self, base: Base, asked: Answer, _by: str) -> Answer:
        """Milestones that move and work that is new or moved; Refusal where the change can't be taken so."""
        command = command_of("take_change", asked["command"])
        with self._memory.lock:
            state = self._memory.catch_up()
            changed = beside(state, decide(command, state, base.now), base.now).shop_at(base.now)
        made = self._repair(changed, base.live, base.now)
        with uncollected():
            problem = problem_of(changed, base.now)
        broken = violations(problem, made)
        if broken:
            raise Refusal(Code.DRAFT_BROKEN, {"violations": len(broken)})
        found = difference(problem, base.live, made)
        moves = [move for move in found.milestones if move.before != move.after]
        later = [move for move in moves if _slips(move)]
        sooner = [move for move in moves if not _slips(move)]
        return {
            "base": base.version,
            "at": base.now.isoformat(),
            "moved": found.moved,
            "added": found.added,
            "dropped": found.dropped,
            "slips": moves_told(later[:MOST], made.clock),
            "gains": moves_told(sooner[:MOST], made.clock),
        }


def _slips(move: MilestoneMove) -> bool:
    by = slip(move)
    return by is None or by.total_seconds() > 0
