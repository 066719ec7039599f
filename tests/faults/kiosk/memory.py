"""A guest with words of their own, a station to come to, and the search for those words in memory and files."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from player.bootstrap.keying import new_key
from player.bootstrap.kiosk import station_over
from player.bootstrap.places import find_places
from player.bootstrap.providing import build_course, new_course
from player.domain.kiosk.attendee import Attendee
from player.domain.learner import Learner, LearnerId, Licence, Profession
from player.kiosk.attendees import Attendees
from player.kiosk.settings_file import read_settings
from player.proof.operator_key import OperatorKey, lock_key
from tests.fakes import FakeClock
from tests.faults.kiosk.plans import CODE, NOW, Plan

ROOT = Path(__file__).resolve().parents[3]
ENCODINGS = ("utf-8", "utf-16-le", "utf-32-le")
PATIENCE_S = 90
EVIDENT = ("answer", "opinion")
EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody with words of their own, in `typed` those that they type at the station, or that is scanned."""

    learner: Learner
    badge: str
    common: str
    typed: Mapping[str, str]

    @property
    def words(self) -> Mapping[str, str]:
        """Everything that is the guest's and nobody else's, by what it is."""
        learner = self.learner
        return {
            **self.typed,
            "given name": learner.given_name,
            "family name": learner.family_name,
            "address": dict(learner.identifiers)["email"],
            "licence": learner.licences[0].number,
        }


def letters(length: int) -> str:
    return "".join(random.choice("bcdfghjklmnpqrstvwxz") for _ in range(length))


def an_npi() -> str:
    """Ten digits, the last of which is the check digit (Luhn, over 80840 and the first nine)."""
    nine = "1" + "".join(random.choice("0123456789") for _ in range(8))
    digits = [int(digit) for digit in f"80840{nine}"]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[::-2]]
    return nine + str(-(sum(doubled) + sum(digits[-2::-2])) % 10)


def new_guest() -> Guest:
    """All words but the NPI have a row of letters in common, by which all are found in one look."""
    common = letters(7)
    given, family = f"A{common}{letters(3)}", f"Ñ{common}{letters(3)}"
    learner = Learner(
        id=LearnerId(random.randbytes(16).hex()),
        name=f"{given} {family}",
        given_name=given,
        family_name=family,
        degrees="MD",
        profession=Profession.PHYSICIAN,
        licences=(Licence(authority="CA", number=f"L{common}{letters(3)}"),),
        identifiers=(("email", f"e{common}{letters(3)}@example.org"),),
    )
    typed = {name: f"{name[0]}{common}{letters(3)}" for name in ("badge", "answer", "opinion", "note")}
    return Guest(learner=learner, badge=typed["badge"], common=common, typed={**typed, "npi": an_npi()})


def typed_course(place: Path) -> Path:
    """Ten seconds, a question that is answered in words, free text in its evaluation; it asks for the NPI."""
    folder = place / "talk"
    new_course(find_places(), folder)
    text = (folder / "course.toml").read_text()
    asked, rest = text.split('text = "Which colour has a clear sky at noon?"')
    _, rest = rest.split('feedback = "That is in the evening." },\n]')
    text = f'{asked}text = "Which gas do plants take in?"\naccept = ["carbon dioxide"]{rest}'
    for old, new in (
        ("required_percent = 100", "required_percent = 10"),
        ("estimated_minutes = 15", "estimated_minutes = 60"),
        ("passing_percent = 80", "passing_percent = 0"),
        ("# identifiers = [", "identifiers = ["),
        ('["npi", "birth_mmdd"]', '["npi"]'),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "course.toml").write_text(text)
    new_key(place / "talk.key")
    build_course(folder, key=place / "talk.key", out=place / "talk.course", quick=True)
    return place / "talk.course"


