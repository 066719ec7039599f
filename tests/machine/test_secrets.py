"""Secrets lie in the system's key store or nowhere; what goes wrong there is told, and no secret with it."""

from __future__ import annotations

import pytest
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError, PasswordSetError

from player.domain.problem import Problem
from player.machine.secrets import KeyStore, system_key_store


class Kept:
    """A key store in memory; `error`, once set, is what everything raises."""

    def __init__(self) -> None:
        self.secrets: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.error:
            raise self.error
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.secrets:
            raise PasswordDeleteError("not there")
        del self.secrets[service, username]


def test_a_secret_is_kept_found_and_forgotten() -> None:
    store = KeyStore(Kept())
    store.keep("Carrel: https://a.example", "", "one")
    store.keep("Carrel: https://a.example", "me", "two")
    assert store.secret("Carrel: https://a.example", "") == "one"
    assert store.secret("Carrel: https://a.example", "me") == "two"
    assert store.secret("Carrel: https://b.example", "me") is None
    store.forget("Carrel: https://a.example", "me")
    store.forget("Carrel: https://a.example", "me")
    assert store.secret("Carrel: https://a.example", "me") is None


@pytest.mark.parametrize("error", [KeyringLocked(), InitError(), PasswordSetError("geheim"), OSError(), RuntimeError()])
def test_a_key_store_that_does_not_open_is_told_without_the_secret(error: Exception) -> None:
    backend = Kept()
    backend.error = error
    store = KeyStore(backend)
    for act in (lambda: store.secret("a", "b"), lambda: store.keep("a", "b", "geheim"), lambda: store.forget("a", "b")):
        with pytest.raises(Problem) as raised:
            act()
        assert raised.value.code == "KeyStoreShut"
        assert "geheim" not in raised.value.sentence + raised.value.details


def test_without_a_key_store_nothing_is_kept() -> None:
    store = KeyStore(None)
    assert not store.is_there
    assert store.secret("a", "b") is None
    store.forget("a", "b")
    with pytest.raises(Problem, match="there is none"):
        store.keep("a", "b", "c")


def test_what_writes_secrets_into_plain_files_is_no_key_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert not system_key_store().is_there
