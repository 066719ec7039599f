"""Sharing by a stick: what other stations wrote onto it comes in, and all that is known here goes onto it."""

from __future__ import annotations

from PySide6.QtCore import Signal

from player.kiosk.overview import Overview
from player.kiosk.stick_sharing import Ferrying, HallFile, SharedByStick
from player.ui.kiosk.face import KioskButton
from player.ui.kiosk.operator_sticks import StickView
from player.ui.language import counted, sentences, told
from player.ui.theme import Theme
from player.ui.widgets.tone import Tone
from player.ui.widgets.words import Words


class ShareView(StickView):
    """Gesture: `wanted` with the drive."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        why = self.tr(
            "Carries what attendees did to the other stations, their names sealed. Plug one stick into each station in"
            " turn, and into the first once more at the end."
        )
        super().__init__(theme, self.tr("Share by stick"), why)
        self._state = Words(role="strong")
        self.column.insertWidget(2, self._state)
        self._share = KioskButton(theme, self.tr("Take in, and write onto it"), kind="primary", icon="usb", broad=True)
        self._share.clicked.connect(self._want)
        self.take_buttons(self._share)

    def render_overview(self, seen: Overview) -> None:
        self._state.say(
            self.tr("The stations share by themselves; a stick helps while their network is away.")
            if seen.shares
            else ""
        )

    def render_ferrying(self, step: Ferrying) -> None:
        told = self.tr("Taking in {file} ({number} of {files})")
        own = self.tr("Writing what is known here, and reading it back…")
        text = told.format(file=step.file, number=step.number, files=step.files) if step.file else own
        self.render_progress(step.number - bool(step.file), step.files + 1, text)

    def render_shared(self, done: SharedByStick) -> None:
        self.render_busy(False)
        if done.stopped is not None:
            self.notice.render_problem(done.stopped)
        elif done.cancelled:
            self.notice.render_words(
                self.tr("Stopped: this station's own part was not written."),
                remedy=self.tr("What was taken in stays here. Share again to go on."),
                tone=Tone.CAUTION,
            )
        else:
            others = self.tr("Now share at the next station with the same stick; it can be pulled out.")
            self.notice.render_words(
                self.tr("Done: all that this station knows is on the stick, and was read back from it."),
                remedy=others,
                tone=Tone.GOOD,
                icon="circle-check",
            )
        none = self.tr("No other station has written onto this stick yet.")
        self.result.render_lines([self._line(one) for one in done.taken], empty="" if done.stopped else none)

    def _line(self, one: HallFile) -> tuple[str, str]:
        """The file, and what was new of it."""
        if one.problem is not None:
            telling = told(one.problem)
            return one.file, sentences(telling.what, telling.remedy)
        if not one.events and not one.cards:
            return one.file, self.tr("Nothing new: all of it is here already.")
        acts = counted("{count} new act", "{count} new acts", one.events)
        cards = counted("{count} new or changed attendee", "{count} new or changed attendees", one.cards)
        return one.file, self.tr("{acts}, {attendees}").format(acts=acts, attendees=cards)

    def _want(self) -> None:
        drive = self.sticks.chosen
        if drive is not None:
            self.wanted.emit(drive)
