"""What the operator looks at: the day, the stations, the diary."""

from __future__ import annotations

from player.kiosk.overview import Overview, StationRow
from player.ui.kiosk.face import Notice
from player.ui.kiosk.operator_parts import Figures, Lines, View
from player.ui.kiosk.operator_words import (
    age_text,
    clock_off_text,
    clock_text,
    entry_text,
    guest_text,
    many_text,
    room_text,
)
from player.ui.language import counted
from player.ui.theme import Theme

DIARY_SHOWN = 60
_MOST_TROUBLES = 3


class TodayView(View):
    """Today's figures, what waits, and what should be looked at."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("Today"))
        self._troubles = tuple(Notice(theme) for _ in range(_MOST_TROUBLES))
        labels = (
            self.tr("arrivals"),
            self.tr("registered here"),
            self.tr("quizzes taken"),
            self.tr("evaluations"),
            self.tr("claims"),
            self.tr("certificates"),
        )
        self._figures = Figures(theme, labels)
        self._queue = Lines(theme)
        for trouble in self._troubles:
            self.column.addWidget(trouble)
        self.column.addWidget(self._figures)
        self.column.addWidget(self._queue)
        self.column.addStretch(1)

    def render_overview(self, seen: Overview) -> None:
        for place, notice in enumerate(self._troubles):
            notice.render_problem(seen.troubles[place] if place < len(seen.troubles) else None)
        names = ("arrivals", "walk_ins", "quizzes", "evaluations", "claims", "certificates")
        for tile, name in zip(self._figures.tiles, names, strict=True):
            hall = self.tr("{count} in the hall").format(count=getattr(seen.hall, name))
            tile.render_figure(getattr(seen.here, name), hall if len(seen.stations) > 1 else "")
        self._queue.render_lines(self._waiting(seen))

    def _waiting(self, seen: Overview) -> list[tuple[str, str]]:
        shared = self.tr("alone, without a hall")
        if seen.shares:
            shared = counted("{count} event to be shared", "{count} events to be shared", seen.unshared)
            shared = self.tr("everything is shared") if seen.unshared == 0 else shared
        room = counted(
            "{free} free: enough for {number} more completion",
            "{free} free: enough for {number} more completions",
            seen.room_for,
            free=room_text(seen.free_mib),
            number=many_text(seen.room_for),
        )
        power = (
            self.tr("mains") if seen.battery is None else self.tr("battery, {percent} %").format(percent=seen.battery)
        )
        prints = (
            self.tr("not known here") if seen.prints is None else self.tr("{count} waiting").format(count=seen.prints)
        )
        return [
            (self.tr("Hall"), shared),
            (self.tr("Sticks"), self._saved(seen)),
            (self.tr("Disk"), room),
            (self.tr("Power"), power),
            (self.tr("Printer"), prints),
        ]

    def _saved(self, seen: Overview) -> str:
        if seen.unsaved:
            return counted(
                "{count} completion is on no stick yet", "{count} completions are on no stick yet", seen.unsaved
            )
        return self.tr("every completion is on a stick") if seen.completions else self.tr("nothing to export yet")


class StationsView(View):
    """Every station by its last word."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(
            theme,
            self.tr("Stations"),
            self.tr("Attendees are shown by the beginning of a random number, never by name."),
        )
        self._table = Lines(theme)
        self.column.addWidget(self._table)
        self.column.addStretch(1)

    def render_overview(self, seen: Overview) -> None:
        self._table.render_lines([self._line(row, shares=seen.shares) for row in seen.stations])

    def _line(self, row: StationRow, *, shares: bool) -> tuple[str, str]:
        told = (
            guest_text(row),
            counted("{count} arrival", "{count} arrivals", row.figures.arrivals),
            counted("{count} completion on no stick", "{count} completions on no stick", row.unsaved),
            counted("{count} event to share", "{count} events to share", row.unshared) if row.unshared else "",
            self.tr("{room} free").format(room=room_text(row.free_mib)),
            self.tr("battery {percent} %").format(percent=row.battery) if row.battery is not None else "",
            self.tr("clock: {clock}").format(clock=clock_off_text(row.clock_off_ms)),
            self._word(row, shares=shares),
        )
        this = self.tr("{station} (here)").format(station=row.station) if row.is_this else row.station
        return this, " · ".join(text for text in told if text)

    def _word(self, row: StationRow, *, shares: bool) -> str:
        """How old its last word is."""
        if row.is_this:
            return ""
        if not shares:
            return self.tr("by stick, {age}").format(age=age_text(row.age_s))
        if row.is_stale:
            return self.tr("last word {age}: perhaps it is off").format(age=age_text(row.age_s))
        return self.tr("last word {age}").format(age=age_text(row.age_s))


class DiaryView(View):
    """What happened at this station, the newest first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, self.tr("Diary"), self.tr("What happened at this station. Nobody is named in it."))
        self._lines = Lines(theme)
        self.column.addWidget(self._lines)
        self.column.addStretch(1)

    def render_overview(self, seen: Overview) -> None:
        lines = [(clock_text(line.at), entry_text(line)) for line in seen.diary[:DIARY_SHOWN]]
        self._lines.render_lines(lines, empty=self.tr("Nothing yet."))
