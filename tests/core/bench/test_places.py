"""Where instances are looked for and tables go depends on where one works."""

from pathlib import Path

import pytest

from sprue.bench import places
from sprue.bench.places import checkout, instances_folder, out_folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose sources run."""
    root = tmp_path / "project"
    package = root / "src" / "sprue"
    package.mkdir(parents=True)
    (root / "pyproject.toml").touch()
    monkeypatch.setattr(places, "PACKAGE", package)
    return root


def test_in_a_checkout_its_documents_and_the_folder_beside_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "src")
    assert (checkout(), out_folder()) == (project, project / "docs")
    assert instances_folder() == Path("benchmarks")
    beside = project.parent / "shared" / "benchmarks"
    beside.mkdir(parents=True)
    assert instances_folder() == beside


def test_elsewhere_a_folder_of_its_own(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.parent)
    assert out_folder() == Path("sprue-bench")


def test_an_installed_program_has_no_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "site-packages" / "sprue")
    monkeypatch.chdir(tmp_path)
    assert (checkout(), out_folder(), instances_folder()) == (None, Path("sprue-bench"), Path("benchmarks"))
