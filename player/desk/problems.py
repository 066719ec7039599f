"""What can keep a whole act from being done."""

from __future__ import annotations

from player.domain.phrase import Worded
from player.domain.problem import Problem


class NothingToExport(Problem):
    what_template = "There is nothing to write for “{title}” yet."
    meaning_template = "Credit needs evidence, and none was recorded for this course."
    remedy_template = "Begin the course first."


class NothingReady(Problem):
    what_template = "Nothing can go into a file of the form “{form}” yet: {reasons}"
    meaning_template = "Your claims are recorded and kept; only this file waits."
    remedy_template = "Put right what is named row by row, and write the file again."


class ReceiptOfAnother(Problem):
    what_template = "{name} is a receipt for another learner."
    meaning_template = "It was not taken in, and changes nothing about your credit."
    remedy_template = "Give it to whom it is for, or open the profile of that learner and take it in there."


class ReceiptOfNoCourse(Problem):
    what_template = "{name} is a receipt for a course, or a version of one, that was never here."
    meaning_template = "It was not taken in, and changes nothing about your credit."
    remedy_template = "Take it in on the computer on which you claimed the credit."


class NoName(Problem):
    what_template = "There is no name to print on the certificate."
    meaning_template = "Your claim is recorded and kept; only the document waits."
    remedy_template = "Enter your name as it should be printed, under Profile, and print again."


class NotEnrolled(Problem):
    what_template = "{provider} lets only devices that it enrolled issue its certificates, and this one is not."
    meaning_template = "Your claim is recorded and kept; only the document waits."
    remedy_template = (
        "Send your completion file to the provider, or ask it to enrol this device (“carrel device” tells its key)."
    )


class CertificateMissing(Problem):
    what_template = "There is no certificate for “{title}” yet."
    meaning_template = "A certificate is printed for claimed credit."
    remedy_template = "Claim your credit first, then print."


class CertificateUnreadable(Problem):
    what_template = "The certificate {number} cannot be read from the disk."
    meaning_template = "Your claim is recorded; only the document cannot be shown."
    remedy_template = "Check that the disk of your profile is connected and may be read, then try again."


class NotForHome(Problem):
    what_template = "{name} cannot be gone on with here: {reason}"
    meaning_template = "Nothing was taken in; what you earned is kept where it was recorded."
    remedy_template = "Take the file for home from the kiosk once more, or judge this one with “carrel verify”."


class OthersRecords(Problem):
    what_template = "{name} is of {who}, and this profile has records of its own under another number."
    meaning_template = (
        "Nothing was taken in. Evidence belongs to the number under which it was recorded, and nobody can change that."
    )
    remedy_template = (
        "Open it in a profile apart: “carrel --profile FOLDER {name}”. Your provider brings both together as one "
        "person when it has both files."
    )

    @property
    def what(self) -> str:
        if self.data["who"]:
            return super().what
        return Worded(
            "{name} is of another learner, and this profile has records of its own under another number.",
            name=self.data["name"],
        )
