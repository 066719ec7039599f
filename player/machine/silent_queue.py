"""Prints without asking anybody, and knows what became of it: for stations at which no dialog may stand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import dropwhile, takewhile

from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.machine.press_queue import HANDING_OVER_S

ASKING_S = 10
PRINTED_WITHIN_S = 90
"""A page takes seconds; what has not left the queue by then will come out when its owner is gone, or never."""
_LOOK_EVERY_S = 0.5
BELIEVED_AFTER_S = 8
"""A queue still tells of the last page's trouble when the next one begins; by then it knows better."""
_GIVEN_UP = ("aborted", "canceled")
"""Why a job ended unprinted. Of a job that its queue gave up (error policy "abort-job"), `lpstat` of CUPS 2.4 says the
same as of a printed one: a station's queue needs another error policy."""
_REQUEST = re.compile(r"request id is (\S+-\d+)")
_DEFAULT = re.compile(r"system default destination: (\S+)")


class Ailing(StrEnum):
    """What keeps a printer from printing."""

    MISSING = "missing"
    STOPPED = "stopped"
    NO_PAPER = "no-paper"
    STUCK = "stuck"
    REFUSED = "refused"


class PrinterAiling(Problem):
    """`ailing` says why, for whoever keeps count."""

    what_template = "Your certificate was not printed: {reason}"
    meaning_template = "It is issued and kept, and nothing of it waits at the printer."
    remedy_template = "{way}"

    def __init__(self, ailing: Ailing, *, details: str = "") -> None:
        self.ailing = ailing
        reason, way = _WORDS[ailing]
        super().__init__(reason=reason, way=way, details=details)


_STAFF = Phrase("Tell the staff and try again, or take it on a USB stick or with your phone.")
_WORDS = {
    Ailing.MISSING: (Phrase("no printer can be reached from here."), _STAFF),
    Ailing.STOPPED: (Phrase("the printer is stopped."), _STAFF),
    Ailing.NO_PAPER: (Phrase("the printer is out of paper."), _STAFF),
    Ailing.STUCK: (Phrase("the printer did not take it in time, and it was called back."), _STAFF),
    Ailing.REFUSED: (Phrase("the print queue refused it."), _STAFF),
}


Ended = Callable[[PrinterAiling | None], None]
"""Told how printing ended: None when the document left the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentQueue:
    """CUPS by its commands. `within_s`: how long a document may stand in the queue before it is called back.

    `pause` waits for so many seconds; `now_s` only runs forward.
    """

    within_s: float = PRINTED_WITHIN_S
    pause: Callable[[float], None] = time.sleep
    now_s: Callable[[], float] = time.monotonic

    def takes_pdf(self) -> bool:
        return shutil.which("lp") is not None

    def print_pdf(self, pdf: bytes, *, printer: str, media: str, title: str, ended: Ended) -> None:
        """Returns once the queue has the document; `printer` empty: the default one. Raises `PrinterAiling`.

        What is not printed in time is called back, so that it does not come out before somebody else. How it ended is
        told to `ended`, on a thread that nobody waits for: whoever prints may be gone to the printer by then.
        """
        name = printer or self._default()
        ailing = self._ailing(name)
        # Whether there is paper by now, the queue learns when it prints.
        if ailing is not None and ailing is not Ailing.NO_PAPER:
            raise PrinterAiling(ailing)
        job = self._hand_over(pdf, name, media, title)
        threading.Thread(target=self._follow, args=(job, name, ended), daemon=True, name="printing").start()

    def _follow(self, job: str, name: str, ended: Ended) -> None:
        try:
            self._watch(job, name)
        except PrinterAiling as problem:
            ended(problem)
        else:
            ended(None)

    def _watch(self, job: str, name: str) -> None:
        """Until the document has left the queue. Raises `PrinterAiling` where it had to be called back."""
        began_s = self.now_s()
        while job and self._waits(job, name):
            passed_s = self.now_s() - began_s
            ailing = self._ailing(name) if passed_s >= min(BELIEVED_AFTER_S, self.within_s) else None
            if ailing or passed_s >= self.within_s:
                _asked(["cancel", job])
                raise PrinterAiling(ailing or Ailing.STUCK)
            self.pause(_LOOK_EVERY_S)
        if job and self._was_given_up(job, name):
            raise PrinterAiling(Ailing.REFUSED)

    def _default(self) -> str:
        found = _DEFAULT.search(_asked(["lpstat", "-d"]).stdout)
        if found is None:
            raise PrinterAiling(Ailing.MISSING)
        return found[1]

    def _ailing(self, name: str) -> Ailing | None:
        """As `lpstat -l -p` says it in plain English, with the reasons of RFC 8011 as its alerts."""
        asked = _asked(["lpstat", "-l", "-p", name])
        if asked.returncode != 0:
            return Ailing.MISSING
        told = asked.stdout.lower()
        if "media-empty" in told or "media-needed" in told:
            return Ailing.NO_PAPER
        return Ailing.STOPPED if " disabled since" in told else None

    def _hand_over(self, pdf: bytes, name: str, media: str, title: str) -> str:
        """The number of the job; empty where the queue gave none."""
        paper = ["-o", f"media={media}"] if media else []
        command = ["lp", "-d", name, "-n", "1", "-o", "fit-to-page", *paper, "-t", title]
        done = _asked(command, pdf, HANDING_OVER_S)
        if done.returncode != 0:
            raise PrinterAiling(Ailing.REFUSED, details=done.stderr)
        found = _REQUEST.search(done.stdout)
        return found[1] if found else ""

    def _was_given_up(self, job: str, name: str) -> bool:
        """Whether the queue itself let the job go unprinted. What it keeps no record of is held to be printed."""
        lines = iter(_asked(["lpstat", "-l", "-W", "completed", "-o", name]).stdout.splitlines())
        ours = dropwhile(lambda line: line.split(maxsplit=1)[:1] != [job], lines)
        next(ours, None)
        alerts = next((line for line in takewhile(lambda line: line[:1].isspace(), ours) if "Alerts:" in line), "")
        return any(reason in alerts for reason in _GIVEN_UP)

    def _waits(self, job: str, name: str) -> bool:
        asked = _asked(["lpstat", "-W", "not-completed", "-o", name])
        # A queue that does not answer has not said that it is done.
        return asked.returncode < 0 or any(line.split(maxsplit=1)[:1] == [job] for line in asked.stdout.splitlines())


@dataclass(frozen=True, slots=True)
class _Answer:
    returncode: int
    stdout: str
    stderr: str


def _asked(command: Sequence[str], data: bytes = b"", within_s: int = ASKING_S) -> _Answer:
    """In English, whatever the computer speaks: the answers are read."""
    english = {**os.environ, "LC_ALL": "C", "LANGUAGE": "C"}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=within_s, check=False, env=english)
    except (OSError, subprocess.TimeoutExpired) as error:
        return _Answer(returncode=-1, stdout="", stderr=str(error))
    out, complaint = (text.decode(errors="replace") for text in (done.stdout, done.stderr))
    return _Answer(returncode=done.returncode, stdout=out, stderr=complaint)
