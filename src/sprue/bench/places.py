"""Where the instances are, and where the tables go."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def checkout() -> Path | None:
    """The checkout that this code runs from; None where it is installed."""
    root = PACKAGE.parents[1]
    inside = PACKAGE.parent.name == "src" and (root / "pyproject.toml").exists()
    return root if inside else None


def instances_folder() -> Path:
    """The instances beside the checkout, else those in the current folder."""
    root = checkout()
    beside = root.parent / "shared" / "benchmarks" if root is not None else None
    return beside if beside is not None and beside.is_dir() else Path("benchmarks")


def out_folder() -> Path:
    """The documents of the checkout for whoever works in it, else a folder of their own."""
    root = checkout()
    return root / "docs" if root is not None and Path.cwd().is_relative_to(root) else Path("sprue-bench")
