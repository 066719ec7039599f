"""What a learner does in a session: one act after the other, each with the time that is let pass after it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from random import Random


class Kind(Enum):
    """What an act is to the time that is counted."""

    PLAY = "play"
    PAUSE = "pause"
    SEEK = "seek"
    RATE = "rate"
    STALL = "stall"
    FREEZE = "freeze"
    KILL = "kill"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """`order` is what the hands are told, `ms` how long the session then goes on; `by` is the change of speed."""

    kind: Kind
    order: str
    ms: int
    by: int = 0


def play(seconds: float) -> Act:
    return Act(kind=Kind.PLAY, order="press Play", ms=_ms(seconds))


def pause(seconds: float) -> Act:
    return Act(kind=Kind.PAUSE, order="key k", ms=_ms(seconds))


def go_on(seconds: float) -> Act:
    """After a pause."""
    return Act(kind=Kind.PLAY, order="key k", ms=_ms(seconds))


def seek(to_s: float, seconds: float) -> Act:
    """A click on the timeline."""
    return Act(kind=Kind.SEEK, order=f"seek {_ms(to_s)}", ms=_ms(seconds))


def drag(from_s: float, to_s: float, seconds: float) -> Act:
    return Act(kind=Kind.SEEK, order=f"drag {_ms(from_s)} {_ms(to_s)}", ms=_ms(seconds))


def back(seconds: float) -> Act:
    """Ten seconds back."""
    return Act(kind=Kind.SEEK, order="key j", ms=_ms(seconds))


def forward(seconds: float) -> Act:
    """Ten seconds forward."""
    return Act(kind=Kind.SEEK, order="key l", ms=_ms(seconds))


def faster(seconds: float) -> Act:
    """By a quarter."""
    return Act(kind=Kind.RATE, order="key >", ms=_ms(seconds), by=25)


def slower(seconds: float) -> Act:
    return Act(kind=Kind.RATE, order="key <", ms=_ms(seconds), by=-25)


def stall(without_data_s: float, seconds: float) -> Act:
    """The stick does not answer for a while."""
    return Act(kind=Kind.STALL, order=f"stall {_ms(without_data_s)}", ms=_ms(seconds))


def crawl(kilobytes_per_s: int, seconds: float) -> Act:
    """The stick is slow from now on; 0: as quick as before."""
    return Act(kind=Kind.STALL, order=f"slow {kilobytes_per_s}", ms=_ms(seconds))


def freeze(frozen_s: float, seconds: float) -> Act:
    """The whole process is stopped for a while, as by SIGSTOP or a closed lid."""
    return Act(kind=Kind.FREEZE, order=f"freeze {_ms(frozen_s)}", ms=_ms(seconds))


def kill(seconds: float) -> Act:
    """The program dies without a word, is started again, and its Play is pressed."""
    return Act(kind=Kind.KILL, order="kill", ms=_ms(seconds))


def wait(seconds: float) -> Act:
    return Act(kind=Kind.NOTHING, order="", ms=_ms(seconds))


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """An act, and when it was begun."""

    act: Act
    mono_ms: int


def rate_at(done: list[Done], mono_ms: int, *, settles_ms: int = 500) -> int:
    """The highest speed in per cent that can have been in force shortly before then; 100 in a new process."""
    rate, highest = 100, 100
    for one in done:
        if one.mono_ms > mono_ms:
            break
        if one.act.kind is Kind.KILL:
            rate = 100
        if one.act.by:
            highest = rate if mono_ms - one.mono_ms <= settles_ms else 0
            rate += one.act.by
    return max(rate, highest if done else rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How far counted time may lie from what was really played, in ms."""

    lost: int
    added: int


PER_HOUR_MS = 250
PER_JUMP_MS = 100
FRAME_MS = 40
"""The screen itself cannot tell better than one picture where playing stopped or began."""
STOPPED_MS = 1_000
KILLED_MS = 10_000


def allowance(done: list[Done], played_ms: int) -> Allowance:
    """A quarter of a second an hour, and a tenth for each seek, change of speed or stall.

    A pause, and a beginning, are allowed the one picture that is not known by halves. Who is killed may lose what
    was played since the last span was written; and a process that was stopped from outside the last second before,
    of which it could not say any more that it played. But nothing more may be counted for either.
    """
    kinds = [one.act.kind for one in done]
    jumps = sum(kinds.count(kind) for kind in (Kind.SEEK, Kind.RATE, Kind.STALL, Kind.FREEZE))
    still = sum(kinds.count(kind) for kind in (Kind.PLAY, Kind.PAUSE, Kind.KILL)) + 1
    each = played_ms * PER_HOUR_MS // 3_600_000 + jumps * PER_JUMP_MS + still * FRAME_MS
    broken = kinds.count(Kind.KILL) * KILLED_MS + kinds.count(Kind.FREEZE) * STOPPED_MS
    return Allowance(lost=each + broken, added=each)


def whatever(seed: int, acts: int, length_s: int) -> list[Act]:
    """What somebody does who plays with the player."""
    chance = Random(seed)
    script, rate, playing = [play(2)], 100, True
    while len(script) < acts:
        seconds = chance.choice([0.05, 0.2, 0.5, 1, 2, 4])
        match chance.choice(["seek", "seek", "drag", "back", "forward", "faster", "slower", "k", "stall", "freeze"]):
            case "seek":
                script.append(seek(chance.randrange(length_s), seconds))
            case "drag":
                script.append(drag(chance.randrange(length_s), chance.randrange(length_s), seconds))
            case "back":
                script.append(back(seconds))
            case "forward":
                script.append(forward(seconds))
            case "faster" if rate < 200:
                rate += 25
                script.append(faster(seconds))
            case "slower" if rate > 50:
                rate -= 25
                script.append(slower(seconds))
            case "k":
                script.append(pause(seconds) if playing else go_on(seconds))
                playing = not playing
            case "stall":
                script.append(stall(chance.choice([0.5, 1.5]), seconds))
            case "freeze":
                script.append(freeze(chance.choice([0.3, 1.2]), seconds))
            case _:
                script.append(wait(seconds))
    return script


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
