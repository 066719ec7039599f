"""Whom statements go to: a store that proves who it is, by the way that was chosen; and the secret to it alone."""

from __future__ import annotations

import base64
import ipaddress
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from player.domain.problem import Problem
from player.domain.uploading import ProxyUse, StoreSettings
from player.exchange.lrs.address import clean_address
from player.exchange.lrs.settings import FILE, clean, forget_settings, read_settings, write_settings
from tests.exchange.lrs.fake_store import KEY, SECRET, FakeStore, running, says
from tests.exchange.lrs.uploads import Learner, statements


class Authority:
    """Signs certificates for loopback."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Hospital authority")])
        certificate = self._certificate(self._name, self._key, days=10, host=None)
        self.file = folder / "authority.pem"
        self.file.write_bytes(certificate.public_bytes(Encoding.PEM))

    def context(self, *, days: int = 10, host: str = "127.0.0.1") -> ssl.SSLContext:
        """What a server for `host` shows, valid for so many days from a day before now (or until so many before)."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "store")])
        certificate = self._certificate(name, key, days=days, host=host)
        file = self._folder / f"server-{days}-{host}.pem"
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        file.write_bytes(certificate.public_bytes(Encoding.PEM) + private)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _certificate(
        self, name: x509.Name, key: ec.EllipticCurvePrivateKey, *, days: int, host: str | None
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=100))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if host is not None:
            alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
            builder = builder.add_extension(alternative, critical=False)
        return builder.sign(self._key, hashes.SHA256())


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def store() -> Iterator[FakeStore]:
    with running(FakeStore()) as store:
        yield store


def trusting(learner: Learner, authority: Authority) -> Learner:
    return replace(learner, settings=replace(learner.settings, authority=authority.file))


# --- certificates -------------------------------------------------------------------------------------------


def test_a_store_of_an_authority_that_was_given_is_trusted(tmp_path: Path, authority: Authority) -> None:
    with running(FakeStore(), context=authority.context()) as store:
        done = trusting(Learner(tmp_path, store), authority).upload(statements(60))
        assert (done.sent, done.problem) == (60, None)


@pytest.mark.parametrize(
    ("days", "host", "given", "words"),
    [
        (10, "127.0.0.1", False, "not known here"),
        (-1, "127.0.0.1", True, "not valid today"),
        (10, "127.0.0.2", True, "somebody else's"),
    ],
)
def test_a_store_that_cannot_prove_who_it_is_gets_nothing(
    tmp_path: Path, authority: Authority, days: int, host: str, given: bool, words: str
) -> None:
    with running(FakeStore(), context=authority.context(days=days, host=host)) as store:
        learner = Learner(tmp_path, store)
        done = (trusting(learner, authority) if given else learner).upload(statements(3))
        assert done.problem is not None
        assert done.problem.code == "StoreNotTrusted"
        assert words in done.problem.what
        assert (done.left, store.seen) == (3, [])


def test_what_speaks_no_encryption_where_it_should_is_told(tmp_path: Path, store: FakeStore) -> None:
    learner = Learner(tmp_path, store)
    learner.settings = replace(learner.settings, address=store.address.replace("http:", "https:"))
    done = learner.upload(statements(3))
    assert done.problem is not None
    assert done.problem.code == "StoreNotTrusted"
    assert not store.seen


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_an_authority_that_cannot_be_read_is_told(tmp_path: Path, store: FakeStore, content: bytes | None) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_bytes(content)
    learner = Learner(tmp_path, store)
    address = store.address.replace("http:", "https:")
    learner.settings = replace(learner.settings, authority=file, address=address)
    with pytest.raises(Problem, match=r"authority\.pem holds no certificate authority"):
        learner.upload(statements(3))


# --- the secret goes to the store alone ---------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nothing_follows_a_redirect(tmp_path: Path, store: FakeStore, status: int) -> None:
    with running(FakeStore()) as evil:
        store.script.append(says(status, Location=f"http://user:pw@{evil.address.removeprefix('http://')}/statements"))
        done = Learner(tmp_path, store).upload(statements(3))
        assert done.problem is not None
        assert done.problem.code == "StoreMoved"
        assert "pw" not in done.problem.sentence
        assert not evil.seen


def test_the_secret_is_in_no_file_and_in_no_sentence(tmp_path: Path, store: FakeStore) -> None:
    learner = Learner(tmp_path, store)
    write_settings(tmp_path, replace(learner.settings, address=store.address))
    basic = base64.b64encode(f"{KEY}:{SECRET}".encode())
    store.script.append(says(422, b'{"message": "bad: ' + basic + b'"}'))
    done = learner.upload(statements(1))
    told = "".join(one.reason for one in done.set_aside)
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    for secret in (SECRET, basic.decode()):
        assert secret not in told
        assert secret.encode() not in kept


