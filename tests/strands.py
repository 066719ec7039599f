"""Several devices of one learner in one course, as they record apart from each other and join what the others did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from player.domain.course import Course
from player.domain.event import DeviceId, Event, Purpose, StreamId, StreamJoined, StreamOpened
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

    def bring(self, fact: StreamJoined) -> Sequence[Event]:
        weave = Weave(check_strand(device.strand()) for device in self.family if device.pinned)
        return weave.bring_into(self.world.stream.id, lambda: self.world.stream.events)(fact)

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
        """All of this branch, and every other one of which a head was signed."""
        self.here()
        own = self.strand()
        others = tuple(device.strand() for device in self.family if device is not self and device.pinned)
        return Evidence(
            course=self.world.signed.envelope, bodies=own.bodies, heads=own.heads, device=own.device, joined=others
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
    journey = Journey(course=course, stream=stream, clock=clock, profession=learner.profession, bring=lambda fact: ())
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
    family: list[Device] = []
    signed_course = signed(course)
    for number in range(count):
        clock, device_key = FakeClock(), key(20 + number)
        for _ in range(number):
            clock.reboot()
        opening = opening_for(
            course,
            course_hash=signed_course.hash,
            device=DeviceId(device_key.public.id),
            learner=learner.id,
            purpose=purpose,
            stream=StreamId(f"{number + 1:032x}"),
        )
        _device(family, device_key, signed_course, learner, clock, FakeStream(opening, clock))
    return tuple(family)
