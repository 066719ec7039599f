"""The report of a course's statistics as one HTML file: nothing from outside, no scripts, readable by eye and ear."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from player.domain.statistics.figures import percent
from player.domain.statistics.report import Bars, Block, Quotes, Remark, Report, Section, Stack, Stacks, Table

_WIDTH = 720
"""Of a chart, in its own units; it shrinks with the page."""
_LABELS, _VALUES, _ROW, _THICK = 260, 96, 26, 14
_LETTER = 6.6
"""About the width of a letter of a chart's labels, to cut what does not fit: the whole text is in the table."""
_STYLE = """
:root{color-scheme:light dark;--bg:#fff;--text:#17212b;--muted:#55616e;--line:#d9dfe7;--soft:#e9edf2;--accent:#1b5faa;
--head:#1b3a5c;--caution:#7a4b00;--caution-soft:#fff1d6;--low:#cdddee;--high:#1b3a5c;--on-low:#17212b;--on-high:#fff}
@media (prefers-color-scheme:dark){:root{--bg:#11161c;--text:#eaf0f6;--muted:#a9b6c3;--line:#32404e;--soft:#232d38;
--accent:#6db1ff;--head:#c5dcf5;--caution:#ffc766;--caution-soft:#3b2c0c;--low:#26384b;--high:#a8d0ff;--on-low:#eaf0f6;
--on-high:#06213d}}
*{box-sizing:border-box}
body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:52rem;background:var(--bg);color:var(--text);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
h1,h2{font-family:Georgia,"Noto Serif",serif;color:var(--head);line-height:1.25}
h1{font-size:2rem;margin:.2rem 0 1rem}
h2{font-size:1.4rem;margin:2.5rem 0 .8rem;padding-bottom:.3rem;border-bottom:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.8rem 0 .5rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1.2rem;margin:0}
dt{color:var(--muted)}dd{margin:0}
nav ul{padding-left:1.2rem}a{color:var(--accent)}
section.marked{border-left:4px solid var(--caution);padding-left:1rem;margin-left:-1.25rem}
.strong{color:var(--caution);background:var(--caution-soft);padding:.5rem .75rem;border-radius:6px;font-weight:600}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.6rem 0 1.2rem;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem;border-top:1px solid var(--line)}
thead th{color:var(--head);border-top:0;vertical-align:bottom}
tbody th{font-weight:400}
.n{text-align:right}
figure{margin:.6rem 0}svg{display:block;width:100%;height:auto}
svg text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;fill:var(--text)}
svg .value{font-weight:600}
.track{fill:var(--soft)}.bar{fill:var(--accent)}
figcaption{font-weight:600;font-size:.9rem}
ul.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.3rem 0;padding:0;font-size:.85rem;
color:var(--muted)}
ul.legend svg{display:inline-block;width:.8em;height:.8em;margin-right:.4em}
ul.quotes{list-style:none;padding:0}
ul.quotes li{border-left:3px solid var(--line);padding:.15rem 0 .15rem .8rem;margin:.5rem 0;white-space:pre-line;
overflow-wrap:anywhere}
.times{color:var(--muted);font-size:.85rem}
footer{margin-top:3rem;color:var(--muted);font-size:.85rem;border-top:1px solid var(--line);padding-top:.6rem}
@media print{:root{color-scheme:light;--bg:#fff;--text:#000;--muted:#444;--line:#bbb;--soft:#eee;--accent:#1b3a5c;
--head:#1b3a5c;--caution:#7a4b00;--caution-soft:#fff;--low:#cdddee;--high:#1b3a5c;--on-low:#000;--on-high:#fff}
body{max-width:none;padding:0;font-size:10pt}nav{display:none}h2,h3,figcaption,caption{break-after:avoid}
tr,figure,li{break-inside:avoid}thead{display:table-header-group}.bar,.track,.step{print-color-adjust:exact;
-webkit-print-color-adjust:exact}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Even if something got in that should not be there: a browser fetches and runs nothing."""


def html_bytes(report: Report) -> bytes:
    """The page in UTF-8; the same report always gives the same bytes."""
    return "\n".join(_page(report)).encode(errors="xmlcharrefreplace")


def _page(report: Report) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="en">'
    yield f'<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark"><meta name="generator" content="Carrel">'
    yield f"<title>{_text(report.title)}: {_text(report.course)}</title><style>{_STYLE}</style></head>"
    yield "<body><header>"
    yield f"<h1>{_text(report.title)}</h1><dl>"
    yield from (f'<dt>{_text(label)}</dt><dd dir="auto">{_text(value)}</dd>' for label, value in report.facts)
    yield "</dl></header>"
    chapters = [(place, one) for place, one in enumerate(report.sections) if one.level == 2]
    links = "".join(f'<li><a href="#s{place}">{_text(one.heading)}</a></li>' for place, one in chapters)
    yield f'<nav aria-label="Contents"><ul>{links}</ul></nav><main>'
    for place, section in enumerate(report.sections):
        yield from _section(section, place, report.language)
    yield f"</main><footer>Carrel {_text(report.title.lower())} {_text(report.number)}</footer></body></html>\n"


def _section(section: Section, place: int, language: str) -> Iterator[str]:
    mark = ' class="marked"' if section.marked else ""
    tongue = f' lang="{_text(language)}" dir="auto"' if section.quoted else ""
    yield f'<section aria-labelledby="s{place}"{mark}>'
    yield f'<h{section.level} id="s{place}"{tongue}>{_text(section.heading)}</h{section.level}>'
    for number, block in enumerate(section.blocks):
        yield from _block(block, f"s{place}b{number}")
    yield "</section>"


