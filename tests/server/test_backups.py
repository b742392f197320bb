"""Backups: whole copies of one moment under load, one each night, put back into an empty folder alone."""

import json
import os
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from sprue.cli.backing import backup, restore
from sprue.server import backup_state, backups
from sprue.server.workers.keeper import AGAIN, Keeper, last_due
from sprue.shop.errors import UserMistake

NIGHT = datetime(2026, 11, 24, 19, tzinfo=UTC)  # three in the morning in Shanghai
ZONE = ZoneInfo("Asia/Shanghai")
FILE = f"{'a' * 64}.jpg"


def write(data: Path, count: int, first: int = 1) -> None:
    """Entries of a journal, as far as a backup looks at them."""
    with closing(sqlite3.connect(data / backups.DATABASE, timeout=30)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(
            "CREATE TABLE IF NOT EXISTS floor_entry (seq INTEGER PRIMARY KEY, hash TEXT, body TEXT)"
        )
        for seq in range(first, first + count):
            with database:
                database.execute("INSERT INTO floor_entry VALUES (?, ?, ?)", (seq, f"h{seq}", "x" * 500))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A shop with ten entries, a picture, a key."""
    folder = tmp_path / "data"
    (folder / "photos" / "aa").mkdir(parents=True)
    (folder / "photos" / "aa" / FILE).write_bytes(b"picture")
    (folder / "photos" / "aa" / "tmp123").write_bytes(b"half a pict")
    (folder / "secret.key").write_text("secret")
    write(folder, 10)
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "second" / "place"


@pytest.fixture(autouse=True)
def sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SPRUE_DATABASE", raising=False)


def seqs(folder: Path) -> list[int]:
    with closing(sqlite3.connect(folder / backups.DATABASE)) as database:
        return [row[0] for row in database.execute("SELECT seq FROM floor_entry ORDER BY seq")]


def test_a_backup_is_whole_and_comes_back_the_same(data: Path, place: Path, tmp_path: Path) -> None:
    made = backups.make(data, place, NIGHT)
    assert (made.seq, made.hash, made.path.name) == (10, "h10", "sprue-20261124-190000")
    back = tmp_path / "back"
    backups.restore(made.path, back)
    assert seqs(back) == seqs(data)
    assert (back / "photos" / "aa" / FILE).read_bytes() == b"picture"
    assert (back / "secret.key").read_text() == "secret"
    assert (back / "secret.key").stat().st_mode & 0o777 == 0o600 or os.name == "nt"
    assert not list(place.rglob("tmp123"))  # what is not whole yet is not copied


def test_a_backup_under_load_is_one_moment_without_a_hole(data: Path, place: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def report() -> None:
        seq = 11
        while not stop.is_set():
            write(data, 1, seq)
            seq += 1

    writer = threading.Thread(target=report)
    writer.start()
    try:
        made = [backups.make(data, place, NIGHT + timedelta(seconds=n)) for n in range(5)]
    finally:
        stop.set()
        writer.join()
    assert [one.seq for one in made] == sorted(one.seq for one in made)
    assert made[-1].seq > made[0].seq
    for one in made:
        assert seqs(one.path) == list(range(1, one.seq + 1))


def test_a_broken_off_backup_has_no_name_and_goes_with_the_next(
    data: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.make(data, place, NIGHT)
    monkeypatch.setattr(backups, "_write_card", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        backups.make(data, place, NIGHT + timedelta(days=1))
    assert [one.at for one in backups.listed(place)] == [NIGHT]
    monkeypatch.undo()
    backups.make(data, place, NIGHT + timedelta(days=2))
    assert not list(place.glob("*.part"))
    assert len(backups.listed(place)) == 2


def test_nothing_is_overwritten_and_what_is_damaged_is_not_taken(
    data: Path, place: Path, tmp_path: Path
) -> None:
    made = backups.make(data, place, NIGHT)
    with pytest.raises(UserMistake, match="not empty"):
        backups.restore(made.path, data)
    with pytest.raises(UserMistake, match="no whole backup"):
        backups.restore(place, tmp_path / "back")
    card = json.loads((made.path / backups.CARD).read_text())
    (made.path / backups.CARD).write_text(json.dumps({**card, "seq": 11}))
    with pytest.raises(UserMistake, match="damaged"):
        backups.restore(made.path, tmp_path / "other")
    assert not (tmp_path / "other" / backups.DATABASE).exists()
    (made.path / backups.DATABASE).write_bytes(b"no database at all")
    with pytest.raises(UserMistake, match="can't be put"):
        backups.restore(made.path, tmp_path / "third")


def test_a_place_that_can_not_be_used_is_said_so(data: Path, place: Path, tmp_path: Path) -> None:
    with pytest.raises(UserMistake, match="another disk"):
        backups.make(data, data / "backups", NIGHT)
    with pytest.raises(UserMistake, match="holds no shop"):
        backups.make(tmp_path / "nothing", place, NIGHT)
    place.parent.mkdir(parents=True)
    place.write_text("a file, no folder")
    with pytest.raises(UserMistake, match="second place"):
        backups.make(data, place, NIGHT)


def test_on_postgresql_it_says_what_to_do(data: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPRUE_DATABASE", "postgresql://shop")
    with pytest.raises(UserMistake, match="pg_dump"):
        backups.make(data, place, NIGHT)


def test_the_newest_are_kept_and_one_of_each_month_before(data: Path, place: Path) -> None:
    for day in range(backups.KEEP + 40):
        backups.make(data, place, NIGHT + timedelta(days=day))
    kept = [one.at for one in backups.listed(place)]
    newest = NIGHT + timedelta(days=backups.KEEP + 39)
    assert kept[: backups.KEEP] == [newest - timedelta(days=n) for n in range(backups.KEEP)]
    assert [f"{at:%Y-%m}" for at in kept[backups.KEEP :]] == ["2027-01", "2026-12", "2026-11"]


class Night:
    """A keeper whose clock is moved by hand."""

    def __init__(self, data: Path, place: Path) -> None:
        self.now = NIGHT
        self.place = place
        self.keeper = Keeper(data, place, lambda: ZONE, lambda: self.now)

    def later(self, **span: float) -> bool:
        self.now += timedelta(**span)
        return self.keeper.step()


@pytest.fixture
def night(data: Path, place: Path) -> Night:
    return Night(data, place)


def test_each_night_brings_one_backup_and_a_missed_night_is_made_up(night: Night) -> None:
    assert night.later()  # the first at once
    assert not night.later(hours=5)
    assert not night.later(hours=17)  # one in the morning
    assert night.later(hours=2)
    assert not night.later(minutes=1)
    assert night.later(days=3)  # the computer was off
    assert len(backups.listed(night.place)) == 3
    assert last_due(NIGHT, ZONE) == datetime(2026, 11, 24, 18, tzinfo=UTC)
    assert last_due(NIGHT - timedelta(hours=2), ZONE) == datetime(2026, 11, 23, 18, tzinfo=UTC)


def test_a_place_that_is_away_is_told_and_tried_again(night: Night, data: Path, settings: object) -> None:
    settings.SPRUE_DATA, settings.SPRUE_BACKUP = data, night.place  # type: ignore[attr-defined]  # django's settings
    night.place.parent.mkdir(parents=True)
    night.place.write_text("the share is not mounted")
    assert not night.later()
    told = backup_state.state(night.now)
    assert (told["at"], told["old"]) == (None, True)
    assert "second place" in told["trouble"]
    night.place.unlink()
    assert not night.later(minutes=1)
    assert night.later(minutes=AGAIN / timedelta(minutes=1))
    told = backup_state.state(night.now + timedelta(hours=3))
    assert (round(told["hours"]), told["old"], told["trouble"], told["count"]) == (3, False, "", 1)
    assert backup_state.state(night.now + timedelta(hours=27))["old"]


def test_without_a_second_place_nothing_is_wrong_and_none_is_told(data: Path, settings: object) -> None:
    settings.SPRUE_DATA, settings.SPRUE_BACKUP = data, None  # type: ignore[attr-defined]  # django's settings
    assert backup_state.state(NIGHT) == {
        "place": None,
        "at": None,
        "hours": None,
        "seq": None,
        "count": 0,
        "old": False,
        "trouble": "",
    }


def test_the_commands_say_what_they_did(data: Path, place: Path) -> None:
    done = CliRunner().invoke(backup, ["--data", str(data), "--to", str(place)])
    assert done.exit_code == 0, done.output
    assert "up to entry 10" in done.output
    shutil.rmtree(place)
    again = CliRunner().invoke(restore, [str(data), "--data", str(data.parent / "x")])
    assert isinstance(again.exception, UserMistake)
