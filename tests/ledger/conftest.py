from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from player.ledger.store import SqlLedger, new_stream_id
from player.proof.keys import Signer
from tests.ledger.making import KEY, ledger_at, tamper

SERVER = os.environ.get("CARREL_TEST_POSTGRES", "")
"""The address of a PostgreSQL server whose database tests may fill; packaging/test starts one."""


class Home:
    """Where a test keeps its ledger: in a file, or in a place of its own on a server. Opened as often as need be."""

    def __init__(self, address: str, *, shared: bool) -> None:
        self.address = address
        self.shared = shared

    def open(self, *, signer: Signer = KEY) -> SqlLedger:
        return ledger_at(self.address, signer=signer)

    def tamper(self, statement: str, *values: object) -> None:
        """Changes what is stored behind the store's back; `?` stands for each of the values."""
        if not self.shared:
            tamper(Path(self.address), statement, *values)
            return
        engine = create_engine(make_url(self.address).set(drivername="postgresql+psycopg"), paramstyle="format")
        with engine.begin() as connection:
            connection.exec_driver_sql(statement.replace("?", "%s"), values)
        engine.dispose()


@pytest.fixture(params=["file", "server"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """An empty place for a ledger: each test that asks for it runs with a file and with a PostgreSQL server."""
    if request.param == "file":
        yield Home(str(tmp_path), shared=False)
    else:
        yield from place_on_server()


@pytest.fixture
def server() -> Iterator[Home]:
    """An empty place on a PostgreSQL server."""
    yield from place_on_server()


def place_on_server() -> Iterator[Home]:
    """A schema of the test's own, so that nothing needs a transaction around it, dropped at the end."""
    if not SERVER:
        pytest.skip("needs a PostgreSQL server: packaging/test starts one, or name one in CARREL_TEST_POSTGRES")
    url = make_url(SERVER).set(drivername="postgresql+psycopg")
    schema = f"test_{new_stream_id()}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    own = url.set(drivername="postgresql").update_query_dict({"options": f"-csearch_path={schema}"})
    yield Home(own.render_as_string(hide_password=False), shared=True)
    with engine.begin() as connection:
        connection.execute(text("SET lock_timeout = '20s'"))
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


class SmallDisk:
    """A disk of one MiB in memory, which can be made larger, or read-only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def remount(self, options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", str(self.folder)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk; the size limit in test_processes covers a full one")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=False, capture_output=True, text=True
    )
    if mounted.returncode != 0:
        pytest.skip(f"this machine lets not even root mount a small disk: {mounted.stderr.strip()}")
    yield SmallDisk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)
