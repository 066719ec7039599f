"""The contact sheet: one page with every picture of a session, by screen, and what differs from the kept ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape
from pathlib import Path

from tests.pictures.kept import KEPT, Difference

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Carrel: every screen</title>
<style>
  body {{ font: 14px sans-serif; margin: 24px; background: #e9ecf0; color: #17212b }}
  section {{ margin: 0 0 32px }} h2 {{ margin: 0 0 8px }}
  div {{ display: flex; flex-wrap: wrap; gap: 12px }}
  figure {{ margin: 0; width: 320px }} figcaption {{ font-size: 12px }}
  img {{ width: 100%; border: 1px solid #b8c0ca; background: white }}
  .differs img {{ outline: 3px solid #a3201d }}
</style></head><body>
<h1>{count} pictures of {screens} screens and states, {differing} of them other than kept</h1>
{sections}
</body></html>
"""


def write_sheet(folder: Path, differences: Sequence[Difference]) -> Path:
    """Writes `index.html` beside the pictures; returns it."""
    told = {found.picture: found.words for found in differences}
    by_screen: dict[str, list[Path]] = defaultdict(list)
    for picture in sorted(folder.glob("*/*.png")):
        by_screen[_screen_of(picture)].append(picture)
    sections = "\n".join(_section(folder, name, pictures, told) for name, pictures in sorted(by_screen.items()))
    page = folder / "index.html"
    count = sum(map(len, by_screen.values()))
    text = _PAGE.format(count=count, screens=len(by_screen), differing=len(told), sections=sections)
    page.write_text(text, encoding="utf-8")
    return page


def _screen_of(picture: Path) -> str:
    return picture.stem.rsplit("-", 3)[0]


def _section(folder: Path, name: str, pictures: Sequence[Path], told: dict[str, str]) -> str:
    figures = "".join(_figure(folder, picture, told) for picture in pictures)
    return f"<section><h2>{escape(name)}</h2><div>{figures}</div></section>"


def _figure(folder: Path, picture: Path, told: dict[str, str]) -> str:
    address = picture.relative_to(folder).as_posix()
    words = told.get(address.removesuffix(".png"), "")
    before = KEPT / Path(address).with_suffix(".webp")
    kept = f' <a href="{escape(before.as_uri())}">before</a>' if words and before.is_file() else ""
    look = picture.stem.split("-", 1)[-1]
    caption = f"{escape(picture.parent.name)} {escape(look)} {escape(words)}{kept}"
    link = f'<a href="{escape(address)}"><img loading="lazy" alt="" src="{escape(address)}"></a>'
    kind = ' class="differs"' if words else ""
    return f"<figure{kind}>{link}<figcaption>{caption}</figcaption></figure>"
