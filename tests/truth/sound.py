"""A sound server of the test's own, and a recorder of everything that can be heard from it."""

from __future__ import annotations

import os
import subprocess
import time
from array import array
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from player.machine.clock import monotonic_source
from tests.truth.sightings import Sighting
from tests.truth.tones import SAMPLES_PER_S, WINDOW, read_chord

DEVICE = "alsa_output.pci-0000_00_1f.3.analog-stereo"
"""A name as a real card has it; what is called null would not count as something to hear with."""
HOP = SAMPLES_PER_S // 100
PATIENCE_S = 20.0


@dataclass(slots=True)
class Loudspeaker:
    """Where the program finds its sound: `environment` is to be added to its own."""

    environment: dict[str, str]
    recorded: Path
    began_ms: list[int] = field(default_factory=list)

    def heard(self) -> list[Sighting]:
        """Every beat that was heard, at the time at which it began."""
        samples = array("h")
        samples.frombytes(self.recorded.read_bytes()[: self.recorded.stat().st_size // 2 * 2])
        beats: list[Sighting] = []
        for start in range(0, len(samples) - WINDOW, HOP):
            number = read_chord(samples[start : start + WINDOW])
            if number is not None and (not beats or number != beats[-1].number):
                beats.append(Sighting(mono_ms=self.began_ms[0] + start * 1000 // SAMPLES_PER_S, number=number))
        return beats


@contextmanager
def loudspeaker(folder: Path) -> Generator[Loudspeaker]:
    """A sound server with one device that plays to nobody, recorded from now on."""
    run = folder / "sound"
    run.mkdir(mode=0o700)
    door = run / "native"
    home = {"HOME": str(run), "XDG_RUNTIME_DIR": str(run), "PULSE_RUNTIME_PATH": str(run), "PULSE_STATE_PATH": str(run)}
    server = subprocess.Popen(
        [
            *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--disable-shm=yes"),
            f"--load=module-null-sink sink_name={DEVICE} rate=48000 channels=2",
            f"--load=module-native-protocol-unix socket={door} auth-anonymous=1",
        ],
        env=os.environ | home,
        stderr=(run / "server.log").open("w"),
    )
    environment = {"PULSE_SERVER": f"unix:{door}", "PULSE_COOKIE": str(run / "cookie")}
    speaker = Loudspeaker(environment, run / "heard.raw")
    try:
        _await(door.exists, "the sound server")
        with speaker.recorded.open("wb") as out:
            ears = subprocess.Popen(
                [
                    *("parec", "--raw", "--format=s16le", f"--rate={SAMPLES_PER_S}", "--channels=1"),
                    *(f"--device={DEVICE}.monitor", "--latency-msec=50"),
                ],
                env=os.environ | home | environment,
                stdout=out,
            )
        try:
            _await(lambda: speaker.recorded.stat().st_size > 0, "the recorder of the sound")
            speaker.began_ms.append(monotonic_source()() - speaker.recorded.stat().st_size * 500 // SAMPLES_PER_S)
            yield speaker
        finally:
            ears.terminate()
            ears.wait(PATIENCE_S)
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def _await(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)
