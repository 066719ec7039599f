"""All the words that a transcript's pages bear, for holding what is printed against what it should say."""

from __future__ import annotations

from collections.abc import Iterator

from player.domain import transcript_wording as wording
from player.domain.transcript import CyclePart, Sum, Transcript
from player.domain.transcript_chart import HEADING as CHART_HEADING
from player.domain.transcript_chart import chart_of

MAKER = "Carrel"


def printed_words(transcript: Transcript, *, number: str, pages: int) -> Iterator[str]:
    """Each text that stands there, as often as it does, in no particular order.

    But for a table's headings, which are repeated where it goes on on another page: see `repeated_heads`.
    """
    yield from (MAKER, wording.TITLE, wording.NUMBER, number, transcript.name)
    for pair in wording.facts(transcript):
        yield from pair
    yield from _totals(transcript)
    yield from _chart(transcript)
    yield from _cycles(transcript)
    yield from _entries(transcript)
    yield from _providers(transcript)
    yield wording.PROOF
    yield from wording.statements(transcript)
    for page in range(1, pages + 1):
        yield from wording.footer(number, transcript.name, page, pages)


def repeated_heads(transcript: Transcript) -> tuple[str, ...]:
    """The headings of each sort of table there is: they may stand once more on each further page."""
    heads = [wording.TOTALS_HEAD] if transcript.entries else []
    heads += [wording.ENTRIES_HEAD] if transcript.entries else []
    heads += [wording.PROVIDERS_HEAD] if len(transcript.providers) > 1 else []
    return tuple("".join(head) for head in heads)


def _totals(transcript: Transcript) -> Iterator[str]:
    if not transcript.entries:
        yield wording.NOTHING
        return
    yield from (wording.TOTALS, *wording.TOTALS_HEAD, wording.NOT_ADDED)
    for one in transcript.totals:
        yield from _sum(one)


def _chart(transcript: Transcript) -> Iterator[str]:
    chart = chart_of(transcript)
    if chart is None:
        return
    yield from (CHART_HEADING, *chart.legend, chart.remark)
    for panel in chart.panels:
        yield from (panel.kind, *panel.years, *panel.amounts)


def _cycles(transcript: Transcript) -> Iterator[str]:
    if not transcript.cycles:
        return
    yield from (wording.CYCLES, wording.CYCLES_NOTE)
    if not wording.is_everything(transcript.selection):
        yield wording.CHOSEN_ONLY
    for part in transcript.cycles:
        yield from _cycle(part)


def _cycle(part: CyclePart) -> Iterator[str]:
    words = wording.cycle_words(part)
    yield from (words.name, words.days)
    if words.requirement:
        yield from (wording.REQUIRED, *words.requirement, wording.STANDING, words.outcome)
    yield from wording.TOTALS_HEAD if part.sums else (wording.NOTHING_WITHIN,)
    for one in part.sums:
        yield from _sum(one)


def _entries(transcript: Transcript) -> Iterator[str]:
    if transcript.entries:
        yield wording.ENTRIES
    for year, entries, sums in wording.entries_by_year(transcript):
        yield from (year, *wording.ENTRIES_HEAD)
        for entry in entries:
            yield from (wording.short_date(entry.day), entry.title, wording.note(entry), entry.provider)
            yield from (entry.kind, wording.amount(entry), wording.standing(entry))
        for one in sums:
            yield from (wording.sum_label(year), one.kind, wording.amounts(one)[2], wording.sum_remark(one))


def _providers(transcript: Transcript) -> Iterator[str]:
    if len(transcript.providers) < 2:
        return
    yield from (wording.PROVIDERS, *wording.PROVIDERS_HEAD)
    for part in transcript.providers:
        for one in part.sums:
            yield from (part.name or wording.NO_PROVIDER, *_sum(one))


def _sum(one: Sum) -> Iterator[str]:
    yield from (one.kind, *wording.amounts(one))
