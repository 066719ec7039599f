"""Packages as other systems make them, built for tests: SCORM 1.2 and 2004, Common Cartridge, cmi5."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.archive.making import TEMPLATE

SAMPLES = Path(__file__).parent / "samples"


def _sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


FILM = (TEMPLATE / "media" / "welcome.mp4").read_bytes()
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nGood morning\n"
SRT = b"1\n00:00:00,000 --> 00:00:02,000\nBuenos dias\n"
PDF = b"%PDF-1.4\n%%EOF\n"
PAGE = b"<html><head><title>Page</title><script src='q.js'></script></head></html>"

SCORM12_FILES = {
    "imsmanifest.xml": _sample("scorm12-manifest.xml"),
    "lesson/index.html": PAGE,
    "lesson/media/The Heart.mp4": FILM,
    "lesson/media/The Heart_es.srt": SRT,
    "lesson/media/click.mp3": b"ID3\x04",
    "lesson/handout.pdf": PDF,
    "quiz/index.html": PAGE,
    "quiz/q.js": b"var questions = [];",
    "shared/player.js": b"play()",
    "adlcp_rootv1p2.xsd": b"<schema/>",
    "notes/readme.txt": b"Made by a tool {with} braces",
}

SCORM2004_FILES = {
    "imsmanifest.xml": _sample("scorm2004-manifest.xml"),
    "content/a.html": PAGE,
    "content/a.mp4": FILM,
    "content/a.en.vtt": VTT,
    "content/b.html": PAGE,
    "content/b.mp4": FILM,
    "content/b.webm": b"\x1a\x45\xdf\xa3 the same again",
    "content/b.chapters.vtt": VTT,
    "content/fake.mp4": b"<html>not found</html>",
    "bank.gift": b"::One:: Is it? {T}\n\n::Two:: Write. {}",
}

CARTRIDGE_FILES = {
    "imsmanifest.xml": _sample("cartridge-manifest.xml"),
    "web_resources/valves.mp4": FILM,
    "link.xml": b'<webLink xmlns="http://x"><title>R</title><url href="https://example.org/read"/></webLink>',
    "talk.xml": b"<topic/>",
    "tool.xml": b"<cartridge_basiclti_link/>",
    "test/qti.xml": _sample("cartridge-test.xml"),
}

CMI5_FILES = {"cmi5.xml": _sample("cmi5.xml"), "one/index.html": PAGE, "one/film.mp4": FILM, "one/film.vtt": VTT}


def packed(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path
