"""Both storms: kills of the server under load, and an hour without network for all terminals.

    python -m benchmarks.storm --kills 1000 --rounds 5 --out docs/storm.md

The last line says what became of all reports: acknowledged, missing, doubled, out of order.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import kills, outage

Rows = Sequence[tuple[str, int]]


def page(killed: kills.Outcome, out: Sequence[outage.Outcome]) -> str:
    """The page for the documentation."""
    under_load: Rows = [
        ("server killed (SIGKILL)", killed.kills),
        ("terminals at work", kills.TERMINALS),
        ("reports acknowledged", killed.acknowledged),
        ("reports sent again after a broken connection", killed.resent),
        ("entries in the journal", killed.entries),
        ("acknowledged and lost", killed.lost),
        ("recorded twice", killed.doubled),
        ("terminals with reports out of order", killed.out_of_order),
        ("faults found by the auditor (chain, holes, order, state)", len(killed.faults)),
        ("seconds", round(killed.seconds)),
    ]
    browsers = sum(one.from_browser for one in out)
    without: Rows = [
        ("outages of an hour", len(out)),
        ("terminals without network", outage.TERMINALS),
        ("reports made without network", sum(one.made for one in out)),
        ("of these in a real browser that was killed with them unsent", browsers),
        ("server killed during an outage and while reports came back", sum(one.kills for one in out)),
        ("reports sent again after a broken connection", sum(one.resent for one in out)),
        ("acknowledged", sum(one.acknowledged for one in out)),
        ("missing", sum(one.missing for one in out)),
        ("recorded twice", sum(one.doubled for one in out)),
        ("terminals with reports out of order", sum(one.out_of_order for one in out)),
        (
            "another had reported it meanwhile: now a question with both sides",
            sum(one.questions for one in out),
        ),
        ("such conflicts without a question", sum(one.unasked for one in out)),
        (
            "largest error of a report's time, ms (clocks wrong by up to three days)",
            max(one.error_ms for one in out),
        ),
        ("faults found by the auditor", sum(len(one.faults) for one in out)),
        ("seconds", round(sum(one.seconds for one in out))),
    ]
    return (
        f"# Storm\n\nMade by `python -m benchmarks.storm --kills {killed.kills} --rounds {len(out)}` "
        f"on {datetime.now(UTC):%Y-%m-%d}.\n\n## Killed under load\n\n"
        "The server is killed again and again while terminals report; each keeps a synced log of what was\n"
        "acknowledged, and one auditor (that of `sprue check`) reads the journal afterwards.\n\n"
        f"{_table(under_load)}\n\n## An hour without network\n\n"
        "All terminals lose the network and work on for an hour of the shop's time. Their own clocks are wrong; each\n"
        "has measured by how much. Meanwhile the server is killed, others report some of the same work, and it is killed\n"
        "again while everything comes back.\n\n"
        f"{_table(without)}\n\n{total(killed, out)}\n"
    )


def _table(rows: Rows) -> str:
    lines = "\n".join(f"| {name} | {value:,} |" for name, value in rows)
    return f"| | |\n| --- | --- |\n{lines}"


def total(killed: kills.Outcome, out: Sequence[outage.Outcome]) -> str:
    """What became of all reports, in one line."""
    acknowledged = killed.acknowledged + sum(one.acknowledged for one in out)
    missing = killed.lost + sum(one.missing for one in out)
    doubled = killed.doubled + sum(one.doubled for one in out)
    disorder = killed.out_of_order + sum(one.out_of_order for one in out)
    return f"acknowledged {acknowledged:,}, missing {missing}, doubled {doubled}, out of order {disorder}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=1, help="outages of an hour")
    parser.add_argument("--no-browser", action="store_true", help="without the browser that is killed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with TemporaryDirectory(prefix="sprue-storm-") as folder:
        killed = kills.storm(Path(folder), kills=given.kills, seed=given.seed)
    out = []
    for round_ in range(given.rounds):
        with TemporaryDirectory(prefix="sprue-outage-") as folder:
            out.append(outage.outage(Path(folder), seed=given.seed + round_, browser=not given.no_browser))
    text = page(killed, out)
    if given.out is not None:
        given.out.write_text(text, encoding="utf-8")
    print(text)
    for fault in [*killed.faults, *(fault for one in out for fault in one.faults)]:
        print(fault)
    print(total(killed, out))
    sys.exit(0 if killed.ok and all(one.ok for one in out) else 1)


if __name__ == "__main__":
    main()
