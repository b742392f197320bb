"""Accounts and the interface on PostgreSQL: the same tests, another database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.floor.test_postgres import server

__all__ = ["server"]
ROOT = Path(__file__).parents[3]
SUITES = (
    "accounts/test_first_account.py",
    "accounts/test_proofs.py",
    "accounts/test_tokens_and_pins.py",
    "api/test_answers.py",
    "shell/test_stream.py",
)
ROLES = ("api/test_roles.py", "api/test_routes.py", "api/test_fields.py", "api/test_customers.py")

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.mark.parametrize("suites", [SUITES, ROLES], ids=["door", "roles"])
def test_the_suites_of_the_door_pass_on_postgresql(server: str, suites: tuple[str, ...]) -> None:
    here = Path(__file__).parents[1]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [*command, *(str(here / suite) for suite in suites)],
        cwd=ROOT,
        env={**os.environ, "SPRUE_DATABASE": server},
        capture_output=True,
        text=True,
        timeout=480,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
