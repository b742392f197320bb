"""Rest for the garbage collector while many values are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """No collections within.

    A large shop, its problem and its plan are some hundred thousand small values without any circle; the
    collector would look through all of them again and again, for half of the time that making them takes.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
