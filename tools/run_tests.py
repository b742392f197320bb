"""Runs the test groups in processes of their own and closes with one sum.

Browser tests leave a running event loop in their thread and generated API tests start a server
of their own, so neither shares a process with the others.
"""

import re
import subprocess
import sys
import time

GROUPS = (
    ("core", ["tests/core", "tests/properties", "tests/scenarios"]),
    ("server", ["tests/server"]),
    ("fuzz", ["tests/fuzz"]),
    ("browser", ["tests/e2e"]),
)
#: pytest's exit code when it found no test.
NO_TESTS = 5


def run(name: str, paths: list[str]) -> tuple[int, dict[str, int]]:
    """Exit code and counts (passed, failed, skipped, …) of one group."""
    print(f"\n== {name} ==", flush=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-q", *paths], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    last = ""
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line if line.strip() else last
    counts = {word.rstrip("s"): int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", last)}
    return process.wait(), counts


def main() -> int:
    """0 when every group passed."""
    begin = time.monotonic()
    total: dict[str, int] = {}
    bad = []
    for name, paths in GROUPS:
        code, counts = run(name, paths)
        for word in ("passed", "failed", "skipped", "error"):
            total[word] = total.get(word, 0) + counts.get(word, 0)
        if code not in (0, NO_TESTS):
            bad.append(name)
    if bad:
        print(f"\nnot passed: {', '.join(bad)}")
    failed = total["failed"] + total["error"] or len(bad)
    words = [f"{failed} failed"] if failed else []
    words += [f"{total['passed']} passed", f"{total['skipped']} skipped"]
    print(f"\n===== {', '.join(words)} in {time.monotonic() - begin:.0f}s =====")
    return 1 if bad or failed else 0


if __name__ == "__main__":
    sys.exit(main())
