"""The cards of a hall in clear, one at a time, for who has the operator's key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from player.domain.kiosk.attendee import Attendee
from player.domain.kiosk.card import Card
from player.domain.kiosk.folding import folded_code, folded_factor, folded_name, folded_number, given_names
from player.domain.kiosk.settings import SecondFactor
from player.domain.learner import LearnerId
from player.kiosk.genuine_cards import GenuineCards
from player.kiosk.ports import CardBox
from player.proof.cards import Held, open_card, seal_card
from player.proof.operator_key import OperatorKey
from player.proof.sealing import PublicReadingKey
from player.proof.stamped import sealed_in, stamped


class Weight(Enum):
    """Of two cards of one attendee the later one stands wherever they meet. What somebody said at a station outweighs
    what a roster says, at whatever hour that was taken in, and a roster what was asked of somebody who came with a
    pass alone: so their moments are counted from long ago. The value divides the ms since 1970."""

    SAID = 1
    LISTED = 1_000
    PROVISIONAL = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """A card, and what it holds."""

    card: Card
    held: Held


class CardFile:
    """Finds, opens and seals cards. All of it may raise the `Problem`s of the box, and `CardUnreadable`."""

    def __init__(
        self, box: CardBox, key: OperatorKey, *, readers: Sequence[PublicReadingKey], now: Callable[[], datetime]
    ) -> None:
        """`readers`: who can open the cards besides the operator."""
        self._box = GenuineCards(box, key)
        self._key = key
        self._readers = (key.public, *readers)
        self._now = now

    def of(self, learner: LearnerId) -> Found | None:
        card = self.card_of(learner)
        return None if card is None else self.opened(card)

    def card_of(self, learner: LearnerId) -> Card | None:
        return self._box.card_of(learner)

    def found(self, kind: str, text: str) -> Sequence[Card]:
        """Every card that is found by this; none for an empty text."""
        return tuple(self._box.find(self._key.mark(kind, text))) if text else ()

    def opened(self, card: Card) -> Found:
        """Raises `CardUnreadable`."""
        return Found(card, open_card(sealed_in(card), card.learner, self._key.reading))

    def keep(self, cards: Iterable[Card]) -> int:
        return self._box.put(cards)

    def card(self, held: Held, weight: Weight, before: Card | None) -> Card:
        """A card that supersedes the one that is here, however the clock goes."""
        moment = self._moment_ms() // weight.value
        return self._card(held, moment if before is None else max(moment, before.changed + 1))

    def touched(self, held: Held, before: Card) -> Card:
        """A card that supersedes this one, and hardly any other."""
        return self._card(held, before.changed + 1)

    def _card(self, held: Held, changed: int) -> Card:
        learner = held.attendee.learner.id
        marks = tuple(sorted({self._key.mark(kind, text) for kind, text in ways_to(held.attendee)}))
        card = Card(learner=learner, marks=marks, changed=changed, sealed=seal_card(held, self._readers))
        return stamped(card, self._key)

    def everything(self) -> Sequence[Card]:
        """Every card, sealed as it is: one look for who would else look for thousands."""
        return self._box.since(0)[0]

    def mark(self, kind: str, text: str) -> str:
        return self._key.mark(kind, text)

    def _moment_ms(self) -> int:
        return round(self._now().timestamp() * 1000)


def ways_to(attendee: Attendee) -> Iterator[tuple[str, str]]:
    """By what an attendee can be found: the kind of each way, and what is entered, folded."""
    if attendee.number:
        yield "number", folded_number(attendee.number)
    if attendee.code:
        yield "code", folded_code(attendee.code)
    for badge in filter(None, attendee.badges):
        yield "badge", folded_number(badge)
    learner = attendee.learner
    for factor, second in factors_of(attendee):
        for given in given_names(learner.given_name):
            yield "name", name_way(given, learner.family_name, factor, second)


def factors_of(attendee: Attendee) -> Iterator[tuple[SecondFactor, str]]:
    """The second factors that are known of an attendee, folded."""
    identifiers = dict(attendee.learner.identifiers)
    known = {
        SecondFactor.NUMBER: attendee.number,
        SecondFactor.EMAIL: identifiers.get("email", ""),
        SecondFactor.POSTCODE: attendee.postcode,
        SecondFactor.BIRTHDAY: attendee.birthday or identifiers.get("birth_mmdd", ""),
    }
    for factor, text in known.items():
        folded = folded_factor(factor, text)
        if folded:
            yield factor, folded


def name_way(given: str, family_name: str, factor: SecondFactor, second: str) -> str:
    """`given` and `second` folded. No folded part has this separator."""
    return "\0".join((folded_name(family_name), given, factor.value, second))
