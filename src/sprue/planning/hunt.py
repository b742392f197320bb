"""What every search for better plans shares: candidates judged in rounds, the best one kept, late acceptance.

What is accepted follows E. K. Burke and Y. Bykov, "The late acceptance hill-climbing heuristic", European
Journal of Operational Research 258, 2017.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from sprue.planning.arrays import Layout
from sprue.planning.kernels.decoding import judged
from sprue.planning.kernels.frames import Choice, Outcome
from sprue.planning.kernels.shared import shared_choice

#: Variations judged between two looks at the best: fixed, so that plans don't depend on who works on them.
ROUND = 2
#: A variation may be as bad as the plan was so many rounds before.
MEMORY = 20

Candidate = TypeVar("Candidate")
#: Value and plan of a choice.
Found = tuple[float, Outcome]
#: Like the built-in `map`: applies a function to each choice, in order; may use several threads.
Mapper = Callable[[Callable[[Choice], Found], Iterable[Choice]], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Judged(Generic[Candidate]):
    """A candidate, its value (inf: over its limit) and its plan."""

    value: float
    candidate: Candidate
    choice: Choice
    plan: Outcome


class Hunt(ABC, Generic[Candidate]):
    """Judges candidates round by round; `best` and its `value` (inf: none yet) at any time."""

    def __init__(self, layout: Layout, first: Choice) -> None:
        self._layout = layout
        self._last: list[Judged[Candidate]] = []
        self.best = first
        self.value = float("inf")

    def rounds(self, limit: int | None, mapper: Mapper) -> Iterator[int]:
        """Yields how many candidates were judged after each round; ends at `limit`."""
        tried = 0
        for batch in self._batches():
            if limit is not None and tried >= limit:
                return
            chosen = batch if limit is None else batch[: limit - tried]
            self._take(chosen, mapper)
            tried += len(chosen)
            yield tried

    @abstractmethod
    def _batches(self) -> Iterator[list[Candidate]]:
        """Candidates of each round; what `_take` found of the last ones decides on the next."""

    @abstractmethod
    def _choice(self, candidate: Candidate) -> Choice:
        """The candidate as the decoder takes it."""

    def _take(self, candidates: list[Candidate], mapper: Mapper) -> None:
        """Judges the candidates and keeps the first of the best."""
        choices = [self._choice(candidate) for candidate in candidates]
        found = zip(mapper(self._judge, choices), candidates, choices, strict=True)
        self._last = [Judged(value, candidate, choice, plan) for (value, plan), candidate, choice in found]
        for last in self._last:
            if last.value < self.value:
                self.best, self.value = last.choice._replace(limit=float("inf")), last.value

    def _best_of_last(self) -> Judged[Candidate]:
        return min(self._last, key=lambda last: last.value)

    def _judge(self, choice: Choice) -> Found:
        return judged(self._layout.shared, shared_choice(choice))


class Acceptance:
    """The value that a search stands at, and what it accepts next."""

    def __init__(self) -> None:
        self.current = float("inf")
        self._past: deque[float] = deque()

    def improves(self, value: float) -> bool:
        """Goes to a better value only."""
        better = value < self.current
        if better:
            self.current = value
        return better

    def settle(self) -> None:
        """From now on worse values may be accepted as well."""
        self._past = deque([self.current] * MEMORY)

    @property
    def limit(self) -> float:
        """No value above it is accepted next."""
        return max(self.current, self._past[0]) if self._past else self.current

    def accepts(self, value: float) -> bool:
        """Goes to a value that is no worse than now, or than some rounds before."""
        good = value <= self.limit
        self._past.popleft()
        if good:
            self.current = value
        self._past.append(self.current)
        return good
