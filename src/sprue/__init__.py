"""Sprue runs a mold, tool and die shop live.

As a library: `made = sprue.plan(sprue.read("shop.xlsx"))`, and what `sprue.library` holds. Nothing of it is
loaded before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sprue.library import (
        FaultyWorkbook,
        Picture,
        compare,
        counter_moves,
        gantt,
        late,
        on_time,
        plan,
        promise,
        read,
        sample_shop,
        what_if,
        why,
        why_late,
        write,
        write_shop,
    )

__version__ = "0.1.0"
__all__ = [
    "FaultyWorkbook",
    "Picture",
    "__version__",
    "compare",
    "counter_moves",
    "gantt",
    "late",
    "on_time",
    "plan",
    "promise",
    "read",
    "sample_shop",
    "what_if",
    "why",
    "why_late",
    "write",
    "write_shop",
]


if not TYPE_CHECKING:  # else a type checker would take every name for one of ours

    def __getattr__(name: str) -> Any:
        """The library's names, loaded when one is asked for."""
        if name not in __all__:
            raise AttributeError(f"module 'sprue' has no attribute {name!r}")
        return getattr(import_module("sprue.library"), name)
