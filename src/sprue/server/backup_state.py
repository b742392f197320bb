"""How old the newest backup is, and what went wrong last, as the desk shows it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from sprue.server import backups

#: A backup that is older says that nights go by without one.
OLD = timedelta(hours=26)
_TROUBLE = "backup-trouble.txt"


def put_trouble(data: Path, text: str) -> None:
    """What went wrong last ("": nothing): in the shop's own folder, as the second place may be gone."""
    path = data / _TROUBLE
    if text:
        path.write_text(text, encoding="utf-8")
    else:
        path.unlink(missing_ok=True)


def state(now: datetime) -> dict[str, Any]:
    """`place` None: none is set. `old`: nights go by without a backup."""
    place: Path | None = settings.SPRUE_BACKUP
    trouble = settings.SPRUE_DATA / _TROUBLE
    told = trouble.read_text(encoding="utf-8") if place is not None and trouble.exists() else ""
    newest = next(iter(backups.listed(place)), None) if place is not None else None
    return {
        "place": str(place) if place is not None else None,
        "at": newest.at.isoformat() if newest is not None else None,
        "hours": (now - newest.at) / timedelta(hours=1) if newest is not None else None,
        "seq": newest.seq if newest is not None else None,
        "count": len(backups.listed(place)) if place is not None else 0,
        "old": place is not None and (newest is None or now - newest.at > OLD),
        "trouble": told,
    }
