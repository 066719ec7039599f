"""The professions in words."""

from __future__ import annotations

from player.domain.learner import Profession
from player.ui.language import tr


def profession_text(profession: Profession) -> str:
    return {
        Profession.PHYSICIAN: tr("Physician"),
        Profession.RESIDENT_FELLOW: tr("Resident or fellow"),
        Profession.MEDICAL_STUDENT: tr("Medical student"),
        Profession.NURSE: tr("Nurse"),
        Profession.PHARMACIST: tr("Pharmacist"),
        Profession.PHYSICIAN_ASSISTANT: tr("Physician assistant"),
        Profession.PSYCHOLOGIST: tr("Psychologist"),
        Profession.SOCIAL_WORKER: tr("Social worker"),
        Profession.OTHER: tr("Another profession"),
    }[profession]
