"""The Whoosh schema. Terms are made by `segmentation` on both sides; Whoosh only splits them at blanks.

Does not know: files. SCHEMA_VERSION goes into the manifest: an index of another version is not opened.
"""

from __future__ import annotations

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.fields import NUMERIC, TEXT, Schema

SCHEMA_VERSION = 4
FIELDS = ("words", "bigrams", "phrases")


def make_schema() -> Schema:
    """Position of the passage, and its terms in three fields that are scored apart."""
    field = TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False, stored=False)
    return Schema(position=NUMERIC(stored=True, unique=True), **dict.fromkeys(FIELDS, field))
