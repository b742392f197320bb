"""The demo's workforce: `python -m sprue.demo.workforce --url URL`, its token in the environment.

It sees and does only what the public interface allows: one snapshot of the desk, the stream of
patches, and commands with a floor token. It follows the shop's clock, whatever its rate.
"""

import argparse
import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from sprue.demo.client import Follower, Refused, ShopClient, Unreachable
from sprue.demo.crew import Crew
from sprue.demo.floor import Shift
from sprue.demo.hands import Hands
from sprue.demo.mirror import Mirror
from sprue.demo.roster import Roster
from sprue.demo.supply import Supply
from sprue.demo.trials import Trials
from sprue.demo.trouble import Trouble
from sprue.sample import ZONE, shifts_of

log = logging.getLogger("sprue.demo")

TOKEN_VARIABLE = "SPRUE_FLOOR_TOKEN"  # noqa: S105  # the name of a variable, no secret
#: Real seconds from one round to the next.
ROUND_SECONDS = 0.25
#: So often supplies and gates are looked at, in rounds.
SUPPLY_ROUNDS = 6
#: Real seconds between two looks for a shop while there is none.
NO_SHOP_SECONDS = 2.0
_WAITS = (0.5, 1.0, 2.0, 5.0)


class Workforce:
    """Rounds of looking at the shop and doing what is next."""

    def __init__(
        self,
        client: ShopClient,
        roster: Roster,
        seed: int,
        clock: Callable[[], datetime],
        stop: threading.Event,
        language: str = "en",
    ) -> None:
        mirror = Mirror()
        self.shift = Shift(client, mirror, seed, time.monotonic, stop, clock())
        crew = Crew(self.shift, roster)
        self._client = client
        self._clock = clock
        self._stop = stop
        self._crew = crew
        self._trials = Trials(self.shift)
        self._hands = Hands(self.shift, crew, self._trials, language)
        self._trouble = Trouble(self.shift, crew)
        self._supply = Supply(self.shift, crew)
        self._rounds = 0

    def work(self) -> None:
        """Until stopped; an unreachable server is tried again and again."""
        tries = 0
        while not self._stop.is_set():
            try:
                self._work_from_snapshot()
                tries = 0
            except Unreachable as error:
                log.info("the server doesn't answer (%s); trying again", error)
                self._stop.wait(_WAITS[min(tries, len(_WAITS) - 1)])
                tries += 1

    def _work_from_snapshot(self) -> None:
        """Load the tables and work until they must be loaded anew."""
        mirror = self.shift.mirror
        mirror.load(self._client.snapshot())
        if not mirror.machines:
            self._stop.wait(NO_SHOP_SECONDS)
            return
        follower = Follower(self._client, mirror.cursor)
        follower.start()
        try:
            while not self._stop.is_set() and self._take(follower):
                self.round()
        finally:
            follower.stop()

    def _take(self, follower: Follower) -> bool:
        """Wait a little, then take in the news; False when the tables must be loaded anew."""
        self._stop.wait(ROUND_SECONDS)
        while True:
            try:
                news = follower.news.get_nowait()
            except queue.Empty:
                return True
            if news.data is None:
                return False
            self.shift.mirror.apply(news.data)

    def round(self) -> None:
        """One look at the shop: people, ends, troubles, beginnings, supplies."""
        self.shift.begin_round(self.shift.mirror.now(self._clock()))
        self._crew.come_and_go()
        self._hands.finish()
        self._crew.take_stock()
        self._trouble.answer()
        self._trouble.strike()
        self._hands.start()
        self._rounds += 1
        if self._rounds % SUPPLY_ROUNDS == 0:
            self._supply.receive()
            self._supply.release()
            self._trials.follow()


def main(arguments: list[str] | None = None) -> int:
    """Entry point of the process; exit 2 when the token is missing or wrong."""
    parser = argparse.ArgumentParser(prog="sprue.demo.workforce", description="Works the demo shop.")
    parser.add_argument("--url", required=True)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--language", default="en")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO if options.verbose else logging.WARNING, stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token:
        log.error("set %s to a token of the role floor", TOKEN_VARIABLE)
        return 2
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    client = ShopClient(options.url, token)
    roster = Roster(shifts_of(options.people, options.seed), ZONE, options.seed)
    try:
        Workforce(client, roster, options.seed, lambda: datetime.now(UTC), stop, options.language).work()
    except Refused as refused:
        log.error("the server refused the workforce: %s", refused.message)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
