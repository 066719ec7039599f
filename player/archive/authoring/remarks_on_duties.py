"""A provider's duties for the linter: what is told before the start, disclosure, dates, access for everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from player.archive.authoring.notes import Note
from player.domain.course import Availability, Course
from player.domain.credit import DateRule
from player.domain.picture import Picture

_YEARS_WITHOUT_REVIEW = 3
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def dates_run_backwards(course: Course) -> Iterator[Note]:
    when = course.availability
    starts = {
        "it opens": when.opens,
        "purchase opens": when.purchase_opens,
        "it was released": when.released,
        "it was reviewed": when.reviewed,
    }
    for words, day in starts.items():
        if day is not None and day > when.last_day:
            yield Note("dates", "availability", f"The last day, {when.last_day}, lies before {words}, {day}.")
    if when.released and when.reviewed and when.reviewed < when.released:
        yield Note("dates", "availability", "It was reviewed before it was released.")


def review_dates(course: Course) -> Iterator[Note]:
    """ACCME: release and last review are told; not certified for more than 3 years without review."""
    when = course.availability
    if when.released is None:
        yield Note("release-date", "availability", "The date of original release is missing.")
    if when.reviewed is None:
        yield Note("review-date", "availability", "The date of the most recent review is missing.")
    if when.last_day > _review_due(when):
        yield Note("review-due", "availability", "It runs for more than 3 years without a review.")


def _review_due(when: Availability) -> date:
    since = when.reviewed or when.released or when.opens
    try:
        return since.replace(year=since.year + _YEARS_WITHOUT_REVIEW)
    except ValueError:  # the 29th of February
        return since.replace(year=since.year + _YEARS_WITHOUT_REVIEW, day=28) + timedelta(days=1)


def told_before_the_start(course: Course) -> Iterator[Note]:
    """ACCME, internet enduring materials: what a learner is told before taking part."""
    told = {
        "objectives": bool(course.objectives),
        "format.medium": bool(course.format.medium),
        "format.participation": bool(course.format.participation),
        "credit.how_earned": bool(course.credit.how_earned),
        "requirement": bool(course.requirements),
        "privacy_policy": bool(course.privacy_policy),
        "copyright": bool(course.copyright),
        "people": bool(course.people),
    }
    for place, is_told in told.items():
        if not is_told:
            yield Note("told-before", place, "Learners are told this before they start, and it is missing.")


def relationships_not_mitigated(course: Course) -> Iterator[Note]:
    for disclosure in course.disclosures:
        for relationship in disclosure.relationships:
            if not relationship.mitigated:
                yield Note(
                    "not-mitigated",
                    f"disclosure {disclosure.person}",
                    f"The relationship with {relationship.company} is not marked as mitigated.",
                )
            if not relationship.company.strip() or not relationship.nature.strip():
                yield Note(
                    "relationship",
                    f"disclosure {disclosure.person}",
                    "A company or the nature of a relationship is missing.",
                )


def disclosures_missing(course: Course) -> Iterator[Note]:
    if not course.disclosure_statement.strip():
        yield Note("disclosure-statement", "disclosure", "The statement on disclosure is missing.")
    disclosing = {disclosure.person for disclosure in course.disclosures}
    if not disclosing:
        yield Note("disclosures", "disclosure", "Nobody discloses: list everyone in control of content.")
    for person in dict.fromkeys(talk.person for talk in course.talks):
        if disclosing and person not in disclosing:
            yield Note("disclosures", f"talk {person}", "This speaker discloses nothing, not even “none”.")


def mitigation_unsaid(course: Course) -> Iterator[Note]:
    """ACCME: learners are told that relevant relationships were mitigated, wherever anyone has one."""
    has_any = any(disclosure.relationships for disclosure in course.disclosures)
    if has_any and not course.relationships_mitigated and "mitigat" not in course.disclosure_statement.lower():
        text = "Somebody has a relationship, and nothing says that all were mitigated (all_mitigated = true)."
        yield Note("mitigation-statement", "disclosure", text)


def accreditation_missing(course: Course) -> Iterator[Note]:
    accreditation = course.provider.accreditation
    if not accreditation.statement.strip():
        yield Note("accreditation", "provider.accreditation", "The accreditation statement is missing.")
    if not accreditation.bodies:
        yield Note("accreditation", "provider.accreditation", "Nobody is named who accredits.")


def contacts_missing(course: Course) -> Iterator[Note]:
    purposes = {contact.purpose for contact in course.contacts}
    for purpose in ("activity", "technical"):
        if purpose not in purposes:
            yield Note("contact", "contact", f"There is no contact with the purpose “{purpose}”.")
    for contact in course.contacts:
        if not (contact.telephone or contact.email or contact.url):
            yield Note("contact", f"contact {contact.purpose}", "It says neither telephone, email nor address.")


def evaluation_missing(course: Course) -> Iterator[Note]:
    if not course.evaluation.items:
        yield Note("no-evaluation", "evaluation", "It asks nothing.")


def bias_question_missing(course: Course) -> Iterator[Note]:
    if not any(item.about_bias for item in course.evaluation.items):
        yield Note("bias-question", "evaluation", "No item asks about commercial bias (about_bias = true).")


def event_date_missing(course: Course) -> Iterator[Note]:
    occasion = course.occasion
    if course.credit.date_rule is DateRule.EVENT and not (occasion and occasion.when):
        yield Note("event-date", "occasion", "Certificates show the event's date, and no event date is given.")


def captions_missing(course: Course) -> Iterator[Note]:
    for session in course.sessions:
        place, known = f"session {session.id}", [captions.language for captions in session.captions]
        if not known:
            yield Note("captions", place, "It has no captions.")
        elif not any(_main(language) == _main(course.language) for language in known):
            text = f"No captions are in the course's own language, “{course.language}”."
            yield Note("captions-language", place, text)
        for number, language in enumerate(known, 1):
            if not _LANGUAGE.fullmatch(language):
                text = f"“{language}” is no language tag such as en or pt-BR."
                yield Note("captions-language", f"{place}, captions {number}", text)
            elif language.lower() in (earlier.lower() for earlier in known[: number - 1]):
                text = f"There are captions in “{language}” already."
                yield Note("captions-language", f"{place}, captions {number}", text)


def _main(language: str) -> str:
    return language.partition("-")[0].lower()


def words_for_pictures_missing(course: Course) -> Iterator[Note]:
    pictures: list[tuple[str, Picture | None]] = [("cover", course.cover)]
    pictures += [("grant.signature", course.grant.signature)] if course.grant else []
    pictures += [("certificate.logo", course.certificate.logo)] if course.certificate else []
    pictures += [(f"session {session.id}", session.poster) for session in course.sessions]
    for place, picture in pictures:
        if picture and (not picture.alt.strip() or picture.alt.strip() == picture.path.rpartition("/")[2]):
            yield Note("alt-text", place, f"{picture.path} has no words for those who do not see it.")


def minutes_too_short(course: Course) -> Iterator[Note]:
    if course.duration_ms > course.estimated_minutes * 60_000 + 60_000:
        yield Note("estimated-minutes", "estimated_minutes", "The recordings last longer than that.")


def chapters_out_of_order(course: Course) -> Iterator[Note]:
    for session in course.sessions:
        times = [chapter.at_ms for chapter in session.chapters]
        if times != sorted(set(times)):
            yield Note("chapters", f"session {session.id}", "Its chapters do not follow each other in time.")


def grant_missing(course: Course) -> Iterator[Note]:
    if course.grant is None:
        text = "Without a grant no certificate is printed, only a record of participation."
        yield Note("grant", "grant", text)
