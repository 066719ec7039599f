"""What can be wrong with a text of requirements."""

from __future__ import annotations

from player.domain.problem import Problem


class NoRequirements(Problem):
    what_template = "{name} cannot be read as requirements: {reason}"
    meaning_template = "Nothing was written, and no credit is affected."
    remedy_template = "Put the words of your page of requirements into a plain text file, and try again."


class RulesThere(Problem):
    what_template = "There is a file {name} already."
    meaning_template = "Nothing was written, and what stands in it is as it was."
    remedy_template = "Name another file, or move that one away."
