"""Paper: travelers, labels, dispatch lists and A3 Gantt charts as PDF, with codes that terminals read."""

from sprue.files.paper.dispatch import dispatch_list
from sprue.files.paper.facts import (
    Facts,
    Place,
    known_parts,
    machines_for,
    parts_beginning,
    parts_of_mold,
    places_of,
)
from sprue.files.paper.gantt import gantt_sheets
from sprue.files.paper.labels import Size, badges, is_electrode, machine_labels, part_labels
from sprue.files.paper.travelers import travelers
from sprue.files.paper.typesetting import typeset
from sprue.files.paper.words import LANGUAGES

__all__ = [
    "LANGUAGES",
    "Facts",
    "Place",
    "Size",
    "badges",
    "dispatch_list",
    "gantt_sheets",
    "is_electrode",
    "known_parts",
    "machine_labels",
    "machines_for",
    "part_labels",
    "parts_beginning",
    "parts_of_mold",
    "places_of",
    "travelers",
    "typeset",
]
