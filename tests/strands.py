"""Several devices of one learner in one course, as they record apart from each other and join what the others did."""

from __future__ import annotations

from dataclasses import dataclass, field

from player.domain.course import Course
from player.domain.event import DeviceId, Purpose, StreamId, StreamJoined, StreamOpened
from player.domain.history import Brought
from player.domain.journey import Journey
from player.domain.learner import Learner
from player.proof.chain import links_of
from player.proof.evidence import Evidence
from player.proof.keys import PrivateKey
from player.proof.manifest import SignedCourse
from player.proof.strand import Strand, check_strand
from player.proof.weave import Weave
from tests.builders import COURSE, PHYSICIAN, opening_for
from tests.fakes import FakeClock, FakeStream
from tests.worlds import World, head_after, key, signed


@dataclass(kw_only=True, eq=False)
class Device:
    """One branch of one stream: a world of its own, its key, and after which events its head was signed."""

    world: World
    key: PrivateKey
    family: list[Device]
    pinned: set[int] = field(default_factory=set[int])

    @property
    def bodies(self) -> tuple[bytes, ...]:
        return self.world.stream.bodies

    @property
    def journey(self) -> Journey:
        return self.world.journey

    def strand(self) -> Strand:
        """As it is handed over: up to the last signed head."""
        bodies = self.bodies[: max(self.pinned, default=-1) + 1]
        heads = tuple(head_after(self.world.stream.id, bodies, place, signer=self.key) for place in sorted(self.pinned))
        return Strand(bodies=bodies, heads=heads, device=self.key.public)

    def here(self) -> StreamJoined:
        """What another device records when it joins this branch as it is now; the head is signed for that."""
        last = len(self.bodies) - 1
        self.pinned.add(last)
        return StreamJoined(stream=self.world.stream.id, seq=last, hash=links_of(self.bodies)[-1].hex())

    def join(self, other: Device) -> None:
        self.journey.join(other.here())

    def bring(self, fact: StreamJoined) -> Brought:
        courses = {device.world.signed.hash: device.world.course for device in self.family}
        weave = Weave((check_strand(device.strand()) for device in self.family if device.pinned), courses)
        own, course = self.world.stream, self.world.signed.hash
        return weave.bring_into(own.id, lambda: own.events, course=course)(fact)

    def fork(self) -> Device:
        """The same device on a cloned disk: same key, same stream, same events so far; from here on apart."""
        clock = FakeClock()
        clock.go_to(self.world.clock.moment)
        for _ in self.family:
            clock.reboot()
        first, *later = self.world.stream.events
        assert isinstance(first.fact, StreamOpened)
        stream = FakeStream(first.fact, clock)
        stream._events[:] = [first, *later]
        return _device(self.family, self.key, self.world.signed, self.world.learner, clock, stream)

    def evidence(self) -> Evidence:
        """All of this branch, and every other one of which a head was signed, with the versions of their courses."""
        self.here()
        own, main = self.strand(), self.world.signed
        others = [device for device in self.family if device is not self and device.pinned]
        courses = {device.world.signed.hash: device.world.signed.envelope for device in others}
        return Evidence(
            course=main.envelope,
            bodies=own.bodies,
            heads=own.heads,
            device=own.device,
            joined=tuple(device.strand() for device in others),
            earlier=tuple(envelope for name, envelope in courses.items() if name != main.hash),
        )


def _device(
    family: list[Device],
    device_key: PrivateKey,
    signed_course: SignedCourse,
    learner: Learner,
    clock: FakeClock,
    stream: FakeStream,
) -> Device:
    course = signed_course.course
    journey = Journey(
        course=course, stream=stream, clock=clock, profession=learner.profession, bring=lambda fact: Brought(())
    )
    world = World(signed=signed_course, clock=clock, stream=stream, journey=journey, learner=learner)
    made = Device(world=world, key=device_key, family=family)
    family.append(made)
    world.journey = Journey(course=course, stream=stream, clock=clock, profession=learner.profession, bring=made.bring)
    return made


def devices(
    count: int,
    course: Course = COURSE,
    *,
    learner: Learner = PHYSICIAN,
    purpose: Purpose = Purpose.CREDIT,
) -> tuple[Device, ...]:
    """So many devices of one learner, each with a key, a stream and a boot of its own; nothing is joined yet."""
    signed_course = signed(course)
    return in_versions(*(signed_course for _ in range(count)), learner=learner, purpose=purpose)


def in_versions(
    *courses: SignedCourse,
    learner: Learner = PHYSICIAN,
    purpose: Purpose = Purpose.CREDIT,
    one_machine: bool = False,
) -> tuple[Device, ...]:
    """One device for each version, as `devices`; on `one_machine` all have one clock, and so one boot, and one key."""
    family: list[Device] = []
    shared = FakeClock()
    for number, signed_course in enumerate(courses):
        clock, device_key = (shared, key(20)) if one_machine else (FakeClock(), key(20 + number))
        for _ in range(0 if one_machine else number):
            clock.reboot()
        opening = opening_for(
            signed_course.course,
            course_hash=signed_course.hash,
            device=DeviceId(device_key.public.id),
            learner=learner.id,
            purpose=purpose,
            stream=StreamId(f"{number + 1:032x}"),
        )
        _device(family, device_key, signed_course, learner, clock, FakeStream(opening, clock))
    return tuple(family)
