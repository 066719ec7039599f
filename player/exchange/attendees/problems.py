"""What can be wrong with the file of an attendee roster."""

from __future__ import annotations

from player.domain.problem import Problem


class RosterUnreadable(Problem):
    what_template = "The attendee roster {name} cannot be read: {reason}"
    meaning_template = "Nothing was taken from it; who was known before is known as before."
    remedy_template = "Save it as a CSV file (UTF-8) or as an Excel workbook (.xlsx), and try again."
