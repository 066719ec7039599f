"""Attendees: those whom a kiosk may meet, as a roster names them or as they named themselves."""

from __future__ import annotations

from dataclasses import dataclass

from player.domain.learner import Learner


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A learner, and how stations know him or her again.

    `number`: of the registration, empty for who walked in; `badges`: what a scanner reads off the badge, one or
    several; `code`: what can be typed instead; `postcode`, `birthday` (MMDD): second factors, empty where unknown;
    an e-mail address is among the learner's identifiers.
    """

    learner: Learner
    number: str = ""
    badges: tuple[str, ...] = ()
    code: str = ""
    postcode: str = ""
    birthday: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkIn:
    """What somebody who is on no roster says of themselves; the profession decides which credit there is."""

    given_name: str
    family_name: str
    degrees: str = ""
    profession: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An attendee who was recognised. `is_new`: nobody has met them in this hall; `elsewhere`: the name of the station
    at which they are signed in now, empty for nowhere; `code`: to be told to who just registered, else empty."""

    attendee: Attendee
    is_new: bool = False
    elsewhere: str = ""
    code: str = ""
