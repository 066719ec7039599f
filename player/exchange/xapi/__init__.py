"""Statements for learning record stores: xAPI with its Video Profile and the rules of cmi5."""

from __future__ import annotations

from player.exchange.xapi.forms import statement_bytes, xapi_bytes
from player.exchange.xapi.pen import Statement
from player.exchange.xapi.writing import write_statements

__all__ = ["Statement", "statement_bytes", "write_statements", "xapi_bytes"]
