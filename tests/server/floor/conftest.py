"""A journal that is empty, and a process that remembers nothing of another test's."""

from importlib.util import find_spec

import pytest

collect_ignore_glob = [] if find_spec("django") else ["test_*.py"]


@pytest.fixture
def journal(transactional_db: None) -> None:
    """An empty database; shop time stands at the small shop's Monday and runs as real time does."""
    from sprue.server.floor import actions
    from sprue.server.floor.who import Role, Who
    from tests.core.floor.shops import NOW

    actions.set_clock(1.0, Who("test", Role.MANAGER), at=NOW)
