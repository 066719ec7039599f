"""Profiles with as many courses as one likes: laid out at once as the shelf keeps them, some of them begun."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from player.desk.desk import Desk
    from player.domain.course import Availability, Course
    from player.proof.manifest import Member, SignedCourse
    from tests.fakes import FakeClock

_SUBJECTS = (
    "Sleep after Shift Work",
    "Heart Failure in Primary Care",
    "Anticoagulation before and after Surgery",
    "Recognising Sepsis in the First Hour",
    "Biomarkers of Treatment Response in Major Depressive Disorder: From the Laboratory to the Clinic",
    "Ketamine",
    "Ultrasound at the Bedside",
    "Antibiotic Stewardship on the Ward",
    "Chronic Pain without Opioids",
    "Diabetes in Old Age",
    "Talking about Dying",
    "Paediatric Airway Emergencies",
    "Wound Care",
)
_SIDES = ("", ": Update", " for Nurses", " in Practice", " – Cases", ": What the Trials Say", " under Pressure")
_PROVIDERS = (
    "Example Medical College",
    "Academy of Intensive Care",
    "Institute for Continuing Education in Psychiatry",
)
_PICTURES = 24
"""Different pictures among all the courses; each is read and decoded for every course that has it."""


def shelve(profile: Path, count: int, *, begun: int = 0) -> None:
    """Lays out a profile with `count` courses, two in five with a picture, the first `begun` open ones begun."""
    from player.proof.keys import PrivateKey
    from player.proof.trust import Publisher, write_publisher

    key = PrivateKey.generate()
    (profile / "trust").mkdir(parents=True)
    publisher = Publisher(name="Example Academy", keys=(key.public,), specimen=False)
    write_publisher(profile / "trust" / "academy.publisher.json", publisher)
    _Filling(profile / "courses", key).fill(count)
    _begin(profile, begun)


class _Filling:
    """Fills the folder of a shelf without its care for a power cut, which takes minutes for thousands."""

    def __init__(self, shelf: Path, key: object) -> None:
        from player.proof.keys import PrivateKey

        assert isinstance(key, PrivateKey)
        self._shelf, self._key, self._random = shelf, key, random.Random(7)
        for folder in ("here", "known", "contents"):
            (shelf / folder).mkdir(parents=True)
        self._talk = self._put("talk.mp4", b"a talk" * 500)
        self._pictures = [self._put("cover.jpg", _picture(self._random)) for _ in range(_PICTURES)]

    def fill(self, count: int) -> None:
        for number in range(count):
            picture = self._random.choice(self._pictures) if number % 5 < 2 else None
            self._shelve(_course(number, self._random, self._talk, has_cover=picture is not None), picture)

    def _shelve(self, course: Course, picture: Member | None) -> None:
        from player.proof.manifest import FORMAT, Manifest, sign

        members = (self._talk, picture) if picture else (self._talk,)
        blocks = self._put("blocks", b"".join(bytes.fromhex(member.content) for member in members), name=True)
        raw = self._key.public.raw.hex()
        manifest = Manifest(format=FORMAT, publisher_key=raw, course=course, blocks=blocks, members=members)
        envelope = sign(manifest, self._key)
        mark = f"{hashlib.sha256(envelope.payload).hexdigest()}.dsse"
        for folder in ("here", "known"):
            (self._shelf / folder / mark).write_bytes(envelope.to_json())

    def _put(self, path: str, data: bytes, *, name: bool = False) -> Member:
        from blake3 import blake3

        from player.archive.container import BLOCKS_NAME
        from player.domain.course import ContentHash
        from player.proof.manifest import Member

        # No file is longer than a block, whose hash is then that of the file.
        content = ContentHash(blake3(data).hexdigest())
        (self._shelf / "contents" / content).write_bytes(data)
        return Member(path=BLOCKS_NAME if name else path, size=len(data), content=content)


def _course(number: int, random_: random.Random, talk: Member, *, has_cover: bool) -> Course:
    from player.domain.course import CourseId
    from player.domain.picture import Picture
    from tests.builders import COURSE

    title = _SUBJECTS[number % len(_SUBJECTS)] + random_.choice(_SIDES)
    session = replace(
        COURSE.sessions[0], media=talk.path, content=talk.content, duration_ms=random_.randrange(40, 19_200) * 1000
    )
    return replace(
        COURSE,
        id=CourseId(f"org.example.course-{number:04}"),
        title=title,
        provider=replace(COURSE.provider, name=random_.choice(_PROVIDERS)),
        sessions=(session,),
        availability=_availability(number),
        cover=Picture(path="cover.jpg", alt="") if has_cover else None,
        grant=None,
    )


def _availability(number: int) -> Availability:
    """Some expired, some still to come, the most open."""
    from tests.builders import COURSE

    today, first = datetime.now(UTC).date(), COURSE.availability
    if number % 11 == 7:
        return first
    if number % 13 == 5:
        return replace(first, opens=today + timedelta(days=40), last_day=today + timedelta(days=400))
    return replace(first, opens=today - timedelta(days=number % 300), last_day=today + timedelta(days=300))


def _picture(random_: random.Random) -> bytes:
    """A photograph as providers send them: 1280 by 720, soft shapes and some noise."""
    from PIL import Image, ImageDraw, ImageFilter

    image = Image.new("RGB", (1280, 720), _colour(random_))
    draw = ImageDraw.Draw(image)
    for _ in range(14):
        x, y, r = random_.randrange(1280), random_.randrange(720), random_.randrange(60, 380)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=_colour(random_))
    image = image.filter(ImageFilter.GaussianBlur(24))
    noise = Image.effect_noise((1280, 720), 40).convert("RGB")
    kept = BytesIO()
    Image.blend(image, noise, 0.12).save(kept, "JPEG", quality=85)
    return kept.getvalue()


def _colour(random_: random.Random) -> tuple[int, int, int]:
    return random_.randrange(20, 220), random_.randrange(20, 220), random_.randrange(20, 220)


def _begin(profile: Path, count: int) -> None:
    """By a clock that runs ahead while something is watched, and stands at today in the end."""
    from player.bootstrap.desk import parts_over
    from player.bootstrap.holding import hold_profile
    from player.bootstrap.places import find_places
    from player.desk.desk import Desk
    from player.domain.learner import Profession
    from tests.fakes import FakeClock

    clock = FakeClock(datetime.now(UTC) - timedelta(days=30))
    with hold_profile(profile) as key:
        desk = Desk(parts_over(find_places(profile), clock=clock, key=key, rehearsing=False))
        desk.save_learner(replace(desk.learner, name="Ana María Núñez", degrees="MD", profession=Profession.PHYSICIAN))
        today = desk.now().date()
        known = (one for one in desk.courses.known() if _is_open(one.course.availability, today))
        for number, signed in zip(range(count), known, strict=False):
            _go_a_way(desk, clock, signed, number)
        desk.close()


def _is_open(availability: Availability, day: date) -> bool:
    return availability.opens <= day <= availability.last_day


def _go_a_way(desk: Desk, clock: FakeClock, signed: SignedCourse, number: int) -> None:
    """Disclosures read; every second one watched for its first minutes."""
    from player.domain.watch import Interval, Span

    journey = desk.journey(signed)
    journey.acknowledge_disclosures()
    if number % 2:
        session = signed.course.sessions[0]
        length = session.duration_ms * (number % 9 + 1) // 10
        journey.start_watching(session.id, position_ms=0)
        clock.advance(length)
        journey.watched(session.id, Span(interval=Interval(0, length), engaged_ms=length, rate_percent=100))
