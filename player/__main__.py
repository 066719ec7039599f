"""The door: the command `carrel`, the same as `python -m player`."""

from __future__ import annotations

import sys

from player.cli.app import run


def main() -> None:
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
