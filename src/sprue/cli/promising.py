"""`sprue promise`: a workbook and a class of mold in, dates with their chances out."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path

import click

from sprue.cli.planning import read_or_exit
from sprue.files.workbook.plan_reading import read_plan
from sprue.library import promise as promise_of
from sprue.planning.plan import Plan
from sprue.shop.errors import UserMistake
from sprue.shop.orders import MoldClass
from sprue.shop.shop import Shop

LANGUAGES = ("en", "zh-hans")
#: A date without a time means by the end of that day.
_END_OF_DAY = time_of_day(23, 59)


@click.command()
@click.argument("source", metavar="SHOP", type=click.Path(path_type=Path))
@click.option("--class", "mold_class", required=True, type=click.Choice([c.value for c in MoldClass]))
@click.option("--priority", default=1.0, show_default=True, type=click.FloatRange(0, min_open=True))
@click.option("--t1", help="How probable this date is, YYYY-MM-DD [HH:MM] in the shop's zone.")
@click.option(
    "--plan", "planned", type=click.Path(path_type=Path), help="plan.json of the shop; else planned."
)
@click.option(
    "--seconds", default=10.0, show_default=True, type=click.FloatRange(0), help="Time to plan first."
)
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option("--scenarios", default=40, show_default=True, type=click.IntRange(1, 10_000))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 256))
@click.option("--language", type=click.Choice(LANGUAGES), help="Else the shop's.")
def promise(  # noqa: PLR0913  # the options of the command
    *,
    source: Path,
    mold_class: str,
    priority: float,
    t1: str | None,
    planned: Path | None,
    seconds: float,
    seed: int,
    scenarios: int,
    workers: int,
    language: str | None,
) -> None:
    """When a new mold can be promised, how surely, and which other molds would slip.

    Two answers: with nobody slipping, and as early as the priority allows.
    """
    shop = read_or_exit(source)
    asked = _moment(t1, shop) if t1 is not None else None
    made = read_plan(planned, shop).plan if planned is not None else _plan(shop, seconds, workers)
    promised = promise_of(
        shop,
        made,
        mold_class=mold_class,
        priority=priority,
        now=shop.settings.now or datetime.now(UTC),
        seed=seed,
        scenarios=scenarios,
        workers=workers,
    )
    from sprue.planning.promise_words import told  # noqa: PLC0415  # loads the compiler

    for line in told(promised, language=language or shop.settings.language, t1=asked):
        click.echo(line)


def _plan(shop: Shop, seconds: float, workers: int) -> Plan:
    from sprue.planning.kernels.compiling import is_cold  # noqa: PLC0415  # loads the compiler

    if is_cold():
        click.echo("compiling the planner, once on this computer, about a minute …", err=True)
    from sprue.planning import solve  # noqa: PLC0415

    now = shop.settings.now or datetime.now(UTC)
    with ThreadPoolExecutor(workers) as pool:
        return solve.plan(shop, now=now, seconds=seconds, timer=time.perf_counter, mapper=pool.map)


def _moment(text: str, shop: Shop) -> datetime:
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            found = datetime.strptime(text, form).replace(tzinfo=shop.settings.zone)
        except ValueError:
            continue
        return found if "%H" in form else datetime.combine(found.date(), _END_OF_DAY, shop.settings.zone)
    raise UserMistake(f"--t1 {text}: must be such as '2026-06-01' or '2026-06-01 14:30'")
