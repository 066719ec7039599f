"""The readers that take bytes from strangers, each with inputs to begin from."""

from __future__ import annotations

import base64
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec
from fpdf import FPDF
from PIL import Image

from player.archive import container
from player.archive.authoring.captions import NotCaptions, read_captions
from player.archive.authoring.pictures import NoPicture, look_at
from player.archive.authoring.quiz_text import read_questions, write_questions
from player.archive.authoring.text import COURSE_FILE, read_text
from player.archive.importing.bundle import Bundle
from player.archive.importing.markup import parse
from player.archive.importing.taking import take_quiz
from player.archive.package import open_package, read_signed
from player.domain.problem import Problem
from player.paper.handout import inspect_handout
from player.proof import manifest as manifests
from player.proof.envelope import Envelope, seal
from player.proof.roots import ROOT_KIND, Root, read_root
from player.proof.trust import Trust
from player.ui.captions.reading import read_captions as show_captions
from tests.archive.making import KEY, TEMPLATE, TRUST, course_with, filling, forge, manifest_for

_SCRATCH = Path(tempfile.mkdtemp(prefix="carrel-fuzz-"))
_SAMPLES = Path(__file__).resolve().parents[1] / "archive" / "importing" / "samples"
_MEMBERS = {"talk.mp4": filling(0.01), "notes.txt": b"Notes."}


@dataclass(frozen=True, slots=True)
class Target:
    """`read` takes bytes from a stranger; `seeds` gives some that it takes, and some that it just does not."""

    read: Callable[[bytes], object]
    seeds: Callable[[], Iterator[bytes]]

    def feed(self, data: bytes) -> None:
        """Whatever is not a `Problem` goes through, and is a bug."""
        try:
            self.read(data)
        except Problem as problem:
            assert problem.sentence


def _package(data: bytes) -> None:
    """A container whose beginning is right: otherwise nothing but that would ever be tried."""
    file = _scratch("any.course", container.PREFIX + data)
    with open_package(file, TRUST) as package:
        package.verify()


def _packages() -> Iterator[bytes]:
    good = forge(_SCRATCH / "good.course", _MEMBERS).read_bytes()
    yield good.removeprefix(container.PREFIX)
    yield good[len(container.PREFIX) : -30]


def _signed_facts(data: bytes) -> None:
    """Facts that are signed, whatever they are: the publisher itself may be hostile."""
    read_signed(seal(data, manifests.KIND, KEY).to_json(), TRUST, name="any.course")


def _facts() -> Iterator[bytes]:
    facts = manifests.encode(manifest_for(_MEMBERS, course_with(_MEMBERS), KEY.public))
    yield facts
    yield json.dumps(json.loads(facts), sort_keys=True).encode()


def _envelope(data: bytes) -> None:
    manifests.read(Envelope.from_json(data, name="any"), Trust(()), name="any")


def _envelopes() -> Iterator[bytes]:
    for facts in _facts():
        yield seal(facts, manifests.KIND, KEY).to_json()
    yield json.dumps({"payload": base64.b64encode(b"{}").decode(), "payloadType": "", "signatures": []}).encode()


def _bundle(data: bytes) -> None:
    with Bundle(_scratch("any.zip", data)) as bundle:
        for name in bundle.names:
            assert ".." not in name.split("/") and not name.startswith("/")
            for _ in bundle.chunks(name):
                pass


def _bundles() -> Iterator[bytes]:
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", method) as archive:
            archive.writestr("imsmanifest.xml", b"<manifest/>" * 20)
            archive.writestr("media/talk.mp4", bytes(500))
        yield packed.getvalue()


def _markup() -> Iterator[bytes]:
    yield b'<?xml version="1.0" encoding="UTF-8"?><a xmlns="urn:x"><b c="d">e&amp;<![CDATA[f]]></b></a>'
    yield b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>'
    yield b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


def _quiz(data: bytes) -> None:
    """Questions in any form; what is taken over must be sound, and every item must be told of."""
    taken = take_quiz(_scratch("any.xml", data))
    assert len(taken.questions) <= len(taken.report)
    write_questions(taken.questions)


def _quizzes() -> Iterator[bytes]:
    for file in sorted(_SAMPLES.rglob("*")):
        if file.is_file() and file.stat().st_size < 20_000:
            yield file.read_bytes()


def _course_text(data: bytes) -> None:
    folder = _SCRATCH / "folder"
    folder.mkdir(exist_ok=True)
    (folder / COURSE_FILE).write_bytes(data)
    read_text(folder)


def _course_texts() -> Iterator[bytes]:
    yield (TEMPLATE / COURSE_FILE).read_bytes()


def _banks() -> Iterator[bytes]:
    yield write_questions(read_questions(_BANK, name="bank.toml"))


_BANK = b"""[[question]]
text = "Which?"
[[question.choice]]
text = "This"
correct = true
[[question.choice]]
text = "That"
"""


def _captions(data: bytes) -> None:
    # The linter makes a remark of it.
    with suppress(NotCaptions):
        read_captions(data, name="any.vtt")


def _cues() -> Iterator[bytes]:
    yield b"WEBVTT\n\n1\n00:01.000 --> 00:02.000 align:start\n<v A>Hello\n\nNOTE x\n\n00:02.000 --> 00:03.000\nB\n"
    yield b"1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>Hello</i>\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nB\r\n"


def _shown_cues() -> Iterator[bytes]:
    yield from _cues()
    yield (
        b'WEBVTT\n\nSTYLE\n::cue(.a), ::cue(v[voice="B"]) { color: rgb(1,2,3) /* x */ }\n\nREGION\nid:r width:40%\n\n'
        b"one\n00:01.000 --> 00:02.000 region:r line:10%,end position:5%,line-left\n<v.a B>Hi <c.yellow>&amp;</c>\n"
    )
    yield "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color=#f00>Grün</font>\n".encode("utf-16")


def _pdfs() -> Iterator[bytes]:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    pdf.cell(text="Slides")
    yield bytes(pdf.output())


def _picture(data: bytes) -> None:
    with suppress(NoPicture):
        look_at(data)


def _pictures() -> Iterator[bytes]:
    for kind in ("PNG", "JPEG", "WEBP"):
        out = io.BytesIO()
        Image.new("RGB", (40, 30), "teal").save(out, kind)
        yield out.getvalue()


def _root(data: bytes) -> None:
    """Facts of a root, signed; a publisher's own offline keys may be in strange hands too."""
    read_root(seal(data, ROOT_KIND, KEY).to_json(), name="any.root.dsse")


def _roots() -> Iterator[bytes]:
    key = KEY.public.raw.hex()
    root = Root(publisher="0" * 32, name="Academy", version=1, threshold=1, root_keys=(key,), course_keys=(key,))
    yield msgspec.json.encode(root)


def _scratch(name: str, data: bytes) -> Path:
    file = _SCRATCH / name
    file.write_bytes(data)
    return file


TARGETS = {
    "package": Target(_package, _packages),
    "facts": Target(_signed_facts, _facts),
    "envelope": Target(_envelope, _envelopes),
    "bundle": Target(_bundle, _bundles),
    "markup": Target(lambda data: parse(data, name="any.xml"), _markup),
    "quiz": Target(_quiz, _quizzes),
    "course-text": Target(_course_text, _course_texts),
    "bank": Target(lambda data: read_questions(data, name="bank.toml"), _banks),
    "captions": Target(_captions, _cues),
    "shown-captions": Target(show_captions, _shown_cues),
    "handout": Target(inspect_handout, _pdfs),
    "picture": Target(_picture, _pictures),
    "root": Target(_root, _roots),
}
