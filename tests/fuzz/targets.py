"""The readers that take bytes from strangers, each with inputs to begin from."""

from __future__ import annotations

import base64
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from player.archive import container
from player.archive.importing.bundle import Bundle
from player.archive.importing.markup import parse
from player.archive.package import open_package, read_signed
from player.domain.problem import Problem
from player.proof import manifest as manifests
from player.proof.envelope import Envelope, seal
from player.proof.trust import Trust
from tests.archive.making import KEY, TRUST, course_with, filling, forge, manifest_for

_SCRATCH = Path(tempfile.mkdtemp(prefix="carrel-fuzz-"))
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
}
