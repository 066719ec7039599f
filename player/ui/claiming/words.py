"""The sentences of a claim: what is supported and why not more, what is attested, what will be printed."""

from __future__ import annotations

from decimal import Decimal

from player.domain.certificate import HEADINGS, Run, award_sentence, emphasised
from player.domain.credit import Offer, phrase
from player.ui.claiming.face import OfferFace
from player.ui.language import amount_text, said, sentences, tr
from player.ui.wording import minutes_text

MINUTE_MS = 60_000
Runs = list[tuple[str, bool]]


def why_text(face: OfferFace) -> str:
    """What the evidence supports, and what would support more."""
    most = amount_text(face.offer.maximum)
    seen, whole = minutes_text(face.counted_ms), minutes_text(face.duration_ms)
    if face.counted_ms == face.duration_ms:
        return tr("You took part in all of it, so all can be claimed: {most}.").format(most=most)
    if face.is_whole:
        text = tr("{seen} of {whole} watched supports the full amount: {most}.")
        return text.format(seen=seen, whole=whole, most=most)
    if face.limit > 0:
        said = tr("{seen} of {whole} watched supports {now}.")
    elif face.offer.whole_only:
        said = tr("{seen} of {whole} watched; this credit is given for the whole course only.")
    else:
        said = tr("{seen} of {whole} watched supports no credit of this kind yet.")
    told = said.format(seen=seen, whole=whole, now=amount_text(face.limit))
    return sentences(told, more_text(face))


def more_text(face: OfferFace) -> str:
    """The way to more, or that there is none; a type is claimed once, so this is the moment to know."""
    if not face.can_watch_more:
        return tr("The last day for credit has passed, so watching more adds nothing.")
    left = minutes_text(_whole_minutes(face.duration_ms - face.counted_ms))
    way = tr("Watch {left} more for {most}.").format(left=left, most=amount_text(face.offer.maximum))
    once = tr("Each credit type is claimed once, so watch first if you want it all.")
    return sentences(way, once) if face.limit > 0 and face.wrong is None else way


def _whole_minutes(milliseconds: int) -> int:
    """Rounded up from a minute on: who watches as long as was said gets what was said."""
    return -(-milliseconds // MINUTE_MS) * MINUTE_MS if milliseconds > MINUTE_MS else milliseconds


def attestation_text(face: OfferFace) -> str:
    """The course's own words, or ours."""
    return face.attestation or tr("I attest that I took part in this activity to the extent that I claim here.")


def claim_text(offer: Offer, amount: Decimal) -> str:
    """ "Claim 0.75 credits"."""
    return tr("Claim {amount} {unit}").format(amount=amount_text(amount), unit=unit_text(offer, amount))


def correction_text(offer: Offer, amount: Decimal) -> str:
    """ "Correct to 0.75 credits"."""
    return tr("Correct to {amount} {unit}").format(amount=amount_text(amount), unit=unit_text(offer, amount))


def unit_text(offer: Offer, amount: Decimal) -> str:
    """The course's own word for what it gives, where that is not simply credit."""
    if offer.unit == "credit":
        one, other = tr("credit", "after an amount of one"), tr("credits", "after any other amount")
        return one if amount == 1 else other
    return offer.unit if amount == 1 else f"{offer.unit}s"


def document_text(face: OfferFace) -> str:
    """What will be printed, and why not more."""
    if face.document is face.offer.document:
        return tr("What you will get: {document}").format(document=said(HEADINGS[face.document]))
    text = tr("The provider has not authorised this player to issue its certificates. What you will get: {document}")
    return text.format(document=said(HEADINGS[face.document]))


def name_runs(offer: Offer) -> Runs:
    """The credit's name, in italics where its owner asks for that."""
    return pairs(emphasised(offer, phrase(offer, offer.maximum)))


def heading_runs(offer: Offer) -> Runs:
    """The name as a heading: "Contact hours"."""
    (first, italic), *rest = name_runs(offer)
    # Only a plain word: "ePoints" and the like are written as their owner writes them.
    word = first.split(" ", 1)[0]
    return [(first[:1].upper() + first[1:] if word.islower() else first, italic), *rest]


def sentence_runs(face: OfferFace, amount: Decimal) -> Runs:
    """The sentence of the document for this amount."""
    return [("… ", False), *pairs(award_sentence(face.document, face.offer, amount, face.profession))]


def claimed_runs(face: OfferFace, amount: Decimal) -> Runs:
    words = phrase(face.offer, amount)
    return [(f"{amount_text(amount)} ", False), *pairs(emphasised(face.offer, words))]


def pairs(runs: tuple[Run, ...]) -> Runs:
    return [(run.text, run.italic) for run in runs]
