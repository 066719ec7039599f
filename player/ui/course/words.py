"""What the course page says about a course: its facts as pairs, its steps as faces, its money as text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication

from player.domain.checkup.report import lacking
from player.domain.course import Course, Disclosure, Funding, Person, Price, Relationship, Standing
from player.domain.credit import DateRule
from player.domain.progress import LOCK_WORDS, Lock, Progress, Step, StepName
from player.domain.progress import StepState as State
from player.domain.quiz import Quiz
from player.domain.requirement import Finding, Verdict
from player.ui.course.state import CourseState
from player.ui.findings import all_the_same, lacking_text
from player.ui.language import amount_text, counted, day_text, said_each, sentences, tr
from player.ui.language.isolating import in_line
from player.ui.widgets.sided import direction_in
from player.ui.widgets.stepper import StepFace, StepState
from player.ui.wording import foreign_text, minutes_text, most_claimable

_MIRRORED = Qt.LayoutDirection.RightToLeft
_STATES = {
    State.DONE: StepState.DONE,
    State.OPEN: StepState.OPEN,
    State.LOCKED: StepState.LOCKED,
    State.ABSENT: StepState.NOT_NEEDED,
}


def key_facts(state: CourseState) -> list[tuple[str, str]]:
    """The row under the title: dates, minutes, price for the learner's class, credit."""
    course, days = state.course, state.course.availability
    price = course.price_for(state.membership) or (course.prices[0] if course.prices else None)
    return [
        (tr("Released"), day_text(days.released) if days.released else ""),
        (tr("Last reviewed"), day_text(days.reviewed) if days.reviewed else ""),
        (tr("Opens"), day_text(days.opens) if state.progress.standing is Standing.NOT_YET_OPEN else ""),
        (tr("Last day for credit"), day_text(days.last_day)),
        (tr("Time"), minutes_text(course.estimated_minutes * 60_000)),
        (tr("Price"), price_text(price) if price else ""),
        (tr("Credit"), amount_text(course.credit.offers[0].maximum)),
        (tr("Language"), foreign_text(course)),
    ]


def price_text(price: Price) -> str:
    """ "USD 18.75 (member)", or "free"."""
    if price.minor_units == 0:
        return money_text(price)
    return tr("{price} ({label})").format(price=money_text(price), label=price.label)


def money_text(price: Price) -> str:
    """ "USD 18.75", or "free"."""
    if price.minor_units == 0:
        return tr("free", "it costs nothing")
    amount = QLocale().toString(float(Decimal(price.minor_units) / 100), "f", 2)
    return tr("{currency} {amount}").format(currency=price.currency, amount=amount)


def step_title(name: StepName) -> str:
    return {
        StepName.BEFORE: tr("Before you start"),
        StepName.WATCH: tr("Watch"),
        StepName.QUIZ: tr("Quiz"),
        StepName.EVALUATION: tr("Evaluation"),
        StepName.CLAIM: tr("Claim"),
        StepName.CERTIFICATE: tr("Certificate"),
    }[name]


def step_faces(progress: Progress, *, public: bool = False) -> list[StepFace]:
    """The stepper's faces; a locked step says why and how it is unlocked."""
    return [
        StepFace(
            key=step.name,
            title=step_title(step.name),
            state=_STATES[step.state],
            reason=step_reason(step, progress, public=public),
            word=lock_word(step.lock) if step.state is State.LOCKED and step.lock is not None else "",
        )
        for step in progress.steps
    ]


def lock_word(lock: Lock) -> str:
    """Why a step is locked, in the two words that stand under its title."""
    return {
        Lock.NOT_YET_OPEN: tr("Not open yet"),
        Lock.EXPIRED: tr("Expired"),
        Lock.DISCLOSURES_FIRST: tr("Disclosures first"),
        Lock.WATCH_FIRST: tr("Watch first"),
        Lock.CHECKPOINT_FIRST: tr("Answer first"),
        Lock.QUIZ_FIRST: tr("Quiz first"),
        Lock.NO_ATTEMPTS_LEFT: tr("No attempt left"),
        Lock.EVALUATION_FIRST: tr("Evaluation first"),
        Lock.COMPLETED_TOO_LATE: tr("Finished too late"),
        Lock.NOTHING_SUPPORTED: tr("Watch more first"),
        Lock.CLAIM_FIRST: tr("Claim first"),
    }[lock]


def step_reason(step: Step, progress: Progress, *, public: bool = False) -> str:
    """One sentence under the stepper; in a public place a document is taken along."""
    if public and step.name is StepName.CERTIFICATE and step.state is State.DONE:
        return tr("Issued, and ready to be taken with you.")
    if step.lock is not None:
        return sentences(*said_each(LOCK_WORDS[step.lock]))
    if step.state is State.ABSENT:
        return tr("This course has no quiz.")
    if step.name is StepName.WATCH and step.state is State.OPEN:
        percent = progress.seen_permille // 10
        left = minutes_text(progress.unseen_ms)
        return tr("{percent} % watched, {left} left.").format(percent=percent, left=left)
    if step.name is StepName.CLAIM and step.state is State.OPEN:
        most = most_claimable(progress)
        if not most:
            return tr("No credit type of this course is meant for the profession in your profile.")
        return tr("What you watched supports {amount}.").format(amount=amount_text(most))
    return _done_text(step.name) if step.state is State.DONE else ""


