"""How kernels are compiled and where the compiled code is kept between runs."""

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")


def _user_cache() -> Path:
    """The folder in which this system's users keep what can be made again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _digest() -> str:
    """Stamp of all kernel sources: a change in one file must not leave its callers' code stale."""
    stamp = hashlib.sha256(numba.__version__.encode())
    for source in sorted(Path(__file__).parents[1].glob("**/kernels/*.py")):
        stamp.update(source.read_bytes())
    return stamp.hexdigest()[:16]


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def cache_folder() -> Path | None:
    """Where compiled code is kept: NUMBA_CACHE_DIR, else the user's cache; None: nowhere writable."""
    given = os.environ.get("NUMBA_CACHE_DIR")
    candidates: list[Path] = [Path(given)] if given else []
    with suppress(RuntimeError):  # a user without a home folder
        candidates.append(_user_cache() / "sprue" / "numba")
    for base in candidates:
        folder = base / _digest()
        if _writable(folder):
            return folder
    return None


FOLDER = cache_folder()
if FOLDER is not None:
    numba.config.CACHE_DIR = str(FOLDER)  # type: ignore[attr-defined]  # its options are set at run time


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compiles `function` at its first call; kept on disk where a writable place was found."""
    jitted: Callable[P, R] = numba.njit(cache=FOLDER is not None, nogil=True, error_model="numpy")(function)
    return jitted


def is_cold(kernel: str = "decoding") -> bool:
    """Whether the module `kernel` has not been compiled yet, so that the first plan must wait for it."""
    return FOLDER is None or not any(FOLDER.rglob(f"{kernel}.*.nbi"))
