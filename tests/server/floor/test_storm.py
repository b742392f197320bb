"""Twenty times the server is killed under thirty working terminals."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.storm import storm

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("sprue.server.asgi") is None, reason="the web server isn't installed"),
]


def test_twenty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    outcome = storm(tmp_path, kills=20)
    assert (outcome.lost, outcome.doubled, outcome.out_of_order, outcome.faults) == (0, 0, 0, [])
    assert outcome.acknowledged > 300
    assert outcome.resent > 0, "no terminal was hit"
