"""Uploading at the desk: only by an act, only what was done for credit, and the secret in the key store alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from player.desk.uploading import NoStoreChosen, NothingToUpload, Uploading
from player.domain.event import CourseHash
from player.domain.learner_completion import LearnerCompletion
from player.domain.uploading import KeyTried, StoreSettings, Uploaded, UploadStatus
from tests.builders import COURSE, SHORT_COURSE
from tests.ui.fake_host import FakeDesk, FakePackage, signed

STORE = StoreSettings(address="https://lrs.example.org/xapi", user="me")


@dataclass
class FakeStores:
    """Takes everything, and remembers what it was asked."""

    kept: StoreSettings | None = None
    secrets: dict[str, str] = field(default_factory=dict)
    uploads: list[tuple[StoreSettings, tuple[str, ...], str | None]] = field(default_factory=list)
    tried: list[tuple[StoreSettings, str | None]] = field(default_factory=list)
    told: list[tuple[int, int]] = field(default_factory=list)

    def settings(self) -> StoreSettings | None:
        return self.kept

    def clean(self, settings: StoreSettings) -> StoreSettings:
        return replace(settings, address=settings.address.rstrip("/"))

    def keep(self, settings: StoreSettings) -> None:
        self.kept = settings

    def forget(self) -> None:
        self.kept = None
        self.secrets.clear()

    def keeps_secrets(self) -> bool:
        return True

    def has_secret(self, settings: StoreSettings) -> bool:
        return settings.address in self.secrets

    def keep_secret(self, settings: StoreSettings, secret: str) -> None:
        self.secrets[settings.address] = secret

    def status(self, settings: StoreSettings, completions: Iterable[LearnerCompletion]) -> UploadStatus:
        return UploadStatus(statements=sum(len(one.strands[0].events) for one in completions), confirmed=0)

    def try_key(self, settings: StoreSettings, *, secret: str | None) -> KeyTried:
        self.tried.append((settings, secret))
        return KeyTried.TAKEN

    def upload(
        self,
        settings: StoreSettings,
        completions: Sequence[LearnerCompletion],
        *,
        secret: str | None,
        verify_all: bool,
        again: bool,
        on_progress: Callable[[int, int], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> Uploaded:
        self.uploads.append((settings, tuple(one.course.id for one in completions), secret))
        return Uploaded(sent=len(completions), known=0)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FakeDesk]:
    desk = FakeDesk(tmp_path / "profile", courses=(COURSE, SHORT_COURSE))
    yield desk
    desk.close()


@pytest.fixture
def stores() -> FakeStores:
    return FakeStores()


@pytest.fixture
def uploading(desk: FakeDesk, stores: FakeStores) -> Uploading:
    return Uploading(stores, completions=desk.sending.completions)


def hashes(desk: FakeDesk) -> list[CourseHash]:
    return [one.hash for one in desk.courses.known()]


def test_nothing_is_sent_before_it_is_asked_for(desk: FakeDesk, uploading: Uploading, stores: FakeStores) -> None:
    desk.finish(desk.signed[0])
    uploading.save(STORE, "geheim")
    uploading.status(hashes(desk))
    uploading.ready(hashes(desk))
    assert stores.uploads == []


def test_what_was_done_for_credit_is_sent_and_courses_that_were_not_begun_are_not(
    desk: FakeDesk, uploading: Uploading, stores: FakeStores
) -> None:
    desk.finish(desk.signed[0])
    uploading.save(STORE, "geheim")
    assert uploading.upload(hashes(desk)).sent == 1
    assert stores.uploads == [(STORE, (desk.signed[0].course.id,), None)]


def test_a_specimen_is_never_sent(tmp_path: Path, stores: FakeStores) -> None:
    desk = FakeDesk(tmp_path, courses=())
    unknown = replace(signed(COURSE), publisher=None)
    desk.finish(unknown)
    desk.shelf.gone.append(FakePackage(unknown))
    assert desk.sending.completions(hashes(desk))
    uploading = Uploading(stores, completions=desk.sending.completions)
    with pytest.raises(NothingToUpload):
        uploading.upload(hashes(desk), settings=STORE, secret="geheim")
    assert uploading.status(hashes(desk), settings=STORE).statements == 0
    assert stores.uploads == []
    desk.close()


def test_a_key_is_tried_without_sending_or_keeping_anything(uploading: Uploading, stores: FakeStores) -> None:
    slashed = replace(STORE, address=f"{STORE.address}/")
    assert uploading.try_key(settings=slashed, secret="geheim") is KeyTried.TAKEN
    assert stores.tried == [(STORE, "geheim")]
    assert (stores.uploads, stores.kept, stores.secrets) == ([], None, {})
    with pytest.raises(NoStoreChosen):
        uploading.try_key(secret="geheim")


def test_without_a_store_nothing_is_sent(desk: FakeDesk, uploading: Uploading, stores: FakeStores) -> None:
    desk.finish(desk.signed[0])
    with pytest.raises(NoStoreChosen):
        uploading.upload(hashes(desk))
    assert not uploading.has_secret()
    assert stores.uploads == []


def test_a_secret_is_that_of_one_store(uploading: Uploading) -> None:
    uploading.save(replace(STORE, address="https://lrs.example.org/xapi/"), "geheim")
    assert uploading.has_secret()
    assert not uploading.has_secret(replace(STORE, address="https://evil.example/xapi"))


def test_what_is_forgotten_is_gone(uploading: Uploading, stores: FakeStores) -> None:
    uploading.save(STORE, "geheim")
    uploading.forget()
    assert (uploading.settings, stores.secrets) == (None, {})


def test_an_upload_that_is_ready_needs_the_desk_no_more(
    desk: FakeDesk, uploading: Uploading, stores: FakeStores
) -> None:
    desk.finish(desk.signed[0])
    ready = uploading.ready(hashes(desk), settings=STORE, secret="geheim")
    assert ready.courses == (desk.signed[0].course.title,)
    desk.close()
    assert ready.run().sent == 1
    assert stores.uploads[0][2] == "geheim"
