"""What can be wrong with a file that somebody hands in."""

from __future__ import annotations

from player.domain.problem import Problem


class NotACompletionFile(Problem):
    what_template = "{name} is not a completion file: {reason}"
    meaning_template = "It proves no credit."
    remedy_template = "Ask the learner for the .completion file as Carrel wrote it."


class ParticularsExchanged(Problem):
    what_template = "The name in {name} is not the one on the certificate that was issued."
    meaning_template = "The credit in it was earned by somebody, but it does not say by whom."
    remedy_template = "Ask the learner to write the completion file again with Carrel."


class CertificateAltered(Problem):
    what_template = "{name} is not as it was issued: {reason}"
    meaning_template = "It proves no credit."
    remedy_template = "Ask the learner for the file as Carrel saved it, or for the completion file."
