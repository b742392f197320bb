"""A worker as a process: `python -m sprue.server.workers.process NAME`, watched by `sprue serve`."""

import logging
import os
import signal
import sys
import threading
from contextlib import suppress
from importlib import import_module
from types import FrameType

#: Workers by name, and the module beside this one that holds each.
WORKERS = {
    "planner": "office",
    "answers": "answers",
    "clock": "clock",
    "messenger": "messenger",
    "keeper": "keeper",
}
#: Screens wait for the server; what workers do may come a little later, but for answers people wait too.
NICE = 5
AT_ONCE = frozenset({"answers"})


def main(name: str, stop: threading.Event) -> None:
    """Work until `stop`; Django must be set up."""
    import_module(f"sprue.server.workers.{WORKERS[name]}").run(stop)


def _run(name: str) -> int:
    if name not in WORKERS:
        sys.stderr.write(f"no such worker: {name}; one of {', '.join(WORKERS)}\n")
        return 2
    if name not in AT_ONCE:
        with suppress(AttributeError, OSError):  # no such thing on Windows
            os.nice(NICE)
    import django  # noqa: PLC0415  # only as a process of its own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sprue.server.settings")
    django.setup()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    main(name, stop)
    return 0


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1] if len(sys.argv) > 1 else ""))
