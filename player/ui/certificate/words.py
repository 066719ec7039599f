"""The document in words, line by line, what a verification says, and what a correction does and did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC

from player.desk.documents import DocumentLife
from player.desk.judged import Verified
from player.domain.certificate import CertificateFacts, Run
from player.domain.credit import Document
from player.domain.event import TakenBackFor
from player.domain.history import Revocation
from player.ui.certificate.state import CertificateState, Choice, Corrected
from player.ui.claiming.face import OfferFace
from player.ui.language import amount_text, counted, day_text, sentences, tr
from player.ui.widgets.banner import Message
from player.ui.widgets.table_text import Table
from player.ui.widgets.tone import Tone

Runs = list[tuple[str, bool]]


def lines(facts: CertificateFacts) -> list[tuple[str, Runs]]:
    """All that is printed, in the order in which it is read: (role, runs)."""
    signed = ", ".join(part for part in (facts.signatory, facts.signatory_title) if part)
    said: list[tuple[str, Runs]] = [
        ("body", _plain(_joined(facts.provider, facts.provider_address))),
        ("bad", _plain(tr("A specimen: it gives no credit.") if facts.specimen else "")),
        ("strong", _plain(facts.heading)),
        ("body", _plain(_replaces(facts))),
        ("body", _plain(_lead(facts))),
        ("strong", _plain(facts.name)),
        ("body", _runs(facts.sentence)),
        ("strong", _plain(facts.title)),
        *(("body", _labelled_runs(tr("Also claimed for this activity"), also)) for also in facts.also),
        ("body", _labelled(tr("Learning format"), facts.learning_format)),
        ("body", _labelled(tr("Place"), facts.place)),
        ("body", _labelled(_date_label(facts.date_label), facts.date)),
        ("body", _labelled(tr("Sessions"), "; ".join(facts.sessions))),
        ("muted", _labelled(tr("Accreditation"), facts.accreditation_statement)),
        ("muted", _labelled_runs(tr("Credit designation"), facts.designation_statement)),
        ("body", _labelled(tr("Signed by"), signed)),
        ("body", _labelled(tr("Number"), facts.number)),
        ("body", _labelled(tr("Issued"), f"{facts.issued.astimezone(UTC):%Y-%m-%d %H:%M} UTC")),
        ("muted", _plain(facts.template.note if facts.template else "")),
    ]
    return [(role, runs) for role, runs in said if any(text for text, _ in runs)]


def _date_label(printed: str) -> str:
    """What is printed in English, as the labels beside it are said."""
    return {"Completion date": tr("Completion date"), "Event date": tr("Event date")}.get(printed, printed)


def _lead(facts: CertificateFacts) -> str:
    """What stands before the name, as it is printed."""
    if facts.document is Document.PARTICIPATION_RECORD:
        return "This records that"
    return (facts.template.lead.strip() if facts.template else "") or "This certifies that"


def _replaces(facts: CertificateFacts) -> str:
    if not facts.replaces:
        return ""
    return counted(
        "It replaces {numbers}, which counts no more.",
        "It replaces {numbers}, which count no more.",
        len(facts.replaces),
        numbers=listed(facts.replaces),
    )


def choice_text(choice: Choice) -> str:
    """ "0.75 AMA PRA Category 1 Credit™ (issued 3 Jan 2026)"."""
    if choice.issued is None:
        return tr("{credit} (not issued yet)").format(credit=choice.credit)
    return tr("{credit} (issued {day})").format(credit=choice.credit, day=day_text(choice.issued.astimezone().date()))


# --- verified ------------------------------------------------------------------------------------------------


def verdict_message(verified: Verified) -> Message:
    """ "Genuine, grade C", with what that grade means; or since when and why it counts no more."""
    grade = verified.verdict.grade
    meaning = {
        "A": tr("The evidence inside is whole, and a device of the provider recorded it."),
        "B": tr("The evidence inside is whole, and a device that the provider enrolled recorded it."),
        "C": tr("The evidence inside is whole. The device that recorded it is a personal one that nobody enrolled."),
    }[grade]
    meaning = sentences(meaning, drawn_text(verified.drawn))
    if verified.revocation is not None:
        return Message(
            what=tr("Genuine, and it counts no more."),
            meaning=sentences(revoked_text(verified.revocation), meaning),
            remedy=replacement_text(verified.replaced_by),
            tone=Tone.BAD,
            dismissible=True,
        )
    what = tr("Genuine, grade {grade}.").format(grade=grade)
    if verified.verdict.is_specimen:
        what = tr("Genuine, and a specimen: it proves no credit.")
    tone = Tone.CAUTION if verified.drawn is False else Tone.GOOD
    return Message(what=what, meaning=meaning, tone=tone, dismissible=True)


def drawn_text(drawn: bool | None) -> str:
    """What was found of the page itself."""
    if drawn is None:
        return tr("The words on the page are those that the evidence gives; its picture cannot be compared here.")
    if drawn:
        return tr("The page is drawn exactly as the evidence gives it.")
    return tr("The words on the page are those that the evidence gives, but it is not drawn as Carrel draws it.")


# --- what counts no more -------------------------------------------------------------------------------------


def revoked_text(revocation: Revocation) -> str:
    """Since when and why a document counts no more: "Revoked on 3 Jan 2026: the profession was wrong."."""
    text = {
        TakenBackFor.WRONG_PROFESSION: tr("Revoked on {day}: the profession was wrong."),
        TakenBackFor.WRONG_AMOUNT: tr("Revoked on {day}: the amount was wrong."),
        TakenBackFor.WRONG_NAME: tr("Revoked on {day}: the name was wrong."),
        TakenBackFor.OTHER: tr("Revoked on {day}: the learner took it back."),
    }[revocation.reason]
    return text.format(day=day_text(revocation.moment.astimezone().date()))


def replacement_text(number: str | None) -> str:
    return tr("{number} replaces it.").format(number=number) if number else tr("Nothing was issued in its place.")


def fate_text(life: DocumentLife) -> str:
    """Since when and why a document counts no more."""
    return revoked_text(life.revocation) if life.revocation else ""


def said_text(life: DocumentLife) -> str:
    """For which credit a document was issued, and when."""
    day = day_text(life.issued.astimezone().date())
    text = tr("{amount} {credit}, issued {day}") if life.credit else tr("Issued {day}")
    return text.format(amount=amount_text(life.amount), credit=life.credit, day=day)


def lives_table(lives: Sequence[DocumentLife]) -> Table | None:
    """Every document that was issued, and what became of it."""
    if not lives:
        return None
    headings = (tr("Number"), tr("Credit type"), tr("Amount"), tr("Issued"), tr("What became of it"), tr("Replaced by"))
    rows = (
        (
            life.number,
            life.credit,
            amount_text(life.amount) if life.credit else "",
            day_text(life.issued.astimezone().date()),
            fate_text(life) or tr("Counts"),
            life.replaced_by or "",
        )
        for life in lives
    )
    return Table(title=tr("Documents"), headings=headings, rows=tuple(rows))


def revoked_message(life: DocumentLife) -> Message:
    """Over a document that is shown and counts no more."""
    return Message(
        what=tr("This document counts no more."),
        meaning=tr("{label}: {text}").format(label=life.number, text=fate_text(life)),
        remedy=replacement_text(life.replaced_by),
        action=tr("Show what counts"),
        tone=Tone.BAD,
    )


# --- corrections ---------------------------------------------------------------------------------------------


def consequence_message(numbers: Sequence[str], *, sent: bool, other_claims: int = 0) -> Message:
    """What a correction will do, told before it is done; `other_claims` are taken back beside the one corrected."""
    meaning = tr("It counts no more from then on. The new one has a number of its own, and says which it replaces.")
    if len(numbers) > 1:
        meaning = tr("They count no more from then on. What is issued in their place has numbers of its own.")
    if other_claims:
        others = tr("All that you claimed in this course is taken back with it, to be claimed anew.")
        meaning = sentences(meaning, others)
    remedy = tr("If you handed it to somebody, hand in the new one.")
    if sent:
        remedy = tr("The completion file that you sent already should be sent again afterwards.")
    what = counted(
        "Certificate {numbers} will be revoked.",
        "{numbers} will be revoked.",
        len(numbers),
        numbers=listed(numbers),
    )
    return Message(what=what, meaning=meaning, remedy=remedy)


def no_other_amount(face: OfferFace) -> str:
    """There is one amount only, and it was claimed."""
    if face.offer.whole_only:
        return tr("This credit is given for the whole course only: there is no other amount.")
    return tr("What you watched supports {amount} and no other amount.").format(amount=amount_text(face.limit))


def corrected_message(done: Corrected) -> Message:
    """What a correction did; where the completion file was sent before, its button leads to sending it again."""
    new = done.state.facts.number
    what = counted(
        "{old} counts no more. {new} replaces it.",
        "{old} count no more. {new} stands in their place.",
        len(done.revoked),
        old=listed(done.revoked),
        new=new,
    )
    message = Message(what=what, tone=Tone.GOOD, dismissible=True)
    return with_reminder(message) if done.state.sent_before else message


def sent_before_message() -> Message:
    return with_reminder(Message(what=tr("Something was corrected since you wrote the completion file."), meaning=""))


def with_reminder(message: Message) -> Message:
    return Message(
        what=message.what,
        meaning=tr("Whoever received the completion file of this course does not know it yet: send it again."),
        action=tr("Send again…"),
        tone=message.tone,
        dismissible=True,
    )


def renamed_message(state: CertificateState) -> Message:
    """The learner's name is another one now."""
    return Message(
        what=tr("This document shows your name as it was when it was issued."),
        meaning=tr("It stays valid; a change under Profile applies to what is issued from then on."),
        action=tr("Have it issued anew…") if state.correctable else "",
        dismissible=True,
    )


def listed(numbers: Sequence[str]) -> str:
    """ "A, B and C"."""
    if len(numbers) < 2:
        return "".join(numbers)
    return tr("{first} and {last}").format(first=", ".join(numbers[:-1]), last=numbers[-1])


def _runs(runs: tuple[Run, ...]) -> Runs:
    return [(run.text, run.italic) for run in runs]


def _plain(text: str) -> Runs:
    return [(text, False)]


def _plain_if(text: str) -> Runs:
    return _plain(text) if text else []


def _labelled(label: str, text: str) -> Runs:
    return [(tr("{label}: {text}").format(label=label, text=text), False)] if text else []


def _labelled_runs(label: str, runs: tuple[Run, ...]) -> Runs:
    before, _, after = tr("{label}: {text}").partition("{text}")
    return [(before.format(label=label), False), *_runs(runs), *_plain_if(after)] if runs else []


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
