"""The whole way in the real window: from the library to documents that anybody can check, and a correction."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from player.bootstrap.desk import desk_over
from player.bootstrap.places import Places
from player.domain.engine import MediaEngine
from player.domain.watch import Coverage, Interval
from player.media.vlc_engine import create_engine
from player.ui.host import Place
from player.ui.shell.shell import Shell
from player.ui.start import make_window
from tests.journeys.hands import Hands
from tests.journeys.making import numbered_course, publisher_known_to
from tests.journeys.truth import Shown, WitnessedEngine

pytestmark = pytest.mark.serial

NEAR_MS = 500


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def key(profile: Path, tmp_path: Path) -> Path:
    """Of a publisher whom the profile believes; made before the window, which asks whom to believe as it opens."""
    return publisher_known_to(profile, tmp_path)


@pytest.fixture
def window(display: str, qapp: QApplication, profile: Path, key: Path, root: Path, shown: Shown) -> Iterator[Shell]:
    """The real window over an empty profile, with the real engine and a witness of its pictures."""

    def engine(*, headless: bool = False) -> MediaEngine:
        return WitnessedEngine(create_engine(headless=headless), shown)  # type: ignore[return-value]

    places = Places(profile=profile, resources=root / "resources")
    with desk_over(places) as desk:
        desk._parts = replace(desk._parts, engines=engine)
        shell = make_window(qapp, desk, places)
        shell.show()
        yield shell
        shell.close()
        shell.deleteLater()


def overlap(one: Coverage, other: Coverage) -> int:
    return one.length_ms + other.length_ms - one.union(other).length_ms


def judged(root: Path, *files: Path) -> tuple[int, list[dict[str, Any]]]:
    """What the command says of files beside each other, in a process of its own: exit code, facts."""
    told = subprocess.run(
        [sys.executable, "-m", "player", "verify", *map(str, files), "--json"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout, told.stderr
    return told.returncode, json.loads(told.stdout)


def verified(file: Path, root: Path) -> dict[str, Any]:
    """What it says of one that it accepts."""
    code, (facts,) = judged(root, file)
    assert code == 0, facts
    return facts


def test_from_the_library_to_documents_that_another_process_verifies(
    window: Shell, qapp: QApplication, profile: Path, tmp_path: Path, root: Path, key: Path, shown: Shown
) -> None:
    hands = Hands(qapp, window)
    hands.pass_welcome()
    drop(window, numbered_course(tmp_path, root, key=key))
    begin(hands, window)
    watch_a_minute(hands, window)
    pass_quiz(hands)
    evaluate(hands)
    claim(hands)
    old = hold_certificate(hands, profile, root)
    new = correct_profession(hands, old)
    transcript = save_transcript(hands, window, tmp_path)
    file = send(hands)
    facts = verified(file, root)
    assert facts["genuine"]
    stand_beside_each_other(root, old, new, transcript, file)
    counted = Coverage.of(Interval(a, b) for a, b in facts["sessions"][0]["intervals"])
    really = shown.coverage
    lost = really.length_ms - overlap(really, counted)
    added = counted.length_ms - overlap(really, counted)
    print(f"\nshown {really.length_ms} ms, counted {counted.length_ms} ms: {lost} lost, {added} added")
    assert facts["sessions"][0]["engaged_ms"] >= 60_000, "at real speed for at least a minute"
    assert abs(counted.length_ms - really.length_ms) <= NEAR_MS
    assert max(lost, added) <= NEAR_MS


def drop(window: Shell, file: Path) -> None:
    """Drags a file from a file manager onto the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, mime, left, none))


def begin(hands: Hands, window: Shell) -> None:
    """Opens the course from its card and acknowledges what comes before it."""
    hands.click(hands.starting_with("My course"))
    hands.until(lambda: window.route.place is Place.COURSE, "the course page")
    hands.click(hands.starting_with("I have read"))
    hands.press("Acknowledge and begin")
    hands.press("Start watching")


