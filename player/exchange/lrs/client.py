"""Speaks to one learning record store: a request at a time, each with its end, and to nobody but this store."""

from __future__ import annotations

import base64
import re
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ssl import SSLContext, SSLError
from typing import Any, NoReturn
from urllib.parse import urlsplit
from urllib.request import getproxies

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import should_bypass_proxies

from player import __version__
from player.domain.phrase import Phrase
from player.domain.uploading import ProxyUse, StoreSettings
from player.exchange.lrs.address import host_of, is_loopback
from player.exchange.lrs.certificates import chain_of, not_trusted, trusted_by
from player.exchange.lrs.problems import NotAStore, ProxyRefused, StoreUnreachable
from player.exchange.lrs.replies import Raw, Reply, TooMuch, TooSlow, read_body
from player.exchange.lrs.settings import clean

_TUNNEL = re.compile(r"Tunnel connection failed: ([0-9]{3})")
"""What the standard library says when a proxy answers anything but yes."""
_LOOK_MS = 100
"""How often it is asked whether whoever waits has given up."""


class GivenUp(Exception):
    """Whoever waited does not any more."""


class AnswerLost(Exception):
    """The request was sent, and the connection ended without an answer: the store may have taken it or not."""


@dataclass(slots=True)
class _Asked:
    """A request on its way, and what came of it."""

    done: threading.Event = field(default_factory=threading.Event)
    reply: Reply | None = None
    error: BaseException | None = None


class StoreClient:
    """While an answer is awaited `is_cancelled` is asked; where it says so, `GivenUp` is raised, and the request may
    have arrived."""

    def __init__(self, settings: StoreSettings, *, secret: str, version: str = "1.0.3") -> None:
        """Raises a `Problem` for settings that cannot be used."""
        self._settings = clean(settings)
        self._trust = trusted_by(settings.authority) if self._settings.address.startswith("https:") else None
        told = f"{settings.user}:{secret}".encode()
        self.secrets = tuple(text for text in (secret, base64.b64encode(told).decode()) if text)
        self._headers = {
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Authorization": f"Basic {base64.b64encode(told).decode()}",
            "User-Agent": f"Carrel/{__version__}",
            "X-Experience-API-Version": version,
        }
        self._session: requests.Session | None = None
        self.is_cancelled: Callable[[], bool] = lambda: False

    @property
    def host(self) -> str:
        return host_of(self._settings.address)

    def post(self, body: bytes, content_type: str = "application/json") -> Reply:
        """Hands statements over. Raises `AnswerLost`, `GivenUp`, or the `Problem` that kept them from arriving."""
        return self._ask("POST", "", body=body, headers={"Content-Type": content_type})

    def statement(self, statement: str) -> Reply:
        """Asks for one statement. Raises as `post` does."""
        return self._ask("GET", f"?statementId={statement}", body=None, headers={})

    def newest(self) -> Reply:
        """Asks for the latest statement alone. Raises as `post` does."""
        return self._ask("GET", "?limit=1", body=None, headers={})

    def close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = None

    def _ask(self, method: str, query: str, *, body: bytes | None, headers: Mapping[str, str]) -> Reply:
        """On a thread of its own: a server that answers a letter a minute would keep nobody else waiting."""
        session = self._session = self._session or self._new_session()
        asked = _Asked()
        url = f"{self._settings.address}/statements{query}"
        until = time.monotonic() + self._settings.answer_ms / 1000

        def run() -> None:
            try:
                asked.reply = self._exchange(session, method, url, body=body, headers=headers, until=until)
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, TooMuch, TooSlow) as error:
                asked.error = error
            except ValueError as error:
                # The libraries say so of answers that are no HTTP.
                asked.error = requests.ConnectionError(error)
            finally:
                asked.done.set()

        threading.Thread(target=run, name="carrel-upload", daemon=True).start()
        while not asked.done.wait(_LOOK_MS / 1000):
            if self.is_cancelled():
                self._session = None
                raise GivenUp
            if time.monotonic() > until:
                self._session = None
                asked = _Asked(error=TooSlow())
                break
        if asked.reply is None:
            self._session = None
            self._fail(asked.error)
        return asked.reply

    def _exchange(
        self,
        session: requests.Session,
        method: str,
        url: str,
        *,
        body: bytes | None,
        headers: Mapping[str, str],
        until: float,
    ) -> Reply:
        settings = self._settings
        with session.request(
            method,
            url,
            data=body,
            headers=dict(headers),
            proxies=self._proxies(url),
            timeout=(settings.connect_ms / 1000, settings.pause_ms / 1000),
            # Nothing goes anywhere but to this address: neither the secret nor the statements.
            allow_redirects=False,
            stream=True,
        ) as answer:
            raw: Raw = answer.raw
            encoding = answer.headers.get("Content-Encoding", "")
            told = {name.lower(): value for name, value in answer.headers.items()}
            found = read_body(raw, encoding, is_late=lambda: time.monotonic() > until)
            return Reply(status=answer.status_code, headers=told, body=found)

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        # Neither a password from .netrc, nor a proxy that was not asked for.
        session.trust_env = False
        session.headers.clear()
        session.headers.update(self._headers)
        session.mount("https://", _Adapter(self._trust))
        return session

    def _proxies(self, url: str) -> dict[str, str]:
        parts = urlsplit(url)
        if self._settings.proxy_use is ProxyUse.NONE or is_loopback(parts.hostname or ""):
            return {}
        if self._settings.proxy_use is ProxyUse.GIVEN:
            return {"https": self._settings.proxy, "http": self._settings.proxy}
        if should_bypass_proxies(url, no_proxy=None):
            return {}
        found = getproxies()
        return {scheme: found[scheme] for scheme in ("https", "http") if scheme in found}

    def _fail(self, error: BaseException | None) -> NoReturn:
        """What went wrong on the way, for people."""
        host = self.host
        details = " ← ".join(type(one).__name__ for one in chain_of(error)) if error else ""
        if isinstance(error, TooMuch):
            raise NotAStore(host=host, reason=Phrase("its answer is larger than any store's.")) from None
        causes = chain_of(error) if error else ()
        if isinstance(error, TooSlow | requests.Timeout) or any(isinstance(one, TimeoutError) for one in causes):
            raise StoreUnreachable(host=host, reason=Phrase("it did not answer in time."), details=details) from None
        if error is not None and any(isinstance(one, SSLError) for one in causes):
            raise not_trusted(host, error) from None
        if isinstance(error, requests.exceptions.ProxyError):
            refused = _TUNNEL.search(str(error))
            if refused:
                raise ProxyRefused(host=host, status=refused[1]) from None
            raise StoreUnreachable(
                host=host, reason=Phrase("the proxy on the way does not answer."), details=details
            ) from None
        if any(isinstance(one, urllib3.exceptions.NameResolutionError | socket.gaierror) for one in causes):
            raise StoreUnreachable(host=host, reason=Phrase("its name is not known here."), details=details) from None
        if any(isinstance(one, urllib3.exceptions.NewConnectionError) for one in causes):
            raise StoreUnreachable(host=host, reason=Phrase("nothing answers there."), details=details) from None
        raise AnswerLost from None


class _Adapter(HTTPAdapter):
    """Trusts whom the system trusts; the library would bring a list of its own."""

    def __init__(self, trust: SSLContext | None) -> None:
        self._trust = trust
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more, ssl_context=self._trust)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        return super().proxy_manager_for(proxy, **more, ssl_context=self._trust)

    def cert_verify(self, conn: Any, *_unused: Any, **_more: Any) -> None:
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = conn.ca_cert_dir = None
