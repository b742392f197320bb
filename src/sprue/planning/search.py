"""The search for better plans: aims of molds are moved, then single operations on the chains of late ones.

Each milestone has an *aim*, a date that takes the place of its due date in the slack rule: an operation is
the more urgent the earlier it must start for the aim. Aims taken from the ends of a good plan repeat and
tighten it; moving a mold's aim moves all of its operations through the shop. Nudges move single operations:
those that queue on the chain of a late milestone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sprue.planning.arrays import Layout
from sprue.planning.binding import Binding, milestone_ends
from sprue.planning.construct import NO_DUE, Basis, portfolio, spread_out
from sprue.planning.hunt import ROUND, Acceptance, Hunt
from sprue.planning.kernels.decoding import outcome
from sprue.planning.kernels.frames import UNATTENDED, Choice, Floats
from sprue.planning.kernels.paths import latest_ends
from sprue.planning.kernels.shared import shared_choice

#: The first plan tries as many rules as decode this many operations, one at least.
FIRST_OPERATIONS = 12_000
#: From so many operations on only the best rules are tried first: some take long where queues are long.
MANY = 20_000
MANY_RULES = 7
#: The spread of the best rule is made so much wider and narrower, as long as that helps.
TUNED_BY = (3.0, 1.6)
STRETCHES = (1.0, 0.5, 1.5, 2.0, 3.0)
NIGHTS = (1.2, 2.0)
#: Parts of the moves: aims, all operations alike, nights; the rest are nudges.
AIMS, STRETCH, NIGHT = 0.5, 0.05, 0.05
#: After so many rounds without a better plan the search begins again: the best course, all aims shaken
#: by about this part of the width.
IDLE = 300
SHAKE = 0.1
#: Part of the moved aims that are those of late molds or in their way; by how much of the width.
LATE, WAY = 0.6, 0.15


@dataclass(frozen=True, slots=True)
class Course:
    """Aims (dues,) in plan minutes, factor on the ways to them, nudges (n,) in minutes, weight of nights."""

    aims: Floats
    stretch: float
    nudges: Floats
    night: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule, or a course in the place of its keys."""

    rule: Choice
    course: Course | None = None
    limit: float = float("inf")


