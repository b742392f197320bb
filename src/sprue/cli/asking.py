"""`sprue why` and `sprue what-if`: why a mold is late, and what would come of changes."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sprue.cli.planning import moment_of, read_or_exit
from sprue.files.workbook.plan_reading import read_plan
from sprue.planning.plan import Plan
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MoldId
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop

if TYPE_CHECKING:
    from sprue.planning.repairing import Repair

_shop = click.argument("source", metavar="SHOP", type=click.Path(path_type=Path))
_plan = click.option(
    "--plan", "made", type=click.Path(path_type=Path), help="plan.json; else one is made now."
)
_now = click.option(
    "--now", "moment", help="The moment from which to look, YYYY-MM-DD HH:MM; else the shop's."
)
_tries = click.option(
    "--iterations", default=36, show_default=True, type=click.IntRange(1), help="Of each repair."
)
_seed = click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
_workers = click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 256))
_language = click.option("--language", type=click.Choice(["en", "zh-hans"]), help="Else the shop's.")


@click.command()
@_shop
@click.option("--mold", required=True, help="The late mold.")
@click.option(
    "--milestone", type=click.Choice([m.value for m in Milestone]), help="Else the later of the two."
)
@_plan
@_now
@_tries
@_seed
@_workers
@_language
def why(  # noqa: PLR0913  # the options of the command
    *,
    source: Path,
    mold: str,
    milestone: str | None,
    made: Path | None,
    moment: str | None,
    iterations: int,
    seed: int,
    workers: int,
    language: str | None,
) -> None:
    """Say what makes a mold late, hour by hour, and the three changes that would help most."""
    shop = read_or_exit(source)
    with _repair(iterations, seed, workers) as repair:
        published, now = _published(shop, made, moment, repair)
        from sprue.planning.why.counter import Late  # noqa: PLC0415  # loads the compiler
        from sprue.planning.why.tables import chain_table, move_table  # noqa: PLC0415

        late = Late(shop, published, now)
        chain = late.chain(MoldId(mold), Milestone(milestone) if milestone is not None else None)
        said = language or shop.settings.language
        click.echo("\n".join(chain_table(chain, shop, late.clock, said)))
        click.echo("")
        click.echo("\n".join(move_table(late.counter_moves(chain, repair=repair), shop, said)))


@click.command("what-if")
@_shop
@click.option("--scenario", "scenarios", multiple=True, help="'NAME: CHANGE; CHANGE'; may be repeated.")
@click.option("--focus", multiple=True, help="A mold that repairs look after first; may be repeated.")
@_plan
@_now
@_tries
@_seed
@_workers
@_language
def what_if(  # noqa: PLR0913  # the options of the command
    *,
    source: Path,
    scenarios: tuple[str, ...],
    focus: tuple[str, ...],
    made: Path | None,
    moment: str | None,
    iterations: int,
    seed: int,
    workers: int,
    language: str | None,
) -> None:
    """Put scenarios beside the live plan, such as 'rush: rush M1 weight=5; outside M2-E1-30 days=3'."""
    from sprue.cli.wishes import FORMS, scenario_of  # noqa: PLC0415

    shop = read_or_exit(source)
    if not scenarios:
        forms = "\n  ".join(FORMS.values())
        raise UserMistake(f"no --scenario is given; changes are such as\n  {forms}")
    asked = dict(scenario_of(text, shop) for text in scenarios)
    if len(asked) < len(scenarios):
        raise UserMistake("two scenarios have one name; give each its own")
    with _repair(iterations, seed, workers, focus) as repair:
        published, now = _published(shop, made, moment, repair)
        from sprue.planning import what_if as scenes  # noqa: PLC0415  # loads the compiler
        from sprue.planning.why.tables import comparison_table  # noqa: PLC0415

        seen = scenes.what_if(shop, published, asked, now=now, repair=repair)
    click.echo("\n".join(comparison_table(seen, shop, language or shop.settings.language)))


@contextmanager
def _repair(iterations: int, seed: int, workers: int, focus: tuple[str, ...] = ()) -> Iterator["Repair"]:
    from sprue.planning.repairing import Repair  # noqa: PLC0415  # loads the compiler

    with ThreadPoolExecutor(workers) as pool:
        molds = tuple(MoldId(mold) for mold in focus)
        yield Repair(iterations=iterations, seed=seed, focus=molds, mapper=pool.map)


def _published(shop: Shop, path: Path | None, moment: str | None, repair: "Repair") -> tuple[Plan, datetime]:
    """The plan of the file, or one made now, and the moment from which to look."""
    if path is not None:
        found = read_plan(path, shop).plan
        fixed = moment is not None or shop.settings.now is not None
        return found, moment_of(moment, shop) if fixed else found.clock.origin
    from sprue.planning import solve  # noqa: PLC0415  # loads the compiler

    now = moment_of(moment, shop)
    return solve.plan(shop, now=now, timer=time.perf_counter, seed=repair.seed, mapper=repair.mapper), now
