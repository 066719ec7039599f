"""A station that draws nothing: it says to its supervisor what a real one says, and does wrong what it is told to.

    python small_station.py FOLDER

In FOLDER, `mode` says what it does next; it writes there what a test wants to know of it.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from pathlib import Path

from player.bootstrap.supervised import Supervised

KEY = bytes(range(32))


def main(folder: Path) -> int:
    supervised = Supervised.from_stdin()
    print("leaving", flush=True)  # as some library might
    mode = (folder / "mode").read_text(encoding="ascii")
    if mode == "crash":
        sys.stderr.write("no display\n")
        os.abort()
    over = threading.Event()
    supervised.listen(over.set)
    environment = "NOTIFY_SOCKET" in os.environ
    limit = resource.getrlimit(resource.RLIMIT_CORE)[1]
    facts = f"{os.getpid()} {supervised.key.hex() if supervised.key else '-'} {limit} {environment}"
    supervised.ready()
    (folder / "station").write_text(facts, encoding="ascii")
    if mode == "hang":
        hang()
    supervised.keep(KEY)
    if mode == "leave with much to say":
        for _ in range(2_000):
            supervised.alive()
        supervised.leaving()
        os._exit(0)
    if mode == "leave":
        supervised.leaving()
        return 0
    if mode == "restart":
        (folder / "mode").write_text("live", encoding="ascii")
        supervised.restart()
        return 0
    while not over.wait(0.1):
        supervised.alive()
        if (folder / "err").exists():
            (folder / "err").unlink()
            raise ValueError("Ada Lovelace of Marylebone")
    (folder / "orderly").touch()
    return 0


def hang() -> None:
    time.sleep(60)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
