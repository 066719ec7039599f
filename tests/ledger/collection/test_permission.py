"""Permission and corrections in a provider's rosters: the learner's last word counts, in whichever file it came."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from player.bootstrap.collecting import CompletionJudge
from player.bootstrap.places import find_places
from player.bootstrap.reporting import FileReporter
from player.domain.collection.account import Decision
from player.domain.collection.kept import RosterChoice
from player.domain.event import TakenBackFor
from player.domain.learner import Licence
from player.domain.report_format import ReportFormat
from player.domain.reporting import ACCOUNT, Reporting
from player.office.intake import Intake
from player.office.people import merge
from player.office.problems import NothingToReport
from player.office.rosters import Registrar
from tests.builders import COURSE
from tests.exchange.tables.rosters import ROSTER_COURSE
from tests.fakes import NOON
from tests.ledger.conftest import Home
from tests.office.lives import NOW, intake, learner, life, sent
from tests.worlds import TRUST, World, key

LATER = timedelta(days=1)
OTHER_DEVICE = key(9)
PARS = RosterChoice(form=ReportFormat.PARS, only_new=True)


def person(number: int):
    made = learner(number, npi="1234567893")
    others = (*made.identifiers, ("birth_mmdd", "0704"))
    licences = (Licence(authority="NY", number="123456"),)
    return replace(made, given_name="Ana", family_name="Nova", identifiers=others, licences=licences)


ANA = person(1)


@pytest.fixture
def office(home: Home) -> Iterator[Intake]:
    here = intake(home.address)
    yield here
    here.collection.close()


class Post:
    """Lays files before the provider, and writes what accreditors get."""

    def __init__(self, office: Intake, folder: Path) -> None:
        self._office, self._folder, self._count = office, folder, 0
        reporter = FileReporter(find_places(folder / "profile"), now=lambda: NOW)
        self._registrar = Registrar(collection=office.collection, reporter=reporter, judge=CompletionJudge(TRUST))

    def send(self, *files: bytes) -> None:
        for data in files:
            self._count += 1
            file = self._folder / f"{self._count}.completion"
            file.write_bytes(data)
            list(self._office.take([file]))

    def roster(self, now: datetime = NOW) -> list[tuple[str, str]]:
        """What a second reader finds in the roster for accreditors: action and credits of each line, in order."""
        try:
            written = self._registrar.write(ReportFormat.PARS, PARS, self._folder / "out", now=now)
        except NothingToReport:
            return []
        assert written.file is not None
        with written.file.open(encoding="utf-8-sig", newline="") as text:
            lines = list(csv.DictReader(text, delimiter="\t"))
        return [(line["Record Action"], line["Number of CME Credits"]) for line in lines]

    def statements(self, now: datetime = NOW) -> str:
        written = self._registrar.write(ReportFormat.XAPI, RosterChoice(), self._folder / "out", now=now)
        assert written.file is not None
        return written.file.read_text(encoding="utf-8")


@pytest.fixture
def post(office: Intake, tmp_path: Path) -> Post:
    return Post(office, tmp_path)


def earned(*, stream: int = 1, at: datetime = NOON, permitted: bool | None = True, who=ANA) -> World:
    here = life(who, stream=stream, course=ROSTER_COURSE, at=at, device=key(stream))
    if permitted is not None:
        here.journey.decide_reporting(permitted=permitted)
    here.finish()
    here.claim()
    return here


def file_of(here: World, *, stream: int = 1) -> bytes:
    return sent(here, device=key(stream))


def test_without_permission_no_accreditor_hears_of_a_learner(post: Post) -> None:
    post.send(file_of(earned(permitted=None)))
    assert post.roster() == []


def test_permission_that_was_withdrawn_counts_also_where_an_older_file_says_yes(post: Post) -> None:
    here = earned()
    before = file_of(here)
    here.clock.advance(60_000)
    here.journey.decide_reporting(permitted=False)
    post.send(file_of(here), before)
    assert post.roster() == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_last_word_counts_on_whichever_device_it_was_said(post: Post, order: tuple[int, ...]) -> None:
    """The first device never heard of it, and went on recording for days."""
    here = earned()
    there = life(ANA, stream=2, course=ROSTER_COURSE, at=NOON + LATER, device=key(2))
    there.journey.decide_reporting(permitted=False)
    here.clock.go_to(NOON + 5 * LATER)
    first = file_of(here)
    here.journey.exported("ab" * 32)
    files = (first, file_of(there, stream=2), file_of(here))
    post.send(*(files[place] for place in order))
    assert post.roster() == []


def test_permission_that_is_given_again_counts(post: Post) -> None:
    here = earned(permitted=False)
    post.send(file_of(here))
    assert post.roster() == []
    here.clock.advance(60_000)
    here.journey.decide_reporting(permitted=True)
    post.send(file_of(here))
    assert post.roster() == [("Add", "1.5")]


def test_who_was_reported_and_then_withdraws_permission_is_neither_told_again_nor_deleted(post: Post) -> None:
    here = earned()
    post.send(file_of(here))
    assert post.roster() == [("Add", "1.5")]
    here.clock.advance(60_000)
    here.journey.decide_reporting(permitted=False)
    post.send(file_of(here))
    assert post.roster(NOW + timedelta(minutes=1)) == []


def test_what_was_reported_is_deleted_when_it_is_taken_back_though_permission_is_withdrawn(post: Post) -> None:
    here = earned()
    post.send(file_of(here))
    post.roster()
    here.clock.advance(60_000)
    here.journey.decide_reporting(permitted=False)
    here.journey.withdraw_claim(here.journey.history.claims[0].number, reason=TakenBackFor.OTHER)
    here.claim(amount="1.25")
    post.send(file_of(here))
    assert post.roster(NOW + timedelta(minutes=1)) == [("Delete", "1.5")]


def test_corrections_reach_the_accreditor_as_deletes_and_then_adds_and_never_twice(post: Post) -> None:
    here, other = earned(), earned(stream=2, who=person(2))
    post.send(file_of(here), file_of(other, stream=2))
    assert post.roster() == [("Add", "1.5"), ("Add", "1.5")]
    for one, stream in ((here, 1), (other, 2)):
        one.journey.withdraw_claim(one.journey.history.claims[0].number, reason=TakenBackFor.WRONG_AMOUNT)
        one.claim(amount="1.25")
        post.send(file_of(one, stream=stream), file_of(one, stream=stream))
    corrected = post.roster(NOW + timedelta(minutes=1))
    assert corrected == [("Delete", "1.5"), ("Delete", "1.5"), ("Add", "1.25"), ("Add", "1.25")]
    assert post.roster(NOW + timedelta(minutes=2)) == []


def test_two_ids_that_became_one_person_have_one_last_word(post: Post, office: Intake) -> None:
    again = person(2)
    post.send(
        file_of(earned()),
        file_of(earned(stream=2, who=again, at=NOON + LATER, permitted=False), stream=2),
    )
    merge(office.collection, [ANA.id, again.id], NOW)
    assert post.roster() == []


def test_statements_name_an_account_by_an_address_only_while_that_is_permitted(post: Post) -> None:
    """The course asks for it; the refusal came with another course."""
    asking = replace(COURSE, reporting=Reporting(identifiers=((ACCOUNT, "email"),)))
    here = life(replace(ANA, identifiers=(("email", "ana@example.net"),)), stream=1, course=asking, device=key(1))
    here.journey.decide_reporting(permitted=True)
    here.finish()
    post.send(file_of(here))
    assert "ana@example.net" in post.statements()
    post.send(file_of(earned(stream=2, at=NOON + LATER, permitted=False), stream=2))
    assert "ana@example.net" not in post.statements(NOW + timedelta(minutes=1))


def test_of_two_words_at_once_the_refusal_counts() -> None:
    yes, no = (Decision(permitted=permitted, decided=NOON) for permitted in (True, False))
    assert no.overrules(yes) and not yes.overrules(no) and yes.overrules(None)
    assert Decision(permitted=True, decided=NOON + LATER).overrules(no)
