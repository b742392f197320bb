"""Gantt pictures as SVG files that need no font, script or other file: of plans and of schedules."""

from sprue.files.gantt.of_schedule import Part
from sprue.files.gantt.promises import Promise, late_promises, promises_of
from sprue.files.gantt.sight import Rows
from sprue.files.gantt.svg import gantt_svg, schedule_svg
from sprue.files.gantt.words import LANGUAGES

__all__ = [
    "LANGUAGES",
    "Part",
    "Promise",
    "Rows",
    "gantt_svg",
    "late_promises",
    "promises_of",
    "schedule_svg",
]
