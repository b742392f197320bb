"""Sprue from Python: shops in, plans, figures and pictures out; the same as the commands, without files.

The outermost room: only here and in the command line the clock of the computer is read.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from sprue.files.gantt import Promise, Rows, gantt_svg, late_promises
from sprue.planning import explain
from sprue.planning.plan import Plan, PlannedOperation
from sprue.shop.errors import UserMistake
from sprue.shop.ids import MoldId, OperationId
from sprue.shop.orders import MoldClass
from sprue.shop.routing import Milestone
from sprue.shop.shop import Shop

if TYPE_CHECKING:
    from sprue.files.workbook import Fault
    from sprue.planning.chances import Chance
    from sprue.planning.changes import Change
    from sprue.planning.difference import Difference
    from sprue.planning.promise import Promised
    from sprue.planning.solve import Progress
    from sprue.planning.what_if import Comparison
    from sprue.planning.why.chain import Chain
    from sprue.planning.why.counter import CounterMove


class FaultyWorkbook(UserMistake):
    """A workbook that can't be taken; `faults` are all that was found, each with place and remedy."""

    def __init__(self, path: Path, faults: "tuple[Fault, ...]") -> None:
        lines = "\n".join(str(fault) for fault in faults)
        super().__init__(f"{len(faults)} faults in {path}:\n{lines}")
        self.faults = faults


