"""What all tables of an author's files have in common, and those that stand in several of them."""

from __future__ import annotations

import msgspec


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file; a key that is not named here is refused, since it would be silently lost."""


class PictureTable(Table, frozen=True, kw_only=True):
    file: str
    alt: str = ""
