"""One whole session of taking pictures: every part in every language, several at a time, and the sheet."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product
from pathlib import Path

from tests.pictures.contact_sheet import write_sheet
from tests.pictures.kept import Difference, compare, keep_all

AT_ONCE = 6
"""Most of the time each waits for a recording, or until what moves has come to rest."""
MOST_TOLD = 20
"""The page shows them all."""


def take_everything(folder: Path, parts: Sequence[str], languages: Iterable[str], looks: str, *, keep: bool) -> int:
    """Takes all pictures into a folder for each language, compares and shows them. Returns how many parts failed, plus
    how many pictures differ from the kept ones."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [(language, part) for part, language in product(parts, languages)]
        outcomes = list(pool.map(partial(_take, folder, looks), jobs))
    failed = [job for job, status in zip(jobs, outcomes, strict=True) if status]
    for language, part in failed:
        print(f"{part} in {language} failed; see {folder / f'{part}-{language}.log'}")
    if keep:
        print(f"{keep_all(folder)} pictures are kept from now on")
    differences = compare(folder)
    write_sheet(folder, differences)
    _report(folder, differences)
    return len(failed) + len(differences)


def _take(folder: Path, looks: str, job: tuple[str, str]) -> int:
    language, part = job
    target = folder / language
    command = [sys.executable, "-m", "tests.pictures", target, "--language", language, "--looks", looks, "--part", part]
    with (folder / f"{part}-{language}.log").open("wb") as log:
        return subprocess.run(command, stdout=log, stderr=log, check=False).returncode


def _report(folder: Path, differences: Sequence[Difference]) -> None:
    taken = sum(1 for _ in folder.glob("*/*.png"))
    print(f"{taken} pictures, {len(differences)} of them other than the kept ones; {folder / 'index.html'}")
    for found in differences[:MOST_TOLD]:
        print(f"  {found.picture}: {found.words}")
