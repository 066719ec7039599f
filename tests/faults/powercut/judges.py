"""Each image is opened with the product: is all that was acknowledged there, and is what is there sound?"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from player.bootstrap.desk import desk_over
from player.bootstrap.holding import hold_profile
from player.bootstrap.keeping import restore_from
from player.bootstrap.places import Places
from player.domain.event import StreamId
from player.domain.problem import Problem
from player.ledger.database import DRIVER
from player.proof.keys import PrivateKey, Signer, read_public_key
from tests.faults.powercut import children
from tests.faults.powercut.disk import Operation, Told
from tests.faults.powercut.images import Image
from tests.ledger.making import ledger_in, watched


class Verdict(StrEnum):
    KEPT = "kept"
    LOST = "lost"
    """Sound, but something that was acknowledged is not there."""
    DAMAGED = "damaged"
    """It cannot be opened, or what is there is not as it was written."""


Judge = Callable[[Image], Verdict]


@dataclass(slots=True)
class Tally:
    """How different images were judged, out of how many drawn. `examples` tells of a few that were not kept."""

    counts: Counter[Verdict] = field(default_factory=Counter[Verdict])
    drawn: int = 0
    seconds: float = 0.0
    examples: list[str] = field(default_factory=list[str])

    @property
    def images(self) -> int:
        return self.counts.total()

    def __str__(self) -> str:
        rate = round(self.images / self.seconds) if self.seconds else 0
        lost, damaged = self.counts[Verdict.LOST], self.counts[Verdict.DAMAGED]
        return f"{self.images} different images of {self.drawn}, {rate}/s: {lost} lost, {damaged} damaged"


def judge_all(images: Iterable[Image], judge: Judge, tally: Tally, seen: set[int]) -> None:
    """Judges those that are not among the `seen`."""
    began = time.perf_counter()
    for image in images:
        tally.drawn += 1
        if image.mark in seen:
            continue
        seen.add(image.mark)
        verdict = judge(image)
        tally.counts[verdict] += 1
        if verdict is not Verdict.KEPT and len(tally.examples) < 5:
            shown = {path: len(data) for path, data in image.files.items()}
            tally.examples.append(f"{verdict}: image {tally.drawn}, after {image.after} operations: {shown}")
    tally.seconds += time.perf_counter() - began


def events_judge(place: Path, signer: Signer) -> Judge:
    """Opens the records in `place`, with the key that the program had."""

    def judge(image: Image) -> Verdict:
        _lay(image, place)
        try:
            return _judge_events(place, signer, acknowledged=_last(image, b"event"))
        except (Problem, DRIVER.DatabaseError):
            return Verdict.DAMAGED

    return judge


def _judge_events(place: Path, signer: Signer, *, acknowledged: int) -> Verdict:
    with closing(ledger_in(place, signer=signer)) as ledger:
        if ledger.damaged() or not _is_sound(place / "ledger.sqlite"):
            return Verdict.DAMAGED
        streams = ledger.streams()
        if len(streams) > 1:
            return Verdict.DAMAGED
        if not streams:
            return Verdict.LOST if acknowledged >= 0 else Verdict.KEPT
        (stream,) = streams
        facts = [event.fact for event in stream.events[1:]]
        if facts != [watched(number) for number in range(1, len(facts) + 1)]:
            return Verdict.DAMAGED
        # Recording goes on where it ended.
        if stream.append(watched(0)).seq != len(facts) + 1:
            return Verdict.DAMAGED
    return Verdict.KEPT if len(facts) >= acknowledged else Verdict.LOST


def _is_sound(file: Path) -> bool:
    with closing(DRIVER.connect(str(file))) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def files_judge(operations: Iterable[Operation]) -> Judge:
    """Each file is there since it was told, as it was then or later; before, it is there whole or not at all."""
    written: dict[str, list[str]] = {}
    for operation in operations:
        if isinstance(operation, Told) and operation.words.startswith(b"file "):
            _, path, digest = operation.words.decode().split()
            written.setdefault(path, []).append(digest)

    def judge(image: Image) -> Verdict:
        told = Counter(words.decode().split()[1] for words in image.told if words.startswith(b"file "))
        for path, versions in written.items():
            if path not in image.files:
                if told[path]:
                    return Verdict.LOST
                continue
            digest = hashlib.sha256(image.files[path]).hexdigest()
            if digest not in versions:
                return Verdict.DAMAGED
            if digest not in versions[max(told[path] - 1, 0) :]:
                return Verdict.LOST
        return Verdict.KEPT

    return judge


def start_judge(place: Path) -> Judge:
    """Starts the program over the profile in `place`."""

    def judge(image: Image) -> Verdict:
        _lay(image, place)
        profile = place / "deep" / "profile"
        try:
            with desk_over(Places(profile=profile, resources=place)) as desk:
                if desk.troubles():
                    return Verdict.DAMAGED
                learner = desk.learner.name
                events = len(desk.journey(children.COURSE).stream.events)
                key_is_told = (
                    read_public_key(profile / "device.key.pub") == PrivateKey.read(profile / "device.key").public
                )
        except Problem:
            return Verdict.DAMAGED
        if not key_is_told:
            return Verdict.DAMAGED
        named = _last(image, b"learner")
        is_kept = named < 0 or learner in {children.NAME + str(later) for later in range(named, 2)}
        return Verdict.KEPT if is_kept and events >= _last(image, b"events") else Verdict.LOST

    return judge


def upgrade_judge(place: Path, whole: Image) -> Judge:
    """Opens the profile in `place`, which must hold the same events as `whole`: that of an upgrade without trouble."""
    _lay(whole, place)
    expected = events_in(place / "profile")

    def judge(image: Image) -> Verdict:
        _lay(image, place)
        try:
            found = events_in(place / "profile")
        except Problem:
            return Verdict.DAMAGED
        return Verdict.KEPT if found == expected else Verdict.LOST

    return judge


def restore_judge(place: Path, expected: dict[StreamId, tuple[bytes, ...]]) -> Judge:
    """Opens the profile in `place`, after putting the backup back once more where nobody said that it had been done."""

    def judge(image: Image) -> Verdict:
        _lay(image, place)
        profile = place / "profile"
        try:
            if not image.told:
                restore_from(Places(profile=profile, resources=place), place / children.BACKUP)
            found = events_in(profile)
        except Problem:
            return Verdict.DAMAGED
        return Verdict.KEPT if expected.items() <= found.items() else Verdict.LOST

    return judge


def events_in(profile: Path) -> dict[StreamId, tuple[bytes, ...]]:
    """The bytes of every event of each stream. Raises a `Problem` when one of them cannot be used."""
    with hold_profile(profile) as key, closing(ledger_in(profile, signer=key)) as ledger:
        for problem in ledger.damaged():
            raise problem
        return {stream.id: ledger.bodies(stream.id) for stream in ledger.streams()}


def _last(image: Image, word: bytes) -> int:
    """The last number that was told with `word`, or -1."""
    numbers = (int(words.split()[1]) for words in reversed(image.told) if words.startswith(word + b" "))
    return next(numbers, -1)


def _lay(image: Image, place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    image.lay(place)
