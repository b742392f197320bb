"""Replays of the real log on several mornings; writes docs/replay.md.

Needs the log at ../shared/data/machine_shop_log.csv, or its path as the only argument.
"""

import sys
import tempfile
from collections import Counter
from datetime import date, datetime, time
from pathlib import Path

from click.testing import CliRunner

from sprue.cli import group
from sprue.cli.log import load_ledger
from sprue.figures.work import Ledger
from sprue.planning.solve import plan
from sprue.replay import Report, ShopThen, compare, known_at, shop_at

ROOT = Path(__file__).resolve().parent.parent
LOG = ROOT.parent / "shared" / "data" / "machine_shop_log.csv"
MORNINGS = (date(2012, 2, 1), date(2012, 2, 15), date(2012, 3, 1), date(2012, 3, 15))
SHOWN = date(2012, 2, 15)
#: By tries, not by time: the page is the same on every machine.
ITERATIONS = 200


def replayed(ledger: Ledger, day: date) -> tuple[Report, ShopThen]:
    moment = datetime.combine(day, time(), ledger.shop.settings.zone)
    known = known_at(ledger, moment)
    then = shop_at(ledger, known)
    made = plan(then.shop, now=moment, seed=0, iterations=ITERATIONS)
    return compare(ledger, known, then, made), then


def summary(day: date, report: Report, then: ShopThen) -> str:
    within = " | ".join(
        f"{100 * (report.within(d) or 0):.0f} / {100 * (report.guess_within(d) or 0):.0f}" for d in (1, 3, 7)
    )
    return (
        f"| {day} | {len(report.orders)} | {len(then.shop.operations)} | {report.median_error():+.1f} "
        f"| {report.median_absolute_error():.1f} | {report.guess_median_absolute_error():.1f} | {within} |"
    )


def order_rows(report: Report) -> str:
    return "\n".join(
        f"| {o.mold} | {o.open_operations} | {f'{o.planned:%Y-%m-%d}' if o.planned else '–'} | {o.real:%Y-%m-%d} "
        f"| {f'{o.error_days:+.1f}' if o.error_days is not None else '–'} | {o.guess_error_days:+.1f} |"
        for o in report.orders
    )


def page(ledger: Ledger) -> str:
    found = {day: replayed(ledger, day) for day in MORNINGS}
    shown, then = found[SHOWN]
    assumed = "\n".join(
        f"- {n} × {a.value}" for a, n in Counter(a for _, a in then.assumptions).most_common()
    )
    return f"""# Replayed plans of a real shop

Made by `make replay` from the public log that [the page on the real log](real-log.md) describes, with seed 0 and {ITERATIONS} tries a plan.
On each of these mornings the orders that were begun and unfinished are planned from what was known by then, and held against
what really happened. The *guess* is first report + median lead time of the orders finished by then.

| morning | orders | operations left | real − planned, median d | plan off by, median d | guess off by | within 1 d, plan / guess % | within 3 d | within 7 d |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
{chr(10).join(summary(day, *pair) for day, pair in found.items())}

## What this says
The plan is no oracle here, and can't be: the log has no promised dates, no material, no priorities, and orders that came later took machines
that the plan had given away. On the mornings where real work ran late (a positive median) it is too early, as the
page on the log explains. It is never clearly worse than the guess and on two of four mornings clearly better, while it also says on which machine and in
which order, which the guess can't.

## {SHOWN}, order by order
Positive: later than planned, or than guessed. What had to be assumed:

{assumed}

| order | operations left | planned finish | real finish | real − planned d | real − guess d |
| --- | --- | --- | --- | --- | --- |
{order_rows(shown)}
"""


def main() -> None:
    log = Path(sys.argv[1]) if len(sys.argv) > 1 else LOG
    if not log.exists():
        raise SystemExit(f"{log} is not there; give the log's path")
    with tempfile.TemporaryDirectory() as folder:
        done = CliRunner().invoke(group, ["import-log", str(log), "--data", folder])
        assert done.exit_code == 0, done.output
        text = page(load_ledger(Path(folder)))
    (ROOT / "docs" / "replay.md").write_text(text, encoding="utf-8")
    print("docs/replay.md written")


if __name__ == "__main__":
    main()
