"""Every place of the window that opens a dialog, another program or the clipboard, and what keeps it from the public.

A new one stands nowhere in this list, and fails: say first how it is kept from a window where anybody can walk up.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[2] / "player" / "ui"
MODULES = sorted(UI.rglob("*.py"))
WAYS_OUT = frozenset(
    "QFileDialog QPrintDialog QPrintPreviewDialog QPageSetupDialog QColorDialog QFontDialog QInputDialog QMessageBox "
    "QErrorMessage QDesktopServices QDrag QProcess clipboard setOpenExternalLinks webbrowser subprocess startfile "
    "startDetached".split()
)

ELSEWHERE = "a page of the ordinary window alone: `Pages` refuses it to a public host"
COMPANION = "a companion that `make_company` leaves out in a public place"
SHUT_IN = "takes it away when it is shut in (`LeadsOut`)"
WINDOW = "the ordinary window itself, or its start"
KNOWN = {
    "bug.py": WINDOW,
    "start.py": WINDOW,
    "library/page.py": ELSEWHERE,
    "courses/page.py": ELSEWHERE,
    "credits/page.py": ELSEWHERE,
    "credits/handing.py": ELSEWHERE,
    "profile/care.py": ELSEWHERE,
    "checkup/reporting.py": ELSEWHERE,
    "send/page.py": ELSEWHERE,
    "send/upload.py": ELSEWHERE,
    "watch/noting.py": COMPANION,
    "watch/reporting.py": COMPANION,
    "watch/lending.py": "asked by buttons of the handouts that are not made where nothing is lent",
    "watch/timed_list.py": SHUT_IN,
    "widgets/banner.py": SHUT_IN,
    "widgets/table_actions.py": SHUT_IN,
    "table_saving.py": "asked by `TableActions` alone, which take it away when they are shut in",
    "printing.py": "asked by the certificate's `HomeWays` alone",
    "certificate/page.py": "asked by the certificate's `HomeWays` alone",
    "desktop/macos.py": "keeps the computer awake, and is never asked by a page for more",
    "public.py": "empties the clipboard",
}
"""By the path of the module in player/ui."""
KIOSK = "kiosk/"
"""The kiosk empties the clipboard when somebody goes; it has no other way out."""
ALLOWED_IN_KIOSK = frozenset({"clipboard"})


def _place(path: Path) -> str:
    return path.relative_to(UI).as_posix()


def ways_out(source: str) -> set[str]:
    """The names of ways out that the source uses, imported or called."""
    tree = ast.parse(source)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {part for alias in node.names for part in alias.name.split(".")}
            names |= set((node.module or "").split(".")) if isinstance(node, ast.ImportFrom) else set()
    return names & WAYS_OUT


@pytest.fixture(scope="module")
def used() -> Mapping[str, set[str]]:
    """The ways out that each file uses, by its place; of those that use any."""
    found = {_place(path): ways_out(path.read_text(encoding="utf-8")) for path in MODULES}
    return {place: ways for place, ways in found.items() if ways}


def test_every_way_out_of_the_window_is_known_and_kept_from_the_public(used: Mapping[str, set[str]]) -> None:
    in_kiosk = {place: ways for place, ways in used.items() if place.startswith(KIOSK)}
    assert {place: ways for place, ways in in_kiosk.items() if not ways <= ALLOWED_IN_KIOSK} == {}
    assert [place for place in used if place not in in_kiosk and place not in KNOWN] == []


def test_the_list_of_ways_out_has_nothing_that_is_gone(used: Mapping[str, set[str]]) -> None:
    assert set(KNOWN) <= set(used)


@pytest.mark.parametrize(
    "source",
    [
        "from PySide6.QtWidgets import QFileDialog",
        "import webbrowser",
        "QGuiApplication.clipboard().setText('x')",
        "QtGui.QDesktopServices.openUrl(url)",
        "label.setOpenExternalLinks(True)",
        "import subprocess",
    ],
)
def test_a_way_out_is_found_however_it_is_written(source: str) -> None:
    assert ways_out(source)
