"""What becomes of a better plan that nobody asked for."""

import pytest

from sprue.floor.policy import Improving, Verdict, verdict


@pytest.mark.parametrize(
    ("how", "gained", "moved", "expected"),
    [
        (Improving.PUBLISH, 0.4, 0, Verdict.DROP),
        (Improving.PUBLISH, 0.5, 20, Verdict.PUBLISH),
        (Improving.PUBLISH, 0.5, 21, Verdict.PROPOSE),
        (Improving.PUBLISH, 30.0, 300, Verdict.PUBLISH),
        (Improving.PUBLISH, 30.0, 301, Verdict.PROPOSE),
        (Improving.PROPOSE, 30.0, 1, Verdict.PROPOSE),
        (Improving.OFF, 30.0, 1, Verdict.DROP),
    ],
)
def test_little_better_and_much_different_is_only_proposed(
    how: Improving, gained: float, moved: int, expected: Verdict
) -> None:
    assert verdict(how, gained=gained, moved=moved) is expected
