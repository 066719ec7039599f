"""What can be wrong with something that claims to be genuine."""

from __future__ import annotations

from enum import StrEnum

from player.domain.problem import Problem


class Fault(StrEnum):
    """What is wrong with a file that is not genuine, for programs; its `Problem` says it in words."""

    ALTERED = "altered"
    REORDERED = "reordered"
    CUT = "cut"
    TRANSPLANTED = "transplanted"
    WRONG_KEY = "wrong-key"
    ABOVE_EVIDENCE = "claim-above-evidence"
    IMPOSSIBLE = "impossible"


class NotGenuine(Problem):
    """A file is not what it claims to be; `fault` is the sort of what was found."""

    def __init__(self, *, fault: Fault = Fault.ALTERED, details: str = "", **data: object) -> None:
        self.fault = fault
        super().__init__(details=details, **data)


class NotReadable(NotGenuine):
    what_template = "{name} cannot be read as {kind}: {reason}"
    meaning_template = "Nothing was taken from it, and no credit is affected."
    remedy_template = "Get a new copy of the file and try again."


class NewerFormat(Problem):
    what_template = "{name} was made for a newer Carrel (format {found}; this one knows up to {known})."
    meaning_template = "It was not opened, and no credit is affected."
    remedy_template = "Install the newest Carrel and open it again."


class NotSigned(NotGenuine):
    what_template = "{name} carries no valid signature: {reason}"
    meaning_template = "Nobody vouches for it, so it cannot earn or prove credit."
    remedy_template = "Get the file again from where you got it."


class EvidenceAltered(NotGenuine):
    what_template = "The evidence is not as it was recorded: {reason}"
    meaning_template = "It does not prove the credit that it states."
    remedy_template = "Ask the learner for the completion file as Carrel wrote it."


class KeyUnusable(Problem):
    what_template = "The key {name} cannot be used: {reason}"
    meaning_template = "Nothing was signed."
    remedy_template = "Make a key with “carrel key new FILE”, or name the right file."


class KeyExists(Problem):
    what_template = "The file {name} is there already, and a key is never overwritten."
    meaning_template = "It was kept as it is, and no key was made."
    remedy_template = "Use that key, or name a new file."


class CourseUnsound(NotGenuine):
    what_template = "{name} contradicts itself: {reason}"
    meaning_template = "It cannot be taken, and no credit is affected."
    remedy_template = "Tell the provider, and ask for a corrected version."
