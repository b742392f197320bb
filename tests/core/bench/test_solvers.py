"""Who takes part, and under which version."""

import subprocess
import sys
from importlib.metadata import PackageNotFoundError

import pytest

from sprue.bench import solvers
from sprue.bench.places import PACKAGE
from sprue.bench.solvers import checked, digest, runs_of
from sprue.shop.errors import UserMistake
from tests.core.bench.samples import Heard

#: Everything but the process of a run, with the peers out of reach.
WITHOUT_PEERS = """
import sys
sys.modules["ortools"] = sys.modules["pyjobshop"] = None
import sprue.bench.child, sprue.bench.measuring, sprue.bench.page, sprue.cli.benching
"""


def lacking(name: str) -> str:
    if name == "ortools":
        raise PackageNotFoundError(name)
    return "1.2"


def test_a_missing_peer_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers, "version", lacking)
    heard = Heard()
    runs = runs_of(("cpsat",), seconds=1.0, workers=2, say=heard.say)
    assert [run.solver for run in runs] == ["dispatch", "sprue"]
    assert heard.said == ["cpsat is left out, ortools is not installed: pip install 'sprue[bench]'"]


def test_a_peer_that_is_there_takes_part_under_its_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers, "version", lambda _: "1.2")
    runs = runs_of(("pyjobshop",), seconds=1.0, workers=2, say=Heard().say)
    assert runs[-1].version == "pyjobshop 1.2 ortools 1.2"


def test_other_workers_are_another_version() -> None:
    versions = [
        runs_of((), seconds=1.0, workers=workers, say=Heard().say)[1].version for workers in (1, 2, 4)
    ]
    assert versions == [f"{versions[1]}, 1 worker", versions[1], f"{versions[1]}, 4 workers"]
    assert versions[1].endswith(f"+{digest()}")


def test_an_unknown_peer_is_a_mistake() -> None:
    with pytest.raises(UserMistake, match="--peers gurobi: the peers are cpsat, pyjobshop"):
        checked(("cpsat", "gurobi"))


def test_nothing_is_loaded_of_the_peers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PEERS],
        env={"PYTHONPATH": str(PACKAGE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
