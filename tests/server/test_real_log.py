"""A real shop's log goes into the server's journal once, and the journal is whole."""

import os
import subprocess
import sys
from pathlib import Path

from tests.core.files.event_log.logs import line, write


def sprue(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own: it sets Django up for another folder."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SPRUE_", "DJANGO_"))}
    command = [sys.executable, "-c", "from sprue.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_log_goes_into_the_database_once(tmp_path: Path) -> None:
    log = write(
        tmp_path / "log.csv",
        line(order="W1", kind="S", pieces="0"),
        line(order="W1", start="2012/01/02 10:00:00", end="2012/01/02 15:00:00"),
        line(order="W2", start="2012/01/03 08:00:00", end="2012/01/03 15:00:00", rejected="1"),
    )
    data = str(tmp_path / "data")
    first = sprue("import-log", str(log), "--data", data, "--desk")
    again = sprue("import-log", str(log), "--data", data, "--desk")
    checked = sprue("check", "--data", data)
    assert first.returncode == 0, first.stderr
    entries = int(first.stdout.split(" entries are new", 1)[0])
    assert entries > 5
    assert "0 entries are new" in again.stdout
    assert checked.returncode == 0, checked.stdout
    assert f"{entries} entries, 0 faults" in checked.stdout
