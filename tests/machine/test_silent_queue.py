"""Printing without asking: what is wrong is told before, and what does not come out is called back."""

from __future__ import annotations

import os
import stat
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from player.machine.silent_queue import Ailing, PrinterAiling, SilentQueue

IDLE = "printer Foyer is idle.  enabled since Sun Nov 22 10:00:00 2026\n\tAlerts: none"

LPSTAT = """case "$*" in
*-d*) cat "$HERE/default" ;;
*-p*) cat "$HERE/state"; [ -s "$HERE/state" ] ;;
*not-completed*) cat "$HERE/jobs" ;;
*completed*) cat "$HERE/ended" ;;
esac"""


@dataclass
class Cups:
    """CUPS as its commands answer; `folder` holds them, and what was said to them. Looked at for the third time, the
    queue is empty."""

    folder: Path
    waited: int = 0

    def begin(self) -> None:
        self.tell("state", IDLE)
        self.tell("default", "system default destination: Foyer")
        self.tell("jobs", "")
        self.tell("ended", "")
        self.put("lp", 'cat > "$HERE/got"; echo "request id is Foyer-12 (1 file(s))"')
        self.put("cancel", ': > "$HERE/jobs"')
        self.put("lpstat", LPSTAT)

    def put(self, name: str, does: str) -> None:
        script = self.folder / name
        script.write_text(f'#!/bin/sh\nHERE="{self.folder}"\necho "{name} $@" >> "$HERE/said"\n{does}\n')
        script.chmod(script.stat().st_mode | stat.S_IXUSR)

    def tell(self, what: str, text: str) -> None:
        (self.folder / what).write_text(text)

    def said(self, name: str) -> list[str]:
        return [line for line in (self.folder / "said").read_text().splitlines() if line.split()[0] == name]

    def pause(self, _: float) -> None:
        self.waited += 1
        if self.waited == 3:
            self.tell("jobs", "")

    def queue(self, within_s: float = 1000) -> SilentQueue:
        ticks = iter(range(10_000))
        return SilentQueue(within_s=within_s, pause=self.pause, now_s=lambda: float(next(ticks)))


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cups:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    found = Cups(folder)
    found.begin()
    return found


def print_one(cups: Cups, *, printer: str = "Foyer", within_s: float = 1000) -> None:
    """Until it has left the queue, or was called back."""
    told: list[PrinterAiling | None] = []
    over = threading.Event()

    def end(problem: PrinterAiling | None) -> None:
        told.append(problem)
        over.set()

    cups.queue(within_s).print_pdf(b"%PDF-1.7", printer=printer, media="A4", title="Carrel", ended=end)
    assert over.wait(20)
    if told[0] is not None:
        raise told[0]


def test_the_document_goes_to_the_named_printer_on_its_paper_with_nobodys_name(cups: Cups) -> None:
    print_one(cups)
    assert cups.said("lp") == ["lp -d Foyer -n 1 -o fit-to-page -o media=A4 -t Carrel"]
    assert (cups.folder / "got").read_bytes() == b"%PDF-1.7"


def test_without_a_name_it_goes_to_the_default_printer(cups: Cups) -> None:
    print_one(cups, printer="")
    assert cups.said("lp")[0].startswith("lp -d Foyer ")


def test_it_is_waited_until_the_document_has_left_the_queue(cups: Cups) -> None:
    cups.tell("jobs", "Foyer-12   kiosk   1024   Sun Nov 22 10:00:00 2026\n")
    print_one(cups)
    assert cups.waited == 3 and not cups.said("cancel")


@pytest.mark.parametrize(
    ("what", "text", "ailing"),
    [
        ("default", "no system default destination", Ailing.MISSING),
        ("state", "", Ailing.MISSING),
        ("state", "printer Foyer disabled since Sun Nov 22 10:00:00 2026 -\n\tpaused", Ailing.STOPPED),
    ],
)
def test_what_ails_the_printer_is_told_before_anything_is_sent(
    cups: Cups, what: str, text: str, ailing: Ailing
) -> None:
    cups.tell(what, text)
    with pytest.raises(PrinterAiling) as told:
        print_one(cups, printer="" if what == "default" else "Foyer")
    assert told.value.ailing is ailing
    assert not cups.said("lp")


def test_what_stands_in_the_queue_too_long_is_called_back(cups: Cups) -> None:
    cups.tell("jobs", "Foyer-12   kiosk   1024   Sun Nov 22 10:00:00 2026\n")
    with pytest.raises(PrinterAiling) as told:
        print_one(cups, within_s=2)
    assert told.value.ailing is Ailing.STUCK
    assert cups.said("cancel") == ["cancel Foyer-12"]


def test_paper_that_runs_out_calls_it_back_before_its_time_is_over(cups: Cups) -> None:
    cups.waited = 10
    cups.tell("jobs", "Foyer-12   kiosk   1024   Sun Nov 22 10:00:00 2026\n")
    cups.put("lp", f'cat > /dev/null; echo "{IDLE} media-empty-error" > "$HERE/state"; echo "request id is Foyer-12"')
    with pytest.raises(PrinterAiling) as told:
        print_one(cups)
    assert told.value.ailing is Ailing.NO_PAPER and cups.said("cancel")


def test_trouble_of_the_last_page_keeps_nobody_from_printing_once_there_is_paper(cups: Cups) -> None:
    cups.tell("state", f"{IDLE}\n\tAlerts: media-empty-error")
    cups.put("lp", f'cat > "$HERE/got"; echo "{IDLE}" > "$HERE/state"; echo "request id is Foyer-12 (1 file(s))"')
    print_one(cups)
    assert not cups.said("cancel")


@pytest.mark.parametrize("why", ["job-canceled-by-user", "aborted-by-system"])
def test_what_the_queue_gave_up_by_itself_is_not_said_to_be_printed(cups: Cups, why: str) -> None:
    others = "Foyer-11  root  15360  Sun Nov 22 11:56:07 2026\n\tStatus: \n\tAlerts: processing-to-stop-point\n"
    ours = f"Foyer-12  root  15360  Sun Nov 22 11:56:08 2026\n\tStatus: \n\tAlerts: {why}\n\tqueued for Foyer\n"
    cups.tell("ended", ours + others)
    with pytest.raises(PrinterAiling) as told:
        print_one(cups)
    assert told.value.ailing is Ailing.REFUSED
    cups.tell("ended", ours.replace("Foyer-12", "Foyer-10") + others.replace("Foyer-11", "Foyer-12"))
    print_one(cups)


def test_a_queue_that_refuses_is_told_and_works_a_second_time(cups: Cups) -> None:
    cups.put("lp", "cat > /dev/null; echo no such printer >&2; exit 1")
    with pytest.raises(PrinterAiling) as told:
        print_one(cups)
    assert told.value.ailing is Ailing.REFUSED and "no such printer" in told.value.details
    cups.begin()
    print_one(cups)


def test_somebody_elses_document_in_the_queue_is_left_alone(cups: Cups) -> None:
    cups.tell("jobs", "Foyer-120   office   1024   Sun Nov 22 10:00:00 2026\n")
    print_one(cups)
    assert cups.waited == 0 and not cups.said("cancel")


def test_a_computer_without_a_queue_draws_instead(cups: Cups, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cups.queue().takes_pdf()
    monkeypatch.setenv("PATH", str(cups.folder / "nowhere"))
    assert not cups.queue().takes_pdf()
