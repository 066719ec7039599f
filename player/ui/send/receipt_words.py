"""What receipts mean: of one all that it says, of several how many confirm credit, and each that does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from player.desk.earned import CreditRow
from player.domain.problem import Problem
from player.domain.receipt import Outcome, Receipt
from player.ui.language import bulleted, counted, day_text, sentences, tr
from player.ui.send.state import Brought, SendState
from player.ui.send.words import claims_text
from player.ui.widgets.banner import Message
from player.ui.widgets.tone import Tone
from player.ui.wording import problem_message

MOST_TOLD = 5
"""That do not confirm; the rest stands in the details."""


@dataclass(frozen=True, slots=True)
class _Said:
    name: str
    message: Message

    @property
    def is_good(self) -> bool:
        return self.message.tone is Tone.GOOD

    @property
    def short(self) -> str:
        text = sentences(self.message.what, self.message.meaning)
        return tr("{label}: {text}").format(label=self.name, text=text)

    @property
    def line(self) -> str:
        return sentences(self.short, self.message.remedy)


def receipt_message(receipt: Receipt, claims: Sequence[CreditRow], *, is_settled: bool = False) -> Message:
    """What a provider says of a file. `is_settled`: another receipt confirms all that was claimed there."""
    day, provider = day_text(receipt.received.astimezone().date()), receipt.provider
    if receipt.outcome is Outcome.REFUSED:
        return Message(
            what=tr("{provider} refused the file of {day}.").format(provider=provider, day=day),
            meaning=receipt.reason or tr("It gives no reason."),
            remedy=tr("Your credit counts all the same: another receipt confirms it.")
            if is_settled
            else tr(
                "Your credit stays recorded here. If you can mend what is said, write the file anew and hand it in; if "
                "not, ask your provider."
            ),
            tone=Tone.CAUTION if is_settled else Tone.BAD,
            dismissible=True,
        )
    credit = claims_text(claims) if claims else counted("{count} claim", "{count} claims", len(receipt.credited))
    counts = tr("It counts {credit}.").format(credit=credit) if receipt.credited else tr("It counts no credit of it.")
    gone = tr("What you took back counts no more.") if receipt.taken_back else ""
    return Message(
        what=tr("{provider} has your completion, since {day}.").format(provider=provider, day=day),
        meaning=sentences(counts, gone, receipt.reason),
        tone=Tone.GOOD,
        dismissible=True,
    )


def receipts_message(receipts: Sequence[Brought], state: SendState) -> Message | None:
    """What came of one receipt; of several, how many were accepted, and each that was not."""
    said = [_Said(one.file.name, _message(one.found, state)) for one in receipts]
    if len(said) < 2:
        return said[0].message if said else None
    others = [one for one in said if not one.is_good]
    good = len(said) - len(others)
    remedies = dict.fromkeys(one.message.remedy for one in others)
    is_shared = len(remedies) == 1
    lines = [bulleted(one.short if is_shared else one.line) for one in others[:MOST_TOLD]]
    if len(others) > MOST_TOLD:
        more = len(others) - MOST_TOLD
        lines.append(counted("And {count} more, in the details.", "And {count} more, in the details.", more))
    return Message(
        what=_how_many(good, len(said)),
        meaning="\n".join(lines),
        remedy="".join(remedies) if is_shared else "",
        details="\n".join(one.line for one in (*others, *(one for one in said if one.is_good))),
        tone=Tone.CAUTION if others else Tone.GOOD,
        dismissible=True,
    )


def _message(found: Receipt | Problem, state: SendState) -> Message:
    if isinstance(found, Problem):
        return problem_message(found, dismissible=True)
    return receipt_message(found, state.claims(found), is_settled=state.is_settled(found))


def _how_many(good: int, count: int) -> str:
    """Of several receipts."""
    if good == count:
        return counted("The receipt confirms credit.", "All {count} receipts confirm credit.", count)
    if not good:
        return counted("The receipt confirms no credit.", "None of the {count} receipts confirms credit.", count)
    return counted(
        "{good} of {count} receipt confirms credit.", "{good} of {count} receipts confirm credit.", count, good=good
    )
