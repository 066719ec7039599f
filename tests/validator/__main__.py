"""Holds the files that are named against the standards, by hand: `python -m tests.validator FILE.pdf …`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.validator.vera import check


def main() -> int:
    found = check(Path(name) for name in sys.argv[1:])
    for file, told in found.items():
        for profile, failures in told.items():
            print(f"{file}  {profile}  {'; '.join(failures) or 'kept'}")
    return int(any(failures for told in found.values() for failures in told.values()))


if __name__ == "__main__":
    sys.exit(main())
