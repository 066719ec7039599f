"""The supervisor with real processes: a station that dies is back at once, with its key, and nothing of it on disk."""

from __future__ import annotations

import base64
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from tests.cli.small_station import KEY
from tests.figures import Figures

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is killed by signals here")

ROOT = Path(__file__).parents[2]
STATION = Path(__file__).with_name("small_station.py")
SUPERVISOR = """
import sys
from pathlib import Path
from player.bootstrap.supervising import supervise
from player.domain.problem import Problem
from player.kiosk.supervision import Supervision
folder, silent_ms = Path(sys.argv[1]), int(sys.argv[2])
look = lambda started: print(started.number, started.what, started.pause_ms, started.why, flush=True)
command = [sys.executable, sys.argv[3], str(folder)]
try:
    supervise(command, folder / "profile", watch=Supervision(silent_ms=silent_ms), look=look)
except Problem as problem:
    print(problem.code, flush=True)
    sys.exit(1)
"""
WAIT_S = 30
CRASHED = "Fatal Python error: Aborted"


class Supervisor:
    """A supervisor as a process of its own, and what it says."""

    def __init__(self, folder: Path, *, mode: str, silent_ms: int = 20_000, **environment: str) -> None:
        self.folder = folder
        self.become(mode)
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(folder), str(silent_ms), str(STATION)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.SimpleQueue[tuple[float, str]] = queue.SimpleQueue()
        threading.Thread(target=self._hear, daemon=True).start()

    def become(self, mode: str) -> None:
        (self.folder / "mode").write_text(mode, encoding="ascii")

    def hears(self, line: str) -> float:
        """Waits until it says exactly this next; the moment, in seconds."""
        at, said = self._lines.get(timeout=WAIT_S)
        assert said == line
        return at

    def station(self) -> list[str]:
        """What the present station wrote of itself: its process, the key it was handed, its limit of dumps, and
        whether it knows of systemd."""
        file = self.folder / "station"
        awaited(file.exists)
        awaited(lambda: file.read_text(encoding="ascii") != "")
        words = file.read_text(encoding="ascii").split()
        file.unlink()
        return words

    def ends(self) -> int:
        return self.process.wait(WAIT_S)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _hear(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put((time.monotonic(), line.strip()))


def awaited(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.005)


def heard_until(line: socket.socket, words: str) -> None:
    """What systemd would hear, until it hears this."""
    while line.recv(4096).decode().splitlines()[0] != words:
        pass


@pytest.fixture
def started(tmp_path: Path) -> Generator[Callable[..., Supervisor]]:
    begun: list[Supervisor] = []

    def start(mode: str = "live", **options: object) -> Supervisor:
        begun.append(Supervisor(tmp_path, mode=mode, **options))  # pyright: ignore[reportArgumentType]
        return begun[-1]

    yield start
    for supervisor in begun:
        supervisor.close()


def test_a_killed_station_is_back_with_its_key_of_which_nothing_is_on_the_disk(
    started: Callable[..., Supervisor], figures: Figures, tmp_path: Path
) -> None:
    supervisor = started()
    supervisor.hears("1 started 0")
    supervisor.hears("1 ready 0")
    process, key, core, knows_systemd = supervisor.station()
    assert (key, core, knows_systemd) == ("-", "1", "False")
    supervisor.hears("1 opened 0")
    killed_at = time.monotonic()
    os.kill(int(process), signal.SIGKILL)
    supervisor.hears("1 ended 0")
    supervisor.hears("2 started 0")
    ready_at = supervisor.hears("2 ready 0")
    figures("a killed station is back", ready_after_ms=round((ready_at - killed_at) * 1000))
    process, key, _, _ = supervisor.station()
    assert key == KEY.hex()
    written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert KEY not in written and base64.b64encode(KEY) not in written and KEY.hex().encode() not in written
    for place in ("cmdline", "environ"):
        told = Path(f"/proc/{process}/{place}")
        assert not told.exists() or base64.b64encode(KEY) not in told.read_bytes()
    supervisor.process.terminate()
    assert supervisor.ends() == 0
    assert (tmp_path / "orderly").exists(), "the station was not asked to end"


def test_a_station_that_dies_often_is_waited_with_and_the_supervisor_still_ends_when_asked(
    started: Callable[..., Supervisor], tmp_path: Path, figures: Figures
) -> None:
    supervisor = started("crash")
    began = [supervisor.hears("1 started 0")]
    for number in range(1, 5):
        supervisor.hears(f"{number} ended 0 {CRASHED}")
        began.append(supervisor.hears(f"{number + 1} started 0"))
    fifth = supervisor.hears(f"5 ended 1000 {CRASHED}")
    figures("a station that dies at once", five_deaths_within_ms=round((fifth - began[0]) * 1000))
    supervisor.become("live")
    assert supervisor.hears("6 started 0") - fifth > 0.9
    supervisor.hears("6 ready 0")
    supervisor.hears("6 opened 0")
    supervisor.become("crash")
    os.kill(int(supervisor.station()[0]), signal.SIGKILL)
    supervisor.hears("6 ended 2000")
    asked = time.monotonic()
    supervisor.process.terminate()
    assert supervisor.ends() == 0
    assert time.monotonic() - asked < 1.9, "it waited for its pause to be over"
    told = (tmp_path / "profile" / "kiosk" / "trouble.log").read_text(encoding="utf-8")
    assert "no display" in told, "before anybody can have been there, everything is kept"
    assert "Fatal Python error: Aborted" in told


def test_a_hung_station_is_killed_and_where_it_hung_is_kept(started: Callable[..., Supervisor], tmp_path: Path) -> None:
    supervisor = started("hang", silent_ms=700)
    supervisor.hears("1 started 0")
    supervisor.hears("1 ready 0")
    supervisor.become("live")
    supervisor.hears("1 hung 0")
    supervisor.hears("1 ended 0")
    supervisor.hears("2 started 0")
    supervisor.hears("2 ready 0")
    supervisor.hears("2 opened 0")
    told = (tmp_path / "profile" / "kiosk" / "trouble.log").read_text(encoding="utf-8")
    assert "tests/cli/small_station.py" in told and "in hang" in told
    process = int(supervisor.station()[0])
    os.kill(process, signal.SIGSTOP)  # deaf to everything but being killed
    supervisor.hears("2 hung 0")
    supervisor.hears("2 ended 0")
    supervisor.hears("3 started 0")
    supervisor.hears("3 ready 0")


def test_a_station_that_lives_and_says_so_is_not_taken_for_hung(started: Callable[..., Supervisor]) -> None:
    supervisor = started("live", silent_ms=1_000)
    supervisor.hears("1 started 0")
    supervisor.hears("1 ready 0")
    supervisor.hears("1 opened 0")
    with pytest.raises(queue.Empty):
        supervisor._lines.get(timeout=1.6)


def test_what_is_known_of_an_error_once_attendees_come_names_none(
    started: Callable[..., Supervisor], tmp_path: Path
) -> None:
    supervisor = started()
    supervisor.hears("1 started 0")
    supervisor.hears("1 ready 0")
    supervisor.hears("1 opened 0")
    (tmp_path / "err").touch()
    supervisor.hears("1 ended 0")
    supervisor.hears("2 started 0")
    told = (tmp_path / "profile" / "kiosk" / "trouble.log").read_text(encoding="utf-8")
    assert "ValueError" in told and "small_station.py" in told
    assert "Lovelace" not in told and "Marylebone" not in told


@pytest.mark.parametrize("mode", ["leave", "leave with much to say"])
def test_a_station_that_its_operator_closes_stays_closed(started: Callable[..., Supervisor], mode: str) -> None:
    supervisor = started(mode)
    supervisor.hears("1 started 0")
    supervisor.hears("1 ready 0")
    supervisor.hears("1 opened 0")
    assert supervisor.ends() == 0


def test_a_station_that_asks_for_it_is_started_anew_with_its_key(started: Callable[..., Supervisor]) -> None:
    supervisor = started("restart")
    for line in ("1 started 0", "1 ready 0", "1 opened 0", "1 ended 0", "2 started 0", "2 ready 0"):
        supervisor.hears(line)
    awaited(lambda: supervisor.station()[1] == KEY.hex())


def test_a_second_kiosk_over_the_same_records_is_refused(started: Callable[..., Supervisor]) -> None:
    supervisor = started()
    supervisor.hears("1 started 0")
    supervisor.hears("1 ready 0")
    second = started()
    second.hears("KioskRunning")
    assert second.ends() == 1
    assert supervisor.process.poll() is None


def test_a_station_whose_supervisor_was_killed_ends_by_itself(started: Callable[..., Supervisor]) -> None:
    supervisor = started()
    supervisor.hears("1 started 0")
    supervisor.hears("1 ready 0")
    supervisor.station()
    supervisor.process.kill()
    supervisor.process.wait()
    awaited((supervisor.folder / "orderly").exists)


def test_without_a_supervisor_a_station_says_nothing_and_writes_where_it_likes() -> None:
    code = (
        "from player.bootstrap.supervised import Supervised\n"
        "alone = Supervised.from_stdin()\n"
        "alone.listen(lambda: print('ended'))\n"
        "alone.ready(), alone.alive(), alone.keep(b'key'), alone.restart(), alone.leaving()\n"
        "print(alone.key)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for given in ("", "some other program's words\n"):
        done = subprocess.run(
            [sys.executable, "-c", code], input=given, env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout == "b'key'\n"


@pytest.mark.parametrize("is_abstract", [False, True])
def test_systemd_is_told_that_it_runs_lives_and_ends(
    started: Callable[..., Supervisor], tmp_path: Path, is_abstract: bool
) -> None:
    if is_abstract and sys.platform != "linux":
        pytest.skip("only Linux has such sockets")
    name = f"carrel-test-{os.getpid()}" if is_abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0{name}" if is_abstract else name)
        line.settimeout(WAIT_S)
        environment = {"NOTIFY_SOCKET": f"@{name}" if is_abstract else name, "WATCHDOG_USEC": "1000000"}
        supervisor = started("live", **environment)
        heard_until(line, "READY=1")
        heard_until(line, "WATCHDOG=1")
        assert supervisor.station()[3] == "False", "the station itself has nothing to say to systemd"
        supervisor.process.terminate()
        heard_until(line, "STOPPING=1")
    assert supervisor.ends() == 0
