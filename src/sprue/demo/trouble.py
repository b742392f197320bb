"""What goes wrong: breakdowns, wrong programs, worn electrodes; who answers, and what it costs."""

from datetime import datetime
from random import Random
from uuid import uuid4

from sprue.demo.crew import Crew
from sprue.demo.floor import Shift
from sprue.demo.mirror import minutes, when
from sprue.sample.chance import lognormal
from sprue.wire import rows as wire

#: Minutes between two problems in a shop in which 60 people are signed in.
BETWEEN = 75.0
#: Hours of lonely running after which a machine stops by itself (wire break, alarm).
ALONE_HOURS = 80.0
#: Minutes to answer and to solve: median and spread; a fifth is slow.
ANSWER = (5.0, 0.6)
SLOW_ANSWER = (22.0, 0.5)
ARRIVE = (6.0, 0.5)
SOLVE = (38.0, 0.7)
REPAIR = (150.0, 0.8)
#: Problems that others raised are left to them for so much longer.
OTHERS = 4.0

#: What goes wrong where: by the beginning of the machine's kind.
_LIKELY: tuple[tuple[str, dict[str, int]], ...] = (
    ("edm_sinker", {"electrode": 50, "quality": 20, "machine": 15, "tooling": 15}),
    ("wire", {"program": 25, "drawing": 15, "machine": 25, "quality": 25, "tooling": 10}),
    ("cnc", {"program": 35, "tooling": 25, "quality": 20, "machine": 10, "drawing": 10}),
    ("graphite", {"program": 35, "machine": 20, "tooling": 25, "quality": 20}),
    ("fitting", {"drawing": 30, "quality": 45, "material": 15, "other": 10}),
    ("", {"quality": 40, "drawing": 25, "tooling": 25, "machine": 10}),
)
_NOTES = {
    "electrode": ("worn at the corner", "offset not in the list", "wrong number on the holder"),
    "program": ("tool longer than called", "start point in the clamp", "old revision"),
    "drawing": ("thread depth missing", "two dimensions contradict", "revision unclear"),
    "machine": ("spindle alarm", "coolant pressure low", "wire breaks again and again", "axis drive fault"),
    "quality": ("0.03 undersize", "scratch on the parting line", "bore out of position"),
    "material": ("screws missing", "seal is the wrong size"),
    "tooling": ("cutter broken, no spare", "vise jaws taken", "holder missing"),
    "other": ("crane busy", "light over the bench is out"),
}
#: Problems that stop the work on which they are found.
_STOPS = ("quality", "tooling", "machine", "program", "electrode", "drawing")
#: Office work has no machine that fails.
_SPARED = ("_seat", "cmm", "inspection_bench", "electrode_prep_bench")


