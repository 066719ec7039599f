"""Why a receiver would refuse a line of a report, or would doubt it."""

from __future__ import annotations

from player.domain.problem import Problem


class Refused(Problem):
    """A line that the receiver would send back."""

    meaning_template = "The credit is kept. {receiver} would refuse the line, so it is left out."


# --- the row as a whole -------------------------------------------------------------------------------------


class ProvesNothing(Refused):
    what_template = "It is from a rehearsal or a sample, and proves no credit."
    meaning_template = "There is no credit to report."
    remedy_template = "Take the course itself, as its provider published it."


class NeverReported(Refused):
    what_template = "Certificate {number} was taken back before anything was reported."
    meaning_template = "Nobody counts it, so there is nothing to delete."
    remedy_template = "Nothing has to be done."


class NoDeleting(Refused):
    what_template = "Certificate {number} was taken back, and a file for {receiver} cannot say so."
    meaning_template = "What was reported under that number may still be counted there."
    remedy_template = "Ask the provider to delete the record at the receiver itself."


class TakenBack(Refused):
    what_template = "Certificate {number} was taken back and counts no more."
    meaning_template = "There is no credit to hand on; one that replaced it has a number of its own."
    remedy_template = "Hand on the one that replaced it, if there is one."


class PermissionNotAsked(Refused):
    what_template = "The learner was not asked yet whether {receiver} may be told."
    meaning_template = "The credit is kept; nothing is reported to accreditors and boards without permission."
    remedy_template = "Decide on reporting where the credit is sent; it can be withdrawn at any time."


class PermissionWithheld(Refused):
    what_template = "The learner does not permit that {receiver} is told."
    meaning_template = "The credit is kept; nothing is reported to accreditors and boards without permission."
    remedy_template = "Permit reporting where the credit is sent, if that is wanted."


class CompletedTooLate(Refused):
    what_template = "It was completed on {day}; the course's last day was {last_day}."
    meaning_template = "What is completed after the last day earns no credit that could be reported."
    remedy_template = "Ask the provider if the date is wrong."


class WindowClosed(Refused):
    what_template = "The provider took completions in until {last_day}."
    meaning_template = "The credit is kept and proven here; it is too late to report it by this file."
    remedy_template = "Ask the provider whether it still takes it in."


class ReportedTooLate(Refused):
    meaning_template = "The credit is kept and proven here; it is too late to report it by this file."
    remedy_template = "Ask the provider, who can ask the receiver for an exception."

    @property
    def what(self) -> str:
        return self.counted(
            "{receiver} takes completions within {count} day, and that was until {deadline}.",
            "{receiver} takes completions within {count} days, and that was until {deadline}.",
            "days",
        )


class ToldBefore(Problem):
    what_template = "{receiver} may list this learner for this course already."
    meaning_template = "The credit is kept; the same people must not be sent there twice."
    remedy_template = "Leave the line out if it does; what changed is corrected at the receiver itself."


class DeadlineNear(Problem):
    what_template = "{receiver} takes it until {deadline} only."
    meaning_template = "The credit is kept; after that day it cannot be reported any more."
    remedy_template = "Send it now."


class AboveDesignation(Refused):
    what_template = "{amount} is claimed, and the course is designated for {maximum} at most."
    remedy_template = "Correct the claim on the certificate's page."


class NotAStep(Refused):
    what_template = "{amount} is claimed, which is no multiple of {step}."
    remedy_template = "Correct the claim on the certificate's page; if the course has other steps, tell its provider."


class NothingClaimed(Refused):
    what_template = "The amount claimed is {amount}."
    meaning_template = "There is no credit to report."
    remedy_template = "Correct the claim on the certificate's page."


class DeviceNotEnrolled(Refused):
    what_template = "The provider wants proof from devices that it enrolled, and this one is unknown (grade {grade})."
    remedy_template = "Ask the provider to enrol the computer, or finish the course on one of its own."


class ClockInDoubt(Problem):
    what_template = "The computer's clock is in doubt: {doubt}."
    meaning_template = "The credit is kept; somebody at the provider may ask about its dates."
    remedy_template = "Set the computer's clock; tell the provider what happened, if it asks."


# --- one value ----------------------------------------------------------------------------------------------


class ValueMissing(Refused):
    """Of the learner's particulars."""

    what_template = "{label} is missing."
    remedy_template = "Enter it under Profile."


class NameMissing(ValueMissing):
    what_template = "{label} is missing; {receiver} wants given and family name apart."
    remedy_template = "Enter given and family name under Profile, as the licensing board has them."


class LicenceMissing(ValueMissing):
    what_template = "{label} is missing."
    remedy_template = "Enter under Profile which state gave the licence, by its name or code, and the licence's number."


class ProviderValueMissing(Refused):
    what_template = "{label} is missing in the course."
    remedy_template = "The provider has to state it in the course's reporting part; tell the provider."


class SubjectMissing(Refused):
    what_template = "{amount} of {maximum} is claimed, and without a subject code {receiver} would count the whole."
    remedy_template = "The provider has to state the code in the course (subject-code); tell the provider."


class ValueWrong(Refused):
    what_template = "{label} “{value}” {reason}"
    remedy_template = "Correct it under Profile."


class NpiWrong(ValueWrong):
    what_template = "The NPI “{value}” is mistyped: it has ten digits, the last of which checks the others."


class BirthdayWrong(ValueWrong):
    what_template = "The birthday “{value}” is none: it is month and day, such as 0704."


class EProfileWrong(ValueWrong):
    what_template = "The NABP e-Profile ID “{value}” is mistyped: it has digits only."


class EmailWrong(ValueWrong):
    what_template = "“{value}” is no e-mail address."


class CalculatedCell(ValueWrong):
    what_template = "{label} “{value}” begins like a formula, so that spreadsheets would calculate it."


class ProviderValueWrong(Refused):
    what_template = "{label} “{value}” {reason}"
    remedy_template = "The provider has to correct it in the course; tell the provider."
