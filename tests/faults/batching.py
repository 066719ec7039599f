"""A batch in a process of its own, to be killed: `python -m tests.faults.batching PROFILE FOLDER`.

It prints each document that is made, so that a test knows when to strike; the processes that make pages are its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from player.desk.batch import Order, Step
from player.desk.batch_choice import Choice
from tests.crowds import batch_at


def main(profile: Path, folder: Path) -> None:
    def tell(step: Step) -> None:
        print(f"made {step.made}", flush=True)

    with batch_at(profile) as batch:
        batch.run(Order(to=folder, choice=Choice(new_only=True), processes=2), tell)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
