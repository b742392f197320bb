"""Rows of the wall's further tiles: what is missing, trials, tonight, figures, what the shop keeps."""

from sprue.figures.recent import Figure
from sprue.floor.view.missing import Missing
from sprue.floor.view.nights import Night
from sprue.floor.view.trials import Trial
from sprue.server.rows.scene import Scene
from sprue.shop.ids import ChangeId, MoldId
from sprue.wire import rows as wire
from sprue.wire.rows import moment, moment_or_none


def missing_row(mold: MoldId, missing: Missing) -> wire.MissingRow:
    """What of one kind a mold waits for."""
    return {
        "id": f"{mold}:{missing.what.value}",
        "mold": mold,
        "what": missing.what.value,
        "item": missing.item,
        "count": missing.count,
        "expected": moment_or_none(missing.expected),
        "holding": missing.holding,
    }


def trial_row(scene: Scene, mold_id: MoldId, trial: Trial) -> wire.TrialRow:
    """The trial of a mold that is next or was last."""
    return {
        "id": mold_id,
        "name": scene.sight.state.shop.molds[mold_id].name or mold_id,
        "number": trial.number,
        "light": trial.light.value,
        "start": moment_or_none(trial.start),
        "due": moment_or_none(trial.due),
        "left": trial.left,
        "quality": trial.quality,
        "rework": trial.rework,
        "verdict": trial.verdict.value if trial.verdict is not None else None,
        "booked": moment_or_none(trial.booked),
        "approved": trial.approved,
        "steps": trial.steps,
    }


def night_row(scene: Scene, night: Night) -> wire.NightRow:
    """A machine's night."""
    return {
        "id": night.machine,
        "gaps": [{"start": moment(a), "end": moment(b)} for a, b in night.gaps],
        "bars": [
            {
                "operation": b.operation,
                "mold": b.mold,
                "part": b.part,
                "start": moment(b.start),
                "end": moment(b.end),
            }
            for b in night.bars
        ],
        "busy_minutes": night.busy,
        "free_minutes": night.free,
        "stops": moment_or_none(night.stops),
        "could": night.could,
        "call_name": scene.name_of(night.call),
    }


def figure_row(name: str, figure: Figure) -> wire.FigureRow:
    """A figure of the last thirty days."""
    return {
        "id": name,
        "value": figure.value,
        "before": figure.before,
        "count": figure.count,
        "since": moment(figure.since),
    }


def kept_row(name: str, *, kept: bool) -> wire.KeptRow:
    """Whether the shop's data speak of something at all."""
    return {"id": name, "kept": kept}


def change_row(scene: Scene, change: ChangeId) -> wire.ChangeRow:
    """An engineering change: what it is called and where it stands."""
    known = scene.sight.state.changes[change]
    return {
        "id": change,
        "number": known.opened.number,
        "mold": known.opened.mold,
        "title": known.opened.title,
        "stand": known.stand.value,
        "steps": len(known.trail),
    }
