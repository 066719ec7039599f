"""Secrets in the system's own key store (Keychain, Credential Manager, Secret Service, KWallet); nowhere else."""

from __future__ import annotations

from typing import Protocol, cast

from keyring.backends import SecretService, Windows, kwallet, libsecret, macOS
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordDeleteError

from player.domain.phrase import Phrase
from player.domain.problem import Problem

_KINDS = (
    macOS.Keyring,
    Windows.WinVaultKeyring,
    SecretService.Keyring,
    libsecret.Keyring,
    kwallet.DBusKeyring,
)
"""Those that keep secrets locked. Others that may be installed beside the library write them into plain files."""
_NOBODY = "-"
"""What a secret without a name is kept under: not every key store takes an empty one."""


class Backend(Protocol):
    """What the library hands out for one key store."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class KeyStoreShut(Problem):
    what_template = "The system's key store cannot be used: {reason}"
    meaning_template = "The secret was neither read nor kept; your recorded credit is not affected."
    remedy_template = "Unlock it and try again, or give the secret in the variable CARREL_LRS_SECRET."


class KeyStore:
    """`backend`: the system's key store; None where there is none."""

    def __init__(self, backend: Backend | None) -> None:
        self._backend = backend

    @property
    def is_there(self) -> bool:
        return self._backend is not None

    def secret(self, service: str, user: str) -> str | None:
        """None where none is kept. Raises `KeyStoreShut`."""
        if self._backend is None:
            return None
        try:
            return self._backend.get_password(service, user or _NOBODY)
        except (KeyringError, OSError, RuntimeError) as error:
            raise _shut(error) from None

    def keep(self, service: str, user: str, secret: str) -> None:
        """In the place of what was kept before. Raises `KeyStoreShut`, also where there is no key store."""
        if self._backend is None:
            raise KeyStoreShut(reason=Phrase("there is none on this computer."))
        try:
            self._backend.set_password(service, user or _NOBODY, secret)
        except (KeyringError, OSError, RuntimeError) as error:
            raise _shut(error) from None

    def forget(self, service: str, user: str) -> None:
        """Raises `KeyStoreShut`; where nothing is kept there is nothing to forget."""
        if self._backend is None:
            return
        try:
            if self._backend.get_password(service, user or _NOBODY) is not None:
                self._backend.delete_password(service, user or _NOBODY)
        except PasswordDeleteError:
            # It has gone meanwhile.
            return
        except (KeyringError, OSError, RuntimeError) as error:
            raise _shut(error) from None


def system_key_store() -> KeyStore:
    """The best that this system has."""
    found = [kind for kind in _KINDS if kind.viable]
    best = max(found, key=lambda kind: float(kind.priority), default=None)
    # The library's own types say nothing of what its methods take.
    return KeyStore(cast("Backend", best()) if best is not None else None)


def _shut(error: Exception) -> KeyStoreShut:
    if isinstance(error, KeyringLocked):
        reason = Phrase("it is locked.")
    elif isinstance(error, InitError):
        reason = Phrase("it did not open.")
    else:
        reason = Phrase("it refused.")
    # What it says beyond that may name what it was asked to keep.
    return KeyStoreShut(reason=reason, details=type(error).__name__)
