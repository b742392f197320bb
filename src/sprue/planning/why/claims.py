"""Minutes shared out: whoever claims first what nobody has claimed yet, so that each minute counts once."""

from collections import defaultdict
from collections.abc import Iterable

from sprue.planning.why.chain import LinkKind
from sprue.shop.calendar import Stretch, merge, subtract

#: What minutes go to, and its id.
Cause = tuple[LinkKind, str]


class Claims:
    """The minutes of a span, shared out to causes."""

    def __init__(self, start: int, end: int) -> None:
        self.span = (start, end)
        self._left: list[Stretch] = [(start, end)] if start < end else []
        self._given: dict[Cause, list[Stretch]] = defaultdict(list)

    @property
    def left(self) -> tuple[Stretch, ...]:
        """What nobody has claimed yet."""
        return tuple(self._left)

    def claim(self, cause: Cause, stretches: Iterable[Stretch]) -> None:
        """Gives the cause what is left within the stretches."""
        for start, end in stretches:
            taken = [(max(a, start), min(b, end)) for a, b in self._left if a < end and b > start]
            if start < end and taken:
                self._given[cause].extend(taken)
                self._left = subtract(self._left, start, end)

    def claim_but(self, cause: Cause, stretches: Iterable[Stretch]) -> None:
        """Gives the cause what is left outside the stretches."""
        others = list(self._left)
        for start, end in stretches:
            others = subtract(others, start, end)
        self.claim(cause, others)

    def claim_rest(self, cause: Cause) -> None:
        """Gives the cause all that is left."""
        self.claim(cause, [self.span])

    def given(self) -> list[tuple[Cause, tuple[Stretch, ...]]]:
        """Each cause with its stretches, the last to begin first."""
        found = [(cause, tuple(merge(stretches))) for cause, stretches in self._given.items()]
        return sorted(found, key=lambda pair: (pair[1][0][0], pair[0]), reverse=True)
