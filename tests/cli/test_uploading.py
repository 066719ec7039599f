"""“carrel upload”: nothing leaves without being asked for, what arrived is said, and what did not has its reason."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.bootstrap.uploading import ProfileStores, SecretMissing
from player.desk.uploading import Uploading
from player.domain.uploading import KeyTried, StoreSettings
from player.machine.secrets import KeyStore
from tests.cli.conftest import SAMPLE, Carrel, fingerprint
from tests.cli.test_learning import TEMPLATE_ID, begin
from tests.exchange.lrs.fake_store import KEY, SECRET, FakeStore, page, running, says
from tests.machine.test_secrets import Kept


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with running(FakeStore()) as store:
        yield store


@pytest.fixture
def begun(carrel: Carrel, profile: Path, bench: Path, course: Path) -> str:
    """A course for credit in which something was done."""
    public = bench / "key.pub"
    assert carrel("trust", "add", public, "--name", "Academy", "--fingerprint", fingerprint(public)).code == 0
    assert carrel("add", course).code == 0
    begin(profile, TEMPLATE_ID)
    return TEMPLATE_ID


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARREL_LRS_USER", KEY)
    monkeypatch.setenv("CARREL_LRS_SECRET", SECRET)


def test_what_was_done_is_uploaded_once(carrel: Carrel, begun: str, secret: None, store: FakeStore) -> None:
    first = carrel("upload", "--to", store.address, "--secret-from-env")
    assert first.code == 0, first.err
    assert f"to {store.address}; none were there before." in first.out
    sent = len(store.held)
    assert sent > 0
    # The store is known from now on.
    again = carrel("upload", begun, "--secret-from-env", "--json").json
    assert (again["sent"], again["known"], again["left"], again["set_aside"]) == (0, sent, 0, [])
    assert len(store.posts) == 1


def test_a_dry_run_sends_nothing_and_needs_no_secret(carrel: Carrel, begun: str, store: FakeStore) -> None:
    answer = carrel("upload", "--to", store.address, "--dry-run")
    assert answer.code == 0
    assert "nothing was sent" in answer.out
    assert carrel("upload", "--to", store.address, "--dry-run", "--json").json["waiting"] > 0
    assert store.seen == []


def test_specimens_are_not_uploaded(carrel: Carrel, profile: Path, secret: None, store: FakeStore) -> None:
    carrel("add", SAMPLE)
    begin(profile, "org.carrel.specimen.meet-carrel")
    for words in (("--dry-run",), ("--secret-from-env",)):
        assert "specimens and rehearsals are never uploaded" in carrel("upload", "--to", store.address, *words).why
    assert store.seen == []


def test_the_secret_is_kept_nowhere_in_the_profile(
    carrel: Carrel, begun: str, secret: None, store: FakeStore, profile: Path
) -> None:
    carrel("upload", "--to", store.address, "--secret-from-env")
    kept = b"".join(file.read_bytes() for file in profile.rglob("*") if file.is_file())
    assert KEY.encode() in kept
    assert SECRET.encode() not in kept


def test_without_a_secret_nothing_is_sent(carrel: Carrel, begun: str, store: FakeStore) -> None:
    assert "secret" in carrel("upload", "--to", store.address, "--user", "me").why
    assert store.seen == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "not known yet to which"),
        (("--to", "http://lrs.example.org/xapi"), "not encrypted"),
        (("--to", "https://me:geheim@lrs.example.org"), "a name or a password in it"),
        (("--to", "https://lrs.example.org", "--proxy", "me:pw@proxy"), "proxy cannot be used"),
        (("--to", "https://lrs.example.org", "--ca", "missing.pem"), "missing.pem"),
    ],
)
def test_what_cannot_be_used_is_told_before_anything_is_sent(
    carrel: Carrel, begun: str, secret: None, words: tuple[str, ...], why: str
) -> None:
    answer = carrel("upload", *words, "--secret-from-env")
    assert why in answer.why
    assert "geheim" not in answer.err


def test_a_hotels_page_counts_as_nothing_sent(carrel: Carrel, begun: str, secret: None, store: FakeStore) -> None:
    store.script.append(page())
    answer = carrel("upload", "--to", store.address, "--secret-from-env", "--json")
    assert (answer.code, answer.json["sent"], answer.json["problem"]) == (1, 0, "NotAStore")
    assert answer.json["left"] > 0
    assert carrel("upload", "--to", store.address, "--secret-from-env").code == 0


def test_what_was_set_aside_is_told_with_the_reason(carrel: Carrel, begun: str, secret: None, store: FakeStore) -> None:
    carrel("upload", "--to", store.address, "--secret-from-env")
    bad = next(iter(store.held))
    store.bad = {bad}
    store.held.clear()
    answer = carrel("upload", "--secret-from-env", "--verify")
    assert "1 statement could not be handed over" in answer.why
    assert f"{bad}  refused  body.0.actor: field required" in answer.out


def test_a_store_that_says_come_back_is_told_with_the_time(
    carrel: Carrel, begun: str, secret: None, store: FakeStore
) -> None:
    store.script.append(says(503, Retry_After="7200"))
    answer = carrel("upload", "--to", store.address, "--secret-from-env")
    assert "Upload again after 20" in answer.why
    assert "Left for the next upload" in answer.out


def test_the_store_is_forgotten(carrel: Carrel, begun: str, secret: None, store: FakeStore) -> None:
    carrel("upload", "--to", store.address, "--secret-from-env")
    assert carrel("upload", "--forget").code == 0
    assert "not known yet to which" in carrel("upload", "--secret-from-env").why


def test_of_a_person_who_is_forgotten_no_name_and_no_secret_is_left(
    carrel: Carrel, begun: str, secret: None, store: FakeStore, profile: Path
) -> None:
    carrel("upload", "--to", store.address, "--secret-from-env")
    assert carrel("forget", "--yes").code == 0
    assert KEY.encode() not in b"".join(file.read_bytes() for file in profile.rglob("*.*") if file.is_file())
    assert not list(profile.glob("uploads/*"))
    assert "not known yet to which" in carrel("upload", "--secret-from-env").why


def test_the_secret_of_the_key_store_is_used_for_its_own_store_alone(
    begun: str, profile: Path, store: FakeStore
) -> None:
    keys = Kept()
    places = find_places(profile)
    with desk_over(places) as desk, running(FakeStore()) as other:
        stores = ProfileStores(places, now=desk.now, key_store=lambda: KeyStore(keys))
        uploading = Uploading(stores, completions=desk.sending.completions)
        courses = [signed.hash for signed in desk.courses.known()]
        kept = uploading.save(StoreSettings(address=f"{store.address}/", user=KEY), SECRET)
        waiting = uploading.status(courses).waiting
        assert waiting > 0
        assert uploading.upload(courses).sent == waiting
        assert (uploading.status(courses).confirmed, uploading.status(courses).waiting) == (waiting, 0)
        assert uploading.try_key() is KeyTried.TAKEN
        for ask in (uploading.try_key, partial(uploading.upload, courses)):
            with pytest.raises(SecretMissing):
                ask(settings=StoreSettings(address=other.address, user=KEY))
        assert not other.seen
        uploading.save(StoreSettings(address=other.address, user=KEY), "another")
        assert list(keys.secrets.values()) == ["another"]
        uploading.save(kept, SECRET)
        uploading.forget()
        assert keys.secrets == {}
        assert not uploading.has_secret(kept)
