"""The system's print queue: a finished PDF is handed over as it is, one document at a time."""

from __future__ import annotations

import shutil
import subprocess

from player.domain.phrase import Phrase
from player.domain.problem import Problem

HANDING_OVER_S = 60
_COMMAND = "lp"
_LIST = "lpstat"
_ASKING_S = 3


class CannotPrint(Problem):
    what_template = "The document was not printed: {reason}"
    meaning_template = "What you earned is kept as it was; nothing about your credit changes."
    remedy_template = "Check the printer and print again, or save a copy and print it elsewhere."


class NoPrintQueue(Problem):
    what_template = "This computer has no print queue that takes a PDF (the command “lp” is missing)."
    meaning_template = "Nothing was printed; what is claimed and issued is kept."
    remedy_template = "Leave out --print, and print the saved files with any program that shows PDF."


def takes_pdf() -> bool:
    """Whether the system's own queue can be handed the document itself."""
    return shutil.which(_COMMAND) is not None


def hand_over(pdf: bytes, *, name: str, copies: int, title: str, media: str = "") -> None:
    """Gives the document to the queue of the printer `name`; may take up to a minute. Raises `CannotPrint`."""
    paper = ["-o", f"media={media}"] if media else []
    command = [_COMMAND, "-d", name, "-n", str(copies), "-o", "fit-to-page", *paper, "-t", title]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=HANDING_OVER_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotPrint(reason=Phrase("the print queue did not answer."), details=str(error)) from None
    if done.returncode != 0:
        raise CannotPrint(reason=Phrase("the print queue refused it."), details=done.stderr.decode(errors="replace"))


class PressQueue:
    """The queue as a part that is handed on."""

    def require(self) -> None:
        """Raises `NoPrintQueue`."""
        if not takes_pdf():
            raise NoPrintQueue

    def hand_over(self, pdf: bytes, *, name: str, copies: int, title: str) -> None:
        hand_over(pdf, name=name, copies=copies, title=title)


def documents_waiting() -> int | None:
    """How many documents wait in the system's queues; None where the system does not tell."""
    if shutil.which(_LIST) is None:
        return None
    try:
        done = subprocess.run((_LIST, "-o"), capture_output=True, timeout=_ASKING_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return len(done.stdout.splitlines()) if done.returncode == 0 else None
