"""Random lives on several devices that are merged, killed, cloned and set back: replay equals the model, always."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from player.domain.course import ContentHash, Course, SessionId
from player.domain.problem import Problem
from player.domain.watch import Coverage, Interval
from player.exchange.completion import verify_completion, write_completion
from player.proof.keys import PrivateKey
from tests.builders import COURSE, FIRST, MINUTE, PHYSICIAN, SECOND
from tests.faults.lives import Act, Device
from tests.worlds import TRUST, signed

SHORT = {FIRST: 6, SECOND: 3}
"""Sessions of so many minutes, so that a random life comes to its claim now and then."""


def short_course() -> Course:
    sessions = tuple(replace(s, duration_ms=SHORT[s.id] * MINUTE, chapters=()) for s in COURSE.sessions)
    return replace(COURSE, sessions=sessions, watch=replace(COURSE.watch, required_percent=60))


def second_version() -> Course:
    """Its second session is another recording; all else is as it was."""
    course = short_course()
    first, second = course.sessions
    return replace(course, version=2, sessions=(first, replace(second, content=ContentHash("e" * 64))))


class Lives(RuleBasedStateMachine):
    """The model of a device is the set of acts that it knows of; everything else must follow from it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="carrel-lives-"))
        self.versions = (signed(short_course()), signed(second_version()))
        self.devices: list[Device] = []
        self.kept: list[tuple[Path, Device]] = []
        self.acts = 0

    @initialize()
    def begin(self) -> None:
        self._device()

    def teardown(self) -> None:
        for device in self.devices:
            self._judge(device)
            device.die()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- what a learner does ------------------------------------------------------------------------------

    @rule(
        which=st.integers(0, 9),
        session=st.sampled_from([FIRST, SECOND]),
        start=st.integers(0, 5),
        long=st.integers(1, 4),
    )
    def watch(self, which: int, session: SessionId, start: int, long: int) -> None:
        device = self._any(which)
        device.acknowledge()
        device.knows |= {self._act(device, "acknowledge")}
        for minute in range(start, min(start + long, SHORT[session])):
            device.watch(session, minute)
            device.knows |= {self._act(device, "watch", session, minute)}

    @rule(which=st.integers(0, 9))
    def go_on_to_the_claim(self, which: int) -> None:
        """Each step is taken exactly when the model says that it is open."""
        device = self._any(which)
        watched = self._watched(device)
        self._step(device, "quiz", device.take_quiz, may=watched)
        self._step(device, "evaluation", device.evaluate, may=watched and self._did(device, "quiz"))
        self._step(device, "claim", device.claim, may=watched and self._did(device, "evaluation"))

    def _step(self, device: Device, what: str, do: Callable[[], object], *, may: bool) -> None:
        may = may and not self._did(device, what)
        try:
            do()
        except Problem:
            assert not may, f"{what} was refused"
        else:
            assert may, f"{what} was possible"
            device.knows |= {self._act(device, what)}

    # --- what happens to devices --------------------------------------------------------------------------

    @precondition(lambda self: len(self.devices) < 4)
    @rule()
    def another_device(self) -> None:
        self._device()

    @rule(which=st.integers(0, 9))
    def update(self, which: int) -> None:
        """The second version comes to a device, and the learner goes on in that."""
        self._any(which).signed = self.versions[1]

    @precondition(lambda self: len(self.devices) > 1)
    @rule(into=st.integers(0, 9), other=st.integers(0, 9))
    def merge(self, into: int, other: int) -> None:
        if self._any(into) is not self._any(other):
            self._any(into).merge(self._any(other))

    @rule(which=st.integers(0, 9))
    def power_cut(self, which: int) -> None:
        self._any(which).restart()

    @precondition(lambda self: len(self.devices) < 4)
    @rule(which=st.integers(0, 9), same_key=st.booleans())
    def clone(self, which: int, same_key: bool) -> None:
        """A copied disk: found out, so that it makes a key of its own, or not, so that streams fork."""
        source = self._any(which)
        folder = source.copied_to(self._place())
        self._device(folder, source.key if same_key else None, source, (*source.former, source.key))

    @rule(which=st.integers(0, 9))
    def keep_a_backup(self, which: int) -> None:
        device = self._any(which)
        device.ledger.sign_heads()
        self.kept.append((device.copied_to(self._place()), copy(device)))

    @precondition(lambda self: self.kept)
    @rule(which=st.integers(0, 9), backup=st.integers(0, 9))
    def set_back(self, which: int, backup: int) -> None:
        """A device is lost, and its backup put in its place: what others know of it is known to them still."""
        lost = self.devices.pop(which % len(self.devices))
        lost.die()
        folder, then = self.kept[backup % len(self.kept)]
        self._device(Path(shutil.copytree(folder, self._place())), PrivateKey.generate(), then)

    @rule(which=st.integers(0, 9), hours=st.integers(-40, 40))
    def set_the_clock(self, which: int, hours: int) -> None:
        clock = self._any(which).clock
        clock.set_wall(clock.moment + timedelta(hours=hours))

    @rule(which=st.integers(0, 9), minutes=st.integers(1, 600))
    def sleep(self, which: int, minutes: int) -> None:
        self._any(which).clock.sleep(minutes * MINUTE)

    # --- what must hold -----------------------------------------------------------------------------------

    @invariant()
    def what_is_shown_is_what_was_done(self) -> None:
        for device in self.devices:
            history = device.history
            for session in (FIRST, SECOND):
                seen, minutes = history.of_session(session), self._minutes(device, session)
                assert seen.coverage == Coverage.of(Interval(m * MINUTE, (m + 1) * MINUTE) for m in minutes)
                assert seen.engaged_ms == len(minutes) * MINUTE
            assert len(history.quiz_results) == self._count(device, "quiz")
            assert history.evaluated == self._did(device, "evaluation")
            assert len(history.claims) == min(1, self._count(device, "claim"))
            assert len(history.claims) + len(history.repeated_claims) == self._count(device, "claim")

    @rule(which=st.integers(0, 9))
    def hand_in(self, which: int) -> None:
        self._judge(self._any(which))

    def _judge(self, device: Device) -> None:
        """Whoever gets the file computes what the window showed."""
        if not device.knows:
            return
        data = write_completion(device.evidence, learner=PHYSICIAN, signer=device.key)
        judged = verify_completion(data, TRUST, name="a.completion").verdict.history
        shown = device.history
        assert judged.sessions == shown.sessions
        assert (judged.claims, judged.repeated_claims) == (shown.claims, shown.repeated_claims)
        assert judged.quiz_results == shown.quiz_results and judged.completed == shown.completed
        assert device.ledger.damaged() == ()

    # --- the model ----------------------------------------------------------------------------------------

    def _device(
        self,
        folder: Path | None = None,
        key: PrivateKey | None = None,
        like: Device | None = None,
        former: tuple[PrivateKey, ...] = (),
    ) -> None:
        """A new machine, with an empty profile or one copied from another, in which the `former` keys lie as well."""
        self.devices.append(
            Device(
                folder=folder or self._place(),
                key=key or PrivateKey.generate(),
                signed=like.signed if like else self.versions[0],
                versions=self.versions,
                knows=like.knows if like else frozenset(),
                former=former,
            )
        )

    def _any(self, which: int) -> Device:
        return self.devices[which % len(self.devices)]

    def _place(self) -> Path:
        return self.folder / f"place-{len(list(self.folder.iterdir()))}-{len(self.devices)}"

    def _act(self, device: Device, what: str, session: SessionId | None = None, minute: int = 0) -> Act:
        self.acts += 1
        return Act(self.acts, what, session, minute, device.signed.course.version)

    def _counting(self, device: Device) -> list[Act]:
        """What counts in the version that the learner is in: nothing of a later one, and of what changed nothing."""
        version = device.signed.course.version
        here = [act for act in device.knows if act.version == version]
        return here + [act for act in device.knows if act.version < version and act.session != SECOND]

    def _count(self, device: Device, what: str) -> int:
        return sum(act.what == what for act in self._counting(device))

    def _did(self, device: Device, what: str) -> bool:
        return self._count(device, what) > 0

    def _minutes(self, device: Device, session: SessionId) -> list[int]:
        acts = self._counting(device)
        return [act.minute for act in acts if act.what == "watch" and act.session == session]

    def _watched(self, device: Device) -> bool:
        percent = device.signed.course.watch.required_percent
        return all(
            len(set(self._minutes(device, session))) * 100 >= length * percent for session, length in SHORT.items()
        )


def live(lives: int, steps: int) -> None:
    chosen = settings(max_examples=lives, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(Lives, settings=chosen)


def test_thirty_random_lives() -> None:
    live(30, 25)


@pytest.mark.long
def test_four_hundred_random_lives() -> None:
    live(400, 45)
