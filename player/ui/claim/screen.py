"""The claim as a picture: one question at a time, then the credit types with what can be claimed of each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from player.domain.problem import Problem
from player.domain.progress import Lock
from player.ui.claim.claimed import ClaimedPanel
from player.ui.claim.state import ClaimState
from player.ui.claiming.face import OfferFace
from player.ui.claiming.offer import OfferPanel
from player.ui.claiming.permission import PermissionPanel
from player.ui.claiming.who import ProfessionPanel
from player.ui.language import sentences
from player.ui.printed_name import NamePanel
from player.ui.professions import profession_text
from player.ui.theme import Theme, dress
from player.ui.widgets.back import BackButton
from player.ui.widgets.empty import EmptyState
from player.ui.widgets.prose import Prose
from player.ui.widgets.scroll import ScrollPage
from player.ui.widgets.words import Words
from player.ui.wording import lock_words


class ClaimScreen(QWidget):
    """Gestures: `profession_chosen` (a Profession), `name_given` (a PrintedName), `reporting_decided`, `claim_wanted`
    (a ClaimWanted), `certificate_wanted` (an offer's id), `watch_wanted`, `back_wanted`. `public`: it stands where
    anybody can walk up.
    """

    profession_chosen = Signal(object)
    name_given = Signal(object)
    reporting_decided = Signal(bool)
    claim_wanted = Signal(object)
    certificate_wanted = Signal(object)
    watch_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, theme: Theme, *, public: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._state: ClaimState | None = None
        self._changing = False
        self._panels: dict[tuple[str, bool], OfferPanel | ClaimedPanel] = {}
        self._page = ScrollPage(theme, widest=760)
        self._course = Prose(theme, role="muted")
        self._as = Words(wrap=False)
        self._change = QPushButton(self.tr("Change"))
        self._specimen = Words(role="muted")
        self._profession = ProfessionPanel(theme)
        self._name = NamePanel(theme, public=public)
        self._permission = PermissionPanel(theme, public=public)
        self._none = Words()
        self._offers = QVBoxLayout()
        self._locked = EmptyState(theme)
        self._sides = QStackedWidget()
        self._prepare()
        self._lay_out()

    def begin(self, state: ClaimState) -> None:
        """Shows the claim from its top, with the first thing to do in focus."""
        self._changing = False
        self._forget_panels()
        self._page.to_top()
        self.render_state(state)
        self.focus_first()

    def render_state(self, state: ClaimState) -> None:
        """Shows one question, or the offers, or why there is nothing to claim."""
        self._state = state
        if state.lock is not None:
            self._render_lock(state.lock)
            return
        self._sides.setCurrentIndex(0)
        asks = self._asks(state)
        self._course.render_text(state.course.title)
        self._render_as(state)
        note = self.tr("This course is a specimen: claiming works as everywhere, and gives no credit.")
        self._specimen.say(note if state.specimen else "")
        self._profession.setVisible(asks is self._profession)
        self._profession.render_profession(state.profession)
        self._name.setVisible(asks is self._name)
        self._name.render_name(state.learner.name, state.learner.degrees)
        self._permission.setVisible(asks is self._permission)
        self._render_offers(state, shown=asks is None)

    def answer(self, state: ClaimState) -> None:
        """Shows what follows from an answer that was just given."""
        self._changing = False
        self.render_state(state)
        self.focus_first()

    def show_problem(self, offer: str, problem: Problem) -> None:
        """Says at the offer why its claim was refused."""
        panel = self._panels.get((offer, False))
        if isinstance(panel, OfferPanel):
            panel.show_problem(problem)
            self._page.ensureWidgetVisible(panel)

    def focus_first(self) -> None:
        if self._state is None or self._state.lock is not None:
            return
        asks = self._asks(self._state)
        first = asks or next(iter(self._panels.values()), None)
        if first is not None:
            first.focus_first()

    def _asks(self, state: ClaimState) -> ProfessionPanel | NamePanel | PermissionPanel | None:
        """The question that stands before the offers."""
        if state.profession is None or self._changing:
            return self._profession
        if not any(face.claim is None and face.limit > 0 for face in state.faces):
            return None
        if not state.has_name:
            return self._name
        return self._permission if state.asks_permission else None

    def _render_as(self, state: ClaimState) -> None:
        known = state.profession is not None and not self._changing
        self._as.setVisible(known)
        self._change.setVisible(known and state.claimed_as is None)
        if state.profession is not None:
            text = self.tr("You claimed as: {who}") if state.claimed_as else self.tr("You claim as: {who}")
            self._as.setText(text.format(who=profession_text(state.profession)))

    def _render_offers(self, state: ClaimState, *, shown: bool) -> None:
        faces = state.faces if shown else ()
        none = self.tr("This course offers no credit to your profession. The provider can tell more.")
        self._none.say(none if shown and not faces else "")
        wanted = [(face.offer.id, face.claim is not None) for face in faces]
        if wanted != list(self._panels):
            self._forget_panels()
            for key in wanted:
                self._panels[key] = self._new_panel(done=key[1])
                self._offers.addWidget(self._panels[key])
                # At once, not with the next layout: what is not on show cannot take the focus.
                self._panels[key].show()
        leader = _leader(faces)
        for face in faces:
            self._panels[face.offer.id, face.claim is not None].render_face(face, leads=face is leader)

    def _new_panel(self, *, done: bool) -> OfferPanel | ClaimedPanel:
        if done:
            claimed = ClaimedPanel(self._theme)
            claimed.certificate_wanted.connect(self.certificate_wanted)
            return claimed
        panel = OfferPanel(self._theme)
        panel.claim_wanted.connect(self.claim_wanted)
        panel.watch_wanted.connect(self.watch_wanted)
        return panel

    def _forget_panels(self) -> None:
        for panel in self._panels.values():
            panel.hide()
            panel.deleteLater()
        self._panels = {}

    def _render_lock(self, lock: Lock) -> None:
        reason, way = lock_words(lock)
        title = self.tr("Nothing to claim yet") if lock in _OPENS_LATER else self.tr("Nothing can be claimed")
        self._locked.render_empty("lock", title, sentences(reason, way), self.tr("Back to the course"))
        self._sides.setCurrentIndex(1)

    def _start_changing(self) -> None:
        self._changing = True
        if self._state is not None:
            self.render_state(self._state)
            self._profession.focus_first()

    def _prepare(self) -> None:
        dress(self._change, kind="quiet")
        self._change.setAccessibleName(self.tr("Change profession"))
        self._change.clicked.connect(self._start_changing)
        self._profession.chosen.connect(self.profession_chosen)
        self._name.given.connect(self.name_given)
        self._permission.decided.connect(self.reporting_decided)
        self._locked.acted.connect(self.back_wanted)
        self._offers.setSpacing(self._theme.space("two"))

    def _lay_out(self) -> None:
        back = BackButton(self._theme, self.tr("Course"))
        back.clicked.connect(self.back_wanted)
        column = self._page.column
        column.setSpacing(self._theme.space("two"))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._course)
        column.addWidget(Words(self.tr("Claim your credit"), "title"))
        who = QHBoxLayout()
        who.setSpacing(self._theme.space("one"))
        who.addWidget(self._as)
        who.addWidget(self._change)
        who.addStretch(1)
        column.addLayout(who)
        for part in (self._specimen, self._profession, self._name, self._permission, self._none):
            column.addWidget(part)
        column.addLayout(self._offers)
        column.addStretch(1)
        self._sides.addWidget(self._page)
        self._sides.addWidget(self._locked)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._sides)


_OPENS_LATER = (
    Lock.NOT_YET_OPEN,
    Lock.DISCLOSURES_FIRST,
    Lock.WATCH_FIRST,
    Lock.CHECKPOINT_FIRST,
    Lock.QUIZ_FIRST,
    Lock.EVALUATION_FIRST,
    Lock.NOTHING_SUPPORTED,
)


def _leader(faces: tuple[OfferFace, ...]) -> OfferFace | None:
    """The offer with the page's primary button: the first that can be claimed, else the first that was."""
    claimable = (face for face in faces if face.claim is None and face.limit > 0)
    claimed = (face for face in faces if face.claim is not None)
    return next(claimable, None) or next(claimed, None)