class Picture(str):
    """The text of an SVG file; a notebook shows it as a picture."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)

    def save(self, path: str | Path) -> None:
        """Write the file, whole or not at all."""
        from sprue.files.workbook.sinks import whole  # noqa: PLC0415  # loads the writer of Excel files

        with whole(Path(path)) as part:
            part.write_text(self, encoding="utf-8", newline="\n")


def read(path: str | Path) -> Shop:
    """The shop of an Excel workbook, a folder of CSV files or a zip of them.

    Raises
    ------
    FaultyWorkbook : with all faults; nothing is read then
    """
    from sprue.files import workbook  # noqa: PLC0415  # loads the readers of Excel files

    found = workbook.read(Path(path), now=datetime.now(UTC))
    if found.shop is None:
        raise FaultyWorkbook(Path(path), found.faults)
    return found.shop


def sample_shop(people: int, *, seed: int = 0, load: float = 1.0, language: str = "en") -> Shop:
    """A made-up mold shop of 10 to 1,000 `people` in the middle of its work.

    `load` multiplies its orders: 1.0 keeps the bottleneck about 70 % busy. Names are in `language`, en or
    zh-hans. The same arguments give the same shop.
    """
    from sprue.sample import make_shop  # noqa: PLC0415  # its tables are read on import

    return make_shop(people, seed, load, language=language)


def write_shop(shop: Shop, path: str | Path) -> None:
    """Write a shop as a workbook that `read` takes: .xlsx, .zip, or else a folder of CSV files."""
    from sprue.files import workbook  # noqa: PLC0415  # loads the writer of Excel files

    workbook.write_shop(shop, Path(path), language=shop.settings.language)


def plan(
    shop: Shop,
    *,
    now: datetime | None = None,
    seconds: float = 10.0,
    seed: int = 0,
    iterations: int | None = None,
    workers: int = 2,
    progress: "Callable[[Progress], None] | None" = None,
) -> Plan:
    """A plan of all open operations, within every rule: what `sprue plan` makes.

    The first plan on a computer takes about a minute more, in which the planner is compiled.

    Parameters
    ----------
    now : aware; None: the shop's own moment of planning, without one the present time
    seconds : how long the first plan is improved
    seed : the same seed and `iterations` give the same plan
    iterations : tries at most, in the place of `seconds`
    workers : threads that judge plans; their number does not change the plan
    progress : told of tries, best value, bound (hours of weighted tardiness) and seconds after each round
    """
    from sprue.planning import solve  # noqa: PLC0415  # loads the compiler

    with ThreadPoolExecutor(workers) as pool:
        return solve.plan(
            shop,
            now=now or shop.settings.now or datetime.now(UTC),
            # By tries alone the clock must not end the search, else plans would not repeat.
            seconds=seconds if iterations is None else float("inf"),
            seed=seed,
            iterations=iterations,
            timer=time.perf_counter,
            mapper=pool.map,
            progress=progress,
        )


def late(made: Plan, shop: Shop) -> tuple[Promise, ...]:
    """The promises (T1 or delivery of a mold) that the plan breaks, the latest first.

    Each has `mold`, `milestone`, `hours_late`, and `last`: the operation that ends last before it.
    """
    return late_promises(made, shop)


def why(made: Plan, shop: Shop, operation: str, *, language: str | None = None) -> str:
    """What keeps a planned operation from starting earlier, or why it has no place, in one clause.

    UserMistake when the operation isn't open in the shop. `language`: en or zh-hans; None: the shop's.
    """
    words = explain.words(shop, language or shop.settings.language)
    planned = made.operations.get(OperationId(operation))
    if planned is not None:
        return words(planned.reason)
    for unplaced in (*made.blocked, *made.unplannable):
        if unplaced.operation == operation:
            return words(unplaced)
    raise UserMistake(f"{operation} is not in the plan; name an open operation of the shop")


def why_late(made: Plan, shop: Shop, mold: str, milestone: str | None = None) -> "Chain":
    """What makes a mold late: links from the plan's now to the end of T1 or delivery, with hours and cause.

    Each minute belongs to one link. `milestone`: T1 or delivery; None: the one that is later. UserMistake
    when it isn't late.
    """
    from sprue.planning.why.counter import Late  # noqa: PLC0415  # loads the compiler

    return Late(shop, made, made.clock.origin).chain(MoldId(mold), _milestone(milestone))


def counter_moves(
    made: Plan,
    shop: Shop,
    mold: str,
    milestone: str | None = None,
    *,
    iterations: int | None = None,
    seed: int = 0,
    workers: int = 2,
) -> "tuple[CounterMove, ...]":
    """The three changes that would help a late mold most, the best first; fewer where fewer help.

    `effect` of each is computed: it is that of `what_if` with the same changes, seed and `iterations` and
    with the mold as `focus`.
    """
    from sprue.planning.repairing import TRIES, Repair  # noqa: PLC0415  # loads the compiler
    from sprue.planning.why.counter import Late  # noqa: PLC0415

    late_ones = Late(shop, made, made.clock.origin)
    chain = late_ones.chain(MoldId(mold), _milestone(milestone))
    with ThreadPoolExecutor(workers) as pool:
        repair = Repair(iterations=iterations or TRIES, seed=seed, mapper=pool.map)
        return late_ones.counter_moves(chain, repair=repair)


def what_if(  # noqa: PLR0913  # of a repair everything is named at the call
    made: Plan,
    shop: Shop,
    scenarios: "Mapping[str, Sequence[Change]]",
    *,
    now: datetime | None = None,
    iterations: int | None = None,
    seed: int = 0,
    focus: Iterable[str] = (),
    workers: int = 2,
) -> "Comparison":
    """Named scenarios beside a plan, each a list of `sprue.planning.changes`, after one and the same repair.

    Parameters
    ----------
    now : aware; None: the moment at which the plan begins
    iterations : tries of each repair
    focus : molds that repairs look after first

    Raises
    ------
    UserMistake : a name that the shop does not have, or changes that contradict each other
    """
    from sprue.planning import what_if as scenes  # noqa: PLC0415  # loads the compiler
    from sprue.planning.repairing import TRIES, Repair  # noqa: PLC0415

    with ThreadPoolExecutor(workers) as pool:
        first = tuple(MoldId(mold) for mold in focus)
        repair = Repair(iterations=iterations or TRIES, seed=seed, focus=first, mapper=pool.map)
        return scenes.what_if(shop, made, scenarios, now=now or made.clock.origin, repair=repair)


def _milestone(named: str | None) -> Milestone | None:
    try:
        return None if named is None else Milestone(named)
    except ValueError as error:
        raise UserMistake(f"a milestone is {' or '.join(Milestone)}, not {named}") from error


def compare(before: Plan, after: Plan, shop: Shop) -> "Difference":
    """What changed from plan to plan of a shop: milestones earlier or later, operations moved.

    Minutes are those of the second plan's clock. `shop`: the one that the second plan is for.
    """
    from sprue.planning.build import problem_of  # noqa: PLC0415  # not needed to plan or to draw
    from sprue.planning.difference import difference  # noqa: PLC0415

    return difference(problem_of(shop, after.clock.at(0)), before, after)


def promise(  # noqa: PLR0913  # what is asked is named at the call, nearly all optional
    shop: Shop,
    made: Plan,
    *,
    mold_class: MoldClass | str,
    priority: float = 1.0,
    name: str = "",
    now: datetime | None = None,
    seed: int = 0,
    scenarios: int = 40,
    iterations: int = 24,
    workers: int = 2,
) -> "Promised":
    """When a new mold can be promised beside a plan, before its design: what `sprue promise` tells.

    `.beside` is the way on which nobody slips, `.first` the earliest that the priority allows; each has
    `plan`, `t1` and `delivery` (with `planned`, `date(0.9)`, `by(moment)`), `slips` of others and `kinds`.

    Parameters
    ----------
    mold_class : S, M, L or XL; hours by kind come from the shop's own molds of it where it has enough
    priority : an hour of this mold weighs as much as so many hours by which other molds are late
    now : aware; None: the shop's own moment of planning, without one that of the plan
    scenarios : how often each plan is played through with minutes as they really come out
    iterations : tries for the earlier way; the same arguments give the same answer
    workers : threads; their number does not change the answer

    Raises
    ------
    UserMistake : the class is unknown, or the shop can't make such a mold; the text says what it lacks
    """
    from sprue.planning.promise import Wish, promise  # noqa: PLC0415  # loads the compiler

    if not priority > 0:
        raise UserMistake(f"the priority must be above 0, not {priority:g}")
    if scenarios < 1:
        raise UserMistake(f"chances need 1 scenario or more, not {scenarios}")
    wish = Wish(_mold_class(mold_class), Decimal(str(priority)), name)
    moment = now or shop.settings.now or made.clock.at(0)
    with ThreadPoolExecutor(workers) as pool:
        return promise(
            shop,
            made,
            wish,
            now=moment,
            seed=seed,
            scenarios=scenarios,
            iterations=iterations,
            mapper=pool.map,
        )


def on_time(  # two values and optional limits
    made: Plan,
    shop: Shop,
    *,
    molds: Iterable[str] | None = None,
    now: datetime | None = None,
    seed: int = 0,
    scenarios: int = 100,
    workers: int = 2,
) -> "tuple[Chance, ...]":
    """How surely the plan's open milestones come when: one `Chance` for each T1 and delivery.

    Its `on_time` is the probability that the due date is kept, `date(0.9)` the date that is kept with 90 %,
    `by(moment)` the probability of any other. Minutes come out as on the shop's finished operations; `seed`
    repeats an answer. `molds`: only these. UserMistake for a mold that the shop does not have.
    """
    from sprue.planning.chances import milestone_chances  # noqa: PLC0415  # loads the compiler

    if scenarios < 1:
        raise UserMistake(f"chances need 1 scenario or more, not {scenarios}")
    wanted = None if molds is None else [MoldId(mold) for mold in molds]
    for mold in wanted or ():
        if mold not in shop.molds:
            raise UserMistake(f"{mold} is no mold of the shop")
    with ThreadPoolExecutor(workers) as pool:
        return milestone_chances(
            shop,
            made,
            now=now or shop.settings.now or made.clock.at(0),
            seed=seed,
            scenarios=scenarios,
            mapper=pool.map,
            molds=wanted,
        )


def _mold_class(named: MoldClass | str) -> MoldClass:
    try:
        return MoldClass(named)
    except ValueError as error:
        raise UserMistake(f"classes of molds are {', '.join(MoldClass)}, not {named}") from error


def write(made: Plan, shop: Shop, path: str | Path, *, language: str | None = None) -> None:
    """Write a plan as .xlsx, .csv or .json, as `sprue plan --out` does.

    `language` of the reasons: en or zh-hans; None: the shop's. OutsideFailure when it can't be written.
    """
    from sprue.files import workbook  # noqa: PLC0415  # loads the writer of Excel files

    said = language or shop.settings.language
    words = explain.words(shop, said)
    reasons = _reasons(made.operations.values(), words)
    workbook.write_plan(made, shop, Path(path), why=reasons, unplaced=words, language=said)


def gantt(  # noqa: PLR0913  # what to show is named at the call, all optional
    made: Plan,
    shop: Shop,
    *,
    begin: datetime | None = None,
    end: datetime | None = None,
    rows: Rows | str = Rows.MACHINE,
    machines: Iterable[str] = (),
    kinds: Iterable[str] = (),
    molds: Iterable[str] = (),
    language: str | None = None,
) -> Picture:
    """A Gantt picture of a plan, as `sprue gantt` draws it.

    Parameters
    ----------
    begin, end : aware; None: from the hour in which the plan begins until its last operation ends, at most
        14 days where no molds are named
    rows : machine (by kind), mold, or part (by mold)
    machines, kinds : only work on these; both add up
    molds : only work for these
    language : en or zh-hans; None: the shop's

    Raises
    ------
    UserMistake : a name that the shop does not have, or an end before the beginning
    """
    said = language or shop.settings.language
    return Picture(
        gantt_svg(
            made,
            shop,
            begin=begin,
            end=end,
            rows=_rows(rows),
            machines=machines,
            kinds=kinds,
            molds=molds,
            why=_reasons(made.operations.values(), explain.words(shop, said)),
            language=said,
        )
    )


def _rows(named: Rows | str) -> Rows:
    try:
        return Rows(named)
    except ValueError as error:
        raise UserMistake(f"rows are by {', '.join(Rows)}, not {named}") from error


def _reasons(planned: Iterable[PlannedOperation], words: Callable[..., str]) -> dict[OperationId, str]:
    return {one.operation: words(one.reason) for one in planned}
