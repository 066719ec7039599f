"""Hands the window the system's print queue."""

from __future__ import annotations

from player.machine.press_queue import CannotPrint, hand_over, takes_pdf

__all__ = ["CannotPrint", "hand_over", "takes_pdf"]
