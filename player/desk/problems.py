"""What can keep a whole act from being done."""

from __future__ import annotations

from player.domain.problem import Problem


class NothingToExport(Problem):
    what_template = "There is nothing to write for “{title}” yet."
    meaning_template = "Credit needs evidence, and none was recorded for this course."
    remedy_template = "Begin the course first."


class NoName(Problem):
    what_template = "There is no name to print on the certificate."
    meaning_template = "Your claim is recorded and kept; only the document waits."
    remedy_template = "Enter your name as it should be printed, under Profile, and print again."


class CertificateMissing(Problem):
    what_template = "There is no certificate for “{title}” yet."
    meaning_template = "A certificate is printed for claimed credit."
    remedy_template = "Claim your credit first, then print."


class CertificateUnreadable(Problem):
    what_template = "The certificate {number} cannot be read from the disk."
    meaning_template = "Your claim is recorded; only the document cannot be shown."
    remedy_template = "Check that the disk of your profile is connected and may be read, then try again."
