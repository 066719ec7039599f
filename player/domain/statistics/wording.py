"""Statistics in words: the sections of a report, from what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from player.domain.certificate import long_date
from player.domain.credit import phrase, plain, total
from player.domain.naming import safe_name
from player.domain.statistics.adding import Statistics
from player.domain.statistics.counts import MOST_DAYS, CourseCounts, Stage
from player.domain.statistics.figures import SMALLEST, in_steps, median, percent, shown_apart
from player.domain.statistics.items import item_sections, others_word, profession_word
from player.domain.statistics.quiz import quiz_sections
from player.domain.statistics.report import Bar, Bars, Block, Remark, Report, Section, Table

TITLE = "Evaluation report"
_STAGES = {
    Stage.BEGAN: "Began to watch",
    Stage.WATCHED: "Watched everything",
    Stage.PASSED: "Passed the quiz",
    Stage.EVALUATED: "Sent the evaluation",
    Stage.CLAIMED: "Claimed credit",
}
_ONLY_KNOWN = (
    "Counted are learners whose completion files were taken in. Who began and never sent a file is not known here."
)
_PRIVACY = (
    f"No names are in this report. Groups of fewer than {SMALLEST} people are not shown apart, "
    "and what was written in free text stands in no order that tells whose it is."
)


def reports_of(statistics: Statistics, *, day: date) -> tuple[Report, ...]:
    """A report for each version of each course, by title."""
    return tuple(report_of(counts, day=day) for counts in statistics.courses)


def report_of(counts: CourseCounts, *, day: date) -> Report:
    """The same sums and day always give the same report."""
    course = counts.course
    return Report(
        title=TITLE,
        course=course.title,
        language=course.language,
        day=day,
        name=safe_name(f"Evaluation - {course.title} - version {course.version}", longest=150),
        facts=(
            ("Course", f"{course.title} (version {course.version})"),
            ("Provider", course.provider.name),
            ("Learners", str(counts.learners)),
            ("Evaluations", str(counts.evaluations.total())),
            ("Drawn up on", long_date(day)),
        ),
        sections=tuple(_sections(counts)),
    )


def _sections(counts: CourseCounts) -> Iterator[Section]:
    yield _funnel(counts)
    yield from item_sections(counts, about_bias=True)
    yield _people(counts)
    yield from item_sections(counts, about_bias=False)
    yield from quiz_sections(counts)
    yield from _time(counts)
    yield from _credit(counts)
    yield Section(heading="How to read this report", blocks=(Remark(text=_ONLY_KNOWN), Remark(text=_PRIVACY)))


def _funnel(counts: CourseCounts) -> Section:
    stages = [stage for stage in Stage if stage is not Stage.PASSED or counts.course.quiz is not None]
    bars = tuple(Bar(label=_STAGES[stage], count=counts.reached[stage]) for stage in stages)
    rows = tuple((bar.label, str(bar.count), percent(bar.count, counts.learners)) for bar in bars)
    caption = f"How far {_learners(counts.learners)} came"
    table = Table(
        name="how-far",
        caption=caption,
        head=("Step", "Learners", "Share"),
        rows=rows,
        at_right=frozenset({1, 2}),
        widths=(0.6, 0.2, 0.2),
    )
    return Section(
        heading="How far learners came", blocks=(Bars(caption=caption, bars=bars, whole=counts.learners), table)
    )


def _people(counts: CourseCounts) -> Section:
    apart, together = shown_apart(counts.professions)
    rows = [(profession_word(one), counts.professions[one], counts.evaluations[one]) for one in apart]
    if together and (apart or counts.learners >= SMALLEST):
        sums = [sum(found[one] for one in together) for found in (counts.professions, counts.evaluations)]
        rows.append((others_word(together), sums[0], sums[1]))
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(
                name="professions",
                caption="Professions",
                head=("Profession", "Learners", "Share", "Sent the evaluation"),
                rows=tuple((name, str(all_), percent(all_, counts.learners), str(sent)) for name, all_, sent in rows),
                at_right=frozenset({1, 2, 3}),
                widths=(0.46, 0.16, 0.16, 0.22),
            )
        )
    else:
        blocks.append(Remark(text=f"Fewer than {SMALLEST} learners: their professions are not shown."))
    return Section(heading="Who took part", blocks=tuple(blocks))


def _time(counts: CourseCounts) -> Iterator[Section]:
    minutes, days = counts.engaged_minutes, counts.days
    completed = minutes.total()
    if completed < SMALLEST:
        return
    caption = f"Minutes spent playing, {_learners(completed)} who completed"
    steps = [(_range(first, last), count) for first, last, count in in_steps(minutes)]
    lasted = [(_days(first, last), count) for first, last, count in _lasting(days)]
    yield Section(
        heading="Time to complete",
        blocks=(
            Remark(
                text=f"Half of those who completed spent {median(minutes)} minutes or less playing; the provider "
                f"states {counts.course.estimated_minutes} minutes for the whole course."
            ),
            Bars(caption=caption, bars=tuple(Bar(label=a, count=n) for a, n in steps), whole=completed),
            _shares("minutes", caption, "Minutes", steps, completed),
            _shares("days", "From the first playing to completion", "Time", lasted, completed),
        ),
    )


def _shares(name: str, caption: str, head: str, rows: Sequence[tuple[str, int]], whole: int) -> Table:
    return Table(
        name=name,
        caption=caption,
        head=(head, "Learners", "Share"),
        rows=tuple((label, str(count), percent(count, whole)) for label, count in rows),
        at_right=frozenset({1, 2}),
        widths=(0.6, 0.2, 0.2),
    )


def _lasting(days: Counter[int]) -> Iterator[tuple[int, int, int]]:
    for first, last in ((0, 0), (1, 6), (7, 29), (30, 89), (90, MOST_DAYS)):
        yield first, last, sum(count for day, count in days.items() if first <= day <= last)


def _days(first: int, last: int) -> str:
    if last == 0:
        return "Within a day"
    return f"{first} days or more" if last == MOST_DAYS else f"{first} to {last} days"


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _credit(counts: CourseCounts) -> Iterator[Section]:
    rows: list[tuple[str, ...]] = []
    for offer in counts.course.credit.offers:
        claims = {amount: n for (one, amount), n in counts.claims.items() if one == offer.id}
        if claims or counts.taken_back[offer.id]:
            amount = total(amount * n for amount, n in claims.items())
            name = phrase(offer, max(amount, Decimal(2)))
            rows.append((name, str(sum(claims.values())), plain(amount), str(counts.taken_back[offer.id])))
    if not rows:
        return
    table = Table(
        name="credit",
        caption="Credit that was claimed and stands, by type",
        head=("Credit type", "Claims", "Credit in all", "Taken back"),
        rows=tuple(rows),
        at_right=frozenset({1, 2, 3}),
        widths=(0.5, 0.15, 0.2, 0.15),
    )
    yield Section(heading="Credit claimed", blocks=(table,))


def _learners(count: int) -> str:
    return "one learner" if count == 1 else f"{count} learners"
