"""What can be read of a shop, typed as the interface publishes it."""

from datetime import date, datetime

from sprue.client import shapes as sh
from sprue.client.connection import Connection, Query, part_of


class Reading(Connection):
    """Each method is one endpoint; what it answers is told in `/api/docs`."""

    # -- the floor -------------------------------------------------------------------

    def session(self) -> sh.Asking:
        """Who asks: name, role and scopes of the token."""
        found: sh.Asking = self.get("/session")
        return found

    def health(self) -> sh.Health:
        """Whether the server works and the planner keeps up."""
        found: sh.Health = self.get("/health")
        return found

    def snapshot(self, topic: str) -> sh.TopicSnapshot:
        """All rows of a topic: wall, desk, problems, ledger, leader or station:MACHINE."""
        found: sh.TopicSnapshot = self.get("/snapshot", topic=topic)
        return found

    def operation(self, operation: str) -> sh.OperationPage:
        """One operation: why it starts when it does, gates, neighbors, history."""
        found: sh.OperationPage = self.get(f"/operations/{part_of(operation)}")
        return found

    def traveler(self, code: str, machine: str = "", person: str = "") -> sh.Traveler:
        """What a traveler's code opens at a machine."""
        found: sh.Traveler = self.get("/travelers", code=code, machine=machine, person=person)
        return found

    def links(self, mold: str) -> sh.Links:
        """What follows what among the open operations of a mold."""
        found: sh.Links = self.get(f"/molds/{part_of(mold)}/links")
        return found

    def order(self, mold: str) -> sh.OrderOfMold:
        """The order of a mold."""
        found: sh.OrderOfMold = self.get(f"/molds/{part_of(mold)}/order")
        return found

    def people(self) -> list[sh.PersonHere]:
        """Who belongs to the shop, and who is signed in where."""
        found: list[sh.PersonHere] = self.get("/people")
        return found

    def shifts(self, department: str = "") -> sh.Shifts:
        """Departments and their shifts of the last days."""
        found: sh.Shifts = self.get("/shifts", department=department)
        return found

    def handover(self, department: str, end: datetime | None = None) -> sh.HandoverPage:
        """What a department's shift hands over; `end` None: the last that began."""
        found: sh.HandoverPage = self.get("/handover", department=department, end=end)
        return found

    def backup(self) -> sh.BackupState:
        """How old the newest backup is."""
        found: sh.BackupState = self.get("/backup")
        return found

    # -- plans -----------------------------------------------------------------------

    def plans(self) -> list[sh.PlanHead]:
        """Published versions, newest first."""
        found: list[sh.PlanHead] = self.get("/plans")
        return found

    def plan(self, version: int) -> sh.PlanVersion:
        """A version with its rows."""
        found: sh.PlanVersion = self.get(f"/plans/{version}")
        return found

    def compare(self, a: int, b: int) -> sh.PlanComparison:
        """What version b does differently from version a."""
        found: sh.PlanComparison = self.get("/plans/compare", a=a, b=b)
        return found

    # -- problems and the ledger --------------------------------------------------------

    def problem_rules(self) -> sh.ProblemRulesPage:
        """How problems are called and climb, and who has the duty."""
        found: sh.ProblemRulesPage = self.get("/problem-rules")
        return found

    def messages(self) -> list[sh.MessageSent]:
        """The newest messages and what became of them."""
        found: list[sh.MessageSent] = self.get("/messages")
        return found

    def counter_moves(self, problem: str) -> sh.CounterMoves:
        """What could be done about a problem, as far as it was asked for."""
        found: sh.CounterMoves = self.get(f"/problems/{part_of(problem)}/counter-moves")
        return found

    def ledger(self, **wanted: Query) -> list[sh.LedgerRow]:
        """Items of the ledger: stage, closed, overdue, level, department, mold, words."""
        found: list[sh.LedgerRow] = self.get("/ledger", **wanted)
        return found

    def ledger_item(self, item: str) -> sh.LedgerRecord:
        """All of one item."""
        found: sh.LedgerRecord = self.get(f"/ledger/{part_of(item)}")
        return found

    def ledger_figures(self) -> list[sh.DepartmentFigures]:
        """How each department keeps up."""
        found: list[sh.DepartmentFigures] = self.get("/ledger/figures")
        return found

    def alike(self, text: str = "", **known: Query) -> sh.SameElsewhere:
        """Items like a matter (kind, part, operation, machine), and open work of like parts."""
        found: sh.SameElsewhere = self.get("/ledger/alike", text=text, **known)
        return found

    # -- figures ---------------------------------------------------------------------

    def figures(self) -> sh.FiguresPage:
        """Hours by machine, setup share, rework and rejects, lead time by order."""
        found: sh.FiguresPage = self.get("/figures")
        return found

    def figure_list(
        self, first: date | None = None, last: date | None = None, by: str | None = None
    ) -> sh.FigureList:
        """Every figure of a period with formula, unit, the period before, and its groups."""
        found: sh.FigureList = self.get("/figures/list", first=first, last=last, by=by)
        return found

    def figure_rows(self, name: str, **wanted: Query) -> sh.FigureRows:
        """The rows that a figure comes from (first, last, by, group)."""
        found: sh.FigureRows = self.get(f"/figures/rows/{part_of(name)}", **wanted)
        return found

    def chances(self, ahead: int = 7) -> list[sh.StatedChanceTold]:
        """How sure milestones were said to be, and whether they were kept."""
        found: list[sh.StatedChanceTold] = self.get("/figures/chances", ahead=ahead)
        return found

    def estimates(self) -> sh.EstimatesPage:
        """What finished work tells of its estimates."""
        found: sh.EstimatesPage = self.get("/estimates")
        return found

    def bulletin(self, month: str = "") -> sh.BulletinPage:
        """A month ("2026-03", "": the last whole one) and the year to date beside the year before."""
        found: sh.BulletinPage = self.get("/bulletin", month=month)
        return found
