"""What can be wrong with the layout of a report."""

from __future__ import annotations

from player.domain.problem import Problem


class LayoutBroken(Problem):
    what_template = "The layout {name} cannot be used: line {line}: {reason}"
    meaning_template = "No report was written with it, and no credit is affected."
    remedy_template = "Correct that line; or take the file away, and Carrel uses the layout that came with it."


class LayoutUnreadable(Problem):
    what_template = "The layout {name} cannot be read: {reason}"
    meaning_template = "No report was written with it, and no credit is affected."
    remedy_template = "Take the file away, and Carrel uses the layout that came with it; or install Carrel again."
