"""The transcript's laws: sums are those of the entries, each of which stands in one year and at one provider."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.desk.earned import credit_rows
from player.desk.transcripts import entry_of
from player.domain.credit import Document
from player.domain.cycle import LicenceCycle
from player.domain.transcript import (
    Entry,
    Selection,
    Sum,
    Transcript,
    proven_entry,
    sums,
    transcript_of,
)
from player.domain.transcript_chart import MOST_PANELS, chart_of
from player.domain.transcript_wording import cycle_words, italics, kind_runs, period, statements
from tests.worlds import world

TODAY = date(2026, 11, 22)
FIRST = date(2019, 6, 1)
KINDS = ("AMA PRA Category 1 Credits™", "contact hours", "CE credits")
PROVIDERS = ("Example Medical College", "Somewhere", "")

days = st.integers(0, 3000).map(lambda days: FIRST + timedelta(days=days))
amounts = st.integers(1, 400).map(lambda quarters: Decimal(quarters) / 4)
entries = st.builds(
    Entry,
    day=days,
    title=st.sampled_from(("Sleep", "Pain", "睡眠")),
    provider=st.sampled_from(PROVIDERS),
    kind=st.sampled_from(KINDS),
    amount=amounts,
    document=st.sampled_from((None, Document.CME_CERTIFICATE)),
    number=st.sampled_from(("", "CRL-1", "CRL-2")),
    note=st.sampled_from(("", "by hand")),
)
lists = st.lists(entries, max_size=12)
selections = st.builds(
    Selection,
    first=st.none() | days,
    last=st.none() | days,
    kinds=st.frozensets(st.sampled_from(KINDS)),
    providers=st.frozensets(st.sampled_from(PROVIDERS)),
)
cycles = st.lists(
    st.builds(
        LicenceCycle,
        name=st.just("A state"),
        first=days,
        last=days,
        required=st.none() | amounts,
        kind=st.sampled_from(("", *KINDS)),
    ),
    max_size=3,
)
EVERYTHING = Selection()


def drawn(found: list[Entry], selection: Selection = EVERYTHING, *, of: list[LicenceCycle] | None = None) -> Transcript:
    return transcript_of(found, name="Ana Núñez", day=TODAY, selection=selection, cycles=of or ())


def added(found: tuple[Sum, ...]) -> dict[str, tuple[Decimal, Decimal]]:
    return {one.kind: (one.proven, one.reported) for one in found}


def by_hand(found: list[Entry]) -> dict[str, tuple[Decimal, Decimal]]:
    told: dict[str, tuple[Decimal, Decimal]] = {}
    for one in found:
        proven, reported = told.get(one.kind, (Decimal(0), Decimal(0)))
        told[one.kind] = (proven, reported + one.amount) if one.is_reported else (proven + one.amount, reported)
    return told


@given(lists)
def test_totals_are_the_sums_of_the_entries_by_type_and_by_who_vouches(found: list[Entry]) -> None:
    assert added(drawn(found).totals) == by_hand(found)


@given(lists)
def test_each_entry_counts_in_exactly_one_year_and_for_one_provider(found: list[Entry]) -> None:
    transcript = drawn(found)
    assert {part.name for part in transcript.years} == {str(one.day.year) for one in found}
    assert {part.name for part in transcript.providers} == {one.provider for one in found}
    for parts in (transcript.years, transcript.providers):
        for kind, proven_and_reported in by_hand(found).items():
            told = [added(part.sums).get(kind, (Decimal(0), Decimal(0))) for part in parts]
            assert (sum(one for one, _ in told), sum(other for _, other in told)) == proven_and_reported


@given(lists, st.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_entries_are_found(found: list[Entry], random: Random) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    assert drawn(shuffled) == drawn(found)


@given(lists, selections)
def test_the_selection_takes_exactly_what_was_chosen(found: list[Entry], selection: Selection) -> None:
    taken = [
        one
        for one in found
        if (selection.first is None or selection.first <= one.day)
        and (selection.last is None or one.day <= selection.last)
        and (one.kind in selection.kinds or not selection.kinds)
        and (one.provider in selection.providers or not selection.providers)
    ]
    chosen = drawn(found, selection).entries
    assert sorted(map(repr, chosen)) == sorted(map(repr, taken))
    assert [one.day for one in chosen] == sorted(one.day for one in taken)
    assert drawn(list(chosen), selection) == drawn(found, selection)


@given(lists, cycles)
def test_each_cycle_counts_its_own_days_whatever_other_cycles_overlap_it(
    found: list[Entry], of: list[LicenceCycle]
) -> None:
    for part in drawn(found, of=of).cycles:
        within = [one for one in found if part.cycle.first <= one.day <= part.cycle.last]
        assert part.sums == sums(within)
        counting = [one.amount for one in within if part.cycle.kind in ("", one.kind)]
        assert part.counted == sum(counting, Decimal(0))


@given(lists, cycles)
def test_nothing_is_said_to_be_missing_where_types_would_have_to_be_added_together(
    found: list[Entry], of: list[LicenceCycle]
) -> None:
    for part in drawn(found, of=of).cycles:
        required = part.cycle.required
        if required is None or (not part.cycle.kind and len(part.sums) > 1):
            assert part.missing is None
        else:
            assert part.missing == max(Decimal(0), required - part.counted)


def entry(amount: str = "1", *, kind: str = KINDS[0], year: int = 2024, reported: bool = False) -> Entry:
    return Entry(
        day=date(year, 5, 1),
        title="Sleep",
        provider="Somewhere",
        kind=kind,
        amount=Decimal(amount),
        document=None if reported else Document.CME_CERTIFICATE,
        number="" if reported else "CRL-1",
    )


def cycle(required: str, kind: str = KINDS[0]) -> LicenceCycle:
    return LicenceCycle(
        name="A state", first=date(2024, 1, 1), last=date(2024, 12, 31), required=Decimal(required), kind=kind
    )


@pytest.mark.parametrize(
    ("found", "required", "outcome"),
    [
        ([entry("10")], "12.5", "10 counted; 2.5 missing"),
        ([entry("10"), entry("2.5", reported=True)], "20", "12.5 counted (2.5 of it self-reported); 7.5 missing"),
        ([entry("10"), entry("5", kind=KINDS[1])], "10", "10 counted; met"),
        (
            [entry("10"), entry("5", reported=True)],
            "12",
            "15 counted (5 of it self-reported); met only with what is self-reported, without it 2 missing",
        ),
        ([], "3", "0 counted; 3 missing"),
    ],
)
def test_a_cycle_says_what_is_there_and_what_is_missing(found: list[Entry], required: str, outcome: str) -> None:
    (part,) = drawn(found, of=[cycle(required)]).cycles
    assert cycle_words(part).outcome == outcome


def test_a_requirement_of_any_type_is_not_judged_by_adding_types_together() -> None:
    (part,) = drawn([entry("30"), entry("30", kind=KINDS[1])], of=[cycle("50", kind="")]).cycles
    assert "not added together" in cycle_words(part).outcome
    (part,) = drawn([entry("30")], of=[cycle("50", kind="")]).cycles
    assert cycle_words(part).outcome == "30 counted; 20 missing"


@given(lists)
def test_the_chart_says_every_amount_in_words_too(found: list[Entry]) -> None:
    transcript = drawn(found)
    chart = chart_of(transcript)
    if len(transcript.years) < 2:
        assert chart is None
        return
    assert chart is not None
    assert len(chart.panels) == min(MOST_PANELS, len(transcript.totals))
    for panel in chart.panels:
        told = {one.kind: one for one in transcript.totals}[panel.kind]
        assert sum(bar.proven for bar in panel.bars) == told.proven
        assert sum(bar.reported for bar in panel.bars) == told.reported
        assert panel.kind in chart.alternative
        assert all(f"{bar.year}: " in chart.alternative for bar in panel.bars if bar.amount)


def test_only_the_name_of_a_type_is_in_italics_not_its_mark() -> None:
    runs = kind_runs(KINDS[0], italic=True)
    assert [(run.text, run.italic) for run in runs] == [("AMA PRA Category 1 Credits", True), ("™", False)]
    assert [run.italic for run in kind_runs(KINDS[1], italic=False)] == [False]
    assert italics(drawn([entry()])) == frozenset()


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        (Selection(), "All"),
        (Selection(first=date(2024, 1, 1)), "From January 1, 2024"),
        (Selection(last=date(2024, 1, 1)), "Up to January 1, 2024"),
        (Selection(first=date(2023, 1, 1), last=date(2024, 1, 1)), "January 1, 2023 to January 1, 2024"),
    ],
)
def test_the_period_is_said_in_words(selection: Selection, said: str) -> None:
    assert period(selection) == said


def test_it_is_said_that_nobody_vouches_only_where_something_is_reported() -> None:
    assert "Nobody vouches" in " ".join(statements(drawn([entry(), entry(reported=True)])))
    assert "Nobody vouches" not in " ".join(statements(drawn([entry()])))


def test_the_line_of_a_claim_is_the_same_on_the_desk_and_for_whoever_checks() -> None:
    here = world()
    here.finish()
    here.claim()
    history = here.journey.history
    (row,) = credit_rows(here.signed, history)
    assert proven_entry(here.course, history, history.claims[0]) == entry_of(row)
