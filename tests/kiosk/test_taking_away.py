"""Taking away: whole and read back on a stick, nothing overwritten, kind words when it is full, read-only or pulled."""

from __future__ import annotations

import gc
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import pytest

from player.domain.event import CompletionExported
from player.domain.kiosk.settings import KioskSettings
from player.domain.learner import Profession
from player.domain.problem import Problem
from player.exchange.completion import verify_completion
from player.kiosk.diary import Diary, Entry
from player.kiosk.listener import Listener
from player.kiosk.taking_away import Saved, TakingAway
from player.kiosk.taking_problems import StickFull, StickPulled, StickReadOnly
from player.proof import credit_code
from player.proof.files import CannotWrite, Obstacle
from tests.builders import COURSE, SHORT_COURSE
from tests.kiosk.taking import Hands, Jam, diary_in
from tests.ui.fake_host import TRUST, FakeDesk, FakeDrive

PATIENCE_S = 20


@dataclass(frozen=True)
class Room:
    desk: FakeDesk
    hands: Hands
    diary: Diary
    taking: TakingAway
    stick: FakeDrive

    def save(self) -> tuple[str, ...]:
        parcel = self.taking.parcel(self.taking.certificates())
        return self.taking.save_to_stick(self.stick, parcel)

    def noted(self) -> list[Entry]:
        return [line.entry for line in reversed(self.diary.lines())]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Somebody who earned credit in one course and began another."""
    desk = FakeDesk(tmp_path / "profile", courses=(COURSE, SHORT_COURSE))
    desk.print_for_real()
    first, second = desk.signed
    desk.finish(first)
    desk.journey(first).claim("ama", amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    desk.watch(second, percent=50)
    root = tmp_path / "stick"
    root.mkdir()
    hands, diary = Hands(), diary_in(tmp_path)
    settings = KioskSettings(station="Hall 3", operator_key=tmp_path / "key", printer="Foyer")
    taking = TakingAway(
        desk, settings=settings, eject=hands.eject, queue=hands, diary=diary, personal_pass=lambda: "CARREL-PASS"
    )
    yield Room(desk, hands, diary, taking, FakeDrive(root=root))
    desk.close()


def test_every_certificate_and_every_course_begun_goes_onto_the_stick(room: Room) -> None:
    assert [one.amount for one in room.taking.certificates()] == [Decimal("0.5")]
    certificate, *home = room.save()
    assert certificate.endswith(".pdf") and len(home) == 2
    assert all(name.endswith(".completion") for name in home)
    assert {file.name for file in room.stick.root.iterdir()} == {certificate, *home}
    assert room.hands.ejected == [room.stick.root]
    assert room.noted() == [Entry.SAVED_TO_STICK]


def test_the_file_for_home_says_whose_it_is_in_clear_and_is_no_export(room: Room) -> None:
    (_, *home) = room.save()
    for name in home:
        found = verify_completion((room.stick.root / name).read_bytes(), TRUST, name=name)
        assert found.learner.name == room.desk.learner.name and found.particulars_read
        assert not any(isinstance(event.fact, CompletionExported) for event in found.verdict.events)


def test_whether_the_system_let_go_of_the_stick_is_told(room: Room) -> None:
    room.hands.confirms = False
    parcel = room.taking.parcel(room.taking.certificates(), home=False)
    told: SimpleQueue[Saved] = SimpleQueue()
    names = room.taking.save_to_stick(room.stick, parcel, on_free=told.put)
    saved = told.get(timeout=PATIENCE_S)
    assert not saved.ejected and saved.files == names and len(names) == 1


def test_progress_is_told_file_by_file(room: Room) -> None:
    told: list[tuple[int, int]] = []
    parcel = room.taking.parcel(room.taking.certificates())
    room.taking.save_to_stick(room.stick, parcel, lambda done, whole: told.append((done, whole)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_lies_there_already_is_not_saved_twice(room: Room) -> None:
    first = room.save()[0]
    parcel = room.taking.parcel(room.taking.certificates(), home=False)
    assert room.taking.save_to_stick(room.stick, parcel) == (first,)
    assert len(list(room.stick.root.glob("*.pdf"))) == 1


def test_another_file_of_the_same_name_is_never_overwritten(room: Room) -> None:
    ((name, data),) = room.taking.parcel(room.taking.certificates(), home=False)
    (room.stick.root / name).write_bytes(b"holiday pictures")
    (saved,) = room.taking.save_to_stick(room.stick, [(name, data)])
    assert saved == f"{name.removesuffix('.pdf')} (2).pdf"
    assert (room.stick.root / name).read_bytes() == b"holiday pictures"
    assert (room.stick.root / saved).read_bytes() == data
    assert room.taking.save_to_stick(room.stick, [(name, data)]) == (saved,)


def test_nothing_is_written_through_a_link_or_into_a_folder_of_the_name(room: Room, tmp_path: Path) -> None:
    ((name, data),) = room.taking.parcel(room.taking.certificates(), home=False)
    (room.stick.root / name).symlink_to(tmp_path / "elsewhere")
    (room.stick.root / f"{name.removesuffix('.pdf')} (2).pdf").mkdir()
    (saved,) = room.taking.save_to_stick(room.stick, [(name, data)])
    assert saved.endswith(" (3).pdf") and not (tmp_path / "elsewhere").exists()


def test_a_full_stick_is_told_before_anything_is_written(room: Room) -> None:
    small = FakeDrive(root=room.stick.root, free=1_000)
    with pytest.raises(StickFull) as full:
        room.taking.save_to_stick(small, room.taking.parcel(room.taking.certificates()))
    assert "0 of 3 files" in full.value.what
    assert list(room.stick.root.iterdir()) == []
    assert room.noted() == [Entry.PROBLEM] and room.hands.ejected == []


def test_a_stick_that_can_only_be_read_is_told(room: Room) -> None:
    with pytest.raises(StickReadOnly):
        room.taking.save_to_stick(FakeDrive(root=room.stick.root, writable=False), [("a.pdf", b"%PDF")])


def test_a_stick_that_is_pulled_in_between_is_told_with_what_is_on_it(room: Room) -> None:
    def pulled(done: int, _whole: int) -> None:
        if done == 1:
            shutil.rmtree(room.stick.root)

    with pytest.raises(StickPulled) as gone:
        room.taking.save_to_stick(room.stick, room.taking.parcel(room.taking.certificates()), pulled)
    assert "1 of 3 files" in gone.value.what
    assert not room.stick.root.exists()


def test_who_goes_while_it_is_written_takes_what_is_whole_and_the_stick_is_let_go_of(room: Room) -> None:
    def gone(done: int, _whole: int) -> None:
        if done == 1:
            room.taking.end()

    told: list[Saved] = []
    freed = Event()

    def eject(root: Path) -> bool:
        freed.set()
        return room.hands.eject(root)

    room.taking._eject = eject
    parcel = room.taking.parcel(room.taking.certificates())
    names = room.taking.save_to_stick(room.stick, parcel, gone, told.append)
    assert len(names) == 1 and [file.name for file in room.stick.root.iterdir()] == list(names)
    assert freed.wait(PATIENCE_S) and told == []
    assert room.taking.parcel(room.taking.certificates()) == ()


def test_nobody_waits_until_a_stick_is_let_go_of_and_its_thread_knows_nobody(room: Room) -> None:
    begun, slow = Event(), Event()
    told: list[Saved] = []

    def eject(_root: Path) -> bool:
        begun.set()
        return slow.wait(PATIENCE_S)

    room.taking._eject = eject
    parcel = room.taking.parcel(room.taking.certificates())
    room.taking.save_to_stick(room.stick, parcel, on_free=told.append)
    assert begun.wait(PATIENCE_S)
    (letting_go,) = (thread for thread in threading.enumerate() if thread.name == "stick")
    room.taking.end()
    assert {one._told for one in gc.get_objects() if isinstance(one, Listener)} == {None}
    slow.set()
    letting_go.join(PATIENCE_S)
    assert told == []


@pytest.mark.parametrize(
    ("obstacle", "told"),
    [
        (Obstacle.FULL, StickFull),
        (Obstacle.READ_ONLY, StickReadOnly),
        (Obstacle.NOT_ALLOWED, StickReadOnly),
        (Obstacle.GONE, StickPulled),
        (Obstacle.OTHER, StickPulled),
    ],
)
def test_what_the_disk_says_becomes_a_kind_sentence(
    room: Room, monkeypatch: pytest.MonkeyPatch, obstacle: Obstacle, told: type[Problem]
) -> None:
    def refused(*_: object) -> Path:
        raise CannotWrite(name="a.pdf", obstacle=obstacle)

    monkeypatch.setattr(room.desk.sticks, "save", refused)
    with pytest.raises(told):
        room.taking.save_to_stick(room.stick, [("a.pdf", b"%PDF")])


def test_printing_asks_nothing_and_names_nobody(room: Room) -> None:
    (one,) = room.taking.certificates()
    pdf = room.taking.pdf(one)
    told: list[Problem | None] = []
    room.taking.print_pdf(pdf, room.taking.paper(one), told.append)
    assert told == [None]
    assert room.hands.printed == [(pdf, "Foyer", "Letter", "Carrel")]
    assert room.noted() == [Entry.PRINTED]


def test_a_printer_that_fails_is_told_and_works_a_second_time(room: Room) -> None:
    (one,) = room.taking.certificates()
    room.hands.jammed = True
    with pytest.raises(Jam):
        room.taking.print_pdf(room.taking.pdf(one), "Letter", _nothing)
    room.hands.jammed = False
    room.taking.print_pdf(room.taking.pdf(one), "Letter", _nothing)
    assert room.noted() == [Entry.PROBLEM, Entry.PRINTED]


def test_what_was_called_back_later_is_told_and_noted(room: Room) -> None:
    (one,) = room.taking.certificates()
    room.hands.ends = Jam()
    told: list[Problem | None] = []
    room.taking.print_pdf(room.taking.pdf(one), "Letter", told.append)
    assert told == [room.hands.ends] and room.noted() == [Entry.PROBLEM]


def test_who_is_gone_is_not_told_of_their_print_and_the_operator_is(room: Room) -> None:
    (one,) = room.taking.certificates()
    pdf = room.taking.pdf(one)
    told: list[Problem | None] = []
    room.taking.end()
    room.taking.print_pdf(pdf, "Letter", told.append)
    assert told == [] and room.noted() == [Entry.PRINTED]


def _nothing(_: object) -> None:
    """Nobody waits for it."""


def test_the_code_is_that_of_the_certificate_itself(room: Room) -> None:
    (one,) = room.taking.certificates()
    code, _ = credit_code.read(room.taking.code(one))
    facts = room.desk.documents.facts(room.desk.signed[0], "ama")
    assert (code.number, code.facts, code.name) == (facts.number, facts.digest, facts.name)
    assert room.noted() == [Entry.SHOWN_AS_QR]


def test_nothing_of_anybody_stands_in_the_diary(room: Room) -> None:
    room.save()
    room.taking.code(room.taking.certificates()[0])
    said = "".join(map(str, room.diary.lines()))
    assert "Núñez" not in said and "CRL" not in said
