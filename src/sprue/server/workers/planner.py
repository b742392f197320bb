"""The planner process: `python -m sprue.server.workers.planner`, started and watched by `sprue serve`."""

import logging
import os
import signal
import threading
from types import FrameType


def main(stop: threading.Event) -> None:
    """Work until `stop`; Django must be set up."""
    from sprue.server.workers import office  # noqa: PLC0415  # its models need Django set up

    office.run(stop)


def _run() -> None:
    import django  # noqa: PLC0415  # only as a process of its own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sprue.server.settings")
    django.setup()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, end)
    main(stop)


if __name__ == "__main__":
    _run()
