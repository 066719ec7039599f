"""What the world does to a collection: full disks, lost lines, locks that others hold. Nothing is lost or doubled."""

from __future__ import annotations

import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from player.bootstrap.collecting import CompletionJudge
from player.domain.collection.account import Outcome
from player.domain.reporting import Reporting
from player.ledger.collection import store
from player.ledger.problems import DiskFull, ServerGone
from player.proof.sealing import PrivateReadingKey
from tests.builders import COURSE
from tests.ledger.conftest import Home, SmallDisk
from tests.ledger.wire_cutter import WireCutter
from tests.office.lives import intake, lay, learner, life, sent
from tests.worlds import TRUST


@pytest.mark.parametrize("word", [b"COMMIT", b"collected_credit"])
def test_a_line_that_is_cut_in_the_middle_or_at_the_end_leaves_each_credit_once(
    server: Home, tmp_path: Path, word: bytes
) -> None:
    url = make_url(server.address)
    files = lay(tmp_path, 1, 2, 3)
    with WireCutter(url.host or "", url.port or 5432) as line:
        office = intake(url.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False))
        prepared = office.prepare(files)
        line.cut_after(word)
        with pytest.raises(ServerGone):
            office.keep(prepared)
        taken = office.take(files)
        assert {one.outcome for one in taken} <= {Outcome.NEW, Outcome.KNOWN}
        figures = office.collection.figures()
        assert (figures.files, figures.credits) == (3, 3)
        office.collection.close()


def test_a_lock_that_somebody_holds_is_waited_for(
    server: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Longer than the server lets anybody wait: it is asked again."""
    monkeypatch.setattr(store, "WAITS_S", (0.0,) * 4)
    files = lay(tmp_path, 1)
    office = intake(server.address)
    engine = create_engine(make_url(server.address).set(drivername="postgresql+psycopg"))
    with engine.connect() as other:
        other.execute(text("SELECT pg_advisory_lock(hashtext('carrel people'))"))
        release = threading.Timer(6, lambda: other.execute(text("SELECT pg_advisory_unlock_all()")))
        release.start()
        assert [one.outcome for one in office.take(files)] == [Outcome.NEW]
        release.join()
    engine.dispose()
    office.collection.close()


def test_a_full_disk_is_told_and_collecting_goes_on_once_there_is_room(small_disk: SmallDisk, tmp_path: Path) -> None:
    files = lay(tmp_path / "in", *range(1, 60))
    office = intake(small_disk.folder)
    with pytest.raises(DiskFull):
        for start in range(0, len(files), 6):
            office.take(files[start : start + 6])
    small_disk.remount("size=64m")
    with closing(office.collection):
        office.take(files)
        figures = office.collection.figures()
        assert (figures.files, figures.credits) == (59, 59)


def test_sealed_particulars_are_opened_with_the_key_and_refused_until_it_is_named(home: Home, tmp_path: Path) -> None:
    key = PrivateReadingKey.generate()
    course = replace(COURSE, reporting=Reporting(reading_key=key.public.hex))
    file = tmp_path / "a.completion"
    file.write_bytes(sent(life(learner(1, npi="1234567893"), stream=1, course=course)))
    office = intake(home.address)
    (taken,) = office.take([file])
    assert taken.outcome is Outcome.REFUSED
    assert "--reading-key" in taken.reason
    for keys in ([PrivateReadingKey.generate()], [PrivateReadingKey.generate(), PrivateReadingKey.generate()]):
        office.judge = CompletionJudge(TRUST, keys)
        assert [one.outcome for one in office.take([file])] == [Outcome.REFUSED]
    office.judge = CompletionJudge(TRUST, [PrivateReadingKey.generate(), key])
    assert [one.outcome for one in office.take([file])] == [Outcome.NEW]
    office.collection.close()
