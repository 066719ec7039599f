"""Transcripts at the desk: what evidence proves and what a learner reports, side by side and never mixed up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from player.domain.cycle import LicenceCycle
from player.domain.event import TakenBackFor
from player.domain.learner import Profession
from player.domain.reported import NotReportable, ReportedCredit
from player.domain.transcript import Selection
from tests.builders import COURSE, SHORT_COURSE
from tests.ui.fake_host import FakeDesk, FakePackage, signed

AMA = "ama"
EVERYTHING = Selection()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FakeDesk]:
    desk = FakeDesk(tmp_path, courses=(COURSE, SHORT_COURSE))
    yield desk
    desk.close()


def claim(desk: FakeDesk) -> None:
    desk.finish(desk.signed[0])
    desk.journey(desk.signed[0]).claim(AMA, amount=Decimal("0.5"), profession=Profession.PHYSICIAN)


def elsewhere(desk: FakeDesk, *, day: date | None = None) -> ReportedCredit:
    return ReportedCredit(
        id=desk.transcripts.new_id(),
        day=day or desk.now().date(),
        title="Grand rounds",
        provider="Another hospital",
        kind="AMA PRA Category 1 Credits™",
        amount=Decimal("1.25"),
    )


def test_what_is_proven_and_what_is_reported_stand_apart(desk: FakeDesk) -> None:
    claim(desk)
    desk.transcripts.report(elsewhere(desk))
    transcript = desk.transcripts.draw_up(EVERYTHING)
    (total,) = transcript.totals
    assert (total.proven, total.reported) == (Decimal("0.5"), Decimal("1.25"))
    assert [entry.number != "" for entry in transcript.entries if not entry.is_reported] == [True]
    assert transcript.name == desk.learner.printed_name


def test_a_withdrawn_claim_is_in_no_transcript(desk: FakeDesk) -> None:
    claim(desk)
    desk.documents.withdraw(desk.signed[0], AMA, reason=TakenBackFor.OTHER)
    assert desk.transcripts.draw_up(EVERYTHING).entries == ()


def test_a_specimen_is_in_no_transcript(tmp_path: Path) -> None:
    desk = FakeDesk(tmp_path, courses=())
    unknown = replace(signed(COURSE), publisher=None)
    desk.finish(unknown)
    desk.journey(unknown).claim(AMA, amount=Decimal("0.5"), profession=Profession.PHYSICIAN)
    desk.shelf.gone.append(FakePackage(unknown))
    assert desk.transcripts.draw_up(EVERYTHING).entries == ()
    desk.close()


def test_the_evidence_of_each_proven_line_goes_into_the_document(desk: FakeDesk) -> None:
    claim(desk)
    desk.transcripts.report(elsewhere(desk))
    transcript = desk.transcripts.draw_up(EVERYTHING)
    assert desk.transcripts.print(transcript).startswith(b"%PDF")
    ((printed, names),) = desk.press.transcripts
    assert printed == transcript
    assert [name.endswith(".completion") for name in names] == [True]


def test_a_document_of_reported_credit_alone_has_no_evidence(desk: FakeDesk) -> None:
    desk.transcripts.report(elsewhere(desk))
    desk.transcripts.print(desk.transcripts.draw_up(EVERYTHING))
    assert desk.press.transcripts[0][1] == ()


def test_an_entry_is_changed_under_its_id_and_taken_out_again(desk: FakeDesk) -> None:
    entry = elsewhere(desk)
    desk.transcripts.report(entry)
    desk.transcripts.report(replace(entry, amount=Decimal("2")))
    assert [one.amount for one in desk.transcripts.reported()] == [Decimal("2")]
    desk.transcripts.take_out(entry.id)
    assert desk.transcripts.reported() == ()


def test_what_has_not_happened_yet_cannot_be_reported(desk: FakeDesk) -> None:
    with pytest.raises(NotReportable):
        desk.transcripts.report(elsewhere(desk, day=desk.now().date() + timedelta(days=1)))
    assert desk.transcripts.reported() == ()


def test_credit_is_counted_for_the_licence_cycle_in_which_it_was_earned(desk: FakeDesk) -> None:
    today = desk.now().date()
    cycle = LicenceCycle(name="Here", first=today, last=today, required=Decimal("50"))
    desk.save_learner(replace(desk.learner, cycles=(cycle,)))
    desk.transcripts.report(elsewhere(desk))
    desk.transcripts.report(elsewhere(desk, day=today - timedelta(days=1)))
    (part,) = desk.transcripts.draw_up(EVERYTHING).cycles
    assert part.counted == Decimal("1.25")
