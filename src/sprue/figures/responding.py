"""Figures of problems: minutes until a called department had it, was there, and until it was solved."""

from datetime import datetime, timedelta

from sprue.figures.evidence import Evidence, What
from sprue.figures.period import Period
from sprue.figures.turns import Turn

_MINUTE = timedelta(minutes=1)


def response(period: Period) -> list[Evidence]:
    """From the call of a department to the first who has it (acknowledged, or answered without)."""
    return _rows(period, [(turn, turn.called, turn.had) for turn in period.facts.turns.every()])


def answer(period: Period) -> list[Evidence]:
    """From the call of a department to somebody on site, or an answer."""
    return _rows(period, [(turn, turn.called, turn.answered) for turn in period.facts.turns.every()])


def closing(period: Period) -> list[Evidence]:
    """From raised to solved; counts for the department that had it last."""
    return _rows(period, [(turn, turn.raised, turn.closed) for turn in period.facts.turns.every()])


def _rows(period: Period, turns: list[tuple[Turn, datetime, datetime | None]]) -> list[Evidence]:
    """A row for each that ended in the span, its minutes above; the kind is that of the problem."""
    return [
        Evidence(
            What.PROBLEM,
            turn.problem,
            begin,
            (end - begin) / _MINUTE,
            1,
            end,
            turn.department,
            turn.kind,
            turn.machine or "",
            turn.seqs,
        )
        for turn, begin, end in turns
        if end is not None and end in period.span
    ]
