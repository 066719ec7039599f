"""The job: all that a certificate is made of, as whoever asks for one hands it over."""

from __future__ import annotations

from typing import Protocol

from player.domain.certificate import CertificateFacts


class Job(Protocol):
    """`evidence` is attached under `evidence_name`; `token` is what the QR code says; pictures are PNG or JPEG.

    `enrolment`: the provider's signed word on the device that issues, if there is one; `badge`: the Open Badge, empty
    where none goes in.
    """

    @property
    def facts(self) -> CertificateFacts: ...
    @property
    def evidence(self) -> bytes: ...
    @property
    def evidence_name(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def signature_image(self) -> bytes | None: ...
    @property
    def logo_image(self) -> bytes | None: ...
    @property
    def enrolment(self) -> bytes | None: ...
    @property
    def badge(self) -> bytes: ...