def prepared(place: Path, guest: Guest) -> Plan:
    """A station that expects the guest, with one course."""
    key = OperatorKey.generate()
    lock_key(key, CODE).write(place / "operator.key")
    settings = place / "kiosk.toml"
    settings.write_text(
        'station = "Station 1"\noperator_key = "operator.key"\nprofile = "profile"\nleast_free_mib = 100\n'
    )
    course = typed_course(place)
    with station_over(read_settings(settings), clock=FakeClock(NOW)) as works:
        works.parts.shelf.add(course)
        attendees = Attendees(works.cards, key, settings=read_settings(settings), now=lambda: NOW)
        attendees.keep(Attendee(learner=guest.learner, badges=(guest.badge,)))
    stick = place / "stick"
    stick.mkdir()
    words = {name: text.encode().hex() for name, text in guest.typed.items()}
    return Plan(settings=settings, stick=stick, words=words)


class Searched:
    """The kiosk's process, of which every page of memory can be searched, and which can be killed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.is_killed = False

    def come_to(self, place: str) -> None:
        """Lets the guest go on, up to that place."""
        stream, answers = self._process.stdin, self._process.stdout
        assert stream is not None and answers is not None
        if place != "before":
            stream.write(b"on\n")
            stream.flush()
        line = answers.readline().decode().strip()
        assert line == place, (line, place)

    def kill(self, *, after_s: float = 0) -> None:
        """Lets the guest go on for so long, and kills the process in the midst of it."""
        if after_s:
            assert self._process.stdin is not None
            self._process.stdin.write(b"on\n")
            self._process.stdin.flush()
            time.sleep(after_s)
        self._process.kill()
        self._process.wait()
        self.is_killed = True

    def holds(self, guest: Guest) -> Counter[str]:
        """Which of the guest's words are in its memory, and how often; an event of the ledger, which is evidence and
        names nobody, may hold what the guest answered."""
        found = Counter[str]()
        for page in memory_of(self._process.pid):
            for encoding in ENCODINGS:
                for text in (guest.common, guest.words["npi"]):
                    found.update(word_at(page, place, encoding, guest) for place in places(page, text.encode(encoding)))
        del found[EVIDENCE]
        return found


def word_at(page: bytes, place: int, encoding: str, guest: Guest) -> str:
    """Which of the guest's words stands at this place in memory."""
    for name, text in guest.words.items():
        lead = text.index(guest.common) if guest.common in text else 0
        begin = place - len(text[:lead].encode(encoding))
        if page[begin : begin + len(text.encode(encoding))] == text.encode(encoding):
            is_evidence = name in EVIDENT and encoding == "utf-8" and page[begin - 1 : begin] == b'"'
            return EVIDENCE if is_evidence else f"{name} ({encoding})"
    return f"a part ({encoding})"


def places(page: bytes, text: bytes) -> Iterator[int]:
    at = page.find(text)
    while at >= 0:
        yield at
        at = page.find(text, at + 1)


def memory_of(pid: int) -> Iterator[bytes]:
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place, rights = line.split()[:2]
            start, end = (int(number, 16) for number in place.split("-"))
            if not rights.startswith("rw"):
                continue
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except (OSError, ValueError):
                continue


@contextmanager
def kiosk_of(plan: Plan, place: Path, environment: Mapping[str, str]) -> Generator[Searched]:
    file = place / "plan.json"
    file.write_text(json.dumps(plan.written()))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.kiosk.raw_visit", str(file)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        kiosk = Searched(process)
        yield kiosk
        if not kiosk.is_killed:
            process.communicate(b"on\n", timeout=PATIENCE_S)
            assert process.returncode == 0
    finally:
        process.kill()
        process.wait()


def files_with(words: Mapping[str, str], places: Iterable[Path]) -> Mapping[str, set[str]]:
    """Files that hold any of the words, by name."""
    found: dict[str, set[str]] = {}
    for file in (file for place in places for file in place.rglob("*") if file.is_file()):
        data = file.read_bytes()
        names = {name for name, text in words.items() if any(text.encode(way) in data for way in ENCODINGS)}
        if names:
            found[file.name] = names
    return found
