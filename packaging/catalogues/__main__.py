"""The catalogues of translations: brought up to date with the code, or held against it. See packaging/translate."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gathering import Said, gather
from keeping import compiled, faults, merged, template, text_of

from player.ui.language import ENGLISH, TONGUES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "i18n"
MOST_SHOWN = 10


def main() -> int:
    parser = argparse.ArgumentParser(prog="packaging/translate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, and fail where something is to be done")
    check = parser.parse_args().check
    sentences = gather(ROOT / "player")
    files = {FOLDER / "carrel.pot": text_of(template(sentences))}
    lacking = 0
    for tongue in TONGUES:
        if tongue != ENGLISH:
            lacking += _language(tongue.catalogue, sentences, files)
    old = [file for file, wanted in files.items() if not file.is_file() or file.read_bytes() != wanted]
    if check:
        for file in old:
            print(f"{file.relative_to(ROOT)} is out of date: packaging/translate brings it up to date.")
        return 1 if old or lacking else 0
    for file in old:
        file.write_bytes(files[file])
    return 0


def _language(code: str, sentences: list[Said], files: dict[Path, bytes]) -> int:
    """Adds the language's two files to `files`; how much in them is still to be done."""
    catalogue = merged(FOLDER / f"{code}.po", code, sentences)
    files[FOLDER / f"{code}.po"], files[FOLDER / f"{code}.mo"] = text_of(catalogue), compiled(catalogue)
    found = list(faults(catalogue))
    print(f"{code}: {len(sentences) - len(found)} of {len(sentences)} sentences")
    for fault in found[:MOST_SHOWN]:
        print(f"  {fault}")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
