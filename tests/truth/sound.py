"""A sound server of the test's own, and a recorder of everything that can be heard from it."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from player.machine.clock import monotonic_source
from tests.truth.programs import running, wait_for
from tests.truth.sightings import Sighting
from tests.truth.tones import SAMPLES_PER_S, WINDOW, read_chord

DEVICE = "alsa_output.pci-0000_00_1f.3.analog-stereo"
"""A name as a real card has it; what is called null would not count as something to hear with."""
HOP = SAMPLES_PER_S // 100
FAINT_HOP = HOP // 4
"""Another speed is made of pieces of 30 ms laid over each other: what is between two is looked for more closely."""
PITCHES = (0, 8, -8, 16, -16, 24, -24)
"""In per mille. Sound that is late is played a little faster until it is in time again, and so it gets higher."""
UNREAD = 8 * HOP
"""After so long without a beat another pitch is tried."""


@dataclass(frozen=True, slots=True)
class Loudspeaker:
    """Where the program finds its sound: `environment` is to be added to its own; recorded since `began_ms`."""

    environment: dict[str, str]
    recorded: Path
    began_ms: int

    def heard(self) -> list[Sighting]:
        """Every beat that was heard, at the time at which it began."""
        samples = array("h")
        samples.frombytes(self.recorded.read_bytes()[: self.recorded.stat().st_size // 2 * 2])
        beats: list[Sighting] = []
        start, read, pitch = 0, 0, 0
        while start + WINDOW <= len(samples):
            window = samples[start : start + WINDOW]
            number = read_chord(window, pitch)
            if number is None and start - read > UNREAD:
                number, pitch = _at_any_pitch(window, pitch)
            if number is not None:
                read = start
                if not beats or number != beats[-1].number:
                    beats.append(Sighting(mono_ms=self.began_ms + start * 1000 // SAMPLES_PER_S, number=number))
            start += FAINT_HOP if number is None else HOP
        return beats


def _at_any_pitch(window: Sequence[int], last: int) -> tuple[int | None, int]:
    """The number and the pitch at which it can be read; None, and the pitch as it was."""
    for pitch in PITCHES:
        number = read_chord(window, pitch)
        if number is not None:
            return number, pitch
    return None, last


@contextmanager
def loudspeaker(folder: Path) -> Generator[Loudspeaker]:
    """A sound server with one device that plays to nobody, recorded from now on."""
    run = folder / "sound"
    run.mkdir(mode=0o700)
    door, recorded = run / "native", run / "heard.raw"
    home = {name: str(run) for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH")}
    environment = {"PULSE_SERVER": f"unix:{door}", "PULSE_COOKIE": str(run / "cookie")}
    server = ("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes")
    devices = (
        f"--load=module-null-sink sink_name={DEVICE} rate=48000 channels=2",
        f"--load=module-native-protocol-unix socket={door} auth-anonymous=1",
    )
    ears = ("parec", "--raw", "--format=s16le", f"--rate={SAMPLES_PER_S}", "--channels=1", "--latency-msec=50")
    with running(*server, *devices, environment=home):
        wait_for(door.exists, "the sound server")
        with running(*ears, f"--device={DEVICE}.monitor", environment=home | environment, out=recorded):
            wait_for(lambda: recorded.stat().st_size > 0, "the recorder of the sound")
            began_ms = monotonic_source()() - recorded.stat().st_size * 500 // SAMPLES_PER_S
            yield Loudspeaker(environment, recorded, began_ms)
