"""A libVLC that comes with the program: it goes before one that is installed, whose version nobody here has chosen."""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = "vlc"
"""Beside the program's own file: what VLC for that system brings, as it brings it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundled:
    """`core` must be loaded before `library`, which names it without saying where it lies (macOS)."""

    library: Path
    core: Path
    plugins: Path


def find_bundled(platform: str, beside: Path) -> Bundled | None:
    """The one in a folder `vlc` beside the program, if it is whole. On Linux the system's packages bring it."""
    folder = beside / FOLDER
    if platform.startswith("win"):
        found = Bundled(library=folder / "libvlc.dll", core=folder / "libvlccore.dll", plugins=folder / "plugins")
    elif platform == "darwin":
        libraries = folder / "lib"
        found = Bundled(
            library=libraries / "libvlc.dylib", core=libraries / "libvlccore.dylib", plugins=folder / "plugins"
        )
    else:
        return None
    return found if found.library.is_file() and found.core.is_file() and found.plugins.is_dir() else None


def prefer_bundled() -> None:
    """Points python-vlc, before it is imported, to the libVLC that comes with the program. Raises `OSError`.

    What somebody has set by hand stays. python-vlc ends the whole program when it cannot load what it was pointed to;
    so it is loaded here first.
    """
    found = find_bundled(sys.platform, Path(sys.executable).resolve().parent)
    if found is None or "PYTHON_VLC_LIB_PATH" in os.environ:
        return
    ctypes.CDLL(str(found.core))
    ctypes.CDLL(str(found.library))
    os.environ["PYTHON_VLC_LIB_PATH"] = str(found.library)
    os.environ["PYTHON_VLC_MODULE_PATH"] = str(found.plugins)
    # libVLC itself asks for this one.
    os.environ["VLC_PLUGIN_PATH"] = str(found.plugins)
