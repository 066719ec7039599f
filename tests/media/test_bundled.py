"""Finding the libVLC that comes with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from player.media.bundled import find_bundled

FILES = {
    "win32": ("vlc/libvlc.dll", "vlc/libvlccore.dll", "vlc/plugins/access/any.dll"),
    "darwin": ("vlc/lib/libvlc.dylib", "vlc/lib/libvlccore.dylib", "vlc/plugins/any.dylib"),
}


def lay_out(folder: Path, files: tuple[str, ...]) -> None:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


@pytest.mark.parametrize("platform", list(FILES))
def test_a_whole_one_beside_the_program_is_found(tmp_path: Path, platform: str) -> None:
    lay_out(tmp_path, FILES[platform])
    found = find_bundled(platform, tmp_path)
    assert found is not None
    assert found.library == tmp_path / FILES[platform][0]
    assert found.plugins == tmp_path / "vlc" / "plugins"


@pytest.mark.parametrize("platform", list(FILES))
def test_one_that_is_not_whole_is_left_alone(tmp_path: Path, platform: str) -> None:
    for missing in range(len(FILES[platform])):
        folder = tmp_path / str(missing)
        lay_out(folder, tuple(name for n, name in enumerate(FILES[platform]) if n != missing))
        assert find_bundled(platform, folder) is None


def test_on_linux_it_comes_with_the_system(tmp_path: Path) -> None:
    lay_out(tmp_path, FILES["darwin"])
    assert find_bundled("linux", tmp_path) is None
