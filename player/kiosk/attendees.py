"""Attendees as a station knows them: found by badge, code or name, registered, kept, and taken in from a roster."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from player.domain.identifiers import is_email
from player.domain.kiosk.attendee import Arrival, Attendee, WalkIn
from player.domain.kiosk.card import Card
from player.domain.kiosk.folding import (
    LONGEST,
    folded_code,
    folded_factor,
    folded_name,
    folded_number,
    given_names,
    tidy,
)
from player.domain.kiosk.personal_code import ALPHABET, DRAWN, personal_code
from player.domain.kiosk.roster import ListedRow, RowReport
from player.domain.kiosk.scanned import on_badge
from player.domain.kiosk.settings import KioskSettings, SecondFactor
from player.domain.learner import Learner, LearnerId, Profession
from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.kiosk.card_file import CardFile, Found, Weight, name_way
from player.kiosk.passes import is_pass, learner_on, pass_of
from player.kiosk.ports import CardBox
from player.kiosk.problems import (
    AddressMistyped,
    AlreadyRegistered,
    BadgeTwice,
    NameMissing,
    NotFound,
    PassNotOurs,
    SeveralFound,
    UnknownBadge,
    UnknownCode,
)
from player.kiosk.taking_in import TakingIn
from player.proof.cards import CardUnreadable, Held
from player.proof.operator_key import OperatorKey
from player.proof.sealing import PublicReadingKey

_SCANNED = (("badge", folded_number), ("number", folded_number), ("code", folded_code))
_TYPED = (("code", folded_code), ("number", folded_number), ("badge", folded_number))
_LEARNER_BYTES = 16
FACTOR_WORDS = {
    SecondFactor.NUMBER: Phrase("registration number"),
    SecondFactor.EMAIL: Phrase("e-mail address"),
    SecondFactor.POSTCODE: Phrase("postcode"),
    SecondFactor.BIRTHDAY: Phrase("birthday"),
}


class Attendees:
    """Who may come to this station. Never holds more than the one who was asked for. All of it may raise the
    `Problem`s of the records, and `CardUnreadable`."""

    def __init__(self, box: CardBox, key: OperatorKey, *, settings: KioskSettings, now: Callable[[], datetime]) -> None:
        readers = tuple(PublicReadingKey.from_hex(text) for text in settings.provider_keys)
        self._key = key
        self._cards = CardFile(box, key, readers=readers, now=now)
        self._factor = settings.second_factor

    # --- found -------------------------------------------------------------------------------------------

    def by_scan(self, text: str) -> Arrival:
        """Who belongs to a badge, a personal pass, or a registration number or code that was printed for scanning.

        Raises `UnknownBadge`, `BadgeTwice` or `PassNotOurs`. Whoever comes with a pass to a station that does not
        know them arrives as a learner without a name, to be asked for it: see `keep`.
        """
        if is_pass(text):
            return self._by_pass(text)
        badge = on_badge(text)
        for number in badge.numbers:
            cards = self._first_found(_SCANNED, number)
            if cards:
                return self._arrival(cards, BadgeTwice())
        if self._factor is SecondFactor.EMAIL and badge.email:
            cards = self._named(badge.given_name, badge.family_name, badge.email)
            if cards:
                return self._arrival(cards, BadgeTwice())
        raise UnknownBadge

    def by_code(self, text: str) -> Arrival:
        """Who belongs to a personal code, a registration number or a badge's number, typed. Raises `UnknownCode`, or
        `SeveralFound`."""
        cards = self._first_found(_TYPED, text[:LONGEST])
        if not cards:
            raise UnknownCode
        return self._arrival(cards, SeveralFound())

    def by_name(self, given_name: str, family_name: str, second: str) -> Arrival:
        """Who has this name and this second factor, which is the one of the settings. Raises `NotFound` or
        `SeveralFound`."""
        cards = self._named(given_name[:LONGEST], family_name[:LONGEST], second[:LONGEST])
        if not cards:
            raise NotFound(factor=FACTOR_WORDS[self._factor])
        return self._arrival(cards, SeveralFound())

    def of(self, learner: LearnerId) -> Attendee | None:
        found = self._cards.of(learner)
        return found.held.attendee if found else None

    def _first_found(self, ways: Sequence[tuple[str, Callable[[str], str]]], text: str) -> Sequence[Card]:
        """What is found in the first way in which anything is."""
        return next(filter(None, (self._cards.found(kind, folded(text)) for kind, folded in ways)), ())

    def _named(self, given_name: str, family_name: str, second: str) -> Sequence[Card]:
        """As it was typed, else by the first given name alone, else with the two names in each other's place."""
        folded = folded_factor(self._factor, second)
        if not folded or not folded_name(given_name) or not folded_name(family_name):
            return ()
        pairs = ((given_name, family_name), (family_name, given_name))
        ways = (name_way(given, name, self._factor, folded) for one, name in pairs for given in given_names(one))
        return next(filter(None, (self._cards.found("name", way) for way in ways)), ())

    def _arrival(self, cards: Sequence[Card], several: Problem) -> Arrival:
        if len({card.learner for card in cards}) > 1:
            raise several
        found = self._cards.opened(cards[0])
        self._meet(found)
        return Arrival(attendee=found.held.attendee, is_new=not found.held.met)

    def _by_pass(self, text: str) -> Arrival:
        learner = learner_on(text, self._key)
        if learner is None:
            raise PassNotOurs
        card = self._cards.of(learner)
        if card is None:
            return Arrival(attendee=Attendee(learner=Learner(id=learner)), is_new=True)
        return self._arrival((card.card,), BadgeTwice())

    def _meet(self, found: Found) -> None:
        """Notes that the attendee was met. Where it cannot be noted, they are welcomed as new once more."""
        if found.held.met:
            return
        with suppress(Problem):
            self._cards.keep([self._cards.touched(replace(found.held, met=True), found.card)])

    # --- kept --------------------------------------------------------------------------------------------

    def register(self, walk_in: WalkIn) -> Arrival:
        """Takes in who is on no roster; durably kept when it returns. Raises `NameMissing`, `AddressMistyped`, or
        `AlreadyRegistered`."""
        given, family, _, email = _said(walk_in)
        if email and self._has_address(given, family, email):
            raise AlreadyRegistered
        learner = _named(Learner(id=LearnerId(secrets.token_hex(_LEARNER_BYTES))), walk_in)
        attendee = Attendee(learner=learner, code=self._new_code())
        self._cards.keep([self._cards.card(Held(attendee=attendee, met=True), Weight.SAID, None)])
        return Arrival(attendee=attendee, is_new=True, code=attendee.code)

    def introduce(self, attendee: Attendee, walk_in: WalkIn) -> Attendee:
        """Gives a name to who came with a pass of this hall to a station that did not know them. Raises as `register`,
        but that their address may be known."""
        learner = _named(attendee.learner, walk_in)
        named = replace(attendee, learner=learner)
        self.keep(named)
        return named

    def keep(self, attendee: Attendee) -> None:
        """Changed particulars; durably on disk when it returns. What the card here knows besides stays on it."""
        card = self._cards.card_of(attendee.learner.id)
        before = self._held(card)
        held = Held(attendee=attendee, met=True) if before is None else _changed(before, attendee)
        if held != before:
            weight = Weight.SAID if _can_be_found(held.attendee) else Weight.PROVISIONAL
            self._cards.keep([self._cards.card(held, weight, card)])

    def _held(self, card: Card | None) -> Held | None:
        """What stands on a card; a spoiled one keeps nobody from being written down anew."""
        try:
            return None if card is None else self._cards.opened(card).held
        except CardUnreadable:
            return None

    def personal_pass(self, attendee: Attendee) -> str:
        """What the attendee's own QR code says: "CARREL-PASS1." and 52 letters and digits."""
        return pass_of(attendee.learner.id, self._key)

    def take_in(self, rows: Iterable[ListedRow], *, writing: bool = True) -> Sequence[RowReport]:
        """Takes in the rows of an attendee roster, all of them or none, and says what came of each; without `writing`
        it says what would come of it. A second time it changes nothing."""
        return TakingIn(self._cards, self._key, self._factor).take_in(rows, writing=writing)

    def _has_address(self, given: str, family: str, email: str) -> bool:
        second = folded_factor(SecondFactor.EMAIL, email)
        ways = (name_way(name, family, SecondFactor.EMAIL, second) for name in given_names(given))
        return any(self._cards.found("name", way) for way in ways)

    def _new_code(self) -> str:
        """One that nobody has here; that two stations give the same one happens once in many thousand halls."""
        while True:
            code = personal_code([secrets.randbelow(len(ALPHABET)) for _ in range(DRAWN)])
            if not self._cards.found("code", folded_code(code)):
                return code


