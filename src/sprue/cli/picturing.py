"""`sprue gantt`: a plan in, a picture out."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from sprue.cli.planning import read_or_exit
from sprue.files.gantt import LANGUAGES, Part, Rows, gantt_svg, schedule_svg
from sprue.files.workbook.plan_reading import read_plan
from sprue.files.workbook.sinks import whole
from sprue.shop.errors import OutsideFailure, UserMistake
from sprue.shop.shop import Shop

_FORMATS = ("jsp", "fjsp", "fajsp", "fjsp-sdst")


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a plan is to be seen, in the user's own words."""

    begin: str | None
    end: str | None
    by: Rows
    machines: tuple[str, ...]
    kinds: tuple[str, ...]
    molds: tuple[str, ...]


@click.command()
@click.argument("source", metavar="PLAN.json", type=click.Path(path_type=Path))
@click.option("--shop", "workbook", type=click.Path(path_type=Path), help="The workbook that was planned.")
@click.option("--instance", type=click.Path(path_type=Path), help="The instance that `sprue solve` solved.")
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Format of the instance; else guessed.")
@click.option("--out", type=click.Path(path_type=Path), help="plan.svg; else beside the plan.")
@click.option("--from", "begin", help="YYYY-MM-DD [HH:MM] in the shop's zone; of an instance a minute.")
@click.option("--to", "end", help="As --from; else the end of the work, at most 14 days without --mold.")
@click.option("--by", type=click.Choice([rows.value for rows in Rows]), default="machine", show_default=True)
@click.option("--machine", "machines", multiple=True, help="Only this machine; may be repeated.")
@click.option("--kind", "kinds", multiple=True, help="Only machines of this kind; may be repeated.")
@click.option("--mold", "molds", multiple=True, help="Only this mold (instance: job); may be repeated.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Else the shop's.")
def gantt(  # noqa: PLR0913  # the options of the command
    *,
    source: Path,
    workbook: Path | None,
    instance: Path | None,
    form: str | None,
    out: Path | None,
    begin: str | None,
    end: str | None,
    by: str,
    machines: tuple[str, ...],
    kinds: tuple[str, ...],
    molds: tuple[str, ...],
    language: str | None,
) -> None:
    """Draw the plan.json of `sprue plan` or `sprue solve` as an SVG picture."""
    target = out if out is not None else source.with_suffix(".svg")
    if target.suffix.lower() != ".svg":
        raise UserMistake(f"{target}: must end in .svg")
    asked = Asked(begin, end, Rows(by), machines, kinds, molds)
    if workbook is not None and instance is None:
        picture = _of_shop(source, read_or_exit(workbook), asked, language)
    elif instance is not None and workbook is None:
        picture = _of_instance(source, instance, form, asked, language)
    else:
        raise UserMistake("name what was planned: --shop SHOP.xlsx or --instance FILE")
    _write(target, picture)
    click.echo(f"picture: {target}, {len(picture.encode()) / 1024:,.0f} kB")


def _of_shop(source: Path, shop: Shop, asked: Asked, language: str | None) -> str:
    found = read_plan(source, shop)
    return gantt_svg(
        found.plan,
        shop,
        begin=_moment("--from", asked.begin, shop),
        end=_moment("--to", asked.end, shop),
        rows=asked.by,
        machines=asked.machines,
        kinds=asked.kinds,
        molds=asked.molds,
        why=found.why,
        language=language,
    )


def _of_instance(source: Path, path: Path, form: str | None, asked: Asked, language: str | None) -> str:
    from sprue.files.instances import Format, format_of, read_instance  # noqa: PLC0415  # a plan needs no arrays
    from sprue.files.instances.answer_reading import read_answer  # noqa: PLC0415

    if asked.kinds or asked.by is Rows.PART:
        raise UserMistake("an instance has neither kinds nor parts; use --machine, --mold or --by mold")
    chosen = Format(form) if form is not None else format_of(path)
    instance = read_instance(path, chosen)
    part = Part(
        _minute("--from", asked.begin) or 0,
        _minute("--to", asked.end),
        frozenset(_number("--machine", machine) for machine in asked.machines),
        frozenset(_number("--mold", job) for job in asked.molds),
    )
    return schedule_svg(
        instance,
        read_answer(source, instance, chosen),
        part=part,
        by_job=asked.by is Rows.MOLD,
        first_machine=chosen.first_machine,
        language=language or "en",
    )


def _moment(option: str, text: str | None, shop: Shop) -> datetime | None:
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return None if text is None else datetime.strptime(text, form).replace(tzinfo=shop.settings.zone)
        except ValueError:
            continue
    raise UserMistake(f"{option} {text}: must be such as '2026-03-09 14:30' or '2026-03-09'")


def _minute(option: str, text: str | None) -> int | None:
    return None if text is None else _number(option, text)


def _number(option: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise UserMistake(f"{option} {text}: must be a whole number, as the instance has no names")
    return int(text)


def _write(path: Path, picture: str) -> None:
    try:
        with whole(path) as part:
            part.write_text(picture, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutsideFailure(f"{path} can't be written: {error}; choose another place") from error
