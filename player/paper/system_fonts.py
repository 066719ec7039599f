"""System fonts: where operating systems keep fonts for Chinese, Japanese and Korean, which are too large to be shipped.

The files are looked for by name, in the folders where distributions put them: walking through all fonts of a computer
takes seconds. Those that would look best beside Noto come first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from player.paper.face import Face, face
from player.paper.problems import FontsMissing
from player.paper.tongues import Tongue

FOLDERS = (
    # Debian and Ubuntu
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/opentype/ipafont-gothic",
    "/usr/share/fonts/truetype/wqy",
    "/usr/share/fonts/truetype/droid",
    "/usr/share/fonts/truetype/nanum",
    "/usr/share/fonts/truetype/arphic",
    # Fedora
    "/usr/share/fonts/google-noto-sans-cjk-fonts",
    "/usr/share/fonts/google-noto-cjk",
    "/usr/share/fonts/google-droid-sans-fonts",
    "/usr/share/fonts/wqy-zenhei-fonts",
    "/usr/share/fonts/adobe-source-han-sans-fonts",
    # Arch and Alpine
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/noto",
    "/usr/share/fonts/adobe-source-han-sans",
    "/usr/share/fonts/wenquanyi/wqy-zenhei",
    "/usr/share/fonts/TTF",
    "/usr/share/fonts/OTF",
    # openSUSE, and what an administrator or a person put there
    "/usr/share/fonts/truetype",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    # macOS
    "/System/Library/Fonts",
    "/System/Library/Fonts/Supplemental",
    "/Library/Fonts",
    "~/Library/Fonts",
    # Windows
    "%WINDIR%/Fonts",
    "%LOCALAPPDATA%/Microsoft/Windows/Fonts",
)
_ANY = (("wqy-zenhei.ttc", 0), ("DroidSansFallbackFull.ttf", 0), ("Arial Unicode.ttf", 0), ("ARIALUNI.TTF", 0))
FILES: dict[Tongue, tuple[tuple[str, int], ...]] = {
    Tongue.SIMPLIFIED: (
        ("NotoSansCJK-Regular.ttc", 2),
        ("SourceHanSans.ttc", 2),
        ("NotoSansSC-Regular.otf", 0),
        ("NotoSansCJKsc-Regular.otf", 0),
        ("SourceHanSansCN-Regular.otf", 0),
        ("msyh.ttc", 0),
        ("Hiragino Sans GB.ttc", 0),
        ("simsun.ttc", 0),
        ("Songti.ttc", 0),
        *_ANY,
    ),
    Tongue.TRADITIONAL: (
        ("NotoSansCJK-Regular.ttc", 3),
        ("SourceHanSans.ttc", 3),
        ("NotoSansTC-Regular.otf", 0),
        ("NotoSansCJKtc-Regular.otf", 0),
        ("SourceHanSansTW-Regular.otf", 0),
        ("msjh.ttc", 0),
        ("STHeiti Light.ttc", 0),
        ("mingliu.ttc", 1),
        ("uming.ttc", 0),
        *_ANY,
    ),
    Tongue.JAPANESE: (
        ("NotoSansCJK-Regular.ttc", 0),
        ("SourceHanSans.ttc", 0),
        ("NotoSansJP-Regular.otf", 0),
        ("NotoSansCJKjp-Regular.otf", 0),
        ("SourceHanSansJP-Regular.otf", 0),
        ("YuGothR.ttc", 0),
        ("meiryo.ttc", 0),
        ("ヒラギノ角ゴシック W3.ttc", 0),
        ("msgothic.ttc", 0),
        ("ipag.ttf", 0),
        *_ANY,
    ),
    Tongue.KOREAN: (
        ("NotoSansCJK-Regular.ttc", 1),
        ("SourceHanSans.ttc", 1),
        ("NotoSansKR-Regular.otf", 0),
        ("NotoSansCJKkr-Regular.otf", 0),
        ("SourceHanSansKR-Regular.otf", 0),
        ("malgun.ttf", 0),
        ("AppleSDGothicNeo.ttc", 0),
        ("NanumGothic.ttf", 0),
        ("gulim.ttc", 0),
        *_ANY,
    ),
}
"""File names, and which font of a collection it is, the one that looks best first."""


class SystemFonts:
    """The fonts in some folders, opened only when a text needs them."""

    def __init__(self, folders: tuple[str, ...] = FOLDERS) -> None:
        self._folders = [Path(os.path.expandvars(folder)).expanduser() for folder in folders]
        self._faces: dict[Tongue, tuple[Face, ...]] = {}

    def faces(self, tongue: Tongue) -> Iterator[Face]:
        """Those of this tongue first, then those of its neighbours, as far as a PDF may carry them."""
        yield from self._of(tongue)
        for other in Tongue:
            if other is not tongue:
                yield from self._of(other)

    def _of(self, tongue: Tongue) -> tuple[Face, ...]:
        known = self._faces.get(tongue)
        if known is None:
            known = self._faces[tongue] = tuple(self._found(tongue))
        return known

    def _found(self, tongue: Tongue) -> Iterator[Face]:
        """Two at most: one for what the other lacks."""
        count = 0
        for name, number in FILES[tongue]:
            for folder in self._folders:
                opened = _opened(folder / name, number)
                if opened is not None and count < 2:
                    count += 1
                    yield opened
                    break


def _opened(file: Path, number: int) -> Face | None:
    """A font that may and can be put into a PDF; None: there is none, or not such a one."""
    try:
        found = face(file, number) if file.is_file() else None
    except (FontsMissing, OSError):
        return None
    return found if found is not None and found.may_be_embedded else None
