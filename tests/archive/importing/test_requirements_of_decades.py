"""Texts as providers of four decades wrote them, and every rule that comes of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.importing.drafted import lines
from tests.archive.importing.seen import SAMPLES

TEXTS = sorted((SAMPLES / "requirements").glob("*.txt"))


def test_there_are_texts_of_every_decade_since_the_nineties() -> None:
    dated = [path for path in TEXTS if path.stem != "phrases"]
    assert {path.name[:3] for path in dated} == {"199", "200", "201", "202"}
    assert len(dated) >= 10


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_sentence_becomes_the_rule_that_it_means(path: Path) -> None:
    expected = path.with_suffix(".rules").read_text(encoding="utf-8").splitlines()
    assert lines(path.read_text(encoding="utf-8")) == expected


SENTENCES = {
    "Memory: 1 GB on 32-bit, 2 GB on 64-bit": [
        "minimum.memory | 1 GB on 32-bit, 2 GB on 64-bit"
        " | ((os.bits equals 32 and memory.total nominal 1 GB) or memory.total nominal 2 GB)"
    ],
    "2 GB RAM (64-bit), 1 GB RAM (32-bit)": [
        "minimum.memory | 2 GB RAM (64-bit), 1 GB RAM (32-bit)"
        " | ((os.bits equals 32 and memory.total nominal 1 GB) or memory.total nominal 2 GB)"
    ],
    "Intel Core Duo 1.83MHz": ["minimum.processor | Intel Core Duo 1.83MHz | processor core-duo 1.83 GHz | slip"],
    "512 Mb of RAM": ["minimum.memory | 512 Mb of RAM | memory.total nominal 512 MB | slip"],
    "PowerPC G4 867 MHz": ["minimum.processor | PowerPC G4 867 MHz | processor powerpc-g4 867 MHz"],
    "PowerPC G9 or Foo 3000": ["minimum.processor | PowerPC G9 or Foo 3000 | - | unread"],
    "64 MB of video RAM": ["minimum.video-memory | 64 MB of video RAM | gpu.memory nominal 64 MB"],
    "500 TB of RAM": ["minimum.memory | 500 TB of RAM | - | unread"],
    "Windows 3.1": ["minimum.operating-system | Windows 3.1 | - | unread"],
    "Windows 10 version 1903": ["minimum.windows.operating-system | Windows 10 version 1903 | - | unread"],
    "Windows 7 only": ["minimum.windows.operating-system | Windows 7 only | - | unread"],
    "Windows 8.1 or earlier": ["minimum.windows.operating-system | Windows 8.1 or earlier | - | unread"],
    "Windows 7 - 10": ["minimum.windows.operating-system | Windows 7 - 10 | - | unread"],
    "Windows 8 is not supported": ["minimum.windows.operating-system | Windows 8 is not supported | - | unread"],
    "Windows XP with 512 MB, Vista with 1 GB": [
        "minimum.windows.operating-system | Windows XP with 512 MB, Vista with 1 GB | - | unread"
    ],
    "256 MB or 512 MB of RAM": ["minimum.memory | 256 MB or 512 MB of RAM | - | unread"],
    "512 MB RAM and a printer": [
        "minimum.memory | 512 MB RAM | memory.total nominal 512 MB",
        "minimum.printer | a printer | - | unread",
    ],
    "A PC or Macintosh": [
        "minimum.pc-macintosh | A PC or Macintosh | (os.platform equals windows or os.platform equals macos)"
    ],
    "1 GB of RAM on Windows 7": [
        "minimum.windows.memory | 1 GB of RAM on Windows 7 | memory.total nominal 1 GB | if system Windows 7"
    ],
    "Speakers, for programs with video": [
        "minimum.sound | Speakers, for programs with video | sound.outputs at-least 1 | if course.has-video equals yes"
    ],
    "Shockwave 8.5": ["minimum.media-software | Shockwave 8.5 | - | superseded"],
    "A microphone": ["minimum.microphone | A microphone | - | unread"],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_read_as_it_is_meant_or_left_to_a_person(sentence: str) -> None:
    assert lines(sentence) == SENTENCES[sentence]
