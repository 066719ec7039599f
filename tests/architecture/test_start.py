"""What is loaded at the start: nothing that only documents need, which would take longer than all the rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PDF_LIBRARIES = ("fpdf", "pyhanko", "pyhanko_certvalidator", "pypdf", "uharfbuzz", "fontTools", "segno")
LOADED = f"""
import sys
print("loaded:", sorted({{name.split(".")[0] for name in sys.modules}} & set({PDF_LIBRARIES!r})))
"""
LIBRARY = """
from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.ui.none_guard import guard_none
from player.ui.application import make_application
from player.ui.start import make_window
guard_none()
app = make_application()
places = find_places()
with desk_over(places) as desk:
    desk.journey(desk.add_course(places.resources / "samples" / "meet-carrel.course")).acknowledge_disclosures()
    shell = make_window(app, desk, places)
    assert shell.route.place == "library"
    shell.show()
    while not shell.door.is_idle:
        app.processEvents()
    app.processEvents()
    shell.close()
"""
LIST = """
from player.cli.app import run
run(["list"])
"""
PRINTING = """
import player.paper.press
"""


def loaded_after(code: str, root: Path) -> str:
    command = [sys.executable, "-c", code + LOADED]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize("code", [LIBRARY, LIST], ids=["the window", "carrel list"])
def test_no_pdf_library_is_loaded_before_a_document_is_wanted(code: str, root: Path, profile: Path) -> None:
    assert loaded_after(code, root) == "loaded: []"


def test_what_is_loaded_would_be_noticed(root: Path) -> None:
    loaded = loaded_after(PRINTING, root)
    assert "'fpdf'" in loaded
    assert "'pyhanko'" in loaded
