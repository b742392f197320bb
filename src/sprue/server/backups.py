"""Backups of a shop on SQLite: whole copies at a second place, made while the shop works, and put back.

A backup is a folder `sprue-YYYYMMDD-HHMMSS` with the database, the keys and a card that says up to which
entry of the journal it goes. Pictures and drawings never change under their names, so all backups of a
place share them. A backup has its name only once it is whole; what was broken off goes with the next one.
"""

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sprue.shop.errors import UserMistake

DATABASE = "sprue.db"
CARD = "backup.json"
#: Folders of files that are named by what is in them.
SHARED = ("photos", "drawings")
#: What belongs to the server itself, beside the database.
KEYS = ("secret.key", "certificates", "demo.json")
#: So many of the newest are kept, and of older ones the first of each month.
KEEP = 30
_NAME = re.compile(r"sprue-(\d{8}-\d{6})")
_PART = ".part"


@dataclass(frozen=True, slots=True)
class Backup:
    """`seq` and `hash`: the last entry of the journal that is in it; `at`: when it was made."""

    path: Path
    at: datetime
    seq: int
    hash: str
    size: int


def make(data: Path, place: Path, now: datetime) -> Backup:
    """Copy the shop in `data` to `place`, as of now. UserMistake when either can't be read or written."""
    if os.environ.get("SPRUE_DATABASE"):
        raise UserMistake(
            "this shop is on PostgreSQL: back it up with pg_dump, and the folder of its data beside it"
        )
    if not (data / DATABASE).exists():
        raise UserMistake(f"{data} holds no shop; name its folder with --data")
    if place.absolute().is_relative_to(data.absolute()):
        raise UserMistake(f"{place} lies in the shop's own folder; choose a place on another disk")
    name = f"sprue-{now.astimezone(UTC):%Y%m%d-%H%M%S}"
    part = place / f"{name}{_PART}"
    try:
        place.mkdir(parents=True, exist_ok=True)
        _clear_parts(place)
        part.mkdir(mode=0o700)
        seq, last = _copy_database(data / DATABASE, part / DATABASE)
        # After the database: what an entry names is there before the entry is, so it is in the copy too.
        _copy_shared(data, place)
        _copy_keys(data, part)
        size = (part / DATABASE).stat().st_size
        made = Backup(place / name, now.astimezone(UTC), seq, last, size)
        _write_card(part / CARD, made)
        part.replace(place / name)
        _sync(place)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        why = error.strerror or error
        raise UserMistake(f"{place}: {why}; is the second place there, is its disk full?") from error
    _forget_old(place)
    return made


def listed(place: Path) -> list[Backup]:
    """Whole backups of a place, the newest first."""
    return sorted(_found(place), key=lambda one: one.at, reverse=True)


def restore(backup: Path, data: Path) -> Backup:
    """Put a backup into an empty folder. UserMistake: the folder is not empty, the backup not whole."""
    card = _card(backup)
    if card is None:
        raise UserMistake(f"{backup} is no whole backup: it has no card ({CARD}); name a folder sprue-…")
    if data.exists() and any(data.iterdir()):
        raise UserMistake(f"{data} is not empty; name an empty folder, so that nothing is lost")
    try:
        data.mkdir(parents=True, exist_ok=True)
        # The database last: a folder without one is no shop, so nothing half is ever served.
        for name in SHARED:
            if (backup.parent / name).exists():
                shutil.copytree(backup.parent / name, data / name)
        _copy_keys(backup, data)
        copied = data / f"{DATABASE}{_PART}"
        shutil.copyfile(backup / DATABASE, copied)
        found = _last_entry(copied)
        if found != (card.seq, card.hash):
            raise UserMistake(f"{backup} is damaged: it ends at entry {found[0]}, its card says {card.seq}")
        _sync(copied)
        copied.replace(data / DATABASE)
        _sync(data)
    except (OSError, sqlite3.DatabaseError) as error:
        raise UserMistake(f"{backup} can't be put into {data}: {error}") from error
    return card


def _copy_database(source: Path, target: Path) -> tuple[int, str]:
    """A copy of one moment, the last entry that is in it. In one step: others write on beside it."""
    reading = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(reading, uri=True)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise OSError("the copy of the database is damaged")
    _sync(target)
    return _last_entry(target)


def _last_entry(database: Path) -> tuple[int, str]:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as reader:
        row = reader.execute("SELECT seq, hash FROM floor_entry ORDER BY seq DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row is not None else (0, "")


def _copy_shared(data: Path, place: Path) -> None:
    for name in SHARED:
        for file in (data / name).rglob("*"):
            copy = place / name / file.relative_to(data / name)
            # Only whole files have their last name there.
            if file.is_file() and _is_named(file) and not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                part = copy.with_name(f"{copy.name}{_PART}")
                shutil.copyfile(file, part)
                part.replace(copy)


def _is_named(file: Path) -> bool:
    return re.match(r"[0-9a-f]{64}[.-]", file.name) is not None


def _copy_keys(source: Path, target: Path) -> None:
    """Keys and certificates, readable by their owner alone."""
    for name in KEYS:
        path = source / name
        if path.is_dir():
            shutil.copytree(path, target / name, dirs_exist_ok=True)
        elif path.exists():
            shutil.copy2(path, target / name)
            (target / name).chmod(0o600)


def _write_card(path: Path, made: Backup) -> None:
    facts = {**asdict(made), "path": made.path.name, "at": made.at.isoformat()}
    path.write_text(json.dumps(facts, indent=1), encoding="utf-8")
    _sync(path)


def _card(backup: Path) -> Backup | None:
    """What a backup says of itself; None: it is none."""
    try:
        facts = json.loads((backup / CARD).read_text(encoding="utf-8"))
        at = datetime.fromisoformat(facts["at"])
        return Backup(backup, at, int(facts["seq"]), str(facts["hash"]), int(facts["size"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _found(place: Path) -> Iterator[Backup]:
    with suppress(OSError):
        for path in sorted(place.iterdir()):
            card = _card(path) if _NAME.fullmatch(path.name) else None
            if card is not None:
                yield card


def _clear_parts(place: Path) -> None:
    """What was broken off."""
    for path in place.glob(f"sprue-*{_PART}"):
        shutil.rmtree(path, ignore_errors=True)


def _forget_old(place: Path) -> None:
    months: set[str] = set()
    for one in reversed(listed(place)[KEEP:]):
        month = f"{one.at:%Y-%m}"
        if month in months:
            shutil.rmtree(one.path, ignore_errors=True)
        months.add(month)


def _sync(path: Path) -> None:
    """On the disk, not in a buffer; folders can't be synced everywhere."""
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
