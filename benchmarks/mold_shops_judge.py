"""What a plan of a benchmark shop is worth, ours or somebody else's."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sprue.planning.objective import summary_of
from sprue.planning.plan import Phase, Plan, PlannedOperation, Segment
from sprue.planning.problem import Problem
from sprue.shop.ids import MachineId, OperationId


def judged(problem: Problem, plan: Plan) -> float:
    """Weighted tardiness in hours."""
    return summary_of(problem, plan).weighted_tardiness_hours


def plan_from_json(path: Path, problem: Problem) -> Plan:
    """A plan as `sprue plan --out plan.json` writes it; only `operations` is read.

    Raises SystemExit with the fault when the file is no such plan.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["operations"]
        operations = [_operation(row, problem) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"{path} is no plan as 'sprue plan --out plan.json' writes it: {error!r}") from error
    return Plan(problem.clock, {o.operation: o for o in operations}, problem.blocked, problem.unplannable)


def _operation(row: dict[str, Any], problem: Problem) -> PlannedOperation:
    def minute(text: str) -> int:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=problem.clock.zone)
        return problem.clock.minute(moment)

    segments = tuple(Segment(Phase(phase), minute(a), minute(b)) for phase, a, b in row["segments"])
    return PlannedOperation(
        OperationId(row["operation"]),
        MachineId(row["machine"]) if row["machine"] else None,
        minute(row["setup_start"]),
        minute(row["run_start"]),
        minute(row["end"]),
        segments,
    )
