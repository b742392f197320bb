"""Public benchmark instances of job shops → an instance; and its answer as JSON.

Formats: classic job shop, flexible, flexible with an assembly graph, flexible with setup times.
"""

from sprue.files.instances.answer import write_answer
from sprue.files.instances.formats import Format, format_of
from sprue.files.instances.reading import read_instance

__all__ = ["Format", "format_of", "read_instance", "write_answer"]
