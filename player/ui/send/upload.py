"""The upload as a picture: where to, as whom, by which way, how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from player.domain.uploading import ProxyUse, StoreSettings
from player.ui.language import tr
from player.ui.send.upload_words import progress_text, secret_from_text, secret_text
from player.ui.theme import Theme, dress
from player.ui.widgets.banner import Banner, Message
from player.ui.widgets.card import Panel
from player.ui.widgets.combo import Combo
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.words import Words

STEPS = 1_000
"""Of the bar: statements may be more than a bar can count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFacts:
    """What is known of the store: its settings as they were kept or as the course names it; whether its secret is
    kept, and whether this computer can keep one."""

    settings: StoreSettings
    has_secret: bool = False
    keeps_secrets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadAsked:
    """`secret`: as it was typed, None for the one that is kept."""

    settings: StoreSettings
    secret: str | None


class UploadPanel(Panel):
    """Gestures: `upload_wanted` and `test_wanted` (an UploadAsked each), `cancelled`."""

    upload_wanted = Signal(object)
    test_wanted = Signal(object)
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._facts: StoreFacts | None = None
        self._authority: Path | None = None
        self._address, self._user, self._secret, self._proxy = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self._kept = Words(role="muted")
        self._more = QPushButton(tr("Proxy and certificate…"))
        self._way = QWidget()
        self._proxy_use = Combo()
        self._certificate = Words(role="muted")
        self._choose = QPushButton(tr("Choose a certificate…"))
        self._upload = QPushButton(tr("Upload"))
        self._test = QPushButton(tr("Test"))
        self._cancel = QPushButton(tr("Cancel"))
        self._bar = QProgressBar()
        self._progress = Words(role="muted")
        self._outcome = Banner(theme)
        self._prepare()
        self._lay_out()

    # --- what is shown -----------------------------------------------------------------------------------

    def render_facts(self, facts: StoreFacts) -> None:
        """Fills the fields, unless somebody is typing in them."""
        self._facts = facts
        settings = facts.settings
        for field, text in ((self._address, settings.address), (self._user, settings.user)):
            if not field.isModified():
                field.setText(text)
        if not self._proxy.isModified():
            self._proxy.setText(settings.proxy)
            self._proxy_use.setCurrentIndex(self._proxy_use.findData(settings.proxy_use))
        self._take_authority(settings.authority)
        self._secret.setPlaceholderText(tr("Kept; type to change it") if facts.has_secret else "")
        self._kept.setText(secret_text(keeps_secrets=facts.keeps_secrets))
        self._show_proxy()

    def render_progress(self, done: int, whole: int) -> None:
        """Uploading; `whole` 0: it is not known yet how many statements there are."""
        begins = self._cancel.isHidden()
        self._show_at_work(True)
        self._bar.setValue(STEPS * done // whole if whole else 0)
        self._progress.setText(progress_text(done, whole) if whole else tr("Reaching the store …"))
        if begins:
            self._outcome.render_message(None)
            self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def render_testing(self) -> None:
        """The store is asked whether it takes name and secret; what is typed stays typed."""
        self._outcome.render_message(None)
        self._progress.say(tr("Asking the store …"))

    def render_tested(self, message: Message) -> None:
        self._progress.hide()
        self._outcome.render_message(message)

    def render_outcome(self, message: Message) -> None:
        had_keyboard = self._cancel.hasFocus()
        self._show_at_work(False)
        if had_keyboard:
            self._upload.setFocus(Qt.FocusReason.OtherFocusReason)
        self._secret.clear()
        self._outcome.render_message(message)

    def _show_at_work(self, at_work: bool) -> None:
        for part in (self._bar, self._progress, self._cancel):
            part.setVisible(at_work)
        for button in (self._upload, self._test):
            button.setVisible(not at_work)

    def _show_proxy(self) -> None:
        self._proxy.setEnabled(self._proxy_use.currentData() == ProxyUse.GIVEN)

    def _take_authority(self, file: Path | None) -> None:
        self._authority = file
        self._certificate.setText(str(file) if file else tr("As this computer trusts"))

    # --- gestures ----------------------------------------------------------------------------------------

    def _want(self) -> None:
        self._ask(self.upload_wanted)

    def _want_test(self) -> None:
        self._ask(self.test_wanted)

    def _ask(self, wanted: SignalInstance) -> None:
        """Not without a secret: what is missing is asked for where it belongs."""
        asked = self._asked()
        if asked.secret is None and not (self._facts is not None and self._facts.has_secret):
            self._outcome.render_message(Message(what=tr("Type the secret first."), meaning=secret_from_text()))
            self._secret.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            wanted.emit(asked)

    def _asked(self) -> UploadAsked:
        use = ProxyUse(self._proxy_use.currentData())
        settings = StoreSettings(
            address=self._address.text().strip(),
            user=self._user.text().strip(),
            proxy_use=use,
            proxy=self._proxy.text().strip() if use is ProxyUse.GIVEN else "",
            authority=self._authority,
        )
        return UploadAsked(settings=settings, secret=self._secret.text() or None)

    def _choose_authority(self) -> None:
        file = ask_certificate(self)
        if file is not None:
            self._take_authority(file)

    # --- how it is made ----------------------------------------------------------------------------------

    def _prepare(self) -> None:
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        for word, use in (
            (tr("Proxy as this computer has it"), ProxyUse.SYSTEM),
            (tr("No proxy"), ProxyUse.NONE),
            (tr("This proxy:"), ProxyUse.GIVEN),
        ):
            self._proxy_use.addItem(word, use)
        self._proxy_use.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._proxy_use.setAccessibleName(tr("Which proxy"))
        self._proxy_use.currentIndexChanged.connect(self._show_proxy)
        self._proxy.setPlaceholderText("http://proxy.example.org:3128")
        self._bar.setRange(0, STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Upload"))
        dress(self._more, kind="back")
        self._choose.clicked.connect(self._choose_authority)
        self._upload.setIcon(self._theme.icons.icon("upload"))
        self._upload.clicked.connect(self._want)
        self._test.setToolTip(tr("Asks the store whether it takes your key; sends nothing"))
        self._test.setAccessibleDescription(self._test.toolTip())
        self._test.clicked.connect(self._want_test)
        self._cancel.clicked.connect(self.cancelled)
        self._more.setCheckable(True)
        self._more.toggled.connect(self._way.setVisible)
        self._way.hide()

    def _lay_out(self) -> None:
        why = tr(
            "A learning record store of your provider takes in what you did. Carrel sends nothing by itself: only when "
            "you press Upload, and only of the courses chosen above. It does not stand for the completion file."
        )
        self.body.addWidget(Words(tr("Upload when there is a network"), "heading"))
        self.body.addWidget(Words(why, "muted"))
        for label, field in ((tr("Address"), self._address), (tr("User"), self._user), (tr("Secret"), self._secret)):
            self.body.addWidget(self._labelled(label, field))
        self.body.addWidget(self._kept)
        leading = Qt.AlignmentFlag.AlignLeading
        way = QVBoxLayout(self._way)
        way.setContentsMargins(0, 0, 0, 0)
        way.setSpacing(self._theme.space("two"))
        way.addWidget(self._proxy_use, 0, leading)
        way.addWidget(self._labelled(tr("Proxy"), self._proxy))
        way.addWidget(self._labelled(tr("Certificate authority of the store"), self._certificate))
        way.addWidget(self._choose, 0, leading)
        self.body.addWidget(self._more, 0, leading)
        self.body.addWidget(self._way)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._progress)
        buttons = FlowLayout(self._theme.space("one"))
        buttons.addWidget(self._upload)
        buttons.addWidget(self._test)
        buttons.addWidget(self._cancel)
        self.body.addLayout(buttons)
        self.body.addWidget(self._outcome)
        self._show_at_work(False)

    def _labelled(self, label: str, field: QWidget) -> QWidget:
        pair = QWidget()
        words = Words(label, "strong")
        if isinstance(field, QLineEdit):
            words.setBuddy(field)
            field.setAccessibleName(label)
            field.setMaximumWidth(self._theme.px(480))
        column = QVBoxLayout(pair)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.space("half"))
        column.addWidget(words)
        column.addWidget(field)
        return pair


def ask_certificate(parent: QWidget) -> Path | None:
    """None when that was called off."""
    name, _ = QFileDialog.getOpenFileName(parent, tr("Choose a certificate"), "", tr("Certificates (*.pem *.crt)"))
    return Path(name) if name else None
