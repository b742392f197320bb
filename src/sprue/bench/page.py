"""The page beside a table of rows, and for single files a table on the terminal."""

from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from sprue.bench.machine import words
from sprue.bench.rows import CSV, SAMPLE_CSV, WORKERS, Row, in_words
from sprue.bench.sets import SETS, natural

#: Column titles by solver, in the order of the columns.
SOLVERS = {
    "sprue": "Sprue",
    "dispatch": "its first schedule",
    "cpsat": "CP-SAT",
    "pyjobshop": "PyJobShop",
}

#: What each page is called, and the command that makes it.
TITLES = {
    CSV: ("Public benchmarks", "sprue bench"),
    SAMPLE_CSV: ("Public benchmarks: the fixed sample, in one run", "sprue bench --accept"),
}


_SheetKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All runs of a set with the same seconds and workers: rows by instance and solver."""

    set: str
    seconds: str
    workers: int
    runs: dict[str, dict[str, Row]]

    def terms(self, unit: str = "") -> str:
        """Seconds, and workers where they aren't the usual ones."""
        return f"{self.seconds}{unit}" + f", {in_words(self.workers)}" * (self.workers != WORKERS)

    def reference(self, instance: str) -> int | None:
        """What is best known of an instance; where nothing is, the best of this sheet."""
        rows = self.runs[instance].values()
        known = next((row.reference for row in rows if row.reference is not None), None)
        return (
            known if known is not None else min((r.value for r in rows if r.value is not None), default=None)
        )

    def above(self, instance: str, solver: str) -> float | None:
        """Percent above the reference, None without a schedule."""
        row, reference = self.runs[instance].get(solver), self.reference(instance)
        if row is None or row.value is None or not reference:
            return None
        return 100 * (row.value - reference) / reference


def write_page(rows: list[Row], table: Path) -> Path:
    """Write the page beside the table anew; where it is."""
    page = table.with_suffix(".md")
    found = sheets(rows)
    page.write_text(_head(found, table) + "".join(map(_details, found)), encoding="utf-8", newline="\n")
    return page


def sheets(rows: list[Row]) -> list[Sheet]:
    """Sheets in the order of the sets, of each solver its newest version in the sheet alone."""
    newest = {(*_sheet_of(r), r.solver): r.version for r in sorted(rows, key=lambda r: r.date)}
    found: dict[_SheetKey, dict[str, dict[str, Row]]] = {}
    for row in rows:
        if newest[*_sheet_of(row), row.solver] == row.version:
            found.setdefault(_sheet_of(row), {}).setdefault(row.instance, {})[row.solver] = row
    order = {name: place for place, name in enumerate(SETS)}
    keys = sorted(
        found, key=lambda key: (order.get(key[0], len(order)), float(key[1]), key[2] != WORKERS, key[2])
    )
    return [Sheet(*key, {name: found[key][name] for name in sorted(found[key], key=natural)}) for key in keys]


def _sheet_of(row: Row) -> _SheetKey:
    return row.set, row.seconds, row.workers


def plain_table(rows: list[Row]) -> str:
    """Runs on single files in aligned columns, for the terminal; nothing else is known of the files."""
    return "\n\n".join(map(_plain, sheets(rows)))


