"""Batches: everybody's signed certificates, from the records to folder and manifest, and the memory it takes."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path
from typing import Self

import psutil
from measuring import Figures

PEOPLE = 1_000
PROCESSES = 2
LOOK_EVERY_S = 0.2


def measure_batches(folder: Path) -> Figures:
    """`batch_1000_s`: recorded, made, signed, kept and copied, everything synced to the disk; once, as it is long."""
    from player.desk.batch import Order
    from player.desk.batch_choice import Choice
    from tests.crowds import batch_at, gather, person
    from tests.faults.desks import make_talk

    print(f"  {PEOPLE} people claim …", file=sys.stderr)
    everybody = (person(number, f"Ana María Núñez {number}") for number in range(PEOPLE))
    gather(folder / "profile", make_talk(folder), everybody)
    with batch_at(folder / "profile") as batch, Memory() as memory:
        order = Order(to=folder / "out", choice=Choice(), processes=PROCESSES)
        figures: Figures = {}
        for name in ("batch_1000", "batch_1000_again"):
            cpu, began = time.process_time(), time.perf_counter()
            done = batch.run(order)
            assert done.all_well and len(done.rows) == PEOPLE
            figures[f"{name}_s"] = time.perf_counter() - began
            figures[f"{name}_recording_cpu_s"] = time.process_time() - cpu
    return figures | {"batch_own_mb": memory.own_mb, "batch_largest_process_mb": memory.child_mb}


class Memory:
    """The most that this process and the largest of its children held, looked at a few times a second."""

    def __init__(self) -> None:
        self.own_mb = self.child_mb = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        own = psutil.Process()
        while not self._over.wait(LOOK_EVERY_S):
            self.own_mb = max(self.own_mb, own.memory_info().rss / 2**20)
            for child in own.children():
                try:
                    self.child_mb = max(self.child_mb, child.memory_info().rss / 2**20)
                except psutil.Error:
                    continue
