"""Runs the demo's processes and tells what they are doing."""

import json
import threading
import time
import urllib.request
from collections.abc import Callable

from sprue.demo.client import Refused, ShopClient, Unreachable
from sprue.demo.notice import notice, word
from sprue.demo.opening import Opened, environment
from sprue.server import supervise
from sprue.server.supervise import Supervisor
from sprue.shop.errors import OutsideFailure

#: A web process that doesn't answer by then has something wrong with it.
WEB_SECONDS = 60.0
_LOOK_SECONDS = 0.3

Say = Callable[[str], None]


def workforce_command(opened: Opened) -> list[str]:
    """The process of the people who work the shop."""
    shop = ("--people", str(opened.card.people), "--seed", str(opened.card.seed))
    language = ("--language", opened.card.language)
    return supervise.module_command("sprue.demo.workforce", "--url", opened.site.url, *shop, *language)


def show(opened: Opened, rate: float, *, works: bool, say: Say) -> None:
    """Serve until Ctrl-C: the web first, so that there is something to look at; then planner and people."""
    supervisor = Supervisor(environment(opened))
    try:
        supervisor.add("web", supervise.web_command(opened.site))
        waits_for = "cold" if _is_cold() else "planning"
        _wait_for_web(opened, supervisor)
        supervisor.add("planner", supervise.worker_command("planner"))
        supervisor.add("clock", supervise.worker_command("clock"))
        supervisor.add("answers", supervise.worker_command("answers"))
        supervisor.add("messenger", supervise.worker_command("messenger"))
        if works:
            supervisor.add("workforce", workforce_command(opened))
        say(notice(opened, rate, works=works))
        threading.Thread(target=_tell_of_plan, args=(opened, rate, waits_for, say), daemon=True).start()
        supervisor.run()
    except KeyboardInterrupt:
        pass
    finally:
        supervisor.end()


def _wait_for_web(opened: Opened, supervisor: Supervisor) -> None:
    limit = time.monotonic() + WEB_SECONDS
    while not supervise.answers(opened.site.url):
        supervisor.look()
        if time.monotonic() > limit:
            raise OutsideFailure("the web process doesn't answer; its messages stand above")
        time.sleep(_LOOK_SECONDS)


def _tell_of_plan(opened: Opened, rate: float, waits_for: str, say: Say) -> None:
    """Say what the wall waits for, and when the plan is there; then the clock runs at its full rate."""
    language = opened.card.language
    version = _version(opened)
    if version is None:
        say(word(waits_for, language))
    while version is None:
        time.sleep(1.0)
        version = _version(opened)
    if not opened.has_plan:
        _speed_up(opened, rate)
    say(word("planned", language, version=version))


def _speed_up(opened: Opened, rate: float) -> None:
    """Let the clock run at its full rate; tried again while the server is busy."""
    client = ShopClient(opened.site.url, opened.card.tokens["floor"])
    for _ in range(20):
        try:
            client.set_rate(rate)
            break
        except (Unreachable, Refused):
            time.sleep(1.0)
    client.close()


def _is_cold() -> bool:
    """Whether the planner's code must be compiled first."""
    from sprue.planning.kernels.compiling import is_cold  # noqa: PLC0415  # numba takes its time to load

    return is_cold()


def _version(opened: Opened) -> int | None:
    try:
        with urllib.request.urlopen(f"{opened.site.url}/api/health", timeout=5) as answer:  # noqa: S310  # ours
            found = json.load(answer)["version"]
    except (OSError, ValueError):
        return None
    return int(found) if found is not None else None
