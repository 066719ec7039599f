"""A real learning record store (Ralph, with its file backend) on a free port of this computer, for tests that post."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
USER, PASSWORD = "cme", "cme-pass"
_READY = re.compile(r"Uvicorn running on (http://127\.0\.0\.1:\d+)")
_APP = """\
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend

# Otherwise each second write is refused: the file is there already.
FSLRSBackend.default_operation_type = BaseOperationType.APPEND
from ralph.api import app
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStore:
    """`url` ends in `/xAPI`; `credentials` for HTTP's basic authentication. `log`: what it said, line by line."""

    url: str
    credentials: tuple[str, str] = (USER, PASSWORD)
    log: list[str] = field(default_factory=list)

    @property
    def statements(self) -> str:
        return f"{self.url}/statements"

    def post(self, statements: Sequence[dict], *, version: str = "1.0.3") -> requests.Response:
        headers = {"X-Experience-API-Version": version}
        return requests.post(self.statements, json=statements, headers=headers, auth=self.credentials, timeout=60)

    def get(self, name: str) -> dict | None:
        """The statement with this id, as the store gives it back; None when it has none."""
        answer = self._ask({"statementId": name})
        if answer.status_code == 404:
            return None
        found = _json(answer)
        # Ralph wraps even the one that was asked for.
        return next(iter(found["statements"]), None) if "statements" in found else found

    def of_registration(self, registration: str) -> list[dict]:
        """Everything stored under a registration, in whatever order."""
        return _json(self._ask({"registration": registration, "limit": "100000"}))["statements"]

    def _ask(self, parameters: dict[str, str]) -> requests.Response:
        headers = {"X-Experience-API-Version": "1.0.3"}
        return requests.get(self.statements, params=parameters, headers=headers, auth=self.credentials, timeout=60)


def _json(answer: requests.Response) -> dict:
    assert answer.status_code == 200, answer.text
    return answer.json()


def store_program(name: str) -> Path:
    """A program of the record store's own environment. Fails, and does not skip: the tests are not whole without."""
    environment = Path(os.environ.get("CARREL_VENV", str(ROOT / ".venv")))
    program = environment.with_name(f"{environment.name}-lrs") / "bin" / name
    if not program.exists():
        pytest.fail(f"{program} is missing: packaging/setup --test installs the record store that this test needs.")
    return program


@contextmanager
def record_store(folder: Path) -> Generator[RecordStore]:
    """An empty store that keeps its statements in `folder`, for as long as the block lasts."""
    python = store_program("python")
    environment = _environment(folder)
    _make_account(folder, environment)
    (folder / "record_store.py").write_text(_APP)
    command = [python, "-m", "uvicorn", "record_store:app", "--app-dir", folder, "--host", "127.0.0.1", "--port", "0"]
    log: list[str] = []
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            url = _wait(process, log)
            reader = threading.Thread(target=_read_on, args=(process.stdout, log))
            reader.start()
            yield RecordStore(url=url, log=log)
        finally:
            process.terminate()
        reader.join()


@pytest.fixture(scope="session")
def lrs(tmp_path_factory: pytest.TempPathFactory) -> Generator[RecordStore]:
    """One store for all tests of a process: each posts statements with ids of its own."""
    with record_store(tmp_path_factory.mktemp("lrs")) as store:
        yield store


def _environment(folder: Path) -> dict[str, str]:
    (folder / "store").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RALPH_", "PYTHON"))}
    return kept | {
        "RALPH_APP_DIR": str(folder),
        "RALPH_AUTH_FILE": str(folder / "auth.json"),
        "RALPH_HISTORY_FILE": str(folder / "history.json"),
        "RALPH_RUNSERVER_BACKEND": "fs",
        "RALPH_RUNSERVER_AUTH_BACKENDS": "basic",
        "RALPH_RUNSERVER_MAX_SEARCH_HITS_COUNT": "100000",
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "store"),
        "PYTHONUNBUFFERED": "1",
    }


def _make_account(folder: Path, environment: dict[str, str]) -> None:
    account = ["-u", USER, "-p", PASSWORD, "-s", "all", "-N", "CME LRS", "-M", "mailto:lrs@example.org", "-w"]
    command = [store_program("ralph"), "auth", *account]
    made = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr


def _wait(process: subprocess.Popen[str], log: list[str]) -> str:
    """Where it listens, as soon as it says so."""
    assert process.stdout is not None
    for line in process.stdout:
        log.append(line.rstrip())
        ready = _READY.search(line)
        if ready:
            return f"{ready.group(1)}/xAPI"
    pytest.fail("The record store did not start:\n" + "\n".join(log))


def _read_on(lines: Iterable[str], log: list[str]) -> None:
    """Whatever it says: it must never wait for a reader."""
    log.extend(line.rstrip() for line in lines)
