"""What can be wrong with a file that somebody hands in."""

from __future__ import annotations

from player.domain.problem import Problem
from player.proof.problems import NotGenuine


class NotACompletionFile(NotGenuine):
    what_template = "{name} is not a completion file: {reason}"
    meaning_template = "It proves no credit."
    remedy_template = "Ask the learner for the .completion file as Carrel wrote it."


class ParticularsExchanged(NotGenuine):
    what_template = "{name} does not name the learner who earned what is in it."
    meaning_template = "The credit in it was earned, but the file does not prove by whom."
    remedy_template = "Ask the learner to write the completion file again with Carrel."


class NameChanged(Problem):
    what_template = "The name in your profile is not the one on certificate {number}."
    meaning_template = "Your credit is kept; a file with another name would not be accepted, so none was written."
    remedy_template = "Set name and degrees under Profile as they are printed on the certificate, and try again."


class CertificateAltered(NotGenuine):
    what_template = "{name} is not as it was issued: {reason}"
    meaning_template = "It proves no credit."
    remedy_template = "Ask the learner for the file as Carrel saved it, or for the completion file."


class NotACheckUpReport(Problem):
    what_template = "{name} is not the report of a check-up as Carrel wrote it: {reason}"
    meaning_template = "It says nothing sure about the computer; no credit is affected."
    remedy_template = "Ask for the .json file as Carrel saved it, or for a new check-up."
