"""The real desk for the tests of faults: with a clock that can be told what to do, and over a course of ten seconds."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from player.bootstrap import desk as desk_joining
from player.bootstrap.holding import device_key_of
from player.bootstrap.keying import new_key
from player.bootstrap.places import find_places
from player.bootstrap.providing import build_course, new_course
from player.desk.desk import Desk
from player.domain.course import SessionId
from player.ledger.profile import lock_profile
from tests.fakes import FakeClock

LECTURE = SessionId("lecture")


@contextmanager
def desk_at(profile: Path, clock: FakeClock) -> Generator[Desk]:
    """The real desk but for its clock: nobody waits for ten seconds to pass."""
    with lock_profile(profile):
        key = device_key_of(profile)
        desk = Desk(desk_joining.parts_over(find_places(profile), clock=clock, key=key, rehearsing=False))
        try:
            yield desk
        finally:
            desk.close()


def make_talk(place: Path) -> Path:
    """A course of ten seconds of which a tenth must be watched, worth 1 credit in quarters, open from 2026 to 2028."""
    folder = place / "talk"
    new_course(find_places(), folder)
    text = (folder / "course.toml").read_text()
    for old, new in (
        ("required_percent = 100", "required_percent = 10"),
        ("estimated_minutes = 15", "estimated_minutes = 60"),
        ('maximum = "0.25"', 'maximum = "1"'),
        ("maximum of 0.25 AMA", "maximum of 1 AMA"),
        ("passing_percent = 80", "passing_percent = 80\nattempts = 2"),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "course.toml").write_text(text)
    new_key(place / "talk.key")
    build_course(folder, key=place / "talk.key", out=place / "talk.course", quick=True)
    return place / "talk.course"
