"""The identifiers that some credit needs: what each is called, why it is asked, and what it looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from player.domain.identifiers import is_e_profile_id, is_email, is_month_and_day, is_npi
from player.ui.language import tr


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """`is_right` judges what was typed; `wrong` says what is expected instead."""

    label: str
    why: str
    hint: str = ""
    wrong: str = ""
    is_right: Callable[[str], bool]


def ask_for(name: str) -> Ask:
    """What to ask for an identifier by its name in the course; one that is not known here is asked as it is called."""
    if name == "nabp":
        return _nabp()
    if name == "birth_mmdd":
        return _birthday()
    if name == "npi":
        return _npi()
    if name == "email":
        return _email()
    why = tr("The provider needs it to report this credit.")
    return Ask(label=name, why=why, is_right=_is_anything)


def _nabp() -> Ask:
    return Ask(
        label=tr("NABP e-Profile ID"),
        why=tr("The provider reports pharmacy credit to CPE Monitor under this number; nowhere else does it count."),
        hint=tr("Digits only"),
        wrong=tr("An e-Profile ID has digits only."),
        is_right=is_e_profile_id,
    )


def _birthday() -> Ask:
    return Ask(
        label=tr("Birthday, month and day"),
        why=tr("CPE Monitor checks the e-Profile ID with it. The year is not needed and not kept."),
        hint=tr("MMDD, such as 0704"),
        wrong=tr("Four digits, month and day: 0704 is the 4th of July."),
        is_right=is_month_and_day,
    )


def _npi() -> Ask:
    return Ask(
        label=tr("NPI"),
        why=tr("The provider reports this credit under your National Provider Identifier."),
        hint=tr("Ten digits"),
        wrong=tr("An NPI has ten digits, the last of which fits the others: one of them seems mistyped."),
        is_right=is_npi,
    )


def _email() -> Ask:
    return Ask(
        label=tr("Email"),
        why=tr("The provider finds your record by this address. Carrel itself sends nothing."),
        wrong=tr("That is not an email address."),
        is_right=is_email,
    )


def _is_anything(text: str) -> bool:
    return bool(text)
