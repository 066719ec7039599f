"""Taking along at work: finds sticks, saves and reads back, prints, makes codes; holds nothing when it is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from player.desk.ports import Drive
from player.domain.problem import Problem
from player.kiosk.taking_away import Saved, Takeable, TakingAway
from player.ui.door import Lane
from player.ui.drive_watch import DriveWatch
from player.ui.host import Host, Page, Place, Route
from player.ui.kiosk.farewell import TakenAlong
from player.ui.kiosk.take_away import TakeAwayScreen
from player.ui.kiosk.take_away_state import Printing, Side, TakeAwayState, sides_of
from player.ui.printing import draw, layout_of

Took = Callable[[TakenAlong], None]
Found = tuple[tuple[Takeable, ...], tuple[str, ...]]
Sheet = tuple[bytes, str]
"""A document, and the paper that it is for."""


class NoPrinterHere(Problem):
    what_template = "Your certificate was not printed: no printer can be reached from here."
    meaning_template = "It is issued and kept, and nothing of it waits at a printer."
    remedy_template = "Tell the staff, or take it on a USB stick or with your phone."


class TakeAwayPage(Page):
    """`leave`: the guest is done; None where another button leads there. `took`: told all they took so far."""

    def __init__(
        self, host: Host, taking: TakingAway, leave: Callable[[], None] | None = None, took: Took | None = None
    ) -> None:
        super().__init__()
        self._host = host
        self._taking = taking
        self._leave = leave
        self._took = took
        self._along = TakenAlong()
        self._is_here = False
        self._state = TakeAwayState()
        self._wanted = Route(place=Place.TAKE_AWAY)
        self._screen = TakeAwayScreen(host.theme, can_leave=leave is not None)
        self._sticks = DriveWatch(host.door, taking.sticks, self)
        self._connect()
        self.hold(self._screen)

    # --- coming and going --------------------------------------------------------------------------------

    def enter(self, route: Route) -> None:
        self._is_here = True
        self._state = self._going_on()
        self._wanted = route
        self._host.door.ask(self._find, self._show)

    def leave(self) -> None:
        """No code stays on a page that nobody sees; what is being saved to a stick goes on."""
        self._is_here = False
        self._sticks.end()
        self._screen.clear()
        self._state = self._going_on()

    def give_up(self) -> None:
        """The guest goes: the file that is being written is the last one."""
        self._taking.end()
        self.leave()

    def _going_on(self) -> TakeAwayState:
        """What is being saved goes on, and its stick is not taken for one that was just plugged in."""
        state = self._state
        return TakeAwayState(saving=state.saving, sticks=state.sticks if state.saving is not None else ())

    def _find(self) -> Found:
        """On the desk's lane."""
        return self._taking.certificates(), self._taking.begun()

    def _show(self, found: Found) -> None:
        certificates, begun = found
        wanted = (self._wanted.course, self._wanted.offer)
        meant = (one for one in certificates if (one.course, one.offer) == wanted)
        first = next(meant, certificates[0] if certificates else None)
        self._render(
            certificates=certificates,
            begun=begun,
            sides=sides_of(self._taking.settings, certificates, begun),
            chosen=first.number if first else "",
        )
        self._screen.focus_first()
        for one in certificates:
            # Each by itself: what is asked for meanwhile need not wait for all of them.
            picture = partial(self._screen.render_picture, one.number)
            self._host.door.ask(partial(self._read, one), picture, failed=self._refused)

    def _read(self, one: Takeable) -> bytes:
        """On the desk's lane; nobody who goes waits for pictures of what they do not see any more."""
        return b"" if self._taking.is_over else self._taking.pdf(one)

    # --- choosing ----------------------------------------------------------------------------------------

    def _choose_side(self, side: Side) -> None:
        self._render(side=side, problem=None, saved=None, printing=Printing.REST)
        if side is Side.STICK:
            self._sticks.begin()
        else:
            self._sticks.end()
        if side is Side.QR:
            self._ask_code()
        if side is Side.HOME and not self._state.pass_:
            self._host.door.ask(self._taking.personal_pass, self._show_pass, failed=self._refused)

    def _choose_certificate(self, number: str) -> None:
        printing = self._state.printing if self._state.printing is Printing.SENT else Printing.REST
        self._render(chosen=number, code="", problem=None, printing=printing)
        if self._state.side is Side.QR:
            self._ask_code()

    def _next(self) -> None:
        if self._state.next is not None:
            self._choose_certificate(self._state.next.number)

    def _ask_code(self) -> None:
        one = self._state.one
        if one is not None:
            then = partial(self._show_code, one.number)
            self._host.door.ask(partial(self._taking.code, one), then, failed=self._refused)

    def _show_code(self, number: str, code: str) -> None:
        if number == self._state.chosen and self._state.side is Side.QR:
            self._render(code=code)
            self._note(self._along.with_code(number))

    def _show_pass(self, text: str) -> None:
        self._render(pass_=text)

    # --- onto a stick ------------------------------------------------------------------------------------

    def _see_sticks(self, drives: tuple[Drive, ...]) -> None:
        if self._state.side is not Side.STICK:
            return
        # Once the stick was out, whatever is plugged in is another one, or wants to be saved to once more.
        is_next = bool(drives) and not self._state.sticks
        self._render(sticks=drives, saved=None if is_next else self._state.saved)

    def _save(self, drive: Drive) -> None:
        if self._state.saving is not None:
            return
        self._screen.focus_side()
        self._render(saving=(0, self._state.files), problem=None, saved=None)
        parcel = partial(self._taking.parcel, self._state.certificates)
        self._host.door.ask(parcel, partial(self._write, drive), failed=self._not_saved)

    def _write(self, drive: Drive, parcel: tuple[tuple[str, bytes], ...]) -> None:
        work = partial(self._taking.save_to_stick, drive, parcel, self._tell_saved, self._tell_free)
        self._host.door.ask(work, failed=self._not_saved, lane=Lane.PORTER)

    def _tell_saved(self, done: int, whole: int) -> None:
        """On the porter's lane."""
        self._host.door.tell(self._moved, (done, whole))

    def _tell_free(self, saved: Saved) -> None:
        """On a thread of the stick's."""
        self._host.door.tell(self._saved, saved)

    def _moved(self, far: tuple[int, int]) -> None:
        self._note(self._along.with_files(far[0]))
        if self._state.saving is not None:
            self._render(saving=far)

    def _saved(self, saved: Saved) -> None:
        self._render(saving=None, saved=saved)

    def _not_saved(self, problem: Problem) -> None:
        self._render(saving=None, problem=problem)

    # --- onto paper --------------------------------------------------------------------------------------

    def _print(self) -> None:
        one = self._state.one
        if one is None or self._state.printing is Printing.SENT:
            return
        # Whoever goes now finds it at the printer.
        self._note(self._along.with_pages(1))
        self._render(printing=Printing.SENT, problem=None)
        self._host.door.ask(partial(self._sheet, one), self._hand_over, failed=self._not_printed)

    def _sheet(self, one: Takeable) -> Sheet:
        """On the desk's lane."""
        return self._taking.pdf(one), self._taking.paper(one)

    def _hand_over(self, sheet: Sheet) -> None:
        pdf, media = sheet
        if not self._taking.prints_by_itself:
            self._draw(pdf)
            return
        work = partial(self._taking.print_pdf, pdf, media, self._ended)
        self._host.door.ask(work, failed=self._not_printed, lane=Lane.PORTER)

    def _ended(self, problem: Problem | None) -> None:
        """On a thread of the queue's; the guest may be gone by now, and then nobody is told."""
        self._host.door.tell(self._printed, problem)

    def _printed(self, problem: Problem | None) -> None:
        if problem is not None:
            self._not_printed(problem)
        elif self._state.printing is Printing.SENT:
            self._render(printing=Printing.DONE)

    def _draw(self, pdf: bytes) -> None:
        """Where the system takes no PDF, the page is drawn for its printer."""
        wanted = self._taking.settings.printer or QPrinterInfo.defaultPrinterName()
        info = QPrinterInfo.printerInfo(wanted)
        if info.isNull():
            self._taking.note_printed(NoPrinterHere())
            self._not_printed(NoPrinterHere())
            return
        printer, layout = QPrinter(info, QPrinter.PrinterMode.HighResolution), layout_of(pdf)
        printer.setPageSize(layout.pageSize())
        try:
            draw(pdf, printer)
        except Problem as problem:
            self._taking.note_printed(problem)
            self._not_printed(problem)
            return
        self._taking.note_printed()
        self._printed(None)

    def _not_printed(self, problem: Problem) -> None:
        self._note(self._along.with_pages(-1))
        self._render(printing=Printing.REST, problem=problem)

    # --- inside ------------------------------------------------------------------------------------------

    def _refused(self, problem: Problem) -> None:
        self._render(problem=problem)

    def _render(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)
        if self._is_here:
            self._screen.render_state(self._state)

    def _note(self, along: TakenAlong) -> None:
        self._along = along
        if self._took is not None:
            self._took(along)

    def _connect(self) -> None:
        screen = self._screen
        screen.side_chosen.connect(self._choose_side)
        screen.certificate_chosen.connect(self._choose_certificate)
        screen.next_wanted.connect(self._next)
        screen.save_wanted.connect(self._save)
        screen.print_wanted.connect(self._print)
        screen.back.connect(self._host.go_back)
        screen.done.connect(self._finish)
        self._sticks.changed.connect(self._see_sticks)

    def _finish(self) -> None:
        if self._leave is not None:
            self._leave()
