"""What is heard in the self-test: a bell on the left, one on the right, a voice from both sides, and a last chord."""

from __future__ import annotations

import array
import math
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

RATE, LENGTH_MS = 48_000, 10_000
SPOKEN_RATE = 22_050
SENTENCES = ("This is Carrel’s test.", "If you hear this voice, the sound works.")
SAID = (("Carrel’s", "Carrell's"),)
"""Spellings that make the synthesiser say a word well. Captions keep the left side."""
LEFT_MS, RIGHT_MS, VOICE_MS, CHORD_MS = 700, 1_800, 3_100, 8_450
PAUSE_MS = 450
LEFT_HZ, RIGHT_HZ, CHORD_HZ = (523.25, 659.26), (659.26, 783.99), (261.63, 392.0, 523.25, 659.26)
PARTIALS = ((1.0, 1.0, 1.0), (2.0, 0.35, 1.7), (3.01, 0.12, 2.6))
"""Of a soft bell: times the pitch, how loud, and how much faster it dies away."""
TONE = (
    "highpass=f=85,equalizer=f=210:t=q:w=0.9:g=2.5,equalizer=f=2900:t=q:w=1.1:g=-3,treble=g=-4:f=5200,"
    "lowpass=f=8200,acompressor=threshold=-22dB:ratio=2.2:attack=12:release=180,"
    "aecho=0.92:0.5:23|37|59:0.10|0.07|0.04,loudnorm=I=-19:TP=-2:LRA=7"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Three voices, each as samples from -1 to 1, and when the sentences begin and end, in ms."""

    left: list[float]
    right: list[float]
    voice: list[float]
    sentences: tuple[tuple[int, int], ...]

    def level(self, part: str, at_ms: int) -> float:
        """How loud one of the three is around a moment: 0 to about 1."""
        samples: list[float] = getattr(self, part)
        begin = max(0, (at_ms - 20) * RATE // 1000)
        window = samples[begin : begin + 40 * RATE // 1000 : 8]
        return math.sqrt(sum(x * x for x in window) / len(window)) * 4 if window else 0.0


def perform() -> Sound:
    """All that is heard, synthesised."""
    left, right, voice = ([0.0] * (RATE * LENGTH_MS // 1000) for _ in range(3))
    bell(left, LEFT_HZ, LEFT_MS)
    bell(right, RIGHT_HZ, RIGHT_MS)
    for side in (left, right):
        bell(side, CHORD_HZ, CHORD_MS, loud=0.11)
    times: list[tuple[int, int]] = []
    at_ms = VOICE_MS
    for words in SENTENCES:
        spoken = speak(words)
        add(voice, spoken, at_ms)
        end_ms = at_ms + len(spoken) * 1000 // RATE
        times.append((at_ms, end_ms))
        at_ms = end_ms + PAUSE_MS
    return Sound(left=left, right=right, voice=voice, sentences=tuple(times))


def bell(into: list[float], pitches: tuple[float, ...], at_ms: int, *, loud: float = 0.16) -> None:
    """Strikes these pitches one shortly after the other."""
    for number, pitch in enumerate(pitches):
        add(into, [loud * x for x in strike(pitch)], at_ms + number * 110)


def strike(pitch: float, seconds: float = 1.4) -> list[float]:
    count = int(RATE * seconds)
    samples = [0.0] * count
    for times, loud, fast in PARTIALS:
        step = 2 * math.pi * pitch * times / RATE
        for n in range(count):
            t = n / RATE
            samples[n] += loud * math.sin(step * n) * math.exp(-3.4 * fast * t)
    rise, fall = RATE // 120, RATE // 8
    for n in range(rise):
        samples[n] *= n / rise
    for n in range(fall):
        samples[-1 - n] *= n / fall
    return samples


def add(into: list[float], samples: list[float], at_ms: int) -> None:
    begin = at_ms * RATE // 1000
    for n, sample in enumerate(samples[: max(0, len(into) - begin)]):
        into[begin + n] += sample


def speak(words: str) -> list[float]:
    """One sentence, a little softer than the synthesiser says it; its silent edges are cut off."""
    for written, said in SAID:
        words = words.replace(written, said)
    with tempfile.TemporaryDirectory() as folder:
        raw, soft = Path(folder) / "raw.wav", Path(folder) / "soft.wav"
        subprocess.run(
            ["espeak-ng", "-v", "en-us+f3", "-s", "148", "-p", "42", "-k", "0", "-w", str(raw), words], check=True
        )
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-i", str(raw), "-af", f"{TONE},aresample={RATE}", "-ac", "1", str(soft)],
            check=True,
        )
        with wave.open(str(soft)) as file:
            samples = array.array("h", file.readframes(file.getnframes()))
    heard = [index for index, sample in enumerate(samples) if abs(sample) > 250]
    edge = RATE * 15 // 1000
    return [sample / 32768 for sample in samples[max(0, heard[0] - edge) : heard[-1] + edge]]


def write(sound: Sound, to: Path) -> None:
    """Both channels as a WAV file."""
    mixed = array.array("h")
    for left, right, voice in zip(sound.left, sound.right, sound.voice, strict=True):
        mixed.append(round(32_000 * max(-1.0, min(1.0, left + voice))))
        mixed.append(round(32_000 * max(-1.0, min(1.0, right + voice))))
    with wave.open(str(to), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(mixed.tobytes())
