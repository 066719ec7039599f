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


class TranscriptAltered(NotGenuine):
    what_template = "{name} is not a transcript as Carrel drew it up: {reason}"
    meaning_template = "It proves no credit; the certificates of what it lists count as before."
    remedy_template = "Ask the learner for a new transcript as Carrel saves it, or for the certificates."


class EntryTakenBack(NotGenuine):
    what_template = "{name} lists certificate {number}, which its learner took back on {day}."
    meaning_template = "Its sums prove no credit any more; certificates that were not taken back count as before."
    remedy_template = "Ask the learner for a new transcript, drawn up since then."


class NotACheckUpReport(Problem):
    what_template = "{name} is not the report of a check-up as Carrel wrote it: {reason}"
    meaning_template = "It says nothing sure about the computer; no credit is affected."
    remedy_template = "Ask for the .json file as Carrel saved it, or for a new check-up."


class ParticularsUnreadable(NotGenuine):
    what_template = "The particulars sealed in {name} do not belong to the evidence beside them, or were altered."
    meaning_template = "The credit in it was earned, but the file does not prove by whom."
    remedy_template = "Ask the learner to write the completion file again with Carrel."


class OtherReadingKey(Problem):
    what_template = "The particulars in {name} are sealed to another reading key than the one that was given."
    meaning_template = "Who earned the credit in it cannot be read with this key; the credit itself is not affected."
    remedy_template = "Name the reading key whose public half stands in the course; it begins with {key}."


class CannotSeal(Problem):
    what_template = "The reading key in “{title}” keeps nothing secret, so your particulars cannot be sealed to it."
    meaning_template = "No file was written, and nothing of yours was given away; your credit is kept."
    remedy_template = "Tell the provider of the course, and ask for a corrected version."


class NotAReceipt(NotGenuine):
    what_template = "{name} is not a receipt: {reason}"
    meaning_template = "Nothing was marked as submitted; your credit is as it was."
    remedy_template = "Get the receipt again from the provider, as its system wrote it."


class ReceiptOfAnotherCourse(NotGenuine):
    what_template = "{name} is a receipt for something else than “{title}”, or for another version of it."
    meaning_template = "Nothing was marked as submitted; your credit is as it was."
    remedy_template = "Ask the provider for the receipt of the file that you sent for this course."


class ReceiptNotBelieved(NotGenuine):
    what_template = "{name} is not believed as the provider's word: {reason}"
    meaning_template = "Nothing was marked as submitted; your credit is as it was."
    remedy_template = "Ask the provider for a receipt signed by its own key, or by one that it names."


class CreditCodeOfAnother(NotGenuine):
    what_template = "{name} says of certificate {number} what the evidence beside it does not bear out."
    meaning_template = "It proves no credit; the evidence itself counts as before."
    remedy_template = "Go by the completion file or the certificate, and ask the learner where the code came from."


class AuthorityRevoked(Problem):
    what_template = "{publisher} revoked the key with which it vouched for the device of {name}, on {on}: {reason}"
    meaning_template = "The code proves no credit by itself any more; the evidence that the learner has does."
    remedy_template = "Ask the learner for the completion file or the certificate, and verify that beside it."
