"""All commands together, as the command line's library runs them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from player.cli import (
    batches,
    checkup,
    collecting,
    coming_home,
    importing,
    keeping,
    keying,
    kiosk,
    learning,
    providing,
    sending,
    transcripts,
    trusting,
    uploading,
    verifying,
)
from player.cli.show import DONE

HELP = """Continuing medical education without a network.

“carrel” alone opens the window, and “carrel FILE.course”, “carrel FILE.receipt” or “carrel FILE.completion” opens it
with that file."""
EPILOG = "Exit codes: 0 done · 1 no (and why, on stderr) · 2 wrong usage"

_Profile = Annotated[
    str,
    typer.Option(
        "--profile",
        metavar="DIR",
        help="Where the records are kept; may stand anywhere. CARREL_PROFILE does the same.",
    ),
]
_Version = Annotated[bool, typer.Option("--version", help="Say which version this is.")]


def run_command(words: Sequence[str], profile: Path | None) -> int:
    """Runs a command in the profile that was chosen (None: the usual one). Returns the exit code."""
    command = typer.main.get_command(make_app())
    try:
        command.main(list(words), prog_name="carrel", obj=profile)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else DONE
    return DONE


def make_app() -> typer.Typer:
    """The profile that was chosen travels as the context's object."""
    app = typer.Typer(
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=HELP,
        epilog=EPILOG,
    )
    app.callback()(_options)
    learning.add_to(app)
    sending.add_to(app)
    verifying.add_to(app)
    coming_home.add_to(app)
    transcripts.add_to(app)
    batches.add_to(app)
    checkup.add_to(app)
    keeping.add_to(app)
    keying.add_to(app)
    trusting.add_to(app)
    providing.add_to(app)
    importing.add_to(app)
    collecting.add_to(app)
    uploading.add_to(app)
    kiosk.add_to(app)
    return app


def _options(_profile: _Profile = "", _version: _Version = False) -> None:
    # Both are taken out of the words before they come here; they are declared so that --help shows them.
    pass
