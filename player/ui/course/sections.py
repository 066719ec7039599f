"""The parts of the course page that tell what the provider says; a fact that is absent has no part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count, repeat

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from player.domain.certificate import emphasised
from player.domain.course import Course, Role
from player.domain.requirement import Finding, Verdict
from player.ui.course.policy_words import policy_lines
from player.ui.course.words import (
    accreditation_text,
    date_rule_text,
    disclosure_lines,
    funding_lines,
    money_text,
    occasion_text,
    person_text,
    quiz_text,
    requirements_text,
    rest_text,
    tr,
)
from player.ui.findings import face_of, verdict_text, worst_first
from player.ui.language import day_text
from player.ui.theme import Theme
from player.ui.widgets.finding import FindingRow
from player.ui.widgets.prose import Prose
from player.ui.widgets.section import Section
from player.ui.widgets.words import Words

MOST_SHOWN = 8
"""More answers than these are folded away; the check-up has all of them."""


class Sections:
    """Builds the sections of one course into a column."""

    def __init__(self, theme: Theme, column: QVBoxLayout) -> None:
        self._theme = theme
        self._column = column

    def about(self, course: Course) -> None:
        """Summary, recorded where, who it is for, what is off-label, who paid."""
        section = self._section(tr("About"))
        self._marked(section.body, course.summary)
        occasion = course.occasion
        if occasion is not None:
            where = " ".join(part for part in (occasion.name, occasion.place) if part)
            self._texts(section, (occasion_text(occasion.verb, where), occasion.note))
        parts = (course.format.kind, course.format.medium, course.format.participation)
        self._labelled(section, tr("Format"), ", ".join(part for part in parts if part))
        self._labelled(section, tr("Off-label use"), marked=course.off_label)
        if course.preview:
            self._texts(section, (tr("A preview: the page can be read before the course is taken."),))

    def audience(self, course: Course) -> None:
        """A heading without words under it is shown as it is; no heading is no section."""
        if course.audience is None:
            return
        section = self._section(tr("Who it is for"))
        self._list(section, course.audience or (tr("The provider has not said."),))

    def objectives(self, course: Course) -> None:
        if course.objectives:
            section = self._section(tr("What you will be able to do"))
            self._items(section, repeat("•"), course.objectives)

    def faculty(self, course: Course) -> None:
        """Speakers with their topics."""
        if course.talks:
            section = self._section(tr("Faculty"))
            for talk in course.talks:
                self._labelled(section, person_text(course, course.person(talk.person)), talk.topic)

    def disclosures(self, course: Course) -> None:
        """What everyone in control of the content discloses: shown before it starts (ACCME)."""
        section = self._section(tr("Disclosures"))
        standard = tr("Disclosure follows the {standard}.").format(standard=course.disclosure_standard)
        mitigated = tr("All relevant financial relationships have been mitigated.")
        followed = standard if course.disclosure_standard else ""
        self._marked(section.body, course.disclosure_statement)
        self._texts(section, (followed, mitigated if course.relationships_mitigated else ""))
        titles = {Role.PRESENTER: tr("Presenters"), Role.PLANNER: tr("Planners"), Role.REVIEWER: tr("Reviewers")}
        for role, title in titles.items():
            self._people(section, title, [disclosure_lines(course, d) for d in course.disclosures if d.role is role])
        for funding in course.funding:
            self._labelled(section, tr("Support"), *funding_lines(funding), marked=funding.statement)

    def credit(self, course: Course) -> None:
        """How credit is earned, who accredits, the designation word for word."""
        section = self._section(tr("How credit is earned"))
        self._items(section, (f"{number}." for number in count(1)), course.credit.how_earned)
        if course.quiz is not None:
            self._texts(section, (quiz_text(course.quiz),))
        self._texts(section, (course.credit.claim_rule, date_rule_text(course)))
        accreditation = course.provider.accreditation
        self._labelled(section, tr("Accreditation"), accreditation_text(course), accreditation.statement)
        for offer in course.credit.offers:
            if offer.designation:
                prose = Prose(self._theme)
                prose.render_runs([(run.text, run.italic) for run in emphasised(offer, offer.designation)])
                section.body.addWidget(prose)

    def policy(self, course: Course) -> None:
        """What counts as having watched, told before the start."""
        section = self._section(tr("What counts as watched"))
        self._texts(section, policy_lines(course))

    def prices(self, course: Course) -> None:
        if len(course.prices) > 1 or course.availability.purchase_opens:
            section = self._section(tr("Prices"), folds=True)
            opens = course.availability.purchase_opens
            when = [tr("Can be bought from {day}").format(day=day_text(opens))] if opens else []
            each = [tr("{label}: {text}").format(label=one.label, text=money_text(one)) for one in course.prices]
            self._list(section, [*each, *when])

    def requirements(self, findings: Iterable[Finding]) -> QPushButton | None:
        """What the course asks of a machine: what is lacking or open is shown, the rest folded away.

        Returns the button that leads to the check-up; None where nothing is asked.
        """
        rows = worst_first(findings)
        if not rows:
            return None
        section = self._section(tr("What it asks of this computer"))
        section.body.addWidget(Words(requirements_text(rows), "strong"))
        telling = [one for one in rows if one.verdict in (Verdict.NOT_MET, Verdict.CANNOT_TELL)]
        shown = telling[:MOST_SHOWN]
        self._findings(section.body, shown)
        if rows[len(shown) :]:
            section.body.addWidget(self._folded(rows[len(shown) :], alone=not shown))
        button = QPushButton(tr("Check this computer for this course"))
        button.setIcon(self._theme.icons.icon("monitor-check"))
        section.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        return button

    def _folded(self, findings: list[Finding], *, alone: bool) -> Section:
        """Made once it is unfolded: there may be hundreds."""
        folded = Section(self._theme, rest_text(len(findings), alone=alone), folds=True)
        folded.fold(True)

        def make(away: bool) -> None:
            if not away and folded.body.isEmpty():
                self._findings(folded.body, findings)

        folded.folded.connect(make)
        return folded

    def _findings(self, column: QVBoxLayout, findings: Iterable[Finding]) -> None:
        shown = tuple(findings)
        words = {verdict_text(finding) for finding in shown}
        for finding in shown:
            row = FindingRow(self._theme)
            row.take_words(words)
            face = face_of(finding)
            # What is not known at once is not to be acted upon yet: the check-up finds it out.
            row.render_face(replace(face, remedy="") if finding.verdict is Verdict.CANNOT_TELL else face)
            column.addWidget(row)

    def contacts(self, course: Course) -> None:
        """Whom to ask, privacy, copyright, powered by; where nothing is known, no heading stands alone."""
        if not (course.contacts or course.privacy_policy or course.copyright or course.powered_by):
            return
        section = self._section(tr("Contacts and notes"))
        for contact in course.contacts:
            how = ", ".join(part for part in (contact.telephone, contact.email, contact.url) if part)
            self._labelled(section, contact.label, how or tr("The provider gives no address."))
        self._labelled(section, tr("Privacy"), marked=course.privacy_policy)
        self._texts(section, (course.copyright, course.powered_by), role="muted")

    def _section(self, title: str, *, folds: bool = False) -> Section:
        section = Section(self._theme, title, folds=folds)
        self._column.addWidget(section)
        return section

    def _texts(self, section: Section, texts: Iterable[str], *, role: str = "body") -> None:
        for text in texts:
            if text:
                section.body.addWidget(self._prose(text, role=role))

    def _list(self, section: Section, texts: Iterable[str]) -> None:
        """Lines that belong together stand close together."""
        lines = QVBoxLayout()
        lines.setSpacing(self._theme.space("half"))
        for text in texts:
            lines.addWidget(self._prose(text))
        section.body.addLayout(lines)

    def _items(self, section: Section, markers: Iterable[str], texts: Sequence[str]) -> None:
        if not texts:
            return
        prose = Prose(self._theme)
        prose.render_items(markers, texts)
        section.body.addWidget(prose)

    def _prose(self, text: str, *, role: str = "body") -> Prose:
        prose = Prose(self._theme, role=role)
        prose.render_text(text)
        return prose

    def _marked(self, column: QVBoxLayout, text: str) -> None:
        """What the provider wrote at length, which may have marks."""
        if text:
            prose = Prose(self._theme)
            prose.render_markdown(text)
            column.addWidget(prose)

    def _people(self, section: Section, label: str, people: Sequence[tuple[str, str]]) -> None:
        """Each with what is said of them right below, and apart from the next; without anybody there is no label."""
        if not people:
            return
        column = QVBoxLayout()
        column.setSpacing(self._theme.space("one"))
        column.addWidget(Words(label, "strong"))
        for who, what in people:
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(self._prose(who))
            pair.addWidget(self._prose(what, role="muted"))
            column.addLayout(pair)
        section.body.addLayout(column)

    def _labelled(self, section: Section, label: str, *texts: str, marked: str = "") -> None:
        """A label with what belongs to it right below; without a text there is no label."""
        given = [text for text in texts if text]
        if given or marked:
            pair = QVBoxLayout()
            pair.setSpacing(self._theme.space("half"))
            pair.addWidget(Words(label, "strong"))
            for text in given:
                pair.addWidget(self._prose(text))
            self._marked(pair, marked)
            section.body.addLayout(pair)
