"""What is loaded at the start: nothing that only documents need, which would take longer than all the rest, and nothing
else that the library's first sight can do without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PDF_LIBRARIES = ("fpdf", "pyhanko", "pyhanko_certvalidator", "pypdf", "uharfbuzz", "fontTools", "segno")
OTHERS = (
    *("alembic", "jeepney", "keyring", "openpyxl", "PIL", "requests", "rfc8785", "securesystemslib", "tomli_w"),
    *("truststore", "typer", "vlc", "xlsxwriter"),
)
"""What plays, speaks to others, or is for commands and tests alone."""
LOADED = f"""
import sys
print("loaded:", sorted({{name.split(".")[0] for name in sys.modules}} & set({(*PDF_LIBRARIES, *OTHERS)!r})))
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
OWN_IMPORT = """
import builtins
print("looked through:", builtins.__import__.__name__ == "__feature_import__")
"""
LIST = """
from player.cli.app import run
run(["list"])
"""
PRINTING = """
import player.paper.press
"""


def loaded_after(code: str, root: Path, *, lines: int = 1) -> str:
    command = [sys.executable, "-c", code + LOADED]
    done = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True)
    return "\n".join(done.stdout.splitlines()[-lines:])


def test_no_library_is_loaded_that_the_first_sight_does_not_need(root: Path, profile: Path) -> None:
    assert loaded_after(LIBRARY, root) == "loaded: []"


def test_no_pdf_library_is_loaded_before_a_document_is_wanted(root: Path, profile: Path) -> None:
    assert loaded_after(LIST, root) == "loaded: ['rfc8785', 'typer']"


def test_pyside_does_not_read_the_text_of_what_is_imported(root: Path, profile: Path) -> None:
    # It would look through that of each module for the names of its features, a third of a millisecond each time.
    told = loaded_after(LIBRARY + OWN_IMPORT, root, lines=2)
    assert told.splitlines()[0] == "looked through: False"


def test_what_is_loaded_would_be_noticed(root: Path) -> None:
    loaded = loaded_after(PRINTING, root)
    assert "'fpdf'" in loaded
    assert "'pyhanko'" in loaded
