"""The machine that measured, in words, without a name or a path of it."""

import os
import platform
import sys
from pathlib import Path


def words() -> str:
    """Cores, memory, processor and Python, such as '2 cores of an AMD EPYC, 24 GiB, Python 3.11, Linux'."""
    return (
        f"{os.cpu_count()} cores{_processor()}, {_memory()}"
        f"Python {sys.version_info.major}.{sys.version_info.minor}, {platform.system()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    names = {line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")}
    return f" ({', '.join(sorted(names))})" if names else ""


def _memory() -> str:
    try:
        kib = int(Path("/proc/meminfo").read_text(encoding="utf-8").split()[1])
    except (OSError, ValueError):
        return ""
    return f"{kib / 2**20:.0f} GiB, "
