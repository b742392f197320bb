"""Response times equal a recount from the state's own histories."""

from collections import defaultdict
from datetime import timedelta
from random import Random
from statistics import median

from sprue.figures.response import Response, Times, responses_of
from sprue.floor import commands as co
from sprue.floor.refusal import Refusal
from sprue.shop import events as ev
from sprue.shop.ids import OperationId, PersonId, ProblemId
from sprue.shop.problem_state import ProblemState
from sprue.shop.problems import ProblemKind
from tests.core.floor.nights import Night
from tests.core.floor.shops import LI, M1, NOW

MINUTE = timedelta(minutes=1)


def test_one_problem_that_was_handed_on() -> None:
    night = Night()
    night.do(co.RaiseProblem(ProblemId("p"), ProblemKind.PROGRAM, operation=OperationId("coat"), person=LI))
    night.run(0.5)  # climbs at 10: nobody acknowledged
    night.do(co.Acknowledge(ProblemId("p"), PersonId("cam")))
    night.do(co.Transfer(ProblemId("p"), "design", "the drawing", PersonId("cam")))
    night.later(minutes=4)
    night.do(co.Acknowledge(ProblemId("p"), PersonId("design")))
    night.later(minutes=6)
    night.do(co.Answer(ProblemId("p"), PersonId("design"), "new drawing"))
    night.later(minutes=20)
    night.do(co.Resolve(ProblemId("p"), PersonId("design")))
    none = Times(0, None, None)
    assert responses_of(night.store.entries) == (
        Response("cam", ProblemKind.PROGRAM, 1, 0, 1, Times(1, 30, 30), none, none, 0.0),
        Response(
            "design",
            ProblemKind.PROGRAM,
            1,
            0,
            0,
            Times(1, 4, 4),
            Times(1, 10, 10),
            Times(1, 60, 60),
            1.0,
        ),
    )


def recounted(
    problems: list[ProblemState],
) -> dict[tuple[str, str], tuple[int, int, list[float], list[float]]]:
    """By department and kind: problems, open ones, minutes to respond, minutes to close."""
    found: dict[tuple[str, str], tuple[int, int, list[float], list[float]]] = defaultdict(
        lambda: (0, 0, [], [])
    )
    for problem in problems:
        owners: list[tuple[str, float, float | None]] = []
        for step in problem.history:
            at = (step.at - NOW) / MINUTE
            match step.fact:
                case ev.ProblemRaised(calls=calls):
                    owners.append((calls[0].department, at, None))
                case ev.ProblemTransferred(call=call):
                    owners.append((call.department, at, None))
                case ev.ProblemAcknowledged(department=department) if department == owners[-1][0]:
                    owners[-1] = (*owners[-1][:2], at)
        for place, (department, called, acknowledged) in enumerate(owners):
            count, still_open, responses, closings = found[department, problem.kind.value]
            if acknowledged is not None:
                responses.append(acknowledged - called)
            last = place == len(owners) - 1
            if last and problem.resolved_at is not None:
                closings.append((problem.resolved_at - problem.raised_at) / MINUTE)
            is_open = last and problem.resolved_at is None
            found[department, problem.kind.value] = (count + 1, still_open + is_open, responses, closings)
    return found


def test_figures_equal_a_recount() -> None:
    night, chance = Night(), Random(3)
    names = [ProblemId(f"p{number}") for number in range(60)]
    for name in names:
        kind = chance.choice([*ProblemKind])
        night.do(co.RaiseProblem(name, kind, M1, OperationId("coat"), LI))
        for _ in range(chance.randrange(6)):
            night.later(minutes=chance.randrange(1, 40))
            night.watch()
            other = chance.choice(names[: names.index(name) + 1])
            steps: list[co.Command] = [
                co.Acknowledge(other),
                co.Answer(other, text="x"),
                co.Transfer(other, chance.choice(["cam", "design"]), "why"),
                co.Resolve(other),
            ]
            try:
                night.do(chance.choice(steps))
            except Refusal:
                continue
    expected = recounted([*night.store.state.problems.values()])
    found = responses_of(night.store.entries)
    assert {(r.department, r.kind.value) for r in found} == {*expected}
    for row in found:
        count, still_open, responses, closings = expected[row.department, row.kind.value]
        assert (row.problems, row.open) == (count, still_open)
        assert row.acknowledged.count == len(responses)
        assert row.acknowledged.median == (median(responses) if responses else None)
        assert row.closed.median == (median(closings) if closings else None)
    assert sum(row.climbed for row in found) > 5


def test_an_undone_problem_counts_for_nothing() -> None:
    night = Night()
    night.do(co.RaiseProblem(ProblemId("p"), ProblemKind.OTHER, M1, person=LI))
    night.do(co.Undo(night.last))
    assert responses_of(night.store.entries) == ()


def test_the_slowest_tenth_is_a_rank_of_what_happened() -> None:
    from sprue.figures.response import _times

    assert _times(float(n) for n in range(1, 11)) == Times(10, 5.5, 9.0)
    assert _times([7.0]) == Times(1, 7.0, 7.0)
