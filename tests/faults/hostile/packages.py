"""Course packages that lie: in the container, in its names, in what was signed."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from player.archive import container
from player.archive.layout import Entry, local_header
from player.domain.course import Contact, Course, CourseId
from player.domain.requirement import Level, Need, Requirement
from player.proof import manifest as manifests
from player.proof.envelope import seal
from player.proof.manifest import Encryption, Manifest
from tests.archive.making import KEY, course_with, filling, forge, manifest_for

MEMBERS = {"talk.mp4": filling(1.1), "notes.txt": b"Notes."}
LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
Make = Callable[[Path], None]
"""Writes the hostile file."""


def good(file: Path) -> bytes:
    return forge(file, MEMBERS).read_bytes()


def _field(signature: bytes, field: int, form: str, value: int) -> Make:
    """One field of the last record of a kind set to another value."""

    def make(file: Path) -> None:
        data = bytearray(good(file))
        struct.pack_into(form, data, data.rindex(signature) + field, value)
        file.write_bytes(data)

    return make


def _bytes(change: Callable[[bytes], bytes]) -> Make:
    def make(file: Path) -> None:
        file.write_bytes(change(good(file)))

    return make


def _named(*names: str) -> Make:
    def make(file: Path) -> None:
        forge(file, {"talk.mp4": b"talk", **dict.fromkeys(names, b"evil")})

    return make


_WRITTEN = b'"format":%d' % manifests.FORMAT


def _facts(change: Callable[[bytes], bytes]) -> Make:
    """A manifest of which the very bytes are hostile, properly signed."""

    def make(file: Path) -> None:
        payload = manifests.encode(manifest_for(MEMBERS, course_with(MEMBERS), KEY.public))
        forge(file, MEMBERS, envelope=seal(change(payload), manifests.KIND, KEY).to_json())

    return make


def _manifest(change: Callable[[Manifest], Manifest]) -> Make:
    def make(file: Path) -> None:
        stated = manifest_for(MEMBERS, course_with(MEMBERS), KEY.public)
        forge(file, MEMBERS, manifest=change(stated))

    return make


def _course(change: Callable[[Course], Course]) -> Make:
    return _manifest(lambda m: replace(m, course=change(m.course)))


def _envelope(data: bytes) -> Make:
    def make(file: Path) -> None:
        forge(file, MEMBERS, envelope=data)

    return make


def _gap(data: bytes) -> bytes:
    """Four bytes between two members, with every offset behind them corrected."""
    start = struct.unpack_from("<I", data, data.rindex(CENTRAL) + 42)[0]
    longer = bytearray(data[:start] + b"evil" + data[start:])
    for place in (longer.rindex(CENTRAL) + 42, len(longer) - 22 + 16):
        struct.pack_into("<I", longer, place, struct.unpack_from("<I", longer, place)[0] + 4)
    return bytes(longer)


def _overlapping(data: bytes) -> bytes:
    """Two records of the directory that mean one and the same bytes."""
    last = data.rindex(CENTRAL)
    before = data.rindex(CENTRAL, 0, last)
    altered = bytearray(data)
    altered[last + 42 : last + 46] = altered[before + 42 : before + 46]
    return bytes(altered)


def _zip64(data: bytes) -> bytes:
    """A ZIP64 end record that names another directory than the end record does."""
    count, size, offset = struct.unpack_from("<HII", data, len(data) - 22 + 10)
    wide = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset - 1)
    return data[:-22] + wide + struct.pack("<4sIQI", b"PK\6\7", 0, len(data) - 22, 1) + data[-22:]


def _unicode_path(data: bytes) -> bytes:
    """An extra field in which a name stands once more, otherwise."""
    other = b"../evil"
    extra = struct.pack("<HHBI", 0x7075, 5 + len(other), 1, zlib.crc32(b"notes.txt")) + other
    last = data.rindex(CENTRAL)
    name = struct.unpack_from("<H", data, last + 28)[0]
    altered = bytearray(data[: last + 46 + name] + extra + data[last + 46 + name :])
    struct.pack_into("<H", altered, last + 30, len(extra))
    size = struct.unpack_from("<I", altered, len(altered) - 22 + 12)[0]
    struct.pack_into("<I", altered, len(altered) - 22 + 12, size + len(extra))
    return bytes(altered)


def _packed_again(method: int) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", method) as packed:
            for info in source.infolist():
                packed.writestr(info.filename, source.read(info))
        return out.getvalue()

    return change


def _vast_envelope(file: Path) -> None:
    """A manifest of 16 MiB and a byte, which would have to be read before it could be refused."""
    huge = Entry(name=container.MANIFEST_NAME, size=container.LONGEST_ENVELOPE + 1, crc=0, offset=71)
    with file.open("wb") as stream:
        writer = container.ContainerWriter(stream)
        stream.write(local_header(huge))
        stream.seek(huge.end)
        writer._entries.append(huge)
        writer._at = huge.end
        writer.add(container.BLOCKS_NAME, 0, ())
        writer.finish()


def _vast_directory(file: Path) -> None:
    """Two GiB of directory, all of them a hole in the file."""
    size, offset = 1 << 31, 100
    with file.open("wb") as stream:
        stream.write(container.PREFIX)
        stream.seek(offset + size)
        stream.write(struct.pack("<4sHHHHIIH", END, 0, 0, 9, 9, size, offset, 0))


def _rules(*rules: Requirement) -> Make:
    return _course(lambda course: replace(course, requirements=rules))


def rule(name: str = "r", need: Need | None = None, *, text: str = "Enough") -> Requirement:
    return Requirement(id=name, level=Level.MINIMUM, subject="memory", text=text, need=need)


def _rules_as_written(written: bytes) -> Make:
    return _facts(lambda data: data.replace(b'"requirements":[]', b'"requirements":[' + written + b"]", 1))


def _rule_with_need(need: bytes) -> bytes:
    words = b'"superseded":"","interpretation":"","remedy":"","group":""'
    return (
        b'{"id":"r","level":"minimum","subject":"","text":"","platforms":[],"need":'
        + need
        + b',"only_if":null,'
        + words
    ) + b"}"


def _nested(depth: int) -> bytes:
    before, after = b'{"fact":"","operator":"equals","value":"","any_of":[', b'],"all_of":[]}'
    return before * depth + b'{"fact":"x","operator":"equals","value":"","any_of":[],"all_of":[]}' + after * depth


MILLION = "x" * 1_000_000
PACKAGES: Mapping[str, Make] = {
    "goes up": _named("../evil"),
    "absolute name": _named("/etc/passwd"),
    "windows name": _named("c:\\evil"),
    "windows device": _named("NUL.txt"),
    "NUL in a name": _named("notes.txt\0.exe"),
    "name that turns direction": _named("\u202egpj.exe"),
    "name that ends in a dot": _named("notes."),
    "twins by case": _named("Notes.txt", "notes.txt"),
    "twins by accents": _named("é.txt", "e\u0301.txt"),
    "file and folder": _named("a", "a/b"),
    "manifest twice": _named("manifest.dsse"),
    "symbolic link": _field(CENTRAL, 38, "<I", 0xA1ED0000),
    "encrypted entry": _field(CENTRAL, 8, "<H", 0x0801),
    "data descriptor": _field(CENTRAL, 8, "<H", 0x0808),
    "compressed by its word": _field(CENTRAL, 10, "<H", 8),
    "size that lies": _field(CENTRAL, 24, "<I", 1),
    "size said to be elsewhere": _field(CENTRAL, 24, "<I", 0xFFFFFFFF),
    "name that is shorter in one place": _field(CENTRAL, 28, "<H", 4),
    "another name inside": _field(LOCAL, 30, "<B", ord("x")),
    "comment": _field(CENTRAL, 32, "<H", 9),
    "on another disk": _field(CENTRAL, 34, "<H", 1),
    "count that lies": _field(END, 10, "<H", 1),
    "directory elsewhere": _field(END, 16, "<I", 1),
    "no directory": _bytes(lambda data: data[: data.rindex(CENTRAL)] + data[-22:]),
    "overlapping entries": _bytes(_overlapping),
    "bytes before": _bytes(lambda data: b"#!/bin/sh\n" + data),
    "bytes between": _bytes(_gap),
    "bytes after": _bytes(lambda data: data + b"evil"),
    "two packages": _bytes(lambda data: data + data),
    "second end record": _bytes(lambda data: data[:-2] + struct.pack("<H", 22) + END + bytes(18)),
    "ZIP64 that disagrees": _bytes(_zip64),
    "Unicode path": _bytes(_unicode_path),
    "compressed": _bytes(_packed_again(zipfile.ZIP_DEFLATED)),
    "packed by another tool": _bytes(_packed_again(zipfile.ZIP_STORED)),
    "cut off": _bytes(lambda data: data[: len(data) // 2]),
    "vast manifest": _vast_envelope,
    "vast directory": _vast_directory,
    "deep envelope": _envelope(b"[" * 1_000_000),
    "envelope that is no JSON": _envelope(b"\xff\xfe{}"),
    "deep facts": _facts(lambda _: b"{" + _WRITTEN + b',"course":' + b"[" * 1_000_000),
    "number without end": _facts(lambda data: data.replace(b'"version":1', b'"version":' + b"9" * 100_000, 1)),
    "number beyond all": _facts(lambda data: data.replace(b'"version":1', b'"version":1e999999999', 1)),
    "amount beyond all": _facts(lambda data: data.replace(b'"0.25"', b'"1e999999999"', 1)),
    "key twice": _facts(lambda data: data.replace(_WRITTEN, _WRITTEN + b"," + _WRITTEN, 1)),
    "unknown key": _facts(lambda data: data.replace(_WRITTEN, _WRITTEN + b',"evil":2', 1)),
    "bytes that are no text": _facts(lambda data: data.replace(b'"title":"', b'"title":"\xc3\x28', 1)),
    "half a character": _facts(lambda data: data.replace(b'"title":"', b'"title":"\\ud800', 1)),
    "spaces in the facts": _facts(lambda data: json.dumps(json.loads(data)).encode()),
    "no facts": _facts(lambda _: b""),
    "newer format": _manifest(lambda m: replace(m, format=99)),
    "format of nobody": _facts(lambda data: data.replace(_WRITTEN, b'"format":-1', 1)),
    "members without end": _manifest(lambda m: replace(m, members=m.members * 6_000)),
    "member of a size beyond all": _manifest(
        lambda m: replace(m, members=(replace(m.members[0], size=1 << 62), *m.members[1:]))
    ),
    "hashes of something else": _manifest(lambda m: replace(m, blocks=replace(m.blocks, content=m.members[0].content))),
    "signed with another key": _manifest(lambda m: replace(m, publisher_key="00" * 32)),
    "encrypted course": _manifest(lambda m: replace(m, encryption=Encryption(scheme="aes-256-gcm", key="ab"))),
    "id that goes up": _course(lambda c: replace(c, id=CourseId("../../evil"))),
    "zone that goes up": _course(
        lambda c: replace(c, availability=replace(c.availability, time_zone="../../etc/passwd"))
    ),
    "no sessions": _course(lambda c: replace(c, sessions=())),
    "rules without end": _rules(*(rule(f"r{number}") for number in range(50_000))),
    "rule twice": _rules(rule(), rule()),
    "needs in each other": _rules_as_written(_rule_with_need(_nested(300))),
    "needs in each other without end": _rules_as_written(_rule_with_need(_nested(5_000))),
    "needs beside each other without end": _rules(
        rule(need=Need(any_of=tuple(Need(fact="memory.total", value=f"{number} GB") for number in range(100_000))))
    ),
    "words of a rule without end": _rules(rule(text=MILLION)),
    "id of a rule without end": _rules(rule(MILLION), rule(MILLION)),
    "value of a rule without end": _rules(rule(need=Need(fact="memory.total", value=MILLION))),
    "comparison without end": _rules(rule(need=Need(fact="memory.total", operator=MILLION, value="1"))),
    "platforms without end": _rules(replace(rule(), platforms=("mars",) * 100_000)),
    "level that nobody knows": _rules_as_written(_rule_with_need(b"null").replace(b"minimum", b"divine")),
    "half a character in a rule": _rules_as_written(_rule_with_need(b"null").replace(b'"text":"', b'"text":"\\ud800')),
    "contact without end": _course(lambda c: replace(c, contacts=(Contact(purpose="technical", label=MILLION),))),
    "title without end": _course(lambda c: replace(c, title=MILLION)),
}
