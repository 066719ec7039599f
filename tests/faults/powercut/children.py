"""The programs whose power is cut: each uses the product as the product uses itself, and tells what is now safe.

`python -m tests.faults.powercut.children WHAT FOLDER …`. What is told on descriptor 1 was done before.
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from player.bootstrap import desk as desk_joining
from player.bootstrap.desk import desk_over
from player.bootstrap.keeping import restore_from
from player.bootstrap.places import Places, find_places
from player.domain.course import Grant
from player.domain.learner import Profession
from player.ledger.care.backup import write_backup
from player.proof import keys
from player.proof.files import make_folder, whole_file, write_whole
from player.proof.keys import PrivateKey
from tests import builders
from tests.fakes import FakeClock, FakeStream
from tests.ledger.making import ledger_in, opening, watched
from tests.worlds import World, signed

KEY_FILE = "key"
OPENINGS = 4
"""So often the records are opened and closed again, so that both are in the trace."""
EVENTS = 300
FILES = 36
NAMES = 12
"""Fewer than files: names are also written anew."""
PIECE = 1 << 16
PART = ".part"
"""How a file ends while it is being written, here as in the product."""
NAME = "Ada Learner"
BACKUP = "mine.carrel-backup"
COURSE = signed(replace(builders.COURSE, grant=Grant(signatory="Ada Example, MD", signatory_title="Dean")))


def tell(*words: object) -> None:
    os.write(1, " ".join(map(str, words)).encode() + b"\n")


# --- events --------------------------------------------------------------------------------------------------


def append(folder: Path, *settings: str) -> None:
    """Appends numbered events, each told when `append` has returned. `settings` are given to every connection."""
    _set_everywhere(settings)
    key = PrivateKey.read(folder / KEY_FILE)
    for _ in range(OPENINGS):
        ledger = ledger_in(folder, signer=key)
        known = ledger.streams()
        stream = known[0] if known else ledger.open(opening(signer=key))
        tell("event", len(stream.events) - 1)
        for _ in range(EVENTS // OPENINGS):
            tell("event", stream.append(watched(len(stream.events))).seq)
        ledger.close()


def _set_everywhere(settings: tuple[str, ...]) -> None:
    """The product has no switch for this: the settings come after its own, and only in this process."""

    def connected(connection: Any, _: object) -> None:
        for setting in settings:
            connection.execute(f"PRAGMA {setting}").fetchall()

    event.listen(Engine, "connect", connected)


# --- files ---------------------------------------------------------------------------------------------------


def files(folder: Path, way: str = "whole") -> None:
    """Writes files, each told when it should be safe. `way`: as the product does, or as it must not."""
    place = folder / "certificates"
    make_folder(place)
    chance = random.Random(FILES)
    for number in range(FILES):
        # From that of a key to that of a backup.
        data = chance.randbytes(chance.choice((120, 5_000, 30_000, 200_000, 450_000)))
        file = place / f"{number % NAMES}.file"
        WAYS[way](file, data)
        tell_file(folder, file)


def tell_file(folder: Path, file: Path) -> None:
    # What the program itself reads is what it wrote, on disk or not.
    tell("file", file.relative_to(folder), hashlib.sha256(file.read_bytes()).hexdigest())


def _whole(file: Path, data: bytes) -> None:
    if len(data) < 2 * PIECE:
        write_whole(file, data)
        return
    with whole_file(file) as stream:
        for start in range(0, len(data), PIECE):
            stream.write(data[start : start + PIECE])


def _in_place(file: Path, data: bytes, *, secret: bool = False) -> None:
    file.write_bytes(data)


def _not_synced(file: Path, data: bytes) -> None:
    part = file.with_suffix(PART)
    part.write_bytes(data)
    part.replace(file)


def _name_not_synced(file: Path, data: bytes) -> None:
    part = file.with_suffix(PART)
    with part.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)


WAYS = {"whole": _whole, "in-place": _in_place, "not-synced": _not_synced, "name-not-synced": _name_not_synced}


# --- documents -----------------------------------------------------------------------------------------------


def documents(folder: Path) -> None:
    """What the product hands out: a certificate, completion files, backups, each told when it was given back."""
    clock = FakeClock()
    desk_joining.SystemClock = lambda: clock
    out = folder / "out"
    backup = out / BACKUP
    make_folder(out)
    with desk_over(Places(profile=folder / "profile", resources=find_places().resources)) as desk:
        learner = desk.save_learner(replace(desk.learner, name=NAME, profession=Profession.PHYSICIAN))
        journey = desk.journey(COURSE)
        world = World(signed=COURSE, clock=clock, stream=FakeStream(opening(), clock), journey=journey, learner=learner)
        world.finish()
        world.claim()
        tell_file(folder, desk.documents.issue(COURSE, "ama"))
        for _ in range(2):
            tell_file(folder, desk.export(COURSE, out))
            write_backup(desk.profile, backup, day=clock.moment.date())
            tell_file(folder, backup)


# --- the first start -----------------------------------------------------------------------------------------


def start(folder: Path, way: str = "whole") -> None:
    """The first start of the program, and the second."""
    if way == "in-place":
        keys.write_whole = _in_place
    for number in range(2):
        with desk_over(Places(profile=folder / "deep" / "profile", resources=folder)) as desk:
            tell("started")
            desk.save_learner(replace(desk.learner, name=NAME + str(number)))
            tell("learner", number)
            journey = desk.journey(COURSE)
            tell("events", len(journey.stream.events))
            if number == 0:
                journey.acknowledge_disclosures()
                tell("events", len(journey.stream.events))


# --- an upgrade ----------------------------------------------------------------------------------------------


def upgrade(folder: Path) -> None:
    """The first start over a profile of an older format, which brings it to the present one."""
    with desk_over(Places(profile=folder / "profile", resources=folder)):
        tell("started")


# --- putting back --------------------------------------------------------------------------------------------


def restore(folder: Path) -> None:
    """Puts a backup back into a profile whose ledger is damaged."""
    restore_from(Places(profile=folder / "profile", resources=folder), folder / BACKUP)
    tell("restored")


WHAT: dict[str, Callable[..., None]] = {
    "append": append,
    "files": files,
    "documents": documents,
    "start": start,
    "upgrade": upgrade,
    "restore": restore,
}

if __name__ == "__main__":
    WHAT[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
