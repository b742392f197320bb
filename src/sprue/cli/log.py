"""`import-log`, `figures`, `replay`: a real shop's history, what it shows, how plans would have done."""

import csv
import json
import time
from collections import Counter
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from sprue.figures.flow import Figures, figures_of
from sprue.figures.work import Ledger, ledger_of
from sprue.files.event_log import Account, Oddity, history_of, oddities_of, read_rows, shop_of
from sprue.files.event_log.mapping import account_of
from sprue.files.journal import read_journal, write_journal
from sprue.replay import Report, compare, known_at, shop_at
from sprue.shop.codec import to_json
from sprue.shop.errors import UserMistake
from sprue.shop.events import Event

JOURNAL = "journal.jsonl"
ROWS = "log-rows.csv"

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="SPRUE_DATA",
    default=Path("sprue-data"),
    show_default=True,
    help="Folder in which the shop's data live.",
)


@click.command("import-log")
@click.argument("log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@click.option(
    "--timezone", default="UTC", show_default=True, help="Zone of the log's times; a log can't tell."
)
@click.option("--desk", is_flag=True, help="Into the database too: `sprue serve` then shows the figures.")
def import_log(log: Path, data: Path, timezone: str, *, desk: bool) -> None:
    """Turn a machine shop's event log (CSV) into a shop and a journal of what happened.

    Every row is accounted for in DATA/log-rows.csv: used, or left out with its reason, with all its oddities.
    """
    rows, faults = read_rows(log, _zone(timezone))
    used, account = account_of(rows, faults)
    if not used:
        raise UserMistake(
            f"{log} has no usable row; the first fault: {faults[0] if faults else 'it is empty'}"
        )
    shop = shop_of(used, timezone)
    data.mkdir(parents=True, exist_ok=True)
    events = list(history_of(used, shop))
    count = write_journal(events, data / JOURNAL)
    if desk:
        click.echo(f"{_into_database(data, events):,} entries are new in the database of {data}")
    oddities = oddities_of(rows)
    _write_account(data / ROWS, account, oddities)
    click.echo(
        f"{len(account.used) + len(account.left_out)} rows: {len(account.used)} used, "
        f"{len(account.left_out)} left out"
    )
    click.echo(
        f"{len(shop.orders)} work orders, {len(shop.machines)} machines and benches, "
        f"{len(shop.operations)} operations, {count} journal entries"
    )
    for kind, number in Counter(o.kind for o in oddities).most_common():
        click.echo(f"  {number:5d} {kind.value}")
    click.echo(f"journal: {data / JOURNAL}; every row and what is odd about it: {data / ROWS}")


def _into_database(data: Path, events: list[Event]) -> int:
    """Append the history to the server's journal; how many entries were new."""
    from sprue.server import supervise  # noqa: PLC0415  # the server's packages are optional

    supervise.prepare(supervise.Site(data))
    from sprue.server.floor.actions import import_journal  # noqa: PLC0415  # needs Django set up
    from sprue.server.floor.who import SERVER  # noqa: PLC0415

    return import_journal(events, SERVER)


def _write_account(path: Path, account: Account, oddities: list[Oddity]) -> None:
    odd: dict[int, list[str]] = {}
    for oddity in oddities:
        other = f" (row {oddity.other})" if oddity.other is not None else ""
        odd.setdefault(oddity.row, []).append(oddity.kind.value + other)
    verdicts = dict.fromkeys(account.used, "used")
    verdicts |= {row: f"left out: {reason}" for row, reason in account.left_out}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["row", "verdict", "oddities"])
        writer.writerows([row, verdicts[row], "; ".join(odd.get(row, []))] for row in sorted(verdicts))


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="All figures as one JSON object.")
@click.option("--most", default=30, show_default=True, help="Rows of each table.")
def figures(data: Path, as_json: bool, most: int) -> None:  # click passes flags by name
    """Hours by machine, setup share, rework and rejects, lead time by order."""
    found = figures_of(load_ledger(data))
    if as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False, indent=1))
        return
    _print_totals(found)
    _print_machines(found, most)
    _print_processes(found, most)
    _print_orders(found, most)


def _percent(share: float | None) -> str:
    return f"{share * 100:5.1f} %" if share is not None else "    –  "


def _print_totals(found: Figures) -> None:
    lead = f"{found.median_lead_days:.1f} d" if found.median_lead_days is not None else "–"
    click.echo(
        f"reported {found.hours:.0f} h, setup {_percent(found.setup_share).strip()}, "
        f"rework {_percent(found.rework_share).strip()}, "
        f"rejected {_percent(found.rejected_share).strip()} of pieces, median lead time {lead}"
    )


def _print_machines(found: Figures, most: int) -> None:
    click.echo(f"\n{'machine':34s} {'reported h':>10s} {'occupied h':>10s} {'setup':>8s} {'down h':>7s}")
    for m in found.machines[:most]:
        click.echo(
            f"{m.name[:34]:34s} {m.reported:10.1f} {m.occupied:10.1f} "
            f"{_percent(m.setup_share):>8s} {m.breakdown:7.1f}"
        )


