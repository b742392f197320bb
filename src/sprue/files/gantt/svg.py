"""A plan or a schedule as an SVG picture."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from sprue.files.gantt.drawing import drawn
from sprue.files.gantt.of_plan import chart_of
from sprue.files.gantt.of_schedule import Part, chart_of_schedule
from sprue.files.gantt.sight import Rows, Sight
from sprue.planning.plan import Plan
from sprue.shop.ids import KindId, MachineId, MoldId, OperationId
from sprue.shop.shop import Shop

if TYPE_CHECKING:
    from sprue.planning.graph.instance import Instance
    from sprue.planning.graph.schedule import Schedule

_NO_WHY: Mapping[OperationId, str] = MappingProxyType({})


def gantt_svg(  # noqa: PLR0913  # what to show is named at the call, all optional
    plan: Plan,
    shop: Shop,
    *,
    begin: datetime | None = None,
    end: datetime | None = None,
    rows: Rows = Rows.MACHINE,
    machines: Iterable[str] = (),
    kinds: Iterable[str] = (),
    molds: Iterable[str] = (),
    why: Mapping[OperationId, str] = _NO_WHY,
    language: str | None = None,
) -> str:
    """A Gantt picture of a plan as the text of an SVG file.

    Parameters
    ----------
    begin, end : aware; None: from the hour in which the plan begins until its last operation ends, at most
        14 days where no molds are named
    rows : what a row is: machines by kind, molds, or parts by mold
    machines, kinds : only work on these; both add up
    molds : only work for these
    why : what keeps an operation from starting earlier, for its tooltip
    language : en or zh-hans; None: the shop's

    Raises
    ------
    UserMistake : a name that the shop does not have, or an end before the beginning
    """
    sight = Sight(
        rows,
        begin,
        end,
        frozenset(map(MachineId, machines)),
        frozenset(map(KindId, kinds)),
        frozenset(map(MoldId, molds)),
    )
    return drawn(chart_of(plan, shop, sight, language=language or shop.settings.language, why=why))


def schedule_svg(
    instance: "Instance",
    schedule: "Schedule",
    *,
    part: Part | None = None,
    by_job: bool = False,
    first_machine: int = 0,
    language: str = "en",
) -> str:
    """A Gantt picture of a public instance's schedule as the text of an SVG file; its time is minutes.

    `first_machine`: what the instance's file calls machine 0.
    """
    chart = chart_of_schedule(
        instance, schedule, part or Part(), by_job=by_job, first_machine=first_machine, language=language
    )
    return drawn(chart)
