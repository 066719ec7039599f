"""What Carrel itself asks of a machine, as the same kind of rules that courses bring."""

from __future__ import annotations

from collections.abc import Iterator

from player.domain.checkup.askable import PLAYS
from player.domain.checkup.quantity import Measure, shown
from player.domain.course import Course, Session
from player.domain.phrase import Phrase, Worded
from player.domain.requirement import Level, Need, Operator, Requirement

FREE_FOR_RECORDS = "500 MB"
OLDEST_BACKUP = 31
"""Days."""
_PLAYS_RULE = "carrel.plays."


def _yes(fact: str) -> Need:
    return Need(fact=fact, value="yes")


_ALWAYS: tuple[Requirement, ...] = (
    Requirement(
        id="carrel.decoder",
        level=Level.MINIMUM,
        subject="player",
        text=Phrase("VLC's library, which plays the recordings"),
        need=_yes("decoder.library"),
    ),
    Requirement(
        id="carrel.test-recording",
        level=Level.MINIMUM,
        subject="player",
        text=Phrase("A short test recording that can be decoded, picture and sound"),
        need=_yes("decoder.works"),
    ),
    Requirement(
        id="carrel.records",
        level=Level.MINIMUM,
        subject="records",
        text=Phrase("A folder for the records that can be written to"),
        need=_yes("profile.writable"),
    ),
    Requirement(
        id="carrel.space",
        level=Level.MINIMUM,
        subject="space",
        text=Worded("{size} of free space where the records are kept", size=FREE_FOR_RECORDS),
        need=Need(fact="disk.free", operator=Operator.AT_LEAST, value=FREE_FOR_RECORDS),
    ),
    Requirement(
        id="carrel.clock",
        level=Level.MINIMUM,
        subject="clock",
        text=Phrase("A clock that can be right: credit carries its date"),
        need=_yes("clock.sane"),
    ),
    Requirement(
        id="carrel.name",
        level=Level.MINIMUM,
        subject="name",
        text=Phrase("Fonts for every letter of your name on a certificate"),
        only_if=_yes("name.given"),
        need=_yes("name.printable"),
    ),
    Requirement(
        id="carrel.sound",
        level=Level.OPTIMAL,
        subject="sound output",
        text=Phrase("A sound output: speakers or headphones"),
        need=Need(fact="sound.outputs", operator=Operator.AT_LEAST, value="1"),
    ),
    Requirement(
        id="carrel.screen",
        level=Level.OPTIMAL,
        subject="screen",
        text=Phrase("A screen of at least 1024 × 768 pixels"),
        need=Need(
            all_of=(
                Need(fact="screen.width", operator=Operator.AT_LEAST, value="1024 px"),
                Need(fact="screen.height", operator=Operator.AT_LEAST, value="768 px"),
            )
        ),
    ),
    Requirement(
        id="carrel.backup",
        level=Level.OPTIMAL,
        subject="backup",
        text=Worded("A backup of your records that is not older than {age}", age=shown(OLDEST_BACKUP, Measure.DAYS)),
        only_if=_yes("records.kept"),
        need=Need(
            all_of=(
                _yes("backup.made"),
                Need(fact="backup.age", operator=Operator.AT_MOST, value=f"{OLDEST_BACKUP} days"),
            )
        ),
    ),
    *(
        Requirement(
            id=f"carrel.test.{sense}",
            level=Level.OPTIMAL,
            subject=f"test {sense}",
            text=text,
            only_if=_yes("test.played"),
            need=_yes(f"test.{sense}"),
        )
        for sense, text in (
            ("heard", Phrase("The voice of the ten-second test is heard")),
            ("seen", Phrase("The picture of the ten-second test moves")),
            ("read", Phrase("The captions of the ten-second test can be read")),
        )
    ),
)


def is_about_playing(requirement: Requirement) -> bool:
    """Whether without this nothing plays, or not this recording; all else only makes it better."""
    return requirement.id in ("carrel.decoder", "carrel.test-recording") or requirement.id.startswith(_PLAYS_RULE)


def own_requirements(course: Course | None = None, *, to_copy: int = 0) -> tuple[Requirement, ...]:
    """The rules of Carrel, and those that it has about a course; `to_copy`: bytes to be copied to keep it here."""
    if course is None:
        return _ALWAYS
    return (*_plays(course), *_ALWAYS, *((_room(to_copy),) if to_copy else ()))


def alike(course: Course) -> tuple[tuple[Session, ...], ...]:
    """The sessions in sets that need the same codecs: what plays one of a set plays them all.

    A session whose codecs nobody wrote down (a package of an early format) stands alone.
    """
    sets: dict[object, list[Session]] = {}
    for session in course.sessions:
        sets.setdefault(session.codecs or session.id, []).append(session)
    return tuple(tuple(found) for found in sets.values())


def _plays(course: Course) -> Iterator[Requirement]:
    for sessions in alike(course):
        first = sessions[0]
        yield Requirement(
            id=f"{_PLAYS_RULE}{first.id}",
            level=Level.MINIMUM,
            subject=f"recording {first.id}",
            text=_decodable(first.title, len(sessions) - 1),
            need=_yes(f"{PLAYS}{first.id}"),
        )


def _decodable(title: str, others: int) -> str:
    if not others:
        return Worded("“{title}” can be decoded", title=title)
    return Worded.counted(
        "“{title}” and {count} more of its kind can be decoded",
        "“{title}” and {count} more of its kind can be decoded",
        others,
        title=title,
    )


def _room(size: int) -> Requirement:
    return Requirement(
        id="carrel.room",
        level=Level.OPTIMAL,
        subject="room for the course",
        text=Worded("{size} of free space to keep this course here", size=shown(size, Measure.SIZE)),
        need=Need(fact="disk.courses", operator=Operator.AT_LEAST, value=f"{size} B"),
    )