def _print_processes(found: Figures, most: int) -> None:
    click.echo(f"\n{'process':34s} {'hours':>10s} {'rework':>8s} {'rejected':>9s} {'of pieces':>9s}")
    for p in found.processes[:most]:
        click.echo(
            f"{p.process[:34]:34s} {p.hours:10.1f} {_percent(p.rework_share):>8s} "
            f"{p.rejected:9d} {_percent(p.rejected_share):>9s}"
        )


def _print_orders(found: Figures, most: int) -> None:
    click.echo(f"\n{'order':14s} {'part':22s} {'first':10s} {'lead d':>7s} {'hours':>7s} {'rejected':>8s}")
    for o in found.orders[:most]:
        state = "" if o.done else " open"
        click.echo(
            f"{o.mold[:14]:14s} {o.name[:22]:22s} {o.first:%Y-%m-%d} {o.lead_days:7.1f} "
            f"{o.hours:7.1f} {o.rejected:8d}{state}"
        )


@click.command()
@data_option
@click.option("--as-of", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day, at 00:00.")
@click.option("--seconds", default=10.0, show_default=True, help="Time for the planner.")
@click.option("--seed", default=0, show_default=True)
@click.option("--iterations", type=int, help="Limit the planner by iterations, so that runs repeat.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the orders as CSV.")
def replay(
    data: Path, as_of: datetime, seconds: float, seed: int, iterations: int | None, out: Path | None
) -> None:
    """Plan what was unfinished on a past day and hold the plan against what really happened."""

    ledger = load_ledger(data)
    moment = datetime.combine(as_of.date(), clock_time(), ledger.shop.settings.zone)
    _check_day(ledger, moment.date())
    # Loads the compiler, for which a wrong day need not wait.
    from sprue.planning.solve import plan  # noqa: PLC0415

    known = known_at(ledger, moment)
    then = shop_at(ledger, known)
    made = plan(
        then.shop, now=moment, seconds=seconds, seed=seed, iterations=iterations, timer=time.perf_counter
    )
    report = compare(ledger, known, then, made)
    click.echo(
        f"{moment:%Y-%m-%d}: {len(report.orders)} orders begun and unfinished, "
        f"{len(then.shop.operations)} operations left, {len(report.errors)} orders planned whole"
    )
    for kind, number in Counter(a for _, a in then.assumptions).most_common():
        click.echo(f"  {number:4d} × {kind.value}")
    click.echo(f"\n{'order':10s} {'left':>4s} {'planned':>10s} {'real':>10s} {'error d':>8s} {'guess':>8s}")
    for o in report.orders:
        planned = f"{o.planned:%Y-%m-%d}" if o.planned else "–"
        error = f"{o.error_days:+8.1f}" if o.error_days is not None else "       –"
        click.echo(
            f"{o.mold:10s} {o.open_operations:4d} {planned:>10s} {o.real:%Y-%m-%d} "
            f"{error} {o.guess_error_days:+8.1f}"
        )
    click.echo("")
    for line in summary_lines(report):
        click.echo(line)
    if out is not None:
        _write_report(out, report)
        click.echo(f"orders: {out}")


def summary_lines(report: Report) -> list[str]:
    """The report in four lines; the guess is first report + median lead time of then."""
    if not report.errors:
        return ["no order could be planned whole"]
    return [
        f"real minus planned, median: {report.median_error():+.1f} d (later than planned is +)",
        f"off by, median: plan {report.median_absolute_error():.1f} d, "
        f"guess {report.guess_median_absolute_error():.1f} d",
        *(
            f"within {days} d: plan {_percent(report.within(days)).strip()}, "
            f"guess {_percent(report.guess_within(days)).strip()}"
            for days in (1, 3, 7)
        ),
    ]


def load_ledger(data: Path) -> Ledger:
    """The ledger of work of the journal in a data folder."""
    return ledger_of(read_journal(data / JOURNAL))


def _check_day(ledger: Ledger, day: date) -> None:
    if not ledger.stretches:
        raise UserMistake("the journal holds no work: nothing can be replayed")
    first, last = ledger.stretches[0].end.date(), ledger.stretches[-1].end.date()
    if not first < day <= last:
        raise UserMistake(f"--as-of must lie between {first} and {last}, where the journal tells of work")


def _write_report(path: Path, report: Report) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["order", "open_operations", "planned", "real", "error_days", "guess", "guess_error_days"]
        )
        for o in report.orders:
            writer.writerow(
                [
                    o.mold,
                    o.open_operations,
                    f"{o.planned:%Y-%m-%d %H:%M}" if o.planned else "",
                    f"{o.real:%Y-%m-%d %H:%M}",
                    f"{o.error_days:.2f}" if o.error_days is not None else "",
                    f"{o.guess:%Y-%m-%d %H:%M}",
                    f"{o.guess_error_days:.2f}",
                ]
            )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UserMistake(f"no time zone is called {name!r}; use a name such as Europe/Berlin") from error
