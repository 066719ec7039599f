"""What the certificate page shows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from player.domain.certificate import CertificateFacts
from player.domain.progress import Lock


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of the documents of a course, by the offer it was claimed for."""

    offer: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateState:
    """A document: the bytes of `file`, and what they say.

    `fresh`: it was issued just now. `renamed`: the learner's particulars were changed since, and it shows the name
    of then.
    """

    offer: str
    choices: tuple[Choice, ...]
    facts: CertificateFacts
    pdf: bytes
    file: Path
    fresh: bool
    renamed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoDocument:
    """Nothing was claimed yet; `lock` is why nothing can be, if that is so."""

    title: str
    lock: Lock | None