class Trouble:
    """Raises problems, answers and solves them, and goes on with what they stopped."""

    def __init__(self, shift: Shift, crew: Crew) -> None:
        self._shift = shift
        self._crew = crew
        self._last: datetime | None = None
        self._count = 0
        self._ours: set[str] = set()
        self._stopped: dict[str, datetime] = {}
        self._signals: dict[str, datetime] = {}

    def strike(self) -> None:
        """Something goes wrong now and then, more often the more people work."""
        now = self._shift.now
        last, self._last = self._last or now, now
        passed = max(0.0, (now - last).total_seconds() / 60)
        chance = self._shift.chance("trouble", self._count, now)
        here = len(self._shift.mirror.people_on_site())
        if chance.random() < passed * here / 60 / BETWEEN:
            self._raise(chance)
        alone = [m for m in self._shift.mirror.machines.values() if m["light"] == "unattended"]
        if alone and chance.random() < passed * len(alone) / 60 / ALONE_HOURS:
            self._stop_alone(chance.choice(alone))

    def answer(self) -> None:
        """Departments answer calls and solve them; work that was stopped goes on."""
        for problem in self._shift.mirror.open_problems():
            if problem["status"] == "open":
                self._acknowledge(problem)
            elif problem["answered_at"] is None:
                self._arrive(problem)
            else:
                self._resolve(problem)
        self._go_on()
        self._put_up()

    # Raising

    def _raise(self, chance: Random) -> None:
        """One problem on work that somebody minds."""
        mirror = self._shift.mirror
        struck = {problem["machine"] for problem in mirror.open_problems()}
        places = [
            machine
            for machine in sorted(mirror.machines.values(), key=lambda row: row["id"])
            if machine["operation"] is not None
            and machine["light"] in ("running", "setup")
            and machine["id"] not in struck
            and not machine["kind"].endswith(_SPARED)
        ]
        if not places:
            return
        machine = chance.choice(places)
        likely = next(kinds for start, kinds in _LIKELY if machine["kind"].startswith(start))
        kind = chance.choices(list(likely), list(likely.values()))[0]
        self._call(machine, kind, chance)

    def _call(self, machine: wire.MachineRow, kind: str, chance: Random) -> None:
        row = self._shift.mirror.operations.get(machine["operation"] or "")
        if row is None or row["work"] != "running":
            return
        person = self._caller(row, machine)
        if person is None:
            return
        self._count += 1
        problem = str(uuid4())
        if kind in _STOPS:
            if not self._shift.report(row["id"], "pause", operation=row["id"], person=person, reason=kind):
                return
            self._stopped[row["id"]] = self._shift.now
        self._ours.add(problem)
        self._shift.report(
            problem,
            "raise_problem",
            problem=problem,
            problem_kind=kind,
            machine=machine["id"],
            operation=row["id"],
            person=person,
            note=chance.choice(_NOTES[kind]),
        )

    def _caller(self, row: wire.OperationRow, machine: wire.MachineRow) -> str | None:
        starter = self._shift.mirror.people.get(row["person"] or "")
        if starter is not None and starter["since"] is not None:
            return starter["id"]
        able = self._crew.able_on_site(self._shift.mirror.kind_of(row, machine))
        return able["id"] if able is not None else None

    def _stop_alone(self, machine: wire.MachineRow) -> None:
        """A machine that runs alone stops and says so itself; it stands until somebody comes."""
        expected = self._shift.now + minutes(120)
        if self._shift.report(machine["id"], "machine_down", machine=machine["id"], expected_up=expected):
            self._signals[machine["id"]] = self._shift.now

    # Answering

    def _acknowledge(self, problem: wire.ProblemRow) -> None:
        chance = self._shift.chance("answer", problem["machine"], problem["raised_at"])
        limits = SLOW_ANSWER if chance.random() < 0.2 else ANSWER
        wait = lognormal(chance, *limits) * self._patience(problem)
        if self._shift.now < when(problem["raised_at"]) + minutes(wait):
            return
        person = self._crew.of_department(problem["department"])
        if person is not None:
            self._shift.report(problem["id"], "acknowledge", problem=problem["id"], person=person["id"])

    def _arrive(self, problem: wire.ProblemRow) -> None:
        """Whoever has it comes to the machine some minutes later."""
        if problem["acknowledged_at"] is None:
            return
        chance = self._shift.chance("arrive", problem["machine"], problem["raised_at"])
        wait = lognormal(chance, *ARRIVE) * self._patience(problem)
        if self._shift.now < when(problem["acknowledged_at"]) + minutes(wait):
            return
        person = self._crew.of_department(problem["department"])
        if person is not None:
            self._shift.report(
                f"arrive {problem['id']}", "answer_problem", problem=problem["id"], person=person["id"]
            )

    def _resolve(self, problem: wire.ProblemRow) -> None:
        if problem["acknowledged_at"] is None:
            return
        chance = self._shift.chance("solve", problem["machine"], problem["raised_at"])
        takes = lognormal(chance, *(REPAIR if problem["kind"] == "machine" else SOLVE))
        if self._shift.now < when(problem["acknowledged_at"]) + minutes(takes * self._patience(problem)):
            return
        person = self._crew.of_department(problem["department"])
        if person is None:
            return
        self._shift.report(
            problem["id"],
            "resolve",
            problem=problem["id"],
            person=person["id"],
            note="",
            rework_minutes=self._rework(problem, chance),
        )

    def _rework(self, problem: wire.ProblemRow, chance: Random) -> int | None:
        """Two of five bad parts are worked again for most of the time they took."""
        row = self._shift.mirror.operations.get(problem["operation"] or "")
        if problem["kind"] != "quality" or row is None or chance.random() >= 0.4:
            return None
        return max(20, min(600, round(row["run_minutes"] * 0.6)))

    def _patience(self, problem: wire.ProblemRow) -> float:
        return 1.0 if problem["id"] in self._ours else OTHERS

    # Going on

    def _go_on(self) -> None:
        """Work that was stopped goes on when its problem is solved and somebody is there."""
        mirror = self._shift.mirror
        held = {problem["operation"] for problem in mirror.open_problems()}
        struck = {problem["machine"] for problem in mirror.open_problems()}
        for identity in sorted(mirror.under_way):
            row = mirror.operations[identity]
            machine = mirror.machines.get(row["machine"] or "")
            if row["work"] != "paused" or machine is None or machine["light"] == "down":
                self._stopped.pop(identity, None)
                continue
            since = self._stopped.setdefault(identity, self._shift.now)
            if identity in held or machine["id"] in struck or self._shift.now < since + minutes(15):
                continue
            self._resume(row, machine)

    def _resume(self, row: wire.OperationRow, machine: wire.MachineRow) -> None:
        person = self._crew.somebody(self._shift.mirror.kind_of(row, machine), machine["id"])
        if person is not None and self._shift.report(
            row["id"], "resume", operation=row["id"], person=person["id"]
        ):
            self._crew.bind(person["id"], self._shift.mirror.kind_of(row, machine))

    def _put_up(self) -> None:
        """Machines that stopped alone run again when somebody able has come to them."""
        mirror = self._shift.mirror
        struck = {problem["machine"] for problem in mirror.open_problems()}
        for machine in sorted(mirror.machines.values(), key=lambda row: row["id"]):
            if machine["light"] != "down" or machine["id"] in struck:
                self._signals.pop(machine["id"], None)
                continue
            since = self._signals.setdefault(machine["id"], self._shift.now)
            ready = since + minutes(20)
            if self._shift.now >= ready and self._crew.able_on_site(machine["kind"]) is not None:
                self._shift.report(f"up {machine['id']}", "machine_up", machine=machine["id"])
