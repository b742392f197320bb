"""A machine shop's event log as CSV → a shop and a journal of what happened, every row accounted for.

The mapping, and what such a log can't tell, is described in docs/real-log.md.
"""

from sprue.files.event_log.mapping import Account, history_of, shop_of
from sprue.files.event_log.oddities import Oddity, OddityKind, oddities_of
from sprue.files.event_log.rows import LogFault, LogRow, ReportType, read_rows

__all__ = [
    "Account",
    "LogFault",
    "LogRow",
    "Oddity",
    "OddityKind",
    "ReportType",
    "history_of",
    "oddities_of",
    "read_rows",
    "shop_of",
]
