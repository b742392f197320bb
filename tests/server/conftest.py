"""Django, set up once; a shop in an empty database; people, tablets and programs who ask for something."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

collect_ignore_glob: list[str] = []
if find_spec("django") is None:
    collect_ignore_glob.append("**/test_*.py")
else:
    import django
    from django.apps import apps

    if not apps.ready:  # test modules import models; the plugin sets Django up only where it is asked for
        django.setup()

if TYPE_CHECKING:
    from tests.server.askers import Askers


@pytest.fixture
def quick_hashes(settings: Any) -> None:
    """Passwords are kept with one round: only the tests are faster."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def journal(transactional_db: None) -> None:
    """An empty database; shop time begins at the small shop's Monday and runs as real time does."""
    from sprue.server.floor import actions
    from sprue.server.floor.who import Role, Who
    from tests.core.floor.shops import NOW

    actions.set_clock(1.0, Who("test", Role.MANAGER), at=NOW)


@pytest.fixture
def small_shop(transactional_db: None) -> Iterator[None]:
    """The small shop of the floor's tests, with its plan, at its Monday morning."""
    from sprue.server.floor import actions
    from sprue.server.floor.who import SERVER
    from sprue.server.push import tailer
    from tests.core.floor import shops

    actions.set_clock(1.0, SERVER, at=shops.NOW)
    actions.import_shop(shops.small_shop(), SERVER)
    actions.publish_plan(shops.small_plan(), SERVER)
    yield
    tailer.stop()


@pytest.fixture
def askers(small_shop: None, quick_hashes: None) -> "Askers":
    """Everybody who may come to the door of the small shop."""
    from tests.server.askers import Askers

    return Askers.of_small_shop()
