"""What can be wrong with a file that another system made."""

from __future__ import annotations

from player.domain.problem import Problem


class NotTaken(Problem):
    what_template = "{name} cannot be taken over: {reason}"
    meaning_template = "Nothing was written, and no credit is affected."
    remedy_template = "Export it again from the system it comes from, in one of the forms that this program reads."