def watch_a_minute(hands: Hands, window: Shell) -> None:
    """At real speed: a pause, a seek forward, a seek back and two changes of speed, all by keyboard."""
    hands.press("Play")
    hands.live(12)
    hands.key("k")
    hands.live(1)
    hands.key("k")
    hands.live(7)
    for _ in range(3):
        hands.key("l")
    hands.live(14)
    hands.key("j")
    hands.live(6)
    hands.key(">")
    hands.live(11)
    hands.key("<")
    hands.live(13)
    hands.key("k")
    hands.live(0.5)
    hands.settle()
    watched = window.desk.library()[0].progress
    assert watched is not None
    assert watched.seen_permille > 500, hands.told()


def pass_quiz(hands: Hands) -> None:
    hands.press("Course")
    hands.press("Take the quiz")
    hands.press("Begin the quiz")
    hands.press("Blue")
    hands.press("Submit the quiz")
    hands.press("Go on")


def evaluate(hands: Hands) -> None:
    hands.button("Send the evaluation")
    hands.rate("The course met its objectives.", "4, Fully")
    hands.rate("I can use what I learned.", "3, Mostly")
    hands.press("Yes")
    hands.press("Send the evaluation")
    hands.press("Claim credit")


def claim(hands: Hands) -> None:
    hands.press("Physician")
    hands.press("Continue")
    hands.write("Name", "Ana María Núñez")
    hands.press("Continue")
    hands.press("Yes, it may be reported")
    hands.click(hands.starting_with("I took part"))
    hands.click(hands.starting_with("Claim 0."))


def hold_certificate(hands: Hands, profile: Path, root: Path) -> Path:
    hands.until(lambda: any((profile / "certificates").glob("*.pdf")), "the certificate")
    hands.settle()
    (certificate,) = (profile / "certificates").glob("*.pdf")
    facts = verified(certificate, root)
    assert facts["kind"] == "certificate"
    assert facts["learner"].startswith("Ana María Núñez")
    assert facts["proves_credit"]
    return certificate


def correct_profession(hands: Hands, old: Path) -> Path:
    """Says on the certificate's own page that the profession is wrong; returns the document that replaces it."""
    hands.press("Something is wrong…")
    hands.press("My profession")
    hands.press("Nurse")
    hands.press("Continue")
    hands.click(hands.starting_with("I took part"))
    hands.click(hands.starting_with("Correct to 0."))
    hands.until(lambda: "counts no more" in hands.told(), "the word that the old one counts no more")
    (new,) = (file for file in old.parent.glob("*.pdf") if file != old)
    return new


def save_transcript(hands: Hands, window: Shell, folder: Path) -> Path:
    """Saves it from the page of credits, by the dialog that asks where."""
    file = folder / "transcript.pdf"
    hands.press("Credits")
    hands.until(lambda: window.route.place is Place.CREDITS, "the page of credits")
    QTimer.singleShot(0, window, partial(_answer_dialog, file))
    hands.press("Save as PDF…")
    hands.until(file.is_file, "the transcript")
    return file


def _answer_dialog(file: Path) -> None:
    """As soon as it asks: types the name, and accepts."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, QFileDialog):
        QTimer.singleShot(50, partial(_answer_dialog, file))
        return
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText(str(file))
    QTest.keyClick(line, Qt.Key.Key_Return)


def stand_beside_each_other(root: Path, old: Path, new: Path, transcript: Path, completion: Path) -> None:
    """In another process: what was revoked is refused once the later evidence lies beside it, the rest is accepted."""
    code, (alone,) = judged(root, old)
    assert (code, alone["accepted"]) == (0, True), "by itself it cannot know what came after it"
    code, (was, is_, credits_, later) = judged(root, old, new, transcript, completion)
    assert code != 0
    assert [facts["genuine"] for facts in (was, is_, credits_, later)] == [True] * 4
    assert [facts["accepted"] for facts in (was, is_, credits_, later)] == [False, True, True, True]
    assert was["replaced_by"] == is_["certificate"]
    assert is_["page_as_drawn"]
    assert is_["proves_credit"]


def send(hands: Hands) -> Path:
    """Writes the completion file from the window's own page, into the folder that it offers."""
    hands.press("Send")
    hands.press("Write the completion file")
    home = Path(os.environ["HOME"])
    hands.until(lambda: any(home.rglob("*.completion")), "the completion file")
    return next(home.rglob("*.completion"))
