"""What stands beside the ways of taking along: the stick at work, the printer, the code, and how one goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from player.desk.ports import Drive
from player.ui.kiosk.face import KioskButton
from player.ui.kiosk.take_away_state import Printing, TakeAwayState
from player.ui.kiosk.words import name_within
from player.ui.language import counted
from player.ui.theme import Theme
from player.ui.widgets.card import Panel
from player.ui.widgets.qr import QUIET, QrPicture
from player.ui.widgets.sided import set_margins
from player.ui.widgets.words import Words, announce, show_if

_MOST_STICKS = 4
_CODE_SIDE, _PASS_SIDE = 372, 260
_LEAST_MODULE = 3


class _TakePanel(Panel):
    """A heading, what is said under it, and what follows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.theme = theme
        three = theme.space("three")
        self.body.setContentsMargins(three, three, three, three)
        self.heading = Words(role="subheading")
        self.said = Words()
        self.body.addWidget(self.heading)
        self.body.addWidget(self.said)
        self._told = ""

    def tell(self, heading: str, said: str) -> None:
        """Shows it, and has it read out where it is news."""
        self.heading.setText(heading)
        self.said.say(said)
        if (heading + said) != self._told:
            self._told = heading + said
            announce(self, f"{heading}. {said}")

    def clear(self) -> None:
        self._told = ""
        self.heading.setText("")
        self.said.setText("")


class StickPanel(_TakePanel):
    """`save_wanted` carries the stick."""

    save_wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._sticks: tuple[Drive, ...] = ()
        self._buttons = tuple(KioskButton(theme, kind="primary", icon="usb", broad=True) for _ in range(_MOST_STICKS))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Saved so far"))
        for place, button in enumerate(self._buttons):
            button.setProperty("place", place)
            button.clicked.connect(self._save)
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addWidget(self._bar)
        self.body.addStretch(1)

    def render_state(self, state: TakeAwayState) -> None:
        offered = () if state.saving or state.saved else state.sticks[:_MOST_STICKS]
        self._sticks = offered
        for place, button in enumerate(self._buttons):
            if place < len(offered):
                self._label(button, offered[place])
            show_if(button, place < len(offered))
        show_if(self._bar, state.saving is not None)
        if state.saving is not None:
            done, whole = state.saving
            self._bar.setRange(0, max(whole, 1))
            self._bar.setValue(done)
        self.tell(*self._words(state))

    def _words(self, state: TakeAwayState) -> tuple[str, str]:
        if state.saving is not None:
            done, whole = state.saving
            if done == whole and whole:
                text = counted(
                    "The file is on it. Please leave it plugged in until the computer lets go of it.",
                    "All {count} files are on it. Please leave it plugged in until the computer lets go of it.",
                    whole,
                )
                return self.tr("One moment more…"), text
            text = counted(
                "{done} of {count} file is on it. Please leave it plugged in.",
                "{done} of {count} files are on it. Please leave it plugged in.",
                whole,
                done=done,
            )
            return self.tr("Saving…"), text
        if state.saved is not None:
            return self._ending(state.saved.ejected, len(state.saved.files))
        what = counted(
            "{count} file: each certificate as PDF, and a file for each course to go on with at home.",
            "{count} files: each certificate as PDF, and a file for each course to go on with at home.",
            state.files,
        )
        if not state.sticks:
            return self.tr("Plug in your USB stick now"), what
        if len(state.sticks) > 1:
            return self.tr("Which stick is yours?"), what
        return self.tr("Your stick is there"), what

    def _ending(self, ejected: bool, files: int) -> tuple[str, str]:
        """What the system did not confirm is on the stick all the same: it was written through, and read back."""
        if ejected:
            said = counted(
                "{count} file is on it, and the computer has let go of it.",
                "{count} files are on it, and the computer has let go of it.",
                files,
            )
        else:
            said = counted(
                "{count} file is on it and was read back. The computer did not confirm that it let go of the "
                "stick; nothing is being written any more, so it can be pulled out all the same.",
                "{count} files are on it and were read back. The computer did not confirm that it let go of the "
                "stick; nothing is being written any more, so it can be pulled out all the same.",
                files,
            )
        return self.tr("You can pull it out now"), said

    def _label(self, button: KioskButton, drive: Drive) -> None:
        nameless = self.tr("this stick") if len(self._sticks) == 1 else self.tr("the stick without a name")
        name = name_within(drive.name, 24) or nameless
        text = self.tr("Save to {stick}").format(stick=name) if drive.writable else self.tr("{stick} can only be read")
        button.setText(text.format(stick=name).replace("&", "&&"))
        button.setEnabled(drive.writable)

    def _save(self) -> None:
        place = int(self.sender().property("place"))
        if place < len(self._sticks):
            self.save_wanted.emit(self._sticks[place])

    def clear(self) -> None:
        super().clear()
        self._sticks = ()
        for button in self._buttons:
            button.setText("")


