"""Credits in pictures: years of them, what is chosen of them, the two forms, and the table's own end."""

from __future__ import annotations

from player.domain.transcript import Selection
from player.ui.credits.page import CreditsPage
from player.ui.host import Place, Route
from player.ui.language import tr
from player.ui.shell.shell import Shell
from tests.journeys.hands import Hands
from tests.pictures.photographer import Photographer
from tests.ui.credit_years import PROVIDERS


def credit(photographer: Photographer, hands: Hands, shell: Shell) -> None:
    """Over `years_of_credit`."""
    photographer.visit("credits-years", Route(place=Place.CREDITS))
    (page,) = shell.findChildren(CreditsPage)
    screen = page._screen
    photographer.take("credits-totals", at=screen._totals)
    photographer.take("credits-table", at=screen._table)
    screen.selection_changed.emit(Selection(providers=frozenset(PROVIDERS[:1])))
    photographer.take("credits-chosen", at=screen._totals)
    screen.selection_changed.emit(Selection())
    hands.press("Preview")
    photographer.settle()
    photographer.take("credits-preview", at=screen._preview)
    hands.press("Close the preview")
    hands.press("Add credit from elsewhere")
    hands.press(tr("Keep", "save what was typed into a form"))
    photographer.take("credits-report", at=screen._report_form)
    hands.press("Cancel")
    hands.press("Add a licence cycle")
    photographer.take("credits-cycle", at=screen._cycle_form)
    hands.press("Cancel")