def profession_of(text: str) -> Profession | None:
    return Profession(text) if text in list(Profession) else None


def _changed(held: Held, attendee: Attendee) -> Held:
    """Whoever is seated may have come with less than the card knows: the ways to an attendee only grow."""
    known = held.attendee
    whole = replace(
        attendee,
        number=attendee.number or known.number,
        badges=tuple(dict.fromkeys((*attendee.badges, *known.badges))),
        code=attendee.code or known.code,
        postcode=attendee.postcode or known.postcode,
        birthday=attendee.birthday or known.birthday,
    )
    return replace(held, attendee=whole, met=True)


def _can_be_found(attendee: Attendee) -> bool:
    """Whether there is anything by which a station knows the attendee but a pass."""
    return bool(attendee.number or attendee.badges or attendee.code)


def _said(walk_in: WalkIn) -> tuple[str, str, str, str]:
    """Given and family name, degrees and address, tidied. Raises `NameMissing` or `AddressMistyped`."""
    given, family, degrees, email = (
        tidy(text)[:LONGEST] for text in (walk_in.given_name, walk_in.family_name, walk_in.degrees, walk_in.email)
    )
    if not folded_name(given) or not folded_name(family):
        raise NameMissing
    if email and not is_email(email):
        raise AddressMistyped
    return given, family, degrees, email


def _named(learner: Learner, walk_in: WalkIn) -> Learner:
    """The learner with what they said of themselves. Raises as `_said`."""
    given, family, degrees, email = _said(walk_in)
    return replace(
        learner,
        name=f"{given} {family}",
        degrees=degrees,
        profession=profession_of(walk_in.profession),
        identifiers=(("email", email),) if email else (),
        given_name=given,
        family_name=family,
    )
