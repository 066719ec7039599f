"""Players side by side, each a whole process with its picture on a virtual screen: ours, mpv and VLC's own."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from measuring import ROOT
from recordings import Recording
from virtual_screen import VirtualScreen

TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")
PATIENCE_S = 20.0


class Player(Protocol):
    """One that plays; `pid` is the one process in which all of it happens."""

    @property
    def pid(self) -> int: ...
    def seek(self, position_ms: int) -> None: ...
    def play(self, on: bool) -> None: ...


def cpu_ms(pid: int) -> float:
    """What the process has used of the processors until now, in the program and for it."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICK_MS


def memory_mb(pid: int) -> dict[str, float]:
    """`VmRSS`: what is in memory now; `VmHWM`: the most there ever was."""
    text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return {name: int(size) / 1024 for name, size in re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", text)}


class Carrel:
    """Our real window; `full`: the picture alone, as large as the screen."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.pid = process.pid

    def seek(self, position_ms: int) -> None:
        self.order(f"seek {position_ms}")

    def play(self, on: bool) -> None:
        self.order("play" if on else "pause")

    def order(self, words: str) -> None:
        print(words, file=_pipe(self._process.stdin), flush=True)

    def answer(self) -> list[str]:
        """The next line that it says, as words."""
        told = _pipe(self._process.stdout)
        assert select.select([told], [], [], PATIENCE_S)[0], "the window says nothing"
        line = told.readline()
        assert line, "the window closed by itself"
        return line.split()


@contextmanager
def carrel(screen: VirtualScreen, recording: Recording, *, full: bool = True) -> Generator[Carrel]:
    profile = recording.file.with_suffix(".profile")
    words = [sys.executable, "packaging/benchmarks/watching.py", str(profile), str(recording.course)]
    process = subprocess.Popen(
        [*words, *(["full"] if full else [])],
        cwd=ROOT,
        env=_environment(screen) | {"QT_QPA_PLATFORM": "xcb"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with _ended(process):
        player = Carrel(process)
        _, *area = player.answer()
        left, top, width, height = map(int, area)
        screen.area = (left, top, width, height)
        yield player
        _pipe(process.stdin).close()
        process.wait(PATIENCE_S)
    shutil.rmtree(profile)


class Mpv:
    """mpv, told by its socket where to go."""

    def __init__(self, process: subprocess.Popen[str], line: socket.socket) -> None:
        self._line = line
        self.pid = process.pid

    def seek(self, position_ms: int) -> None:
        self._order("seek", position_ms / 1000, "absolute+exact")

    def play(self, on: bool) -> None:
        self._order("set_property", "pause", not on)

    def _order(self, *words: object) -> None:
        self._line.sendall(json.dumps({"command": words}).encode() + b"\n")


@contextmanager
def mpv(screen: VirtualScreen, recording: Recording) -> Generator[Mpv]:
    """In a window over the same area, drawing by X11, decoding by itself, its sound thrown away."""
    left, top, width, height = screen.area
    door = recording.file.with_suffix(".socket")
    door.unlink(missing_ok=True)
    words = [
        "mpv",
        "--no-config",
        "--really-quiet",
        "--vo=x11",
        "--hwdec=no",
        "--ao=null",
        "--no-border",
        "--keep-open",
    ]
    words += ["--no-osc", "--no-input-default-bindings", f"--geometry={width}x{height}+{left}+{top}"]
    words += [f"--input-ipc-server={door}", str(recording.file)]
    process = subprocess.Popen(words, env=_environment(screen), stderr=subprocess.DEVNULL, text=True)
    with _ended(process), socket.socket(socket.AF_UNIX) as line:
        _until(door.exists, "mpv's socket")
        line.connect(str(door))
        yield Mpv(process, line)


class Cvlc:
    """VLC without its controls; it only plays."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.pid = process.pid


@contextmanager
def cvlc(screen: VirtualScreen, recording: Recording) -> Generator[Cvlc]:
    words = ["--intf=dummy", "--quiet", "--vout=xcb_x11", "--avcodec-hw=none", "--aout=adummy", "--no-video-title-show"]
    # It refuses to be run by the administrator, who becomes nobody first, in the same process.
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    words = [*nobody, "vlc", *words, "--no-video-deco", str(recording.file)]
    process = subprocess.Popen(
        words, env=_environment(screen), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True
    )
    with _ended(process):
        yield Cvlc(process)


@contextmanager
def _ended(process: subprocess.Popen[str]) -> Generator[None]:
    try:
        yield
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _environment(screen: VirtualScreen) -> dict[str, str]:
    """No graphics chip for anybody, and no bus to ask."""
    drivers = {"LIBVA_DRIVER_NAME": "none", "VDPAU_DRIVER": "none"}
    return {**os.environ, **drivers, "DISPLAY": screen.display, "NO_AT_BRIDGE": "1"}


def _until(holds: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.01)


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
