"""ZIP files from strangers: what leads out of them, hides in them or grows out of bounds is refused in one sentence."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from player.archive.importing import bundle as bundles
from player.archive.importing.bundle import Bundle
from player.archive.importing.problems import NotTaken

LINK = 0o120777 << 16


def packed(*names: str, data: bytes = b"<manifest/>", method: int = zipfile.ZIP_DEFLATED, mode: int = 0) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name in names:
            info = zipfile.ZipInfo(name)
            info.external_attr, info.compress_type = mode, method
            archive.writestr(info, data)
    return stream.getvalue()


def changed(data: bytes, signature: bytes, field: int, form: str, value: int) -> bytes:
    """One field of the last record of a kind set to another value."""
    altered = bytearray(data)
    struct.pack_into(form, altered, data.rindex(signature) + field, value)
    return bytes(altered)


GOOD = packed("imsmanifest.xml", "media/talk.mp4")
LOCAL, CENTRAL, END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "up": lambda: packed("../evil.txt"),
    "up in the middle": lambda: packed("a/../../evil.txt"),
    "absolute": lambda: packed("/etc/passwd"),
    "windows drive": lambda: packed("c:/evil.txt"),
    "windows separators": lambda: packed("..\\evil.txt"),
    "no name in between": lambda: packed("a//b"),
    "here": lambda: packed("./a"),
    "twins by case": lambda: packed("talk.mp4", "TALK.mp4"),
    "a link": lambda: packed("link", data=b"/etc/passwd", mode=LINK),
    "a bomb": lambda: packed("bomb.xml", data=bytes(30 << 20)),
    "bzip2": lambda: packed("a.xml", method=zipfile.ZIP_BZIP2),
    "lzma": lambda: packed("a.xml", method=zipfile.ZIP_LZMA),
    "encrypted": lambda: changed(GOOD, CENTRAL, 8, "<H", 1),
    "another method than it says": lambda: changed(GOOD, CENTRAL, 10, "<H", 0),
    "another size than it says": lambda: changed(GOOD, CENTRAL, 24, "<I", 9),
    "a check sum of something else": lambda: changed(GOOD, CENTRAL, 16, "<I", 9),
    "damaged data": lambda: changed(GOOD, LOCAL, 30 + len("media/talk.mp4"), "<I", 0xFFFFFFFF),
    "an empty name": lambda: changed(packed("a"), CENTRAL, 28, "<H", 0),
    "a name that is no text": lambda: changed(changed(GOOD, LOCAL, 6, "<H", 0x800), LOCAL, 34, "<B", 0xFF),
    "cut off": lambda: GOOD[:-9],
    "no directory": lambda: changed(GOOD, END, 16, "<I", 7),
    "no ZIP": lambda: b"MZ" + bytes(300),
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_refused_in_one_sentence(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "from-outside.zip"
    file.write_bytes(HOSTILE[kind]())
    with pytest.raises(NotTaken) as refusal:
        read_all(file)
    assert refusal.value.sentence.startswith("from-outside.zip cannot be taken over: ")
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_refused_above_is_not_refused_without_its_fault(tmp_path: Path) -> None:
    file = tmp_path / "good.zip"
    file.write_bytes(GOOD)
    assert read_all(file) == {"imsmanifest.xml": b"<manifest/>", "media/talk.mp4": b"<manifest/>"}


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MOST_FILES", 1)
    file = tmp_path / "many.zip"
    file.write_bytes(GOOD)
    with pytest.raises(NotTaken, match="too many"):
        Bundle(file)


def test_a_link_in_a_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "here.xml").symlink_to("/etc/passwd")
    with pytest.raises(NotTaken, match="link"):
        Bundle(folder)


def test_a_folder_is_read_like_a_zip(tmp_path: Path) -> None:
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "talk.mp4").write_bytes(b"talk")
    assert read_all(tmp_path) == {"media/talk.mp4": b"talk"}


def read_all(path: Path) -> dict[str, bytes]:
    with Bundle(path) as found:
        return {name: found.read(name) for name in found.names}
