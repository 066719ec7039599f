"""How an upload is told: how far it is, what came of it, and where a secret is kept."""

from __future__ import annotations

from player.domain.uploading import KeyTried, SetAside, Uploaded
from player.ui.language import counted, moment_text, said, sentences, told, tr
from player.ui.widgets.banner import Message
from player.ui.widgets.tone import Tone
from player.ui.wording import problem_message

MOST_REASONS = 3


def secret_text(*, keeps_secrets: bool) -> str:
    if keeps_secrets:
        return tr("The secret is kept in this computer’s own key store, never in a file of Carrel’s.")
    return tr("This computer has no key store: the secret is used once, and kept nowhere.")


def secret_from_text() -> str:
    return tr("Your provider gives you the user and the secret for its store.")


def nothing_sent_text() -> str:
    return tr("The store was only asked; nothing was sent.")


def tested_message(tried: KeyTried) -> Message:
    if tried is KeyTried.TAKEN:
        return Message(what=tr("This store takes your key. Nothing was sent."), tone=Tone.GOOD, dismissible=True)
    return Message(
        what=tr("The store answers, and lets your key read nothing."),
        meaning=tr("Some keys may only upload. Whether yours may shows when you press Upload; nothing was sent."),
        dismissible=True,
    )


def progress_text(done: int, whole: int) -> str:
    return counted("{done} of {count} statement", "{done} of {count} statements", whole, done=done)


def uploaded_message(uploaded: Uploaded) -> Message:
    """ "48 statements stored, 2 set aside", why, and what is left for another time."""
    stored, aside = uploaded.sent + uploaded.known, uploaded.set_aside
    if uploaded.problem is not None and not stored:
        return problem_message(uploaded.problem, dismissible=True)
    what = counted("{count} statement stored", "{count} statements stored", stored)
    if aside:
        what = counted("{stored}, {count} set aside", "{stored}, {count} set aside", len(aside), stored=what)
    return Message(
        what=what,
        meaning=sentences(_known(uploaded), _reasons(aside), _left(uploaded)),
        remedy=sentences(_stopped(uploaded), _again(uploaded)),
        details="\n".join(f"{one.id}: {said(one.reason) or one.cause}" for one in aside),
        tone=Tone.GOOD if uploaded.is_complete else Tone.CAUTION,
        dismissible=True,
    )


def _known(uploaded: Uploaded) -> str:
    if not uploaded.known:
        return ""
    return counted(
        "{count} of them was there before: nothing counts twice.",
        "{count} of them were there before: nothing counts twice.",
        uploaded.known,
    )


def _reasons(aside: tuple[SetAside, ...]) -> str:
    """In the store's own words, each once."""
    found = list(dict.fromkeys(said(one.reason) or str(one.cause) for one in aside))
    return tr("Why: {reasons}").format(reasons="; ".join(found[:MOST_REASONS])) if found else ""


def _left(uploaded: Uploaded) -> str:
    if not uploaded.left:
        return ""
    return counted("{count} is left for the next upload.", "{count} are left for the next upload.", uploaded.left)


def _stopped(uploaded: Uploaded) -> str:
    problem = uploaded.problem
    if problem is not None:
        telling = told(problem)
        return sentences(telling.what, telling.remedy)
    return tr("Upload again when you like: what is stored is not sent twice.") if uploaded.left else ""


def _again(uploaded: Uploaded) -> str:
    when = uploaded.again_at
    return tr("The store asks to be left alone until {moment}.").format(moment=moment_text(when)) if when else ""