class Search(Hunt[Candidate]):
    """Rules first, then courses.

    Parameters
    ----------
    beside : a choice that knows the published plan and the price on moves (None: nothing is published)
    """

    def __init__(
        self, layout: Layout, basis: Basis, random: np.random.Generator, *, beside: Choice | None = None
    ) -> None:
        rules = list(portfolio(layout, basis))
        if beside is not None:
            rules = [priced(rule, beside) for rule in rules]
        super().__init__(layout, rules[0])
        self._basis = basis
        self._random = random
        self._rules = [Candidate(rule) for rule in rules]
        #: Tried once there is a course, so that no rule is ever better than the search.
        self._later = [
            Candidate(rule if beside is None else priced(rule, beside)) for rule in spread_out(layout, basis)
        ]
        if len(layout.tasks) > MANY:
            self._later = self._rules[MANY_RULES:] + self._later
            del self._rules[MANY_RULES:]
        self._course = Course(np.zeros(0), 1.0, np.zeros(0))
        self._acceptance = Acceptance()
        self._goals = _goals_by_mold(layout, basis)
        self._mold_of = {due: place for place, goals in enumerate(self._goals) for due in goals}
        first = max(1, FIRST_OPERATIONS // max(1, len(layout.tasks)))
        self._take(self._rules[:first], map)
        #: The course as it was judged; until there is one, a rule.
        self._now = self._best_of_last()
        del self._rules[:first]

    def _choice(self, candidate: Candidate) -> Choice:
        course = candidate.course
        if course is None:
            return candidate.rule._replace(limit=self.value)
        key = self._keys(course)
        return candidate.rule._replace(rule=0, key=key, night=course.night, limit=candidate.limit)

    def _keys(self, course: Course) -> Floats:
        """Latest starts (n,) for the aims."""
        frame = self._layout.frame
        own = np.full(len(self._layout.tasks), NO_DUE)
        np.minimum.at(own, frame.due_idx, np.repeat(course.aims, np.diff(frame.due_ptr)))
        minutes = self._basis.minutes * course.stretch
        ends = latest_ends(self._layout.shared, self._basis.order, minutes, own)
        return np.asarray(ends - minutes + course.nudges, np.float64)

    # -- rounds ------------------------------------------------------------------

    def _batches(self) -> Iterator[list[Candidate]]:
        yield from _by_round(self._rules)
        if not self._goals:
            return
        yield from self._tuned()
        yield from self._aimed()
        yield from self._tightened()
        before = self.value
        yield from _by_round(self._later)
        if self.value < before:
            yield from self._aimed()
            yield from self._tightened()
        if (self._layout.frame.mode == UNATTENDED).any():
            yield [self._with(replace(self._course, night=night)) for night in NIGHTS]
            self._adopt()
        self._acceptance.settle()
        yield from self._improved()

    def _improved(self) -> Iterator[list[Candidate]]:
        """Variations without end; from time to time from the best course, shaken."""
        binding = self._bound()
        top, course, idle = self._acceptance.current, self._course, 0
        while True:
            yield [self._varied(binding) for _ in range(ROUND)]
            if self._accepted():
                binding = self._bound()
            idle += 1
            if self._acceptance.current < top:
                top, course, idle = self._acceptance.current, self._course, 0
            elif idle >= IDLE:
                self._course, idle = course, 0
                yield [self._shaken(binding.width) for _ in range(ROUND)]
                self._begin_again()
                binding = self._bound()

    def _shaken(self, width: float) -> Candidate:
        """The course with all aims somewhat moved, and without its nudges."""
        aims = self._course.aims.copy()
        for mold in self._goals:
            aims[mold] += self._random.normal(0.0, SHAKE * width)
        return Candidate(
            self.best, replace(self._course, aims=aims, nudges=np.zeros_like(self._course.nudges))
        )

    def _begin_again(self) -> None:
        """Goes on from the best of the last round, however bad."""
        last = self._best_of_last()
        if last.candidate.course is not None:
            self._course, self._now = last.candidate.course, last
            self._acceptance.current = last.value
            self._acceptance.settle()

    def _tuned(self) -> Iterator[list[Candidate]]:
        """The best rule with other spreads, where it has one."""
        for factor in TUNED_BY if self.best.rule else ():
            before = float("inf")
            while self.value < before:
                before, spread = self.value, self.best.spread
                yield [
                    Candidate(self.best._replace(spread=max(1.0, spread * by))) for by in (factor, 1 / factor)
                ]

    def _aimed(self) -> Iterator[list[Candidate]]:
        """Courses whose aims are the due dates, the ends of the best rule's plan, or the later of both."""
        due = self._layout.frame.due_at.astype(np.float64)
        ends = self._ends(self.best)
        calm = np.zeros(len(self._layout.tasks))
        stretches = STRETCHES if len(self._layout.tasks) <= MANY else STRETCHES[:1]
        courses = [
            Course(aims, stretch, calm)
            for stretch in stretches
            for aims in (ends, np.maximum(due, ends), due)
        ]
        for batch in _by_round([self._with(course) for course in courses]):
            yield batch
            self._adopt()

    def _tightened(self) -> Iterator[list[Candidate]]:
        """As long as it helps, the ends of the last plan become aims."""
        before = float("inf")
        while self._acceptance.current < before:
            before = self._acceptance.current
            course = self._course
            ends = milestone_ends(self._layout, self._now.plan)
            middle = replace(course, aims=(ends + course.aims) / 2)
            yield [self._with(replace(course, aims=ends)), self._with(middle)]
            self._adopt()

    def _with(self, course: Course) -> Candidate:
        return Candidate(self.best, course, self._acceptance.limit)

    def _adopt(self) -> None:
        """Goes on from the best of the last round if it is better."""
        last = self._best_of_last()
        if last.candidate.course is not None and self._acceptance.improves(last.value):
            self._course, self._now = last.candidate.course, last

    def _accepted(self) -> bool:
        """Whether the course is another one after this round."""
        last = self._best_of_last()
        good = self._acceptance.accepts(last.value) and last.candidate.course is not None
        if good and last.candidate.course is not None:
            self._course, self._now = last.candidate.course, last
        return good

    def _ends(self, choice: Choice) -> Floats:
        """Ends of all milestones (dues,) in the plan of a choice."""
        return milestone_ends(self._layout, outcome(self._layout.shared, shared_choice(choice), 0))

    def _bound(self) -> Binding:
        """What binds in the plan of the present course."""
        return Binding(self._layout, self._now.plan, self._now.choice.key)

    # -- moves -------------------------------------------------------------------

    def _varied(self, binding: Binding) -> Candidate:
        """The present course with a few things moved."""
        draw = self._random.random()
        course = self._course
        if draw < AIMS or not binding.late:
            return self._with(replace(course, aims=self._moved_aims(binding)))
        if draw < AIMS + STRETCH:
            factor = float(np.exp(self._random.normal(0.0, 0.15)))
            return self._with(replace(course, stretch=course.stretch * factor))
        if draw < AIMS + STRETCH + NIGHT:
            night = 1.0 + abs(float(self._random.normal(0.0, 1.0)))
            return self._with(replace(course, night=1.0 if self._random.random() < 0.2 else night))
        nudges = binding.nudged(course.nudges, self._random)
        return self._with(replace(course, nudges=nudges))

    def _moved_aims(self, binding: Binding) -> Floats:
        """Some molds aimed at earlier or later: late ones and those before them oftener than any."""
        aims = self._course.aims.copy()
        at_late = bool(binding.late) and self._random.random() < LATE
        for _ in range(self._random.geometric(0.6)):
            if at_late:
                self._make_way(aims, binding)
            else:
                self._shuffle(aims, binding.width)
        return aims

    def _make_way(self, aims: Floats, binding: Binding) -> None:
        """A late mold aimed at earlier, or one that is in its way later."""
        random = self._random
        due, holder = binding.blocked(random)
        mold = self._goals[self._mold_of[due]]
        step = float(random.exponential(WAY * binding.width))
        before = self._goals_before(holder)
        if not before or random.random() < 0.4:
            aims[mold] -= step
        elif random.random() < 0.5:
            aims[before] += step
        else:
            aims[before] += step + max(0.0, aims[mold[0]] - aims[before[0]])
            aims[mold] -= step

    def _goals_before(self, holder: int) -> list[int]:
        """The dues of the mold of an operation that holds a machine."""
        frame = self._layout.frame
        if holder < 0:
            return []
        mold = self._basis.mold[holder]
        found = (
            goals for goals in self._goals if self._basis.mold[frame.due_idx[frame.due_ptr[goals[0]]]] == mold
        )
        return next(found, [])

    def _shuffle(self, aims: Floats, width: float) -> None:
        """Any mold, or one of its milestones, aimed at earlier or later; or two in each other's place."""
        random, goals = self._random, self._goals
        mold = goals[random.integers(len(goals))]
        draw = random.random()
        if draw < 0.5:
            aims[mold] += random.normal(0.0, 0.3 * width * random.random())
        elif draw < 0.7:
            aims[mold[random.integers(len(mold))]] += random.normal(0.0, 0.3 * width * random.random())
        else:
            other = goals[random.integers(len(goals))]
            step = aims[other[0]] - aims[mold[0]]
            aims[mold] += step
            aims[other] -= step


def only_rule(layout: Layout, basis: Basis) -> Choice | None:
    """The rule that is the whole first plan of a large shop, so that it need not be judged; else None."""
    large = 2 * len(layout.tasks) > FIRST_OPERATIONS
    return next(portfolio(layout, basis)) if large else None


def priced(rule: Choice, beside: Choice) -> Choice:
    """The rule, with the published plan and the price on moves that `beside` knows."""
    return rule._replace(old_start=beside.old_start, old_machine=beside.old_machine, calm=beside.calm)


def _by_round(candidates: list[Candidate]) -> Iterator[list[Candidate]]:
    for start in range(0, len(candidates), ROUND):
        yield candidates[start : start + ROUND]


def _goals_by_mold(layout: Layout, basis: Basis) -> list[list[int]]:
    """The dues of each mold that has operations for one."""
    frame = layout.frame
    found: dict[int, list[int]] = {}
    for due, (low, high) in enumerate(zip(frame.due_ptr[:-1], frame.due_ptr[1:], strict=True)):
        if low < high:
            found.setdefault(int(basis.mold[frame.due_idx[low]]), []).append(due)
    return list(found.values())
