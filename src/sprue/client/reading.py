"""What can be read of a shop, typed as the interface publishes it."""

from datetime import date, datetime

from sprue.client.connection import Connection, Query, part_of
from sprue.wire.accounts import Asking
from sprue.wire.figures import (
    BulletinPage,
    EstimatesPage,
    FigureList,
    FigureRows,
    FiguresPage,
    StatedChanceTold,
)
from sprue.wire.floor import (
    BackupState,
    HandoverPage,
    Health,
    Links,
    OperationPage,
    OrderOfMold,
    PersonHere,
    Shifts,
    TopicSnapshot,
    Traveler,
)
from sprue.wire.ledger import DepartmentFigures, LedgerRecord, SameElsewhere
from sprue.wire.plans import (
    CounterMoves,
    MessageSent,
    PlanComparison,
    PlanHead,
    PlanVersion,
    ProblemRulesPage,
)
from sprue.wire.rows import LedgerRow


class Reading(Connection):
    """Each method is one endpoint; what it answers is told in `/api/docs`."""

    # -- the floor -------------------------------------------------------------------

    def session(self) -> Asking:
        """Who asks: name, role and scopes of the token."""
        found: Asking = self.get("/session")
        return found

    def health(self) -> Health:
        """Whether the server works and the planner keeps up."""
        found: Health = self.get("/health")
        return found

    def snapshot(self, topic: str) -> TopicSnapshot:
        """All rows of a topic: wall, desk, problems, ledger, leader or station:MACHINE."""
        found: TopicSnapshot = self.get("/snapshot", topic=topic)
        return found

    def operation(self, operation: str) -> OperationPage:
        """One operation: why it starts when it does, gates, neighbors, history."""
        found: OperationPage = self.get(f"/operations/{part_of(operation)}")
        return found

    def traveler(self, code: str, machine: str = "", person: str = "") -> Traveler:
        """What a traveler's code opens at a machine."""
        found: Traveler = self.get("/travelers", code=code, machine=machine, person=person)
        return found

    def links(self, mold: str) -> Links:
        """What follows what among the open operations of a mold."""
        found: Links = self.get(f"/molds/{part_of(mold)}/links")
        return found

    def order(self, mold: str) -> OrderOfMold:
        """The order of a mold."""
        found: OrderOfMold = self.get(f"/molds/{part_of(mold)}/order")
        return found

    def people(self) -> list[PersonHere]:
        """Who belongs to the shop, and who is signed in where."""
        found: list[PersonHere] = self.get("/people")
        return found

    def shifts(self, department: str = "") -> Shifts:
        """Departments and their shifts of the last days."""
        found: Shifts = self.get("/shifts", department=department)
        return found

    def handover(self, department: str, end: datetime | None = None) -> HandoverPage:
        """What a department's shift hands over; `end` None: the last that began."""
        found: HandoverPage = self.get("/handover", department=department, end=end)
        return found

    def backup(self) -> BackupState:
        """How old the newest backup is."""
        found: BackupState = self.get("/backup")
        return found

    # -- plans -----------------------------------------------------------------------

    def plans(self) -> list[PlanHead]:
        """Published versions, newest first."""
        found: list[PlanHead] = self.get("/plans")
        return found

    def plan(self, version: int) -> PlanVersion:
        """A version with its rows."""
        found: PlanVersion = self.get(f"/plans/{version}")
        return found

    def compare(self, a: int, b: int) -> PlanComparison:
        """What version b does differently from version a."""
        found: PlanComparison = self.get("/plans/compare", a=a, b=b)
        return found

    # -- problems and the ledger --------------------------------------------------------

    def problem_rules(self) -> ProblemRulesPage:
        """How problems are called and climb, and who has the duty."""
        found: ProblemRulesPage = self.get("/problem-rules")
        return found

    def messages(self) -> list[MessageSent]:
        """The newest messages and what became of them."""
        found: list[MessageSent] = self.get("/messages")
        return found

    def counter_moves(self, problem: str) -> CounterMoves:
        """What could be done about a problem, as far as it was asked for."""
        found: CounterMoves = self.get(f"/problems/{part_of(problem)}/counter-moves")
        return found

    def ledger(self, **wanted: Query) -> list[LedgerRow]:
        """Items of the ledger: stage, closed, overdue, level, department, mold, words."""
        found: list[LedgerRow] = self.get("/ledger", **wanted)
        return found

    def ledger_item(self, item: str) -> LedgerRecord:
        """All of one item."""
        found: LedgerRecord = self.get(f"/ledger/{part_of(item)}")
        return found

    def ledger_figures(self) -> list[DepartmentFigures]:
        """How each department keeps up."""
        found: list[DepartmentFigures] = self.get("/ledger/figures")
        return found

    def alike(self, text: str = "", **known: Query) -> SameElsewhere:
        """Items like a matter (kind, part, operation, machine), and open work of like parts."""
        found: SameElsewhere = self.get("/ledger/alike", text=text, **known)
        return found

    # -- figures ---------------------------------------------------------------------

    def figures(self) -> FiguresPage:
        """Hours by machine, setup share, rework and rejects, lead time by order."""
        found: FiguresPage = self.get("/figures")
        return found

    def figure_list(
        self, first: date | None = None, last: date | None = None, by: str | None = None
    ) -> FigureList:
        """Every figure of a period with formula, unit, the period before, and its groups."""
        found: FigureList = self.get("/figures/list", first=first, last=last, by=by)
        return found

    def figure_rows(self, name: str, **wanted: Query) -> FigureRows:
        """The rows that a figure comes from (first, last, by, group)."""
        found: FigureRows = self.get(f"/figures/rows/{part_of(name)}", **wanted)
        return found

    def chances(self, ahead: int = 7) -> list[StatedChanceTold]:
        """How sure milestones were said to be, and whether they were kept."""
        found: list[StatedChanceTold] = self.get("/figures/chances", ahead=ahead)
        return found

    def estimates(self) -> EstimatesPage:
        """What finished work tells of its estimates."""
        found: EstimatesPage = self.get("/estimates")
        return found

    def bulletin(self, month: str = "") -> BulletinPage:
        """A month ("2026-03", "": the last whole one) and the year to date beside the year before."""
        found: BulletinPage = self.get("/bulletin", month=month)
        return found
