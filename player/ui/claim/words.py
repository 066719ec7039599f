"""The sentences of the claim page: what is supported and why not more, what is attested, what will be printed."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from player.domain.certificate import HEADINGS, Run, award_sentence, emphasised
from player.domain.credit import Offer, phrase, plain
from player.ui.claim.state import OfferFace
from player.ui.wording import minutes_text

MINUTE_MS = 60_000
Runs = list[tuple[str, bool]]


def tr(text: str) -> str:
    return QCoreApplication.translate("claim", text)


def why_text(face: OfferFace) -> str:
    """What the evidence supports, and what would support more."""
    most = plain(face.offer.maximum)
    seen, whole = minutes_text(face.counted_ms), minutes_text(face.duration_ms)
    if face.counted_ms == face.duration_ms:
        return tr("You took part in all of it: the whole {most} can be claimed.").format(most=most)
    if face.is_whole:
        text = tr("{seen} of {whole} watched supports the whole {most}.")
        return text.format(seen=seen, whole=whole, most=most)
    if face.limit > 0:
        said = tr("{seen} of {whole} watched supports {now}.")
    elif face.offer.whole_only:
        said = tr("{seen} of {whole} watched; this credit is given for the whole course only.")
    else:
        said = tr("{seen} of {whole} watched supports no credit of this kind yet.")
    told = said.format(seen=seen, whole=whole, now=plain(face.limit))
    return f"{told} {more_text(face)}"


def more_text(face: OfferFace) -> str:
    """The way to more, or that there is none; a type is claimed once, so this is the moment to know."""
    if not face.can_watch_more:
        return tr("The last day for credit has passed, so watching more adds nothing.")
    left = minutes_text(_whole_minutes(face.duration_ms - face.counted_ms))
    way = tr("Watch {left} more for {most}.").format(left=left, most=plain(face.offer.maximum))
    once = tr("Each credit type is claimed once, so watch first if you want it all.")
    return f"{way} {once}" if face.limit > 0 else way


def _whole_minutes(milliseconds: int) -> int:
    """Rounded up from a minute on: who watches as long as was said gets what was said."""
    return -(-milliseconds // MINUTE_MS) * MINUTE_MS if milliseconds > MINUTE_MS else milliseconds


def attestation_text(face: OfferFace) -> str:
    """The course's own words, or ours."""
    return face.attestation or tr("I attest that I took part in this activity to the extent that I claim here.")


def claim_text(offer: Offer, amount: Decimal) -> str:
    """ "Claim 0.75 credits"."""
    return tr("Claim {amount} {unit}").format(amount=plain(amount), unit=unit_text(offer, amount))


def unit_text(offer: Offer, amount: Decimal) -> str:
    return offer.unit if amount == 1 else f"{offer.unit}s"


def document_text(face: OfferFace) -> str:
    """What will be printed, and why not more."""
    if face.document is face.offer.document:
        return tr("You will get a {document}:").format(document=HEADINGS[face.document])
    text = tr("The provider has not authorised this player to issue its certificates. You will get a {document}:")
    return text.format(document=HEADINGS[face.document])


def heading_runs(offer: Offer) -> Runs:
    """The credit's name, in italics where its owner asks for that."""
    return pairs(emphasised(offer, phrase(offer, offer.maximum)))


def sentence_runs(face: OfferFace, amount: Decimal) -> Runs:
    """The sentence of the document for this amount."""
    return [("… ", False), *pairs(award_sentence(face.document, face.offer, amount, face.profession))]


def claimed_runs(face: OfferFace, amount: Decimal) -> Runs:
    words = phrase(face.offer, amount)
    return [(f"{plain(amount)} ", False), *pairs(emphasised(face.offer, words))]


def pairs(runs: tuple[Run, ...]) -> Runs:
    return [(run.text, run.italic) for run in runs]