def _done_text(name: StepName) -> str:
    return {
        StepName.BEFORE: tr("Read and acknowledged."),
        StepName.WATCH: tr("Enough was watched; watch again whenever you like."),
        StepName.QUIZ: tr("Passed."),
        StepName.EVALUATION: tr("Sent. Thank you."),
        StepName.CLAIM: tr("Claimed."),
        StepName.CERTIFICATE: tr("Issued; print or save it again whenever you like."),
    }[name]


def action_text(name: StepName, progress: Progress, *, public: bool = False) -> str:
    """The word on the one primary button."""
    if public and name is StepName.CERTIFICATE:
        return tr("Show the certificate")
    if name is StepName.WATCH:
        return tr("Go on watching") if progress.seen_permille else tr("Start watching")
    return {
        StepName.BEFORE: tr("Before you start"),
        StepName.QUIZ: tr("Take the quiz"),
        StepName.EVALUATION: tr("Fill in the evaluation"),
        StepName.CLAIM: tr("Claim credit"),
        StepName.CERTIFICATE: tr("Print the certificate"),
    }[name]


def person_text(course: Course, person: Person) -> str:
    """Name and degrees, in the order in which the course's language is read."""
    return in_line(", ", (person.name, person.credentials), mirrored=direction_in(course.language) is _MIRRORED)


def disclosure_lines(course: Course, disclosure: Disclosure) -> tuple[str, str]:
    """One person: name, degrees and place; and the relationships, or that there are none."""
    person, mirrored = course.person(disclosure.person), direction_in(course.language) is _MIRRORED
    where = in_line(", ", (person.position, person.affiliation), mirrored=mirrored)
    what = "; ".join(map(_relationship_text, disclosure.relationships))
    line = in_line(" · ", (person_text(course, person), where), mirrored=mirrored)
    return line, what or tr("No relevant financial relationships to disclose.")


def _relationship_text(relationship: Relationship) -> str:
    mirrored = QGuiApplication.isRightToLeft()
    nature, company = (in_line("", (part,), mirrored=mirrored) for part in (relationship.nature, relationship.company))
    state = tr("mitigated") if relationship.mitigated else tr("not mitigated")
    return tr("{nature}: {company} ({state})").format(nature=nature, company=company, state=state)


def funding_lines(funding: Funding) -> list[str]:
    """Who paid, in what way, and since when; the provider's statement follows them."""
    source = tr("{source}, grant {grant}").format(source=funding.source, grant=funding.grant)
    since = funding.in_force_since
    in_force = tr("In force since {day}").format(day=day_text(since)) if since else ""
    lines = (source if funding.grant else funding.source, funding.nature, in_force)
    return [line for line in lines if line]


def accreditation_text(course: Course) -> str:
    """By whom the provider is accredited, alone or jointly, and for whom."""
    provider, given = course.provider, course.provider.accreditation
    if not given.bodies:
        return ""
    template = (
        tr("{provider} is jointly accredited by {bodies}")
        if given.joint
        else tr("{provider} is accredited by {bodies}")
    )
    text = template.format(provider=provider.name, bodies=", ".join(given.bodies))
    if not given.audience:
        return tr("{text}.").format(text=text)
    return tr("{text}, for {audience}.").format(text=text, audience=given.audience.removeprefix("for "))


def occasion_text(verb: str, where: str) -> str:
    """Where it was recorded; a word of the provider's own stays as it is."""
    if verb == "recorded at":
        return tr("Recorded at {where}.").format(where=where)
    return tr("{held} {where}.").format(held=verb[:1].upper() + verb[1:], where=where)


def date_rule_text(course: Course) -> str:
    """Which date the certificate will show."""
    if course.credit.date_rule is DateRule.EVENT:
        return tr("The certificate shows the date of the event and the hours earned.")
    return tr("The certificate shows the date on which you complete the course, and the hours earned.")


def quiz_text(quiz: Quiz) -> str:
    """The performance level, told before the start (an AMA rule), and how often it may be tried."""
    score = tr("Passing score of the quiz: {percent} %.").format(percent=quiz.passing_percent)
    often = tr("It may be taken again as often as you like.")
    if quiz.attempts is not None:
        often = counted("It may be taken once.", "It may be taken {count} times.", quiz.attempts)
    return sentences(score, often)


def requirements_text(findings: Sequence[Finding]) -> str:
    """What this computer comes to, by what is known at once."""
    lacks = len(lacking(findings))
    if lacks:
        return sentences(lacking_text(lacks), all_the_same())
    open_ = sum(finding.verdict is Verdict.CANNOT_TELL for finding in findings)
    if open_:
        return counted(
            "Nothing is lacking as far as can be seen at once; one answer is open.",
            "Nothing is lacking as far as can be seen at once; {count} answers are open.",
            open_,
        )
    return tr("This computer has what the course asks.")


def rest_text(count: int, *, alone: bool) -> str:
    """Over the answers that need nobody's attention; `alone`: there are no others."""
    if alone:
        return tr("All that it asks ({count})").format(count=count)
    return tr("The rest ({count})").format(count=count)