def test_a_proxy_that_wants_a_password_is_told_and_learns_nothing(tmp_path: Path, store: FakeStore) -> None:
    learner = Learner(tmp_path, store)
    proxy = store.address.removesuffix("/xapi")
    done = learner.by_proxy(ProxyUse.GIVEN, proxy, "https://store.invalid/xapi").upload(statements(3))
    assert done.problem is not None
    assert done.problem.code == "ProxyRefused"
    assert [seen.method for seen in store.seen] == ["CONNECT"]
    assert "authorization" not in store.seen[0].headers


def test_a_proxy_that_is_not_there_is_told(tmp_path: Path, store: FakeStore) -> None:
    with running(FakeStore()) as gone:
        pass
    proxy = gone.address.removesuffix("/xapi")
    learner = Learner(tmp_path, store).by_proxy(ProxyUse.GIVEN, proxy, "https://store.invalid/xapi")
    done = learner.upload(statements(3))
    assert done.problem is not None
    assert "proxy" in done.problem.what


def test_the_systems_proxy_is_used_where_nothing_else_was_chosen(
    tmp_path: Path, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", store.address.removesuffix("/xapi"))
    monkeypatch.delenv("no_proxy", raising=False)
    learner = Learner(tmp_path, store)
    address = "https://store.invalid/xapi"
    by_system = learner.by_proxy(ProxyUse.SYSTEM, "", address).upload(statements(1))
    assert by_system.problem is not None
    assert by_system.problem.code == "ProxyRefused"
    store.seen.clear()
    without = learner.by_proxy(ProxyUse.NONE, "", address).upload(statements(1))
    assert without.problem is not None
    assert without.problem.code == "StoreUnreachable"
    assert not store.seen


# --- addresses and settings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" https://LRS.example.org/xAPI/ ", "https://lrs.example.org/xAPI"),
        ("https://lrs.example.org/xapi/statements", "https://lrs.example.org/xapi"),
        ("https://lrs.example.org:8443", "https://lrs.example.org:8443"),
        ("http://127.0.0.1:8080/xapi", "http://127.0.0.1:8080/xapi"),
        ("http://[::1]:8080/xapi", "http://[::1]:8080/xapi"),
        ("http://localhost/xapi", "http://localhost/xapi"),
    ],
)
def test_an_address_has_one_form(written: str, address: str) -> None:
    assert clean_address(written) == address


@pytest.mark.parametrize(
    "written",
    [
        "",
        "lrs.example.org",
        "http://lrs.example.org/xapi",
        "http://127.0.0.1.example.org/xapi",
        "http://localhost@evil.example/xapi",
        "https://me:geheim@lrs.example.org/xapi",
        "https://lrs.example.org/xapi?key=1",
        "https://lrs.example.org/xapi#top",
        "https://lrs.example.org/xapi?",
        "https://lrs.example.org:99999/xapi",
        "https://lrs.example.org:0/xapi",
        "https:///xapi",
        "https://[::1/xapi",
        "https://lrs.example.org/\nHost: evil",
        "https://lrs.example.org\\@evil.example",
        "ftp://lrs.example.org",
        "file:///etc/passwd",
        "https://" + "a" * 3000,
    ],
)
def test_what_is_no_safe_address_is_refused_and_no_password_in_it_is_repeated(written: str) -> None:
    with pytest.raises(Problem) as raised:
        clean_address(written)
    assert raised.value.code == "AddressUnfit"
    assert "geheim" not in raised.value.sentence


def test_settings_are_kept_without_a_secret_and_read_again(tmp_path: Path) -> None:
    settings = StoreSettings(
        address="https://lrs.example.org/xapi",
        user="me",
        proxy_use=ProxyUse.GIVEN,
        proxy="http://proxy.example.org:3128",
        authority=tmp_path / "ca.pem",
    )
    write_settings(tmp_path, settings)
    assert read_settings(tmp_path) == settings
    forget_settings(tmp_path)
    forget_settings(tmp_path)
    assert read_settings(tmp_path) is None


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (StoreSettings(address="https://a.example", user="a:b"), "UploadSettingsUnusable"),
        (StoreSettings(address="https://a.example", proxy_use=ProxyUse.GIVEN, proxy="http://a:b@c"), "ProxyUnfit"),
        (StoreSettings(address="https://a.example", proxy_use=ProxyUse.GIVEN, proxy="http://c:1/x"), "ProxyUnfit"),
        (StoreSettings(address="https://a.example", proxy_use=ProxyUse.GIVEN, proxy=""), "ProxyUnfit"),
    ],
)
def test_settings_that_cannot_be_used_are_not_kept(tmp_path: Path, settings: StoreSettings, code: str) -> None:
    with pytest.raises(Problem) as raised:
        write_settings(tmp_path, settings)
    assert raised.value.code == code
    assert not (tmp_path / FILE).exists()


def test_a_proxy_is_not_kept_where_none_is_given() -> None:
    assert clean(StoreSettings(address="https://a.example", proxy="http://me:geheim@b")).proxy == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [(b'{"format": 2}', "newer Carrel"), (b"{}", "damaged"), (b"\xff", "damaged"), (b"[" * 60_000, "damaged")],
)
def test_settings_that_cannot_be_read_are_told(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(Problem, match=words):
        read_settings(tmp_path)
