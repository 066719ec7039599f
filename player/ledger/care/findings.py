"""What an examination of a profile can find, as values: the doctor fills them in, and others put them in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from player.domain.problem import Problem


class Subject(StrEnum):
    """What is examined, in this order. The names stay as they are: programs know them."""

    PLACE = "place"
    SPACE = "space"
    KEY = "key"
    FILES = "files"
    FORMAT = "format"
    STREAMS = "streams"
    SIGNATURES = "signatures"
    SUMS = "sums"
    FORKS = "forks"
    CERTIFICATES = "certificates"
    PEOPLE = "people"
    LEFTOVERS = "leftovers"
    BACKUPS = "backups"
    TRUST = "trust"


class Outcome(StrEnum):
    """`NOTE` is worth a word and harms nothing; only `WRONG` makes a profile unsound."""

    SOUND = "sound"
    NOTE = "note"
    MENDED = "mended"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One thing that was looked at. `count`: how many of them (streams, files, MB); `problem`: what is wrong."""

    subject: Subject
    outcome: Outcome
    count: int = 0
    detail: str = ""
    problem: Problem | None = None


class LittleRoom(Problem):
    what_template = "Only {free} MB are free on the disk that holds your records."
    meaning_template = "Nothing is lost; when the disk is full, what you do can no longer be saved and earns nothing."
    remedy_template = "Make some room on that disk."


class SumsWrong(Problem):
    what_template = "What {streams} adds up to is not noted down as the events say."
    meaning_template = "Your credit is not affected: it is always computed from the events."
    remedy_template = "“carrel doctor --repair” notes it down anew."


class SignaturesDamaged(Problem):
    what_template = "Not everything that vouches for your records is as it was signed: {places}."
    meaning_template = "The events themselves are told of apart; a completion file of these records may be refused."
    remedy_template = "Put a backup back with “carrel restore FILE”: it brings what is whole, and nothing is lost."


class GoneOnTwice(Problem):
    what_template = "Some records were continued twice, from copies of one profile: {streams}."
    meaning_template = "Both continuations are kept, and what they have in common counts once."
    remedy_template = "Nothing has to be done; do not copy a profile to use the copy beside it."


class CertificatesGone(Problem):
    what_template = "Of the certificates that were issued, some are not in the profile any more: {numbers}."
    meaning_template = "Your credit is recorded; only the printed files are missing."
    remedy_template = "Open the course and print the certificate again."


class LeftHalfMade(Problem):
    what_template = "Half-written files lie in the profile ({count}); the program was stopped while it wrote them."
    meaning_template = "They are no part of your records, and only take up room."
    remedy_template = "“carrel doctor --repair” takes them away."


class NoBackupYet(Problem):
    what_template = "There is no automatic backup of these records yet."
    meaning_template = "If this disk fails now, what was not sent is lost."
    remedy_template = "Write one with “carrel backup FOLDER”, best onto another disk."


class RestorationUnderWay(Problem):
    what_template = "The program was stopped while it put back a backup."
    meaning_template = "Nothing is lost: both what was there and what comes back are kept."
    remedy_template = "Start Carrel once: it brings the restoration to its end."