class PrintPanel(_TakePanel):
    """`print_wanted`: the chosen certificate."""

    print_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._print = KioskButton(theme, self.tr("Print it"), kind="primary", icon="printer", broad=True)
        self._print.clicked.connect(self.print_wanted)
        self.body.addWidget(self._print, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch(1)

    def render_state(self, state: TakeAwayState) -> None:
        one = state.one
        title = name_within(one.title) if one else ""
        heading, said = {
            Printing.REST: (self.tr("Print your certificate"), self.tr("“{title}”, one page.")),
            Printing.SENT: (
                self.tr("It is being printed"),
                self.tr("“{title}” is at the printer. What does not come out soon is called back, for you alone."),
            ),
            Printing.DONE: (
                self.tr("It is printed"),
                self.tr("“{title}”: please take it with you. It stays on record, whatever becomes of the paper."),
            ),
        }[state.printing]
        self.tell(heading, said.format(title=title))
        self._print.setText(self.tr("Print it again") if state.printing is Printing.DONE else self.tr("Print it"))
        self._print.setEnabled(one is not None and state.printing is not Printing.SENT)


class PicturePanel(_TakePanel):
    """One that is there for the code in its `picture`."""

    def __init__(self, theme: Theme, picture: QrPicture) -> None:
        super().__init__(theme)
        self.picture = picture

    def clear(self) -> None:
        super().clear()
        self.picture.clear()


class CodePanel(PicturePanel):
    """`next_wanted`: the code of the next certificate."""

    next_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, QrPicture(theme, _CODE_SIDE))
        self._next = KioskButton(theme, self.tr("Next certificate"), icon="arrow-right")
        self._next.clicked.connect(self.next_wanted)
        _beside(self, self.picture, self._next)

    def render_state(self, state: TakeAwayState) -> None:
        one, other = state.one, state.next
        title = name_within(one.title) if one else ""
        self.picture.render_code(state.code, self.tr("QR code of your credit for “{title}”").format(title=title))
        said = self.tr(
            "Hold your phone's camera before it and keep the text that it shows: your name, the credit for “{title}”, "
            "and this station's signature. “carrel verify” and your provider can check it, without a network."
        )
        self.tell(self.tr("Scan it with your phone"), said.format(title=title))
        show_if(self._next, other is not None)

    def take_height(self, room: int) -> None:
        """The code as large as so many pixels allow, in whole pixels for every module."""
        across = len(self.picture.modules()) + 2 * QUIET
        margins = self.body.contentsMargins()
        side = max((room - margins.top() - margins.bottom()) // across, _LEAST_MODULE) * across
        if self.picture.modules() and side != self.picture.width():
            self.picture.setFixedSize(side, side)


class HomePanel(PicturePanel):
    """How one goes on: at another station by the code, at home by the file on the stick."""

    def __init__(self, theme: Theme) -> None:
        # Words that grow need the room beside it; a telephone does not.
        super().__init__(theme, QrPicture(theme, _PASS_SIDE, grows=False))
        self._at_home = Words()
        _beside(self, self.picture, self._at_home)

    def render_state(self, state: TakeAwayState) -> None:
        name = self.tr("Your personal code for the stations here")
        self.picture.render_code(state.pass_, name if state.pass_ else "")
        self.tell(
            self.tr("At another station"),
            self.tr(
                "Photograph this code and hold it before the scanner there: you go on where you are. "
                "It is as good as your badge, so keep it to yourself. Your badge or your code does the same."
            ),
        )
        self._at_home.setText(
            self.tr(
                "At home: choose “USB stick”. Beside your certificates it gets a file whose name ends in .completion; "
                "open it with Carrel on your own computer, and you go on there."
            )
        )


def _beside(panel: _TakePanel, picture: QrPicture, below: QWidget) -> None:
    """The code on one side, all words on the other: the code takes the whole height."""
    one, three = panel.theme.space("one"), panel.theme.space("three")
    # The code brings its own light rim.
    set_margins(panel.body, one, one, three, one)
    row = QHBoxLayout()
    row.setSpacing(panel.theme.space("four"))
    words = QVBoxLayout()
    words.setContentsMargins(0, three, 0, panel.theme.space("two"))
    words.setSpacing(panel.theme.space("two"))
    for part in (panel.heading, panel.said):
        panel.body.removeWidget(part)
        words.addWidget(part)
    # A button is as wide as its word, words are as wide as their column.
    leading = Qt.AlignmentFlag.AlignLeading if isinstance(below, KioskButton) else Qt.AlignmentFlag(0)
    words.addWidget(below, 0, Qt.AlignmentFlag.AlignTop | leading)
    words.addStretch(1)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    panel.body.addLayout(row)
    panel.body.addStretch(1)
