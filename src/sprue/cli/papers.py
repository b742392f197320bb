"""`sprue paper`: a workbook and its plan in, a PDF out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from sprue.cli.planning import read_or_exit
from sprue.files import paper as pdf
from sprue.files.paper import LANGUAGES, Facts, Size
from sprue.files.workbook.plan_reading import read_plan
from sprue.files.workbook.sinks import whole
from sprue.shop.errors import OutsideFailure, UserMistake
from sprue.shop.ids import MachineId, MoldId, PartId
from sprue.shop.shop import Shop


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be printed, in the user's own words."""

    molds: tuple[str, ...]
    parts: tuple[str, ...]
    department: str
    kind: str
    machines: tuple[str, ...]
    day: date | None
    days: int
    size: Size
    sheet: bool

    def which_parts(self, facts: Facts) -> list[PartId]:
        """Parts by id, of molds, and that begin on the day."""
        found = pdf.known_parts(facts.shop, self.parts)
        for mold in self.molds:
            found += pdf.parts_of_mold(facts.shop, MoldId(mold))
        if self.day is not None:
            found += pdf.parts_beginning(facts, self.day)
        return list(dict.fromkeys(found))

    def which_machines(self, shop: Shop) -> list[MachineId]:
        """Machines of the department, of the kind, by id; nothing named: all."""
        return pdf.machines_for(shop, department=self.department, kind=self.kind, machines=self.machines)

    @property
    def title(self) -> str:
        """Department and kind."""
        return " · ".join(filter(None, (self.department, self.kind)))

    def today(self, facts: Facts) -> date:
        """The day that was asked for, else that of the facts."""
        return self.day or facts.now.astimezone(facts.shop.settings.zone).date()


def _gantt(facts: Facts, asked: Asked) -> bytes:
    begin = facts.now if asked.day is None else facts.day(asked.day)[0]
    end = begin + timedelta(days=asked.days)
    return pdf.gantt_sheets(facts, asked.which_machines(facts.shop), begin, end, title=asked.title)


def _dispatch(facts: Facts, asked: Asked) -> bytes:
    machines = asked.which_machines(facts.shop)
    return pdf.dispatch_list(facts, machines, asked.today(facts), title=asked.title)


def _badges(facts: Facts, asked: Asked) -> bytes:
    people = facts.shop.people.values()
    wanted = [p.id for p in people if not asked.department or p.department == asked.department]
    return pdf.badges(facts, wanted, asked.size, sheet=asked.sheet)


PAPERS: dict[str, Callable[[Facts, Asked], bytes]] = {
    "travelers": lambda facts, asked: pdf.travelers(facts, asked.which_parts(facts)),
    "labels": lambda facts, asked: pdf.part_labels(
        facts, asked.which_parts(facts), asked.size, sheet=asked.sheet
    ),
    "machine-labels": lambda facts, asked: pdf.machine_labels(
        facts, asked.which_machines(facts.shop), asked.size, sheet=asked.sheet
    ),
    "badges": _badges,
    "dispatch": _dispatch,
    "gantt": _gantt,
}


@click.command()
@click.argument("what", type=click.Choice([*PAPERS]))
@click.argument("source", metavar="SHOP", type=click.Path(path_type=Path))
@click.option(
    "--plan", "planned", type=click.Path(path_type=Path), help="plan.json of the shop; else no times."
)
@click.option("--out", type=click.Path(path_type=Path), help="paper.pdf; else WHAT.pdf beside the workbook.")
@click.option("--mold", "molds", multiple=True, help="All parts of this mold; may be repeated.")
@click.option("--part", "parts", multiple=True, help="This part; may be repeated.")
@click.option("--department", default="", help="Machines or people of this department.")
@click.option("--kind", default="", help="Machines of this kind.")
@click.option("--machine", "machines", multiple=True, help="This machine; may be repeated.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Day; of travelers: parts that begin on it.")
@click.option(
    "--days", default=7, show_default=True, type=click.IntRange(1, 92), help="Days of a Gantt chart."
)
@click.option(
    "--size", default=Size.MIDDLE.value, show_default=True, type=click.Choice([size.value for size in Size])
)
@click.option("--sheet", is_flag=True, help="Labels on A4 to cut, else one a page.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Else the shop's.")
def paper(  # noqa: PLR0913  # the options of the command
    *,
    what: str,
    source: Path,
    planned: Path | None,
    out: Path | None,
    molds: tuple[str, ...],
    parts: tuple[str, ...],
    department: str,
    kind: str,
    machines: tuple[str, ...],
    day: datetime | None,
    days: int,
    size: str,
    sheet: bool,
    language: str | None,
) -> None:
    """Print travelers, labels, badges, dispatch lists or Gantt charts as PDF."""
    target = out if out is not None else source.with_name(f"{what}.pdf")
    if target.suffix.lower() != ".pdf":
        raise UserMistake(f"{target}: must end in .pdf")
    shop = read_or_exit(source)
    plan = read_plan(planned, shop).plan if planned is not None else None
    now = plan.clock.at(0) if plan is not None else shop.settings.now or datetime.now(UTC)
    places = pdf.places_of(plan) if plan is not None else {}
    facts = Facts(shop, now, language or shop.settings.language, places)
    asked_day = day.date() if day is not None else None
    asked = Asked(molds, parts, department, kind, machines, asked_day, days, Size(size), sheet)
    made = PAPERS[what](facts, asked)
    try:
        with whole(target) as part:
            part.write_bytes(made)
    except OSError as error:
        raise OutsideFailure(f"{target} can't be written: {error}; choose another place") from error
    click.echo(f"paper: {target}, {len(made) / 1024:,.0f} kB")
