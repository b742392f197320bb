"""Values of the floor → rows of the wire, one function a table."""

from sprue.server.rows.gates import gates_row, material_gate, wait_row, worst_gate
from sprue.server.rows.happenings import call_row, message_row, problem_row
from sprue.server.rows.ledger import ledger_row
from sprue.server.rows.machines import QUEUE_SHOWN, machine_row, number_of, queue_item, station_row
from sprue.server.rows.molds import (
    mold_row,
    mold_row_moved,
    operation_row,
    operation_row_moved,
    part_row,
    part_row_moved,
    step_text,
)
from sprue.server.rows.scene import Scene
from sprue.server.rows.shop import clock_row, kind_row, person_row, question_row, shop_row, today_row
from sprue.server.rows.wall import change_row, figure_row, kept_row, missing_row, night_row, trial_row

__all__ = [
    "QUEUE_SHOWN",
    "Scene",
    "call_row",
    "change_row",
    "clock_row",
    "figure_row",
    "gates_row",
    "kept_row",
    "kind_row",
    "ledger_row",
    "machine_row",
    "material_gate",
    "message_row",
    "missing_row",
    "mold_row",
    "mold_row_moved",
    "night_row",
    "number_of",
    "operation_row",
    "operation_row_moved",
    "part_row",
    "part_row_moved",
    "person_row",
    "problem_row",
    "question_row",
    "queue_item",
    "shop_row",
    "station_row",
    "step_text",
    "today_row",
    "trial_row",
    "wait_row",
    "worst_gate",
]
