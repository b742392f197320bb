"""The server is killed twenty times under thirty terminals; twenty lose the network for an hour."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.kills import storm
from benchmarks.outage import MOST_ERROR_MS, outage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("sprue.server.asgi") is None, reason="the web server isn't installed"),
]


def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = storm(tmp_path, kills=20)
    assert (outcome.lost, outcome.doubled, outcome.out_of_order, outcome.faults) == (0, 0, 0, [])
    assert outcome.acknowledged > 300
    assert outcome.resent > 0, "no terminal was hit"


def test_an_hour_without_network_loses_and_doubles_nothing_and_conflicts_are_questions(
    tmp_path: Path,
) -> None:
    outcome = outage(tmp_path, browser=False)
    assert (outcome.made, outcome.acknowledged) == (200, 200)
    assert (outcome.missing, outcome.doubled, outcome.out_of_order, outcome.faults) == (0, 0, 0, [])
    assert (outcome.questions, outcome.unasked) == (5, 0)
    assert outcome.error_ms <= MOST_ERROR_MS
    assert outcome.resent > 0, "no terminal was hit"
