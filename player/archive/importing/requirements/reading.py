"""What one sentence of a requirements text asks, as far as it could be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from player.domain.requirement import Level, Need, Operator


class Kind(StrEnum):
    """What a piece of a sentence is about; the value becomes the rule's subject."""

    SYSTEM = "operating system"
    PROCESSOR = "processor"
    MEMORY = "memory"
    VIDEO_MEMORY = "video memory"
    GRAPHICS = "graphics"
    COLOURS = "colours"
    SCREEN = "screen"
    SOUND = "sound"
    DISK = "disk space"
    DRIVE = "disc drive"
    BROWSER = "browser"
    FEATURES = "browser features"
    PLUGIN = "media software"
    READER = "PDF documents"
    SLIDES = "slides"
    CONNECTION = "connection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place of the text that is about something: `start` and `end` count from the text's beginning."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the headings above a sentence, and the label before it, say of it.

    `kind` None: nothing. `is_labelled`: its own label says the kind, so that it is about that whatever its words.
    """

    level: Level = Level.MINIMUM
    platforms: tuple[str, ...] = ()
    kind: Kind | None = None
    only_if: Need | None = None
    is_labelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`unread`: why there is no need, or what of it was not read, as phrases; empty where all was."""

    need: Need | None = None
    superseded: str = ""
    interpretations: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    only_if: Need | None = None
    unread: tuple[str, ...] = field(default=())


def any_of(needs: Iterable[Need]) -> Need | None:
    """One of them; each once, and None where there is none."""
    found = tuple(dict.fromkeys(needs))
    return found[0] if len(found) == 1 else Need(any_of=found) if found else None


def all_of(needs: Iterable[Need]) -> Need | None:
    found = tuple(dict.fromkeys(needs))
    return found[0] if len(found) == 1 else Need(all_of=found) if found else None


def noted(text: str) -> Need:
    """Something that is asked, and that nobody can judge here."""
    return Need(operator=Operator.NOTED, value=str(text))


def is_platform(name: str) -> Need:
    return Need(fact="os.platform", value=name)