def _plain(sheet: Sheet) -> str:
    solvers = _solvers(sheet)
    lines = [["instance", "our bound", *(SOLVERS[s] for s in solvers)]]
    for name, runs in sheet.runs.items():
        lines.append([name, _our_bound(runs), *(_cell(sheet, name, s) for s in solvers)])
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    table = ["  ".join(f"{c:<{w}}" for c, w in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([*table, f"in {sheet.terms(' s')}; % above the best of the table"])


def _head(found: list[Sheet], table: Path) -> str:
    versions = sorted(
        {
            (SOLVERS[r.solver], r.version, r.commit)
            for s in found
            for rs in s.runs.values()
            for r in rs.values()
        }
    )
    lines = [
        "| set | instances | seconds | " + " | ".join(SOLVERS.values()) + " |",
        "| --- | --- | --- |" + " --- |" * len(SOLVERS),
        *(
            f"| [{s.set}](#{_anchor(s)}) | {len(s.runs)} | {s.terms()} | "
            + " | ".join(_mean(s, solver) for solver in SOLVERS)
            + " |"
            for s in found
        ),
    ]
    title, command = TITLES[table.name]
    own = "" if all(s.workers == WORKERS for s in found) else ", or as many as its table names"
    return f"""# {title}

Made by `{command}` on {words()};
every solver with {in_words(WORKERS)}{own}, in a process of its own, on the same instances with the
same seconds; every schedule is judged by the referee. Cells: mean percent above the best known makespan
(below 0: better than known), and how many instances have a schedule. Where no makespan is known, above
the best known bound; where neither is, above the best of this page. *none*: no schedule in time;
*broken*: one that the referee refuses. All figures: [{table.name}]({table.name}).

{chr(10).join(lines)}

CP-SAT has an interval for each operation and option and our first schedule's makespan as its horizon.
A peer's time to build its model doesn't count into its seconds. Ours includes everything but reading
the file, with compiled code loaded.

Versions: {"; ".join(f"{name} {version} ({commit})" for name, version, commit in versions)}.
"""


def _mean(sheet: Sheet, solver: str) -> str:
    tried = [name for name, rows in sheet.runs.items() if solver in rows]
    values = [value for name in tried if (value := sheet.above(name, solver)) is not None]
    if not tried:
        return "–"
    return f"{fmean(values):.2f} % ({len(values)}/{len(tried)})" if values else f"none (0/{len(tried)})"


def _title(sheet: Sheet) -> str:
    return f"{sheet.set}, {sheet.terms(' s')}"


def _anchor(sheet: Sheet) -> str:
    kept = "".join(c for c in _title(sheet).lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


def _details(sheet: Sheet) -> str:
    solvers = _solvers(sheet)
    titles = [
        "instance",
        "best known",
        "our bound",
        *(SOLVERS[s] for s in solvers),
        "first schedule, s",
        "peak MiB",
    ]
    lines = [
        f"\n## {_title(sheet)}\n",
        "| " + " | ".join(titles) + " |",
        "| --- " * len(titles) + "|",
        *(_line(sheet, instance, solvers) for instance in sheet.runs),
    ]
    names = " · ".join(SOLVERS[s] for s in solvers)
    return "\n".join(lines) + f"\n\nSeconds and MiB in the order {names}.\n"


def _solvers(sheet: Sheet) -> list[str]:
    return [s for s in SOLVERS if any(s in rows for rows in sheet.runs.values())]


def _our_bound(rows: dict[str, Row]) -> str:
    ours = rows.get("sprue")
    return (ours.bound if ours else "") or "–"


def _line(sheet: Sheet, instance: str, solvers: list[str]) -> str:
    rows = sheet.runs[instance]
    cells = [instance, _known(next(iter(rows.values()))), _our_bound(rows)]
    cells += [_cell(sheet, instance, solver) for solver in solvers]
    for name in ("first_seconds", "peak_mib"):
        cells.append(" · ".join((getattr(rows[s], name) or "–") if s in rows else "–" for s in solvers))
    return "| " + " | ".join(cells) + " |"


def _known(row: Row) -> str:
    if row.best_upper:
        return row.best_upper if row.best_lower == row.best_upper else f"{row.best_lower}–{row.best_upper}"
    return f"at least {row.best_lower}" if row.best_lower else "–"


def _cell(sheet: Sheet, instance: str, solver: str) -> str:
    row = sheet.runs[instance].get(solver)
    if row is None:
        return "–"
    above = sheet.above(instance, solver)
    if above is None:
        return row.makespan
    text = f"{row.makespan} ({above:.2f} %)"
    # Better than what the world knows.
    return f"**{text}**" if row.best_upper and above < 0 else text
