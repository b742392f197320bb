"""`sprue backup`, `sprue restore`: a whole copy at a second place, and back from there."""

from datetime import UTC, datetime
from pathlib import Path

import click

from sprue.cli.serve import data_option
from sprue.server import backups, supervise
from sprue.server.supervise import Site
from sprue.shop.errors import UserMistake


@click.command()
@data_option
@click.option(
    "--to",
    "place",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    envvar="SPRUE_BACKUP",
    help="The second place: another disk, a share.",
)
def backup(data: Path, place: Path) -> None:
    """Copy the shop to a second place; it goes on working meanwhile."""
    made = backups.make(data, place, datetime.now(UTC))
    click.echo(f"{made.path}: up to entry {made.seq}, {made.size / 1e6:,.1f} MB")


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@data_option
def restore(source: Path, data: Path) -> None:
    """Put a backup into an empty folder and audit it. SOURCE: a backup, or the place: then its newest."""
    newest = next(iter(backups.listed(source)), None)
    chosen = newest.path if newest is not None else source
    card = backups.restore(chosen, data)
    supervise.prepare(Site(data))
    from sprue.server.audit import audit  # noqa: PLC0415  # needs Django set up

    report = audit()
    for fault in report.faults:
        click.echo(str(fault))
    if report.faults:
        raise UserMistake(f"{chosen} holds a journal with {len(report.faults)} faults; take an older backup")
    click.echo(f"{data} is the shop of {card.at:%Y-%m-%d %H:%M} UTC up to entry {card.seq}, without a fault.")
    click.echo(f"`sprue serve --data {data}` goes on from there.")
