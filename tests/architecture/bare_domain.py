"""Import every module of player.domain with nothing but the standard library in reach; run as `python -S -I`.

Prints how many modules were imported. Exits 1 and names the module that needs more.
"""

import importlib
import pkgutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Import them all and look where every loaded module came from."""
    sys.path.insert(0, str(ROOT))
    package = importlib.import_module("player.domain")
    names = [found.name for found in pkgutil.walk_packages(package.__path__, "player.domain.")]
    for name in names:
        importlib.import_module(name)
    strangers = sorted(name for name, module in sys.modules.items() if _strange(name, module))
    if strangers:
        print(f"player.domain needs more than Python: {', '.join(strangers)}", file=sys.stderr)
        return 1
    print(f"{len(names)} modules of player.domain imported by a bare Python {sys.version.split()[0]}")
    return 0


def _strange(name: str, module: object) -> bool:
    if name == "player" or name == "player.domain" or name.startswith("player.domain."):
        return False
    file = getattr(module, "__file__", None) or ""
    return name.startswith("player") or "site-packages" in file or "dist-packages" in file


if __name__ == "__main__":
    sys.exit(main())
