"""Who may do what: one table of actions and roles, asked by interface, streams, floor and pages.

An action is an endpoint (`GET /api/figures`), a page (`page /desk/`), a topic (`topic desk`), a kind of
command (`command start`) or a group of fields (`field price`). What is not in the table, nobody may.
"""

from sprue.figures.bulletin import MONEY
from sprue.server.floor.who import OF_USERS, Role

Roles = frozenset[Role]

_ALL: Roles = frozenset(Role)
#: Who belongs to the shop: all but its customers.
_INSIDE = _ALL - {Role.CUSTOMER}
_MANAGER: Roles = frozenset({Role.MANAGER})
_PLANNER = _MANAGER | {Role.PLANNER}
#: Programs read and report for the desk, and know no prices.
_PROGRAM = _PLANNER | {Role.FLOOR}
_DESK = _PROGRAM | {Role.BUYER, Role.ENGINEER}
_LEADER = _PROGRAM | {Role.LEADER}
_MACHINE = _LEADER | {Role.STATION}
#: Whoever is named in a record of the ledger must be able to read it and do his part.
_LEDGER = _DESK | {Role.LEADER, Role.WORKER}

TABLE: dict[str, Roles] = {
    # -- what screens follow
    "topic wall": _INSIDE,
    "topic desk": _DESK,
    "topic problems": _DESK | {Role.LEADER},
    "topic ledger": _LEDGER,
    "topic leader": _LEADER,
    "topic station": _LEADER,
    "topic own station": frozenset({Role.STATION}),
    # -- the floor
    "GET /api/snapshot": _INSIDE,
    "GET /api/stream": _INSIDE,
    "POST /api/commands": _INSIDE,
    "GET /api/operations/{operation}": _DESK | {Role.LEADER},
    "GET /api/travelers": _MACHINE,
    "GET /api/molds/{mold}/links": _DESK,
    "GET /api/molds/{mold}/order": _DESK,
    "GET /api/new-mold": _PROGRAM | {Role.ENGINEER},
    "GET /api/molds/{mold}/owed": _DESK,
    "POST /api/molds/{mold}/bom": _PROGRAM | {Role.ENGINEER},
    "POST /api/molds/{mold}/release": _PROGRAM | {Role.ENGINEER},
    "GET /api/progress": frozenset({Role.CUSTOMER}),
    "GET /api/people": _MACHINE,
    "GET /api/figures": _PLANNER,
    "GET /api/figures/list": _PLANNER,
    "GET /api/figures/chances": _PLANNER,
    "GET /api/figures/rows/{name}": _PLANNER,
    "GET /api/figures/rows/{name}/excel": _PLANNER,
    # Values of money in it are for those who may see prices.
    "GET /api/bulletin": _PLANNER,
    "GET /api/bulletin/excel": _PLANNER,
    "GET /api/bulletin/pdf": _PLANNER,
    "GET /api/estimates": _PLANNER,
    "GET /api/wall": _INSIDE,
    "GET /api/health": _ALL,
    "GET /api/backup": _PLANNER,
    "POST /api/clock": _MANAGER | {Role.FLOOR},
    # -- problems
    "GET /api/shifts": _LEADER,
    "GET /api/handover": _LEADER,
    "GET /api/problem-rules": _DESK | {Role.LEADER},
    "GET /api/channels": _MANAGER,
    "POST /api/channels": _MANAGER,
    "POST /api/channels/{name}/test": _MANAGER,
    "DELETE /api/channels/{name}": _MANAGER,
    "GET /api/messages": _PLANNER,
    "GET /api/webhooks": _MANAGER,
    "POST /api/webhooks": _MANAGER,
    "PUT /api/webhooks/{hook}": _MANAGER,
    "DELETE /api/webhooks/{hook}": _MANAGER,
    "POST /api/webhooks/{hook}/test": _MANAGER,
    "GET /api/webhooks/{hook}/deliveries": _MANAGER,
    "GET /api/problems/{problem}/counter-moves": _DESK,
    "POST /api/problems/{problem}/counter-moves": _PLANNER,
    "POST /api/problems/{problem}/counter-moves/{number}/take": _PLANNER,
    # -- the ledger
    "GET /api/ledger": _LEDGER,
    "GET /api/ledger/figures": _LEDGER,
    "GET /api/ledger/alike": _LEDGER,
    "GET /api/ledger/excel": _LEDGER,
    "GET /api/ledger/{item}": _LEDGER,
    # -- costs are prices
    "GET /api/costs": _PLANNER | {Role.BUYER},
    "GET /api/costs/excel": _PLANNER | {Role.BUYER},
    "GET /api/costs/{mold}": _PLANNER | {Role.BUYER},
    # -- trials
    "GET /api/trials": _DESK | {Role.LEADER},
    "GET /api/trials/{operation}": _DESK | {Role.LEADER},
    # -- material and work at suppliers; who is late is no worker's business
    "GET /api/material/shortages": _DESK | {Role.LEADER},
    "GET /api/material/kits": _DESK | {Role.LEADER},
    "GET /api/material/purchases": _DESK,
    "GET /api/material/outside": _DESK | {Role.LEADER},
    "GET /api/material/suppliers": _DESK,
    "GET /api/material/where": _DESK | {Role.LEADER},
    "GET /api/material/scan": _DESK | {Role.LEADER},
    "GET /api/material/excel": _DESK,
    # -- engineering changes
    "GET /api/changes": _DESK | {Role.LEADER},
    "GET /api/changes/{change}": _DESK | {Role.LEADER},
    "POST /api/changes/{change}/preview": _PROGRAM | {Role.ENGINEER},
    # -- electrodes
    "GET /api/electrodes": _DESK | {Role.LEADER},
    # -- drawings: whoever works on a part sees them
    "POST /api/parts/{part}/drawings": _PROGRAM | {Role.ENGINEER},
    "DELETE /api/parts/{part}/drawings/{name}": _PROGRAM | {Role.ENGINEER},
    "GET /api/drawings/{name}": _DESK | {Role.LEADER},
    "GET /api/drawings/{name}/pages/{number}": _DESK | _MACHINE,
    # -- pictures
    "POST /api/photos": _LEDGER | _MACHINE,
    "GET /api/photos/{name}": _LEDGER,
    # -- plans and imports
    "GET /api/plans": _DESK,
    "GET /api/plans/compare": _DESK,
    "POST /api/plans/draft": _PLANNER,
    "GET /api/plans/draft": _PLANNER,
    "GET /api/plans/{version}": _DESK,
    "POST /api/import": _PLANNER,
    "POST /api/import/{import_id}/take": _PLANNER,
    # -- tables as Excel, and edited ones in again; prices and badges only for those who may see them
    "GET /api/tables": _DESK,
    "GET /api/tables/excel": _DESK,
    "GET /api/tables/{name}/excel": _DESK,
    "POST /api/tables/shown": _DESK,
    "GET /api/tables/taken": _DESK,
    "GET /api/tables/taken/{seq}": _DESK,
    "POST /api/tables/edits": _PLANNER,
    "POST /api/tables/edits/{edit_id}/take": _PLANNER,
    # -- drafts, questions, scenarios
    "POST /api/drafts/preview": _PLANNER,
    "POST /api/drafts": _PLANNER,
    "GET /api/drafts": _DESK,
    "GET /api/drafts/{draft}": _DESK,
    "PUT /api/drafts/{draft}": _PLANNER,
    "DELETE /api/drafts/{draft}": _PLANNER,
    "GET /api/drafts/{draft}/compare": _DESK,
    "POST /api/drafts/{draft}/rebase": _PLANNER,
    "POST /api/drafts/{draft}/publish": _PLANNER,
    "POST /api/questions/date": _PLANNER,
    "POST /api/questions/load": _PLANNER,
    "POST /api/questions/raise": _PLANNER,
    "POST /api/questions/order": _PLANNER,
    "POST /api/questions/quote": _PLANNER,
    "GET /api/questions/{question}": _PLANNER,
    "POST /api/scenarios": _PLANNER,
    "GET /api/scenarios": _DESK,
    "POST /api/scenarios/{draft}/again": _PLANNER,
    "POST /api/scenarios/{draft}/adopt": _PLANNER,
    "DELETE /api/scenarios/{draft}": _PLANNER,
    "GET /api/gantt/facts": _DESK,
    # -- paper; a badge signs its owner in, so who may print one could sign in as anybody
    "GET /api/paper/travelers": _DESK | {Role.LEADER},
    "GET /api/paper/labels": _DESK | {Role.LEADER},
    "GET /api/paper/machine-labels": _DESK | {Role.LEADER},
    "GET /api/paper/badges": _MANAGER,
    "GET /api/paper/dispatch": _DESK | {Role.LEADER},
    "GET /api/paper/gantt": _DESK | {Role.LEADER},
    # -- accounts
    "POST /api/setup": _ALL,
    "GET /api/session": _ALL,
    "POST /api/session": _ALL,
    "DELETE /api/session": _ALL,
    "GET /api/users": _MANAGER,
    "POST /api/users": _MANAGER,
    "POST /api/users/{username}/password": _MANAGER,
    "DELETE /api/users/{username}": _MANAGER,
    "POST /api/people/{person}/pin": _MANAGER,
    "GET /api/tokens": _MANAGER,
    "POST /api/tokens": _MANAGER,
    "PUT /api/tokens/{token_id}/wall": _MANAGER,
    "DELETE /api/tokens/{token_id}": _MANAGER,
    "POST /api/enroll": _ALL,
    # -- commands: work is reported where it is done
    "command badge_in": _MACHINE,
    "command badge_out": _MACHINE,
    "command start": _MACHINE,
    "command end_setup": _MACHINE,
    "command pause": _MACHINE,
    "command resume": _MACHINE,
    "command finish": _MACHINE,
    "command undo": _MACHINE,
    # A problem is everybody's: whoever sees one says so, whoever is called says that he has it.
    "command raise_problem": _INSIDE - {Role.WALL},
    "command acknowledge": _INSIDE - {Role.WALL},
    "command answer_problem": _INSIDE - {Role.WALL},
    "command expect_problem": _INSIDE - {Role.WALL},
    "command picture_problem": _INSIDE - {Role.WALL},
    "command transfer_problem": _INSIDE - {Role.WALL},
    "command resolve": _INSIDE - {Role.WALL, Role.WORKER},
    "command change_problem_rules": _PLANNER,
    "command change_duty_list": _PLANNER,
    "command receive_material": _MACHINE | {Role.BUYER},
    "command promise_purchase": _PROGRAM | {Role.BUYER},
    # Purchases, work at suppliers, places: the buyer's; a piece is laid down by whoever has it in hand.
    "command place_purchase": _PROGRAM | {Role.BUYER},
    "command send_outside": _LEADER | {Role.BUYER},
    "command change_load": _PROGRAM | {Role.BUYER},
    "command bring_back": _LEADER | {Role.BUYER},
    "command place_part": _MACHINE | {Role.BUYER, Role.ENGINEER},
    "command scan_goods": _MACHINE | {Role.BUYER, Role.ENGINEER},
    "command learn_suppliers": _PLANNER,
    "command machine_down": _LEADER,
    "command machine_up": _LEADER,
    "command change_gate": _LEADER | {Role.ENGINEER},
    "command insert_operation": _PROGRAM | {Role.ENGINEER},
    "command decide_question": _PLANNER | {Role.LEADER},
    "command change_attendance": _LEADER,
    "command take_back_attendance": _LEADER,
    "command note_shift": _LEADER,
    "command publish_plan": _PLANNER,
    "command learn_estimates": _PLANNER,
    "command set_clock": _MANAGER,
    # The ledger: whoever is named does his part, who keeps it closes, assigns, sets levels and deadlines.
    "command ledger_open": _LEDGER,
    "command ledger_from_problem": _LEDGER,
    "command ledger_accept": _LEDGER,
    "command ledger_contain": _LEDGER,
    "command ledger_correct": _LEDGER,
    "command ledger_norm": _LEDGER,
    "command ledger_done": _LEDGER,
    "command ledger_verify": _LEDGER,
    "command ledger_reopen": _LEDGER,
    "command ledger_photos": _LEDGER,
    "command ledger_close": _PLANNER,
    "command ledger_assign": _PLANNER,
    "command ledger_change": _PLANNER,
    "command ledger_deadline": _PLANNER,
    # Orders and molds are the planner's; engineers say what a mold is made of.
    "command take_mold": _PROGRAM,
    "command copy_mold": _PROGRAM,
    "command return_mold": _PROGRAM | {Role.ENGINEER},
    "command change_mold": _PROGRAM,
    # Quotes and costs are prices.
    "command quote_mold": _PLANNER | {Role.BUYER},
    "command set_cost": _PLANNER | {Role.BUYER},
    "command hold_work": _PROGRAM | {Role.ENGINEER},
    "command release_hold": _PROGRAM | {Role.ENGINEER},
    "command cancel_work": _PROGRAM,
    "command add_step": _PROGRAM | {Role.ENGINEER},
    "command split_operation": _PROGRAM,
    "command plan_outside": _PROGRAM,
    "command plan_inside": _PROGRAM,
    # Trials: the press tells what it saw; who leads the project books and has the customer's word.
    "command book_trial": _PROGRAM | {Role.ENGINEER},
    "command record_trial": _MACHINE | {Role.ENGINEER},
    "command trial_issues": _LEADER | {Role.ENGINEER},
    "command approve_trial": _PROGRAM | {Role.ENGINEER},
    # Engineering changes: who leads the project opens them and decides what becomes of started work.
    "command open_change": _PROGRAM | {Role.ENGINEER},
    "command take_change": _PROGRAM | {Role.ENGINEER},
    "command release_change": _PROGRAM | {Role.ENGINEER},
    "command withdraw_change": _PROGRAM | {Role.ENGINEER},
    # Electrodes: whoever measures them tells it, at a terminal or the desk.
    "command measure_electrode": _MACHINE | {Role.ENGINEER},
    # -- pages: whoever signs in by name has a screen; the open ones are empty until somebody is known
    "page /": _ALL,
    "page /setup": _ALL,
    "page /login": _ALL,
    "page /desk/": _DESK & OF_USERS,
    "page /leader/": _LEADER & OF_USERS,
    "page /leader/manifest.webmanifest": _ALL,
    "page /wall/": _ALL,
    "page /customer/": _ALL,
    "page /terminal/": _ALL,
    "page /terminal/worker.js": _ALL,
    "page /terminal/manifest.webmanifest": _ALL,
    "page /enroll/": _ALL,
    "page /certificate/": _ALL,
    "page /certificate/root.crt": _ALL,
    "page /api/docs": _ALL,
    "page /api/openapi.json": _ALL,
    # -- fields, by group
    "field price": _PLANNER | {Role.BUYER},
    "field login": _MANAGER,
    "field secret": frozenset(),
}

#: Endpoints and pages that also answer those whom nobody knows yet.
OPEN = frozenset(
    {"GET /api/health", "POST /api/setup", "POST /api/session", "DELETE /api/session", "POST /api/enroll"}
    | {action for action, roles in TABLE.items() if action.startswith("page ") and roles == _ALL}
)

#: The fields of each group, as answers name them. Live tables hold none of them, for nobody.
FIELDS: dict[str, frozenset[str]] = {
    "field price": frozenset(
        {"order_value", "currency", *(measure.value for measure in MONEY)}
        | {"quoted_outside", "spent", "expected_outside", "cost"}
    ),
    "field login": frozenset({"last_login", "last_seen", "created_by"}),
    "field secret": frozenset({"badge", "hash", "digest", "password"}),
}

#: Kinds of commands, in the order of the table.
COMMANDS = tuple(action.removeprefix("command ") for action in TABLE if action.startswith("command "))


def may(role: Role, action: str) -> bool:
    """Whether the role may do it; an action that is not in the table is nobody's."""
    return role in TABLE.get(action, frozenset())


def allowed(role: Role) -> list[str]:
    """Everything that a role may do: screens leave out what would be refused."""
    return [action for action, roles in TABLE.items() if role in roles]
