"""Runs the test groups in processes of their own, two at a time, and closes with one sum.

Browser tests leave a running event loop in their thread and generated API tests start a server
of their own, so neither shares a process with the others. A browser test waits more than it
computes: beside it there is room for a group that only computes.
"""

import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

GROUPS = (
    ("core", ["tests/core", "tests/properties", "tests/scenarios"]),
    ("server", ["tests/server"]),
    ("fuzz", ["tests/fuzz"]),
    ("browser", ["tests/e2e"]),
)
#: What runs one after the other, each lane beside the other.
LANES = (("core", "server"), ("browser", "fuzz"))
#: pytest's exit code when it found no test.
NO_TESTS = 5


@dataclass(slots=True)
class Outcome:
    """Exit code and counts (passed, failed, skipped, …) of one group."""

    code: int
    counts: dict[str, int]


def run(name: str, paths: list[str]) -> Outcome:
    """One group; what it says comes in one piece when it has ended."""
    print(f"== {name} begins ==", flush=True)
    begin = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", *paths]
    ended = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    said = ended.stdout.rstrip()
    print(f"\n== {name}, {time.monotonic() - begin:.0f} s ==\n{said}\n", flush=True)
    last = said.rsplit("\n", 1)[-1]
    counts = {word.rstrip("s"): int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", last)}
    return Outcome(ended.returncode, counts)


def main() -> int:
    """0 when every group passed."""
    begin = time.monotonic()
    paths = dict(GROUPS)
    outcomes: dict[str, Outcome] = {}

    def work(lane: tuple[str, ...]) -> None:
        for name in lane:
            outcomes[name] = run(name, paths[name])

    lanes = [threading.Thread(target=work, args=(lane,)) for lane in LANES]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    words_counted = ("passed", "failed", "skipped", "error")
    total = {word: sum(one.counts.get(word, 0) for one in outcomes.values()) for word in words_counted}
    bad = [name for name in paths if name not in outcomes or outcomes[name].code not in (0, NO_TESTS)]
    if bad:
        print(f"\nnot passed: {', '.join(bad)}")
    failed = total["failed"] + total["error"] or len(bad)
    words = [f"{failed} failed"] if failed else []
    words += [f"{total['passed']} passed", f"{total['skipped']} skipped"]
    print(f"\n===== {', '.join(words)} in {time.monotonic() - begin:.0f}s =====")
    return 1 if bad or failed else 0


if __name__ == "__main__":
    sys.exit(main())
