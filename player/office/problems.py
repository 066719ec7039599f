"""Why a provider does not take a genuine file in, or cannot collect at all, in words for both sides."""

from __future__ import annotations

from player.domain.problem import Problem


class UnknownPublisher(Problem):
    what_template = "{name} was recorded for credit in a course whose publisher (key {key}) is not known here."
    meaning_template = "Whether it proves credit cannot be told here, so it was not counted."
    remedy_template = (
        "If the course is yours, add its publisher with “carrel trust add FILE” and collect again; "
        "else send it to the provider of “{title}”."
    )


class SpecimenFile(Problem):
    what_template = "{name} comes from a specimen or a rehearsal."
    meaning_template = "It is genuine, and proves no credit."
    remedy_template = "Nothing need be done; for credit, take the course itself."


class PublisherRevoked(Problem):
    what_template = "{name} belongs to a course whose key was revoked: {reason}"
    meaning_template = "It proves no credit here."
    remedy_template = "Ask the provider of “{title}” for the course under its new key."


class DeviceRevoked(Problem):
    what_template = "{name} was recorded on the device {device}, which is not believed any more: {reason}"
    meaning_template = "It was not counted here."
    remedy_template = "Ask the provider of “{title}” what is to be done."


class TooLate(Problem):
    what_template = "{name} came after {day}, the last day on which completions of “{title}” were taken in."
    meaning_template = "The credit was earned, and is not reported by this provider any more."
    remedy_template = "Ask the provider; your certificate stays what it is."


class StrangeRecord(Problem):
    what_template = "{name} has a record or a learner under an id that Carrel does not give."
    meaning_template = "It could not be told apart from others for certain, so it was not counted."
    remedy_template = "Ask the learner to write the completion file again with Carrel."


class NothingToCollect(Problem):
    what_template = "There is no completion file in {places}."
    meaning_template = "Nothing was taken in."
    remedy_template = "Name the folder in which the .completion files lie."


class FileUnread(Problem):
    what_template = "{name} could not be read just now: {reason}"
    meaning_template = "Nothing was decided about it."
    remedy_template = "Collect again when the disk can be read."


class NoReceiptKey(Problem):
    what_template = "No receipts can be written without the key that signs them."
    meaning_template = "Nothing was taken in."
    remedy_template = "Name your key with --key, or leave --receipts out."


class ReceiptsUnwritten(Problem):
    what_template = "{count} could not be laid where the learners find them: {reason}"
    meaning_template = "What was taken in is kept and counts, and its receipts are kept with it."
    remedy_template = "Make room there, or name another folder with --receipts, and collect the same again."


class NoSuchPerson(Problem):
    what_template = "No learner with the id {learner} is known in this collection."
    meaning_template = "Nothing was changed."
    remedy_template = "Look at “carrel collect people” for the ids."


class WorkerLost(Problem):
    what_template = "One of the workers ended before it was done."
    meaning_template = "What was taken in is kept, and nothing is counted twice."
    remedy_template = "Run the same command again: it goes on where it stopped."


class NothingToReport(Problem):
    what_template = "There is nothing to report {about}."
    meaning_template = "No file was written."
    remedy_template = "“carrel collect status” says what was taken in, --check why rows of a roster would be refused."


class ParticularsSealed(Problem):
    what_template = "{name} is genuine, and says who earned it only to whoever has the reading key of “{title}”."
    meaning_template = "Without a name it can neither be taken in nor reported."
    remedy_template = "Name the key with --reading-key and collect again."


class NoBadgeKey(Problem):
    what_template = "No badges can be written without the key that signs them."
    meaning_template = "No file was written; what was collected is as it was."
    remedy_template = "Name your key with --key."
