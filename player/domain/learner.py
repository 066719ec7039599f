"""The person who learns: particulars that stay in the profile and never enter the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from player.domain.cycle import LicenceCycle

LearnerId = NewType("LearnerId", str)
"""A random 128-bit id in hex: the only trace of a person in the ledger."""


class Profession(StrEnum):
    """What decides which credit may be claimed and which document is printed; courses name these ids."""

    PHYSICIAN = "physician"
    RESIDENT_FELLOW = "resident-fellow"
    MEDICAL_STUDENT = "medical-student"
    NURSE = "nurse"
    PHARMACIST = "pharmacist"
    PHYSICIAN_ASSISTANT = "physician-assistant"
    PSYCHOLOGIST = "psychologist"
    SOCIAL_WORKER = "social-worker"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence to practise: who gave it (a state or a board) and its number."""

    authority: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """The particulars of one person, as that person wants them printed.

    `identifiers` pairs a name that export formats know (`npi`, `nabp`, `birth_mmdd`, `email`, …) with its value;
    a birth date is month and day only. `membership` chooses the price that is shown. `printed_as` keeps, by the
    number of each certificate, the name that was printed on it: a name may change, what was issued does not.
    `cycles`: the licence cycles for which the learner counts credit. `given_name` and `family_name`: as the licensing
    board has them, for reports that ask for them apart; `reporting`: what the learner decided on being reported, for
    all courses, None before being asked.
    """

    id: LearnerId
    name: str = ""
    degrees: str = ""
    profession: Profession | None = None
    membership: str = ""
    licences: tuple[Licence, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    printed_as: tuple[tuple[str, str], ...] = ()
    cycles: tuple[LicenceCycle, ...] = ()
    given_name: str = ""
    family_name: str = ""
    reporting: bool | None = None

    @property
    def printed_name(self) -> str:
        """The name line of a certificate: "Ana María Núñez, MD"."""
        return ", ".join(part for part in (self.name.strip(), self.degrees.strip()) if part)

    def name_on(self, number: str) -> str:
        """The name line of the certificate with this number: as it was printed, or as it would be printed now."""
        return dict(self.printed_as).get(number, self.printed_name)
