"""Refusing: what keeps a genuine file from being taken in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from player.domain.event import DeviceId, Purpose
from player.domain.problem import Problem
from player.office.ports import Judged
from player.office.problems import (
    DeviceRevoked,
    PublisherRevoked,
    SpecimenFile,
    StrangeRecord,
    TooLate,
    UnknownPublisher,
)
from player.proof.manifest import SignedCourse

_ID = re.compile("[0-9a-f]{32}")
"""128 bits, drawn by lot."""


def objection_to(
    judged: Judged, *, name: str, received: datetime, revoked_devices: Mapping[DeviceId, str]
) -> Problem | None:
    """The first reason not to take it in; None where there is none."""
    verdict = judged.verdict
    signed, title = verdict.signed, verdict.course.title
    openings = [contribution.opening for contribution in verdict.contributions]
    if not all(_ID.fullmatch(one) for opening in openings for one in (opening.stream, opening.learner)):
        return StrangeRecord(name=name)
    if verdict.opening.purpose is not Purpose.CREDIT:
        return SpecimenFile(name=name)
    for one in (signed, *verdict.earlier):
        if one.revocation is not None:
            return PublisherRevoked(name=name, reason=one.revocation.what, title=title)
    if not signed.gives_credit:
        return _not_known(signed, name)
    if verdict.is_specimen:
        return SpecimenFile(name=name)
    for contribution in verdict.contributions:
        device = contribution.opening.device
        if device in revoked_devices:
            return DeviceRevoked(name=name, device=device[:16], reason=revoked_devices[device], title=title)
    return _too_late(signed, name, received)


def _not_known(signed: SignedCourse, name: str) -> Problem:
    if signed.publisher is not None:
        return SpecimenFile(name=name)
    return UnknownPublisher(name=name, key=signed.key.id[:16], title=signed.course.title)


def _too_late(signed: SignedCourse, name: str, received: datetime) -> Problem | None:
    course = signed.course
    last = course.reporting.last_day if course.reporting else None
    if last is None or course.availability.day_of(received) <= last:
        return None
    return TooLate(name=name, day=last.isoformat(), title=course.title)
