"""What the numbers look like by which accreditors, boards and stores know people, courses and providers."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping

from player.domain.phrase import Phrase, Worded
from player.domain.states import code_of_state

_UAN = re.compile(r"\d{4}-\d{4}-\d{2}-\d{3}-(?P<format>[LHBCM])(?P<topic>\d{2})-(?P<audience>[PTB])", re.ASCII)
"""ACPE: provider, co-sponsor (0000 or 9999 for none and joint), year, sequence, format and topic, audience."""
_TOPICS = frozenset({"01", "02", "03", "04", "05", "06", "07", "08", "99"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")
_LEAP_YEAR = 2000


def is_npi(text: str) -> bool:
    """Ten digits whose last one checks the rest (Luhn over the prefix 80840, by the rule of the CMS)."""
    if not _digits(text, 10):
        return False
    digits = [int(digit) for digit in reversed("80840" + text)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def is_month_and_day(text: str) -> bool:
    """ "0229" is one (people are born on it), "1301" is none."""
    if not _digits(text, 4):
        return False
    month, day = int(text[:2]), int(text[2:])
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(_LEAP_YEAR, month)[1]


def is_e_profile_id(text: str) -> bool:
    """The NABP numbers people with six digits today; it may come to need more."""
    return re.fullmatch(r"[0-9]{3,12}", text) is not None


def is_email(text: str) -> bool:
    return _EMAIL.fullmatch(text) is not None


def is_state(text: str) -> bool:
    return bool(code_of_state(text))


def fault_of_uan(number: str) -> str:
    """What is wrong with a UAN of a recording, as the end of a sentence; empty where nothing is."""
    match = _UAN.fullmatch(number)
    if match is None:
        return Phrase("is no UAN such as 0798-9999-18-246-H04-P.")
    if match["topic"] not in _TOPICS:
        return Worded("names the topic {match}, which ACPE does not have (01 to 08, 99).", match=match["topic"])
    if match["format"] == "L":
        return Phrase("is the number of a live activity (L); a recording has H.")
    return ""


def is_uan(text: str) -> bool:
    """Also one for pharmacists only or technicians only: who may take which, the provider says."""
    return not fault_of_uan(text)


def is_pars_activity(text: str) -> bool:
    """The ACCME's number of an activity."""
    return _digits(text, 9)


def is_pars_provider(text: str) -> bool:
    """The ACCME's number of a provider, with its leading zeros."""
    return _digits(text, 7)


def is_acpe_provider(text: str) -> bool:
    """The ACPE's number of a provider: the first four digits of its UANs, with leading zeros."""
    return _digits(text, 4)


def is_ce_broker_provider(text: str) -> bool:
    """CE Broker shows it as 50-1234 and wants it without the 50- (or takes what begins so apart itself)."""
    return re.fullmatch(r"(?:50-)?[0-9]{1,9}", text) is not None


def is_ce_broker_course(text: str) -> bool:
    """CE Broker shows it as 20-123456 and wants it without the 20-."""
    return re.fullmatch(r"(?:20-)?[0-9]{1,9}", text) is not None


def is_plain(text: str) -> bool:
    """Letters, digits and . _ ~ - only: what stands in an address without being spelled otherwise."""
    return _PLAIN.fullmatch(text) is not None


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdecimal()


GRAMMARS: Mapping[str, Callable[[str], bool]] = {
    "npi": is_npi,
    "birthday": is_month_and_day,
    "e-profile": is_e_profile_id,
    "email": is_email,
    "state": is_state,
    "uan": is_uan,
    "pars-activity": is_pars_activity,
    "pars-provider": is_pars_provider,
    "acpe-provider": is_acpe_provider,
    "ce-broker-provider": is_ce_broker_provider,
    "ce-broker-course": is_ce_broker_course,
    "plain": is_plain,
}
"""By the names that layouts of reports use."""
OF_LEARNERS: Mapping[str, str] = {"npi": "npi", "nabp": "e-profile", "birth_mmdd": "birthday", "email": "email"}
"""The grammar of what learners are asked for, by its name in courses; any other name has none."""
OF_PROVIDERS: Mapping[str, str] = {
    "accme-provider": "pars-provider",
    "acpe-provider": "acpe-provider",
    "ce-broker-provider": "ce-broker-provider",
    "ccid-organisation": "plain",
    "moodle-course": "",
    "xapi-home-page": "",
    "xapi-account": "",
}
"""What a provider may state under `[reporting.identifiers]`, each with its grammar (empty: none)."""
OF_OFFERS: Mapping[str, str] = {
    "ce-broker-course": "ce-broker-course",
    "ce-broker-own-course": "",
    "ce-broker-publishing": "",
    "profession-code": "plain",
    "subject-code": "plain",
    "certifying-board": "",
    "credit-type": "",
    "additional-credit-type": "",
    "accrediting-body": "",
    "medbiq-credit-type": "",
    "medbiq-credit-unit": "",
}
"""What a provider may state under an offer's `reporting`, each with its grammar (empty: none)."""
