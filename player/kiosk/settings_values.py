"""What each key of a station's settings may be: from a value as TOML has it to one as the settings have it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import cast
from urllib.parse import SplitResult, urlsplit

from player.domain.kiosk.settings import Identification, ScreenKeyboard, SecondFactor, TakeAway, Unattended
from player.domain.phrase import Phrase, Worded
from player.proof.sealing import PublicReadingKey

LANGUAGES = ("en", "es", "de", "fr", "ar", "zh-CN")
"""The languages that are shipped; a test holds them against those of the window."""
LONGEST_STATION = 40
"""It stands on the attract screen and in the hall's list of stations."""
LONGEST_TEXT = 200

Reader = Callable[[object], object]
_COURSE_ID = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
"""As a course's own id is written."""
_READING_KEY = re.compile(r"[0-9a-f]{64}")
_HUB, _DATABASE = ("http", "https"), "postgresql"
_TYPES = {
    bool: Phrase("true or false"),
    int: Phrase("a whole number"),
    float: Phrase("a number with decimals"),
    str: Phrase("a text in quotes"),
    list: Phrase("a list"),
    dict: Phrase("a table"),
}


class Unfit(Exception):
    """A value does not fit; it says why."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def readers_for(folder: Path) -> Mapping[str, Reader]:
    """For each key, what takes its value as TOML has it, and gives it as the settings have it."""
    return {
        "station": _text(longest=LONGEST_STATION, least=1),
        "operator_key": _file_in(folder),
        "profile": _folder_in(folder),
        "greeting": _text(longest=LONGEST_TEXT),
        "courses": _list_of(_course),
        "identification": _list_of(_one_of(Identification), least=1),
        "second_factor": _one_of(SecondFactor),
        "languages": _list_of(_language, least=1),
        "take_away": _list_of(_one_of(TakeAway)),
        "idle_s": _number(10, 3_600),
        "countdown_s": _number(5, 300),
        "thanks_s": _number(1, 300),
        "union": _union,
        "share_every_s": _number(1, 3_600),
        "provider_keys": _list_of(_reading_key),
        "unattended": _one_of(Unattended),
        "volume_most": _number(0, 100),
        "brightness_percent": _number(5, 100),
        "least_free_mib": _number(50, 10_000_000),
        "text_percent": _number(100, 200),
        "keyboard": _one_of(ScreenKeyboard),
        "printer": _text(longest=LONGEST_TEXT),
    }


def meant(fault: str, word: str, words: Sequence[str]) -> str:
    """The fault, and “; perhaps “idle_s” is meant”, or all of them where they are few, or nothing."""
    near = get_close_matches(word.lower(), words, n=1)
    if near:
        return Worded("{fault}; perhaps “{word}” is meant", fault=fault, word=near[0])
    return Worded("{fault}; it is one of {words}", fault=fault, words=_listed(words)) if len(words) < 8 else fault


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _typed(value: object, kind: type, wanted: str) -> None:
    # True is a number for Python, and for nobody else.
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        found = next((words for known, words in _TYPES.items() if isinstance(value, known)), Phrase("a date or time"))
        raise Unfit(Worded("{wanted} is expected, and this is {found}", wanted=wanted, found=found))


def _text(*, longest: int, least: int = 0) -> Reader:
    def read(value: object) -> str:
        text = _string(value).strip()
        if not text.isprintable():
            raise Unfit(Phrase("it has to be one line, without marks that cannot be seen"))
        if len(text) < least:
            raise Unfit(Phrase("it is empty"))
        if len(text) > longest:
            raise Unfit(Worded("it has {text} characters; up to {longest} fit", text=len(text), longest=longest))
        return text

    return read


def _string(value: object) -> str:
    _typed(value, str, Phrase("a text in quotes"))
    return cast("str", value)


def _number(least: int, most: int) -> Reader:
    def read(value: object) -> int:
        _typed(value, int, Phrase("a whole number"))
        number = cast("int", value)
        if not least <= number <= most:
            raise Unfit(
                Worded("{number} is out of range; {least} to {most} make sense", number=number, least=least, most=most)
            )
        return number

    return read


def _one_of(words: type[StrEnum]) -> Reader:
    def read(value: object) -> StrEnum:
        word = _string(value)
        known = [one.value for one in words]
        if word not in known:
            raise Unfit(meant(Worded("“{word}” is not known here", word=word), word, known))
        return words(word)

    return read


def _list_of(reader: Reader, *, least: int = 0) -> Reader:
    def read(value: object) -> tuple[object, ...]:
        _typed(value, list, Phrase("a list"))
        found = tuple(reader(one) for one in cast("list[object]", value))
        if len(found) < least:
            raise Unfit(Phrase("the list is empty"))
        twice = next((one for place, one in enumerate(found) if one in found[:place]), None)
        if twice is not None:
            raise Unfit(Worded("“{twice}” stands in it twice", twice=twice))
        return found

    return read


def _course(value: object) -> str:
    course = _string(value)
    if not _COURSE_ID.fullmatch(course):
        raise Unfit(
            Worded(
                "“{course}” is no id of a course: small letters and digits, joined by “.”, “-” or “_”", course=course
            )
        )
    return course


def _language(value: object) -> str:
    language = _string(value)
    if language not in LANGUAGES:
        raise Unfit(
            Worded(
                "“{language}” is not shipped; the screens speak {listed}", language=language, listed=_listed(LANGUAGES)
            )
        )
    return language


def _reading_key(value: object) -> str:
    written = _string(value).lower()
    if not _READING_KEY.fullmatch(written):
        raise Unfit(Phrase("a reading key is 64 hexadecimal digits, as “carrel key reading” shows it"))
    try:
        PublicReadingKey.from_hex(written).seal(b"", info=b"")
    except ValueError:
        raise Unfit(
            Worded("“{written}…” is not the reading key of anybody: what is sealed to it is open", written=written[:8])
        ) from None
    return written


def _file_in(folder: Path) -> Reader:
    def read(value: object) -> Path:
        file = _path(folder, value)
        if not _looked_for(file.is_file):
            raise Unfit(
                Worded(
                    "there is no file {file}; make one with “carrel kiosk key”, the same for all stations", file=file
                )
            )
        return file

    return read


def _folder_in(folder: Path) -> Reader:
    def read(value: object) -> Path:
        place = _path(folder, value)
        if _looked_for(place.exists) and not place.is_dir():
            raise Unfit(Worded("{place} is a file, and a folder is expected", place=place))
        return place

    return read


def _path(folder: Path, value: object) -> Path:
    written = _string(value)
    if not written.strip() or not written.isprintable():
        raise Unfit(Phrase("it is empty, or not in one line"))
    try:
        return folder / Path(written).expanduser()
    except RuntimeError:
        raise Unfit(Worded("“{written}” begins with somebody's home that is not there", written=written)) from None


def _looked_for(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except OSError as error:
        raise Unfit(Worded("it cannot be looked for ({strerror})", strerror=error.strerror)) from None


def _union(value: object) -> str:
    """Empty, the address of a hub (without a slash at its end), or a database's URL."""
    url = _string(value).strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Unfit(Phrase("this is no address: the host or the port cannot be read")) from None
    if not url.isprintable() or " " in url or port == 0:
        raise Unfit(Phrase("this is no address"))
    if parts.scheme in _HUB:
        return _hub(parts, url)
    if parts.scheme != _DATABASE:
        raise Unfit(Phrase("it begins with “http://” for a hub, or with “postgresql://” for a database"))
    if not parts.path.strip("/"):
        raise Unfit(Phrase("the name of the database is missing, as in “postgresql://user@host/carrel”"))
    return url


def _hub(parts: SplitResult, url: str) -> str:
    if not parts.hostname:
        raise Unfit(Phrase("the name of the hub's computer is missing, as in “http://hub:8787”"))
    if parts.username or parts.path.strip("/") or parts.query or parts.fragment:
        raise Unfit(Phrase("of a hub, only host and port are named, as in “http://hub:8787”"))
    return url.rstrip("/")
