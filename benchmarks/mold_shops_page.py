"""docs/mold-shops.md: the table, and how to take part."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean

from benchmarks import machine
from benchmarks.mold_shops_made import ALLOWANCES, LOADS, SPECS
from benchmarks.mold_shops_rows import BROKEN, NONE, Row

PAGE = Path(__file__).resolve().parents[1] / "docs" / "mold-shops.md"
DEGREES = ("moderate", "overloaded")


def write_page(rows: list[Row], best: dict[str, Row]) -> None:
    """From the newest row of each shop and solver."""
    newest = {(row.shop, row.solver): row for row in sorted(rows, key=lambda row: row.date)}
    PAGE.write_text("\n".join(_lines(newest, best)) + "\n", encoding="utf-8")


def _lines(newest: dict[tuple[str, str], Row], best: dict[str, Row]) -> Iterator[str]:
    seconds = sorted({row.seconds for row in newest.values()})
    yield "# Thirty mold shops with due dates"
    yield ""
    yield f"Made by `python -m benchmarks.mold_shops` on {machine.words()}, with {' and '.join(seconds)} s and 2 workers a run;"
    yield "the machine was shared, so less was tried in that time than a quiet one allows. Weighted tardiness in hours: Σ over molds"
    yield "of weight × (hours that T1 is late + hours that delivery is late). Every plan has passed the referee and leaves nothing out."
    yield ""
    yield from _means(newest)
    yield ""
    yield from _table(newest, best)
    yield ""
    yield from _words()


def _means(newest: dict[tuple[str, str], Row]) -> Iterator[str]:
    yield "| shops | runs | Sprue, mean % of the best tuned rule | best | worst |"
    yield "| --- | --- | --- | --- | --- |"
    for degree in DEGREES:
        for people in (*LOADS, None):
            chosen = [s.name for s in SPECS if s.degree == degree and people in (None, s.people)]
            shares = [share for name in chosen if (share := _share(newest, name)) is not None]
            if shares:
                who = f"{people} people, {degree}" if people else f"**all {degree}**"
                yield f"| {who} | {len(shares)} | {mean(shares):.0f} | {min(shares):.0f} | {max(shares):.0f} |"


def _share(newest: dict[tuple[str, str], Row], name: str) -> float | None:
    """Our hours in percent of the best rule's; 100 where both are 0."""
    ours, rule = newest.get((name, "sprue")), newest.get((name, "rule"))
    if ours is None or rule is None or {ours.hours, rule.hours} & {NONE, BROKEN}:
        return None
    if float(rule.hours) == 0:
        return 100.0 if float(ours.hours) == 0 else float("inf")
    return 100 * float(ours.hours) / float(rule.hours)


def _table(newest: dict[tuple[str, str], Row], best: dict[str, Row]) -> Iterator[str]:
    yield "| shop | operations | best rule | Sprue | % of the rule | CP-SAT | proven bound | best known (by, date) | rule |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for spec in SPECS:
        ours, rule, peer = (newest.get((spec.name, solver)) for solver in ("sprue", "rule", "cpsat"))
        if rule is None:
            continue
        share = _share(newest, spec.name)
        known = best.get(spec.name)
        yield " | ".join(
            (
                f"| {spec.name}",
                str(rule.operations),
                _hours(rule),
                _hours(ours),
                "–" if share is None else f"{share:.0f}",
                _hours(peer),
                _bound((ours, rule)),
                "–"
                if known is None
                else f"{float(known.hours):,.1f} ({known.solver} {known.seconds} s, {known.date})",
                f"{rule.note} |",
            )
        )


def _hours(row: Row | None) -> str:
    if row is None:
        return "–"
    return row.hours if row.hours in (NONE, BROKEN) else f"{float(row.hours):,.1f}"


def _bound(rows: Iterable[Row | None]) -> str:
    return f"{max((float(row.bound) for row in rows if row is not None and row.bound), default=0.0):,.1f}"


def _words() -> Iterator[str]:
    loads = ", ".join(f"{people} people: {a:g} and {b:g}" for people, (a, b) in LOADS.items())
    yield f"""## The shops
Sample shops of `sprue init` with calendars, nights without people, four working modes, people on shifts, assembly, gates,
outside work and batch furnaces, at two loads ({loads}) and five seeds each. The planning moment is Monday 2 March 2026, 08:00.
The promises are set anew: each milestone for 17:00 of the day after *now + allowance × (its end with no other mold in the shop
− now)*, the allowance of a mold drawn between {ALLOWANCES[0]:g} and {ALLOWANCES[1]:g}. So no promise is hopeless by itself, as many in a real overloaded
shop are: what is late here is late because molds share machines and people, and planning may have an influence on it.

*Best rule* is the best of all the planner's dispatch rules and of 36 cost-over-time rules with tuned spread, chosen for each shop
after the fact. *CP-SAT* has an optional interval for each operation and machine with clock minutes, people as cumulative
resources, the horizon and a hint from a first plan; its machines and order go through the same decoder, so that its plan
keeps the rules of calendars that a plain model does not know.

## Take part
1. `python -m benchmarks.mold_shops --write FOLDER` writes the shops as workbooks; [workbook.md](workbook.md) tells what each column and rule means.
2. Plan them with whatever you like, with all open operations in the plan, as the JSON that `sprue plan SHOP --out plan.json` writes
   (only `operations` is read).
3. `python -m benchmarks.mold_shops NAME --judge plan.json` tells its hours, or which rules it breaks.
4. Send plans that are better than *best known* with the time, the machine and how they were made: they are listed with your name.
"""
