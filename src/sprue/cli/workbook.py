"""`init`, `import`, `export`: the shop as a workbook."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import east_asian_width

import click

from sprue.files.workbook import Fault, ReadResult, read, write_shop
from sprue.shop.errors import UserMistake
from sprue.shop.routing import Status
from sprue.shop.shop import Shop

LANGUAGES = ("en", "zh-hans")
FORMS = (".xlsx", ".zip", "")
#: A table of faults shows so many; the rest are counted.
MOST_SHOWN = 200
_WIDEST = 30

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="SPRUE_DATA",
    default=Path("sprue-data"),
    show_default=True,
    help="Folder in which the shop's data live.",
)
language_option = click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--people", default=30, show_default=True, type=click.IntRange(1), help="Size of the shop.")
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0))
@click.option(
    "--load", default=1.0, show_default=True, type=click.FloatRange(0.1, 3), help="Times the orders."
)
@language_option
def init(*, out: Path, people: int, seed: int, load: float, language: str) -> None:
    """Make the workbook of a sample shop, to look at and to fill in: OUT.xlsx, a .zip, or a folder."""
    _check_form(out)
    from sprue.sample import make_shop  # noqa: PLC0415  # its tables are read on import

    shop = make_shop(people, seed, load, language=language)
    write_shop(shop, out, language=language)
    click.echo(f"{out}: {counted(shop)}")


@click.command("import")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path))
@data_option
@click.option("--dry", is_flag=True, help="Check only; import nothing.")
@click.option("--skip-bad-rows", is_flag=True, help="Leave out rows with faults and say which.")
@language_option
def import_(*, source: Path, data: Path, dry: bool, skip_bad_rows: bool, language: str) -> None:
    """Take a workbook (.xlsx, a zip or folder of CSV files) as the shop; nothing while it has faults."""
    found = read(source, now=datetime.now(UTC), skip_bad_rows=skip_bad_rows)
    if found.shop is None:
        _say_faults(found.faults, language)
        click.echo(f"{_number(len(found.faults), 'fault')} in {source}; nothing was imported", err=True)
        raise SystemExit(1)
    _say_skipped(found, language)
    if not dry:
        _take(found.shop, data, source.name)
    click.echo(f"{source}: {counted(found.shop)}")
    click.echo("checked only, nothing was imported" if dry else f"imported into {data}")


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@data_option
@language_option
def export(*, out: Path, data: Path, language: str) -> None:
    """Write the shop as it is now, with what has happened on the floor: OUT.xlsx, a .zip, or a folder."""
    _check_form(out)
    if not data.exists():
        raise UserMistake(f"{data} does not exist; name the folder with --data")
    _prepare(data)
    from sprue.server.floor.memory import memory  # noqa: PLC0415  # needs Django set up
    from sprue.shop.state import shop_now  # noqa: PLC0415

    state = memory.catch_up()
    shop = state.floor_at(shop_now(state, datetime.now(UTC)).replace(microsecond=0))
    if not shop.molds:
        raise UserMistake(f"{data} holds no shop yet; `sprue import` takes one")
    write_shop(shop, out, language=language)
    click.echo(f"{out}: {counted(shop)}")


def counted(shop: Shop) -> str:
    """How much a shop holds, in one line."""
    ended = (Status.DONE, Status.CANCELLED)
    left = sum(operation.status not in ended for operation in shop.operations.values())
    parts = [
        _number(len(shop.molds), "mold"),
        _number(len(shop.parts), "part"),
        f"{_number(len(shop.operations), 'operation')} ({left:,} open)",
        _number(len(shop.machines), "machine"),
        f"{len(shop.people):,} people",
    ]
    return ", ".join(parts)


def fault_table(faults: Iterable[Fault], language: str) -> list[str]:
    """Lines of a table: place, value and what would be right."""
    heads = ("sheet", "row", "column", "value", "what to do")
    if language != "en":
        heads = ("工作表", "行", "列", "值", "如何修正")
    rows = [heads] + [
        (f.sheet, str(f.row or ""), f.column or "", _short(f.value or ""), f.text(language)) for f in faults
    ]
    widths = [max(_width(row[i]) for row in rows) for i in range(4)]
    return ["  ".join([*map(_padded, row[:4], widths), row[4]]) for row in rows]


def _check_form(out: Path) -> None:
    if out.suffix.lower() not in FORMS:
        raise UserMistake(f"{out}: must end in .xlsx or .zip, or be a folder")


def _say_faults(faults: tuple[Fault, ...], language: str) -> None:
    for line in fault_table(faults[:MOST_SHOWN], language):
        click.echo(line, err=True)
    if len(faults) > MOST_SHOWN:
        click.echo(f"… and {len(faults) - MOST_SHOWN} more", err=True)


def _say_skipped(found: ReadResult, language: str) -> None:
    if found.skipped:
        _say_faults(found.skipped, language)
        click.echo(f"{_number(found.rows_left_out, 'row')} left out", err=True)


def _take(shop: Shop, data: Path, source: str) -> None:
    """Into the journal through the server's own door, which also keeps first PINs out of it."""
    _prepare(data)
    from sprue.server.floor import imports  # noqa: PLC0415  # needs Django set up
    from sprue.server.floor.who import SERVER  # noqa: PLC0415

    imports.take_shop(shop, source, SERVER)


def _prepare(data: Path) -> None:
    from sprue.server import supervise  # noqa: PLC0415  # checking a workbook needs no server
    from sprue.server.supervise import Site  # noqa: PLC0415

    supervise.prepare(Site(data))


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
