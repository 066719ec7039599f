"""The pictures that items name: found in the bundle, and given a name of their own in the course."""

from __future__ import annotations

import posixpath
import re
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from player.archive.authoring.pictures import NoPicture, look_at
from player.archive.importing.bundle import Bundle
from player.archive.importing.problems import NotTaken
from player.archive.importing.qti.names import sound_id
from player.domain.picture import Picture
from player.domain.quiz import Choice, Question

FOLDER = "images/quiz"
MOST_BYTES = 256 << 20
_KINDS = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"RIFF", ".webp"))
_DATA = re.compile(r"data:image/[a-zA-Z0-9.+-]+;base64,")
_NO_FILE = "The picture “{}” was left out: {}."


def resolved(address: str, place: str) -> str:
    """The name in the bundle of what `place` names as `address`; empty for what lies elsewhere."""
    try:
        parts = urlsplit(address.strip().replace("\\", "/"))
    except ValueError:
        # “http://[” is no address at all.
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    path = re.sub(r"^(\$IMS-CC-FILEBASE\$|%24IMS-CC-FILEBASE%24|\$1EdTech[A-Z-]*\$)/?", "/web_resources/", parts.path)
    path = unquote(path)
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(place), path) if not path.startswith("/") else path)
    return "" if joined.startswith("..") else joined.lstrip("/")


@dataclass(slots=True)
class Pictures:
    """`bundle` is None for a file that stands alone. `files`: what was found, by its name in the course."""

    bundle: Bundle | None
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def put(self, question: Question, named: Sequence[tuple[str, str]], place: str) -> tuple[Question, tuple[str, ...]]:
        """The question with its pictures, and what is wrong with them."""
        reasons: list[str] = []
        pictures = [self._picture(Picture(path=src, alt=alt), place, reasons) for src, alt in named]
        choices = tuple(self._choice(choice, place, reasons) for choice in question.choices)
        kept = tuple(dict.fromkeys(picture for picture in pictures if picture))
        return replace(question, pictures=kept, choices=choices), tuple(reasons)

    def _choice(self, choice: Choice, place: str, reasons: list[str]) -> Choice:
        if choice.picture is None:
            return choice
        return replace(choice, picture=self._picture(choice.picture, place, reasons))

    def _picture(self, named: Picture, place: str, reasons: list[str]) -> Picture | None:
        shown = named.path[:80]
        try:
            name, data = self._found(named.path, place)
            look_at(data)
        except NotTaken:
            reasons.append(_NO_FILE.format(shown, "its file is damaged or too large"))
            return None
        except NoPicture as error:
            reasons.append(_NO_FILE.format(shown, str(error).rstrip(".")))
            return None
        ending = next((ending for start, ending in _KINDS if data.startswith(start)), "")
        if not ending or sum(map(len, self.files.values())) + len(data) > MOST_BYTES:
            reasons.append(_NO_FILE.format(shown, "it is no PNG, JPEG or WebP, or there are too many pictures"))
            return None
        if not named.alt:
            reasons.append(f"The picture “{shown}” has no words for those who do not see it.")
        return Picture(path=self._file(name, data, ending), alt=named.alt)

    def _found(self, address: str, place: str) -> tuple[str, bytes]:
        """Its name and bytes. Raises `NoPicture` and `NotTaken`."""
        within = _DATA.match(address)
        if within:
            try:
                return "picture", b64decode(unquote(address[within.end() :]))
            except ValueError:
                raise NoPicture("it is no picture.") from None
        name = resolved(address, place)
        if self.bundle is None or not name or not self.bundle.has(name):
            raise NoPicture("it is not in this file.")
        return name, self.bundle.read(name)

    def _file(self, name: str, data: bytes, ending: str) -> str:
        stem = sound_id(posixpath.splitext(posixpath.basename(name))[0], "picture")[:60].rstrip("._-")
        path = f"{FOLDER}/{stem}{ending}"
        if self.files.get(path, data) != data:
            path = f"{FOLDER}/{stem}-{sha256(data).hexdigest()[:8]}{ending}"
        self.files[path] = data
        return path
