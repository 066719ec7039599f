"""The layouts of this installation: the provider's own where it has some, or else those that came with Carrel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from player.domain.phrase import Phrase
from player.domain.report_format import ReportFormat
from player.exchange.tables.layout import Layout
from player.exchange.tables.layout_file import read_layout
from player.exchange.tables.problems import LayoutUnreadable

WITH_LAYOUT = frozenset(
    {
        ReportFormat.PARS,
        ReportFormat.PARS_XML,
        ReportFormat.CPE_MONITOR,
        ReportFormat.CE_BROKER,
        ReportFormat.COMPLETERS_CSV,
        ReportFormat.COMPLETERS_XLSX,
        ReportFormat.MOODLE,
    }
)
_LARGEST = 256 * 1024


class Layouts:
    """`folders`: where layouts lie, that of the provider's own first; each is read once, when it is first needed."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._known: dict[ReportFormat, Layout] = {}

    def of(self, form: ReportFormat) -> Layout:
        """Raises a `Problem` where the layout is broken: a file of the provider's own is never passed over silently."""
        if form not in self._known:
            self._known[form] = read_layout(*self._read(f"{form.value}.toml"))
        return self._known[form]

    def _read(self, name: str) -> tuple[bytes, str]:
        for folder in self._folders:
            try:
                with (folder / name).open("rb") as file:
                    data = file.read(_LARGEST + 1)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise LayoutUnreadable(name=name, reason=f"{error.strerror}.") from error
            if len(data) > _LARGEST:
                raise LayoutUnreadable(name=name, reason=Phrase("it is far too large."))
            return data, name
        raise LayoutUnreadable(name=name, reason=Phrase("it is not there."))
