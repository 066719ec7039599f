"""Everything a session needs: a packed recording, a screen, a sound server, an empty profile; and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.truth.compare import Comparison, compare
from tests.truth.recordings import make_recording, pack
from tests.truth.screen import Reader, screen_of_its_own
from tests.truth.script import Act
from tests.truth.session import perform
from tests.truth.sound import loudspeaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Theatre:
    """Plays scripts on a machine whose screen and sound can be read back."""

    folder: Path
    profile: Path
    root: Path

    def play(
        self, script: Sequence[Act], *, seconds: int, picture: bool = True, speaker: bool = True, kbit: int = 0
    ) -> list[Comparison]:
        """How the script went over a new recording of so many seconds, by each witness; where there are two, by both.

        Without a `speaker` the machine has no sound at all.
        """
        recording = self.folder / ("numbers.mp4" if picture else "numbers.m4a")
        package = pack(make_recording(recording, seconds=seconds, picture=picture, kbit=kbit), self.folder, self.root)
        with ExitStack() as stack:
            screen = stack.enter_context(screen_of_its_own(self.folder))
            sound = stack.enter_context(loudspeaker(self.folder)) if speaker else None
            reader = stack.enter_context(Reader(screen))
            environment = {"DISPLAY": screen.name} | (sound.environment if sound else {})
            record = perform(script, profile=self.profile, package=package, reader=reader, environment=environment)
        witnesses = {"picture": record.seen} if picture else {}
        if sound is not None:
            witnesses["sound"] = sound.heard()
        verdicts = [compare(record, name, seen) for name, seen in witnesses.items()]
        if len(witnesses) > 1:
            verdicts.append(compare(record, "both", *witnesses.values()))
        for verdict in verdicts:
            print(verdict)
        return verdicts


def assert_true(verdicts: Sequence[Comparison]) -> None:
    """Nothing is lost of what was on the screen (heard, where there is none); nothing counts that was nowhere at all.

    What is heard while the picture still stands, as after a stall, may count or not.
    """
    first, last = verdicts[0], verdicts[-1]
    assert first.lost_ms <= first.allowed.lost, str(first)
    assert last.holds, str(last)
