"""A journal that is empty, and a clock that stands at the small shop's Monday."""

from importlib.util import find_spec

import pytest

collect_ignore_glob: list[str] = []
if find_spec("django") is None:
    collect_ignore_glob.append("test_*.py")
else:
    import django
    from django.apps import apps

    if not apps.ready:  # the test modules import models; the plugin sets Django up only where it is asked for
        django.setup()


@pytest.fixture
def journal(transactional_db: None) -> None:
    """An empty database; shop time begins at the small shop's Monday and runs as real time does."""
    from sprue.server.floor import actions
    from sprue.server.floor.who import Role, Who
    from tests.core.floor.shops import NOW

    actions.set_clock(1.0, Who("test", Role.MANAGER), at=NOW)
