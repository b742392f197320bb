"""Marks on parts and operations that stand in their notes, so that every workbook carries them.

What is drawn from a template says so by a note `template`: the class of mold, or of part, that it is typical
of. Notes are columns of their own in a workbook, so the mark survives export and import.
"""

from sprue.shop.orders import Part
from sprue.shop.resources import Notes
from sprue.shop.routing import Operation

TEMPLATE = "template"


def marked(notes: Notes, typical_of: str) -> Notes:
    """The notes of something drawn from the template of a class."""
    return (*unmarked(notes), (TEMPLATE, typical_of))


def unmarked(notes: Notes) -> Notes:
    """The notes of the same thing once somebody has said what it really is."""
    return tuple(note for note in notes if note[0] != TEMPLATE)


def is_template(one: Part | Operation) -> bool:
    """Whether it is typical of its class and nobody has said yet what it really is."""
    return any(title == TEMPLATE for title, _ in one.notes)