def _block(block: Block, name: str) -> Iterator[str]:
    match block:
        case Remark():
            yield f"<p{' class=strong' if block.strong else ''}>{_text(block.text)}</p>"
        case Table():
            yield from _table(block)
        case Bars():
            yield from _bars(block, name)
        case Stacks():
            yield from _stacks(block, name)
        case Quotes():
            yield from _quotes(block)


def _table(table: Table) -> Iterator[str]:
    heads = (f'<th scope="col"{_side(table, place)}>{_text(head)}</th>' for place, head in enumerate(table.head))
    yield f'<div class="scroll"><table><caption>{_text(table.caption)}</caption>'
    yield f"<thead><tr>{''.join(heads)}</tr></thead><tbody>"
    for first, *others in table.rows:
        cells = (f"<td{_side(table, place)}>{_text(cell)}</td>" for place, cell in enumerate(others, start=1))
        yield f'<tr><th scope="row" dir="auto">{_text(first)}</th>{"".join(cells)}</tr>'
    yield "</tbody></table></div>"


def _side(table: Table, place: int) -> str:
    return ' class="n"' if place in table.at_right else ""


def _quotes(quotes: Quotes) -> Iterator[str]:
    yield f'<p class="caption"><strong>{_text(quotes.caption)}</strong></p><ul class="quotes">'
    for text, count in quotes.texts:
        times = f' <span class="times">({count} times)</span>' if count > 1 else ""
        yield f'<li><span dir="auto">{_text(text)}</span>{times}</li>'
    yield "</ul>"


# --- charts ----------------------------------------------------------------------------------------------


def _figure(caption: str, alternative: str, name: str, height: int, inside: Iterator[str]) -> Iterator[str]:
    """A picture with a title and all that it shows in words."""
    yield f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{name}t {name}d">'
    yield f'<title id="{name}t">{_text(caption)}</title><desc id="{name}d">{_text(alternative)}</desc>'
    yield from inside
    yield "</svg>"


def _bars(bars: Bars, name: str) -> Iterator[str]:
    yield "<figure>"
    yield from _figure(bars.caption, bars.alternative, name, _ROW * len(bars.bars), _bar_rows(bars))
    yield "</figure>"


def _bar_rows(bars: Bars) -> Iterator[str]:
    room = _WIDTH - _LABELS - _VALUES
    for place, bar in enumerate(bars.bars):
        y = place * _ROW + (_ROW - _THICK) // 2
        wide = room * min(bar.count, bars.whole) // bars.whole if bars.whole else 0
        wide = max(wide, 1) if bar.count else 0
        yield f'<text x="0" y="{y + 12}">{_text(_cut(bar.label, _LABELS - 10))}</text>'
        yield f'<rect class="track" x="{_LABELS}" y="{y}" width="{room}" height="{_THICK}"/>'
        yield f'<rect class="bar" x="{_LABELS}" y="{y}" width="{wide}" height="{_THICK}"/>'
        yield f'<text class="value" x="{_LABELS + room + 8}" y="{y + 12}">{_text(bars.value(bar))}</text>'


def _stacks(stacks: Stacks, name: str) -> Iterator[str]:
    if not stacks.stacks:
        return
    steps = len(stacks.scale)
    swatches = (
        f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="step" width="10" height="10" '
        f'style="fill:{_fill(place, steps)}"/></svg>{_text(text)}</li>'
        for place, text in enumerate(stacks.scale)
    )
    yield f'<figure><ul class="legend">{"".join(swatches)}</ul>'
    inside = (part for place, stack in enumerate(stacks.stacks) for part in _stack_row(stack, place * 46, steps))
    yield from _figure(stacks.caption, stacks.alternative, name, 46 * len(stacks.stacks), inside)
    yield "</figure>"


def _stack_row(stack: Stack, y: int, steps: int) -> Iterator[str]:
    yield f'<text x="0" y="{y + 14}">{_text(_cut(stack.label, _WIDTH))}</text>'
    done = 0
    for place, count in enumerate(stack.counts):
        left, right = _WIDTH * done // stack.whole, _WIDTH * (done + count) // stack.whole
        done += count
        if count:
            wide = max(1, right - left - 1)
            share = percent(count, stack.whole)
            yield (
                f'<rect class="step" x="{left}" y="{y + 20}" width="{wide}" height="18" '
                f'style="fill:{_fill(place, steps)}"/>'
            )
            if wide > 38:
                ink = "--on-high" if 2 * place > steps - 1 else "--on-low"
                middle = left + wide // 2
                yield f'<text x="{middle}" y="{y + 34}" text-anchor="middle" style="fill:var({ink})">{share}</text>'


def _fill(place: int, steps: int) -> str:
    """From the palest step to the deepest, by the page's scheme."""
    share = 100 * place // max(1, steps - 1)
    return f"color-mix(in srgb,var(--high) {share}%,var(--low))"


def _cut(text: str, room: int) -> str:
    most = int(room / _LETTER)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _text(text: str) -> str:
    """What a page may not have (control characters) is left out; quotes are escaped too, for attributes."""
    return escape("".join(letter for letter in text if letter.isprintable() or letter in "\n\t"))
