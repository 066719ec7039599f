"""What was answered to the items of an evaluation, item by item, and by profession where groups are large enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from player.domain.evaluation import Item, ItemKind
from player.domain.statistics.adding import NOT_TOLD
from player.domain.statistics.counts import CourseCounts, Kept, Place
from player.domain.statistics.figures import SMALLEST, mean, percent, shown_apart, spread
from player.domain.statistics.report import Bar, Bars, Block, Quotes, Remark, Section, Stack, Stacks, Table

BIAS = "Commercial bias"
_BIAS_NOTE = "The question about commercial bias. Answers that report bias are to be looked into (ACCME Standards)."
_TOO_FEW = f"Fewer than {SMALLEST} learners answered: what they said is not shown."


def item_sections(counts: CourseCounts, *, about_bias: bool) -> Iterator[Section]:
    """A chapter with the items that are about bias, or with those that are not; none where there are none."""
    items = [
        (place, item)
        for place, item in enumerate(counts.course.evaluation.items, start=1)
        if item.about_bias == about_bias
    ]
    if not items:
        return
    note = _BIAS_NOTE if about_bias else _sent(counts)
    yield Section(
        heading=BIAS if about_bias else "Evaluation", blocks=(Remark(text=note, strong=about_bias),), marked=about_bias
    )
    for place, item in items:
        blocks = tuple(_blocks(counts, item, f"item-{place}"))
        yield Section(heading=f"{place}. {item.text}", blocks=blocks, level=3, marked=about_bias, quoted=True)


def profession_word(profession: str) -> str:
    """ "physician-assistant" as "Physician assistant"."""
    return "Not told" if profession == NOT_TOLD else profession.replace("-", " ").capitalize()


def others_word(together: Sequence[str]) -> str:
    return "All others together" if len(together) > 1 else "Others"


def _sent(counts: CourseCounts) -> str:
    sent = counts.evaluations.total()
    who = "One learner" if sent == 1 else f"{sent} learners"
    return f"{who} sent the evaluation. Shares are of those who answered the item."


def _blocks(counts: CourseCounts, item: Item, name: str) -> Iterator[Block]:
    answered = max((_answered(counts, place) for place in _places(item)), default=0)
    if counts.evaluations.total() < SMALLEST or (answered < SMALLEST and item.kind is not ItemKind.TEXT):
        yield Remark(text=_TOO_FEW if answered else "Nobody answered.")
    elif item.kind is ItemKind.RATING:
        yield from _rating(counts, item, name)
    elif item.kind is ItemKind.TEXT:
        yield from _texts(counts.texts.get(item.id, Kept()), name)
    else:
        yield from _choice(counts, item, name)


def _places(item: Item) -> list[Place]:
    return [(item.id, row.id) for row in item.rows] if item.kind is ItemKind.RATING else [(item.id, "")]


def _answered(counts: CourseCounts, place: Place) -> int:
    return sum(count for (_, where), count in counts.answered.items() if where == place)


def _by_profession(counts: CourseCounts, place: Place) -> dict[str, int]:
    return {profession: count for (profession, where), count in counts.answered.items() if where == place}


def _picked(counts: CourseCounts, item: Item, place: Place, professions: Sequence[str] | None = None) -> list[int]:
    """How often each option was picked, by all or by those of these professions."""
    who = list(dict(counts.evaluations)) if professions is None else professions
    return [sum(counts.picked[one, place, option.id] for one in who) for option in item.options]


def _groups(counts: CourseCounts, place: Place) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The groups that can be shown, each with its professions; none where there is but one."""
    apart, together = shown_apart(_by_profession(counts, place))
    if len(apart) + bool(together) < 2:
        return
    yield from ((profession_word(one), (one,)) for one in apart)
    if together:
        yield others_word(together), together


# --- ratings ---------------------------------------------------------------------------------------------


def _rating(counts: CourseCounts, item: Item, name: str) -> Iterator[Block]:
    scale = tuple(option.text for option in item.options)
    rows = [(row.text, (item.id, row.id)) for row in item.rows]
    shown = [(text, place) for text, place in rows if _answered(counts, place) >= SMALLEST]
    stacks = tuple(Stack(label=text, counts=tuple(_picked(counts, item, place))) for text, place in shown)
    yield Stacks(caption=item.text, scale=scale, stacks=stacks)
    yield Table(
        name=name,
        caption="Answers, mean and standard deviation",
        head=("Statement", *scale, "n", "Mean", "SD"),
        rows=tuple(_rated(text, _picked(counts, item, place)) for text, place in shown),
        at_right=frozenset(range(1, len(scale) + 4)),
        widths=_widths(0.34, len(scale) + 3),
    )
    ends = f"“{scale[0]}” as 1 and “{scale[-1]}” as {len(scale)}"
    yield Remark(text=f"n: answers; the mean counts {ends}; SD: standard deviation.")
    if len(shown) < len(rows):
        yield Remark(text=f"Statements with fewer than {SMALLEST} answers are left out.")
    yield from _rating_by_profession(counts, item, name, shown)


def _rated(text: str, picked: Sequence[int]) -> tuple[str, ...]:
    values = dict(enumerate(picked, start=1))
    return (text, *map(str, picked), str(sum(picked)), mean(values), spread(values))


def _rating_by_profession(
    counts: CourseCounts, item: Item, name: str, rows: Sequence[tuple[str, Place]]
) -> Iterator[Block]:
    found: list[tuple[str, ...]] = []
    for text, place in rows:
        for label, professions in _groups(counts, place):
            values = dict(enumerate(_picked(counts, item, place, professions), start=1))
            found.append((f"{text}: {label}", str(sum(values.values())), mean(values), spread(values)))
    if found:
        yield Table(
            name=f"{name}-by-profession",
            caption="By profession",
            head=("Statement and profession", "Answers", "Mean", "SD"),
            rows=tuple(found),
            at_right=frozenset({1, 2, 3}),
            widths=(0.58, 0.14, 0.14, 0.14),
        )


# --- choices ---------------------------------------------------------------------------------------------


def _choice(counts: CourseCounts, item: Item, name: str) -> Iterator[Block]:
    place = (item.id, "")
    whole, picked = _answered(counts, place), _picked(counts, item, place)
    labels = [option.text for option in item.options]
    yield Bars(
        caption=item.text,
        bars=tuple(Bar(label=label, count=count) for label, count in zip(labels, picked, strict=True)),
        whole=whole,
    )
    several = ", several could be chosen" if item.kind is ItemKind.CHOICES else ""
    yield Table(
        name=name,
        caption=f"Answers of {whole} learners{several}",
        head=("Answer", "Chosen by", "Share"),
        rows=tuple((label, str(n), percent(n, whole)) for label, n in zip(labels, picked, strict=True)),
        at_right=frozenset({1, 2}),
        widths=(0.6, 0.2, 0.2),
    )
    yield from _choice_by_profession(counts, item, name, labels)


def _choice_by_profession(counts: CourseCounts, item: Item, name: str, labels: Sequence[str]) -> Iterator[Block]:
    place, sizes = (item.id, ""), _by_profession(counts, (item.id, ""))
    rows: list[tuple[str, ...]] = []
    for group, professions in _groups(counts, place):
        whole = sum(sizes[one] for one in professions)
        picked = _picked(counts, item, place, professions)
        rows += [(f"{group}: {text}", str(n), percent(n, whole)) for text, n in zip(labels, picked, strict=True)]
    if rows:
        yield Table(
            name=f"{name}-by-profession",
            caption="By profession",
            head=("Profession and answer", "Chosen by", "Share"),
            rows=tuple(rows),
            at_right=frozenset({1, 2}),
            widths=(0.6, 0.2, 0.2),
        )


# --- words -----------------------------------------------------------------------------------------------


def _texts(kept: Kept, name: str) -> Iterator[Block]:
    if not kept.total:
        yield Remark(text="Nobody wrote anything.")
        return
    texts = tuple((text, kept.counts[text]) for text in kept.in_lot())
    caption = "One written answer" if kept.total == 1 else f"{kept.total} written answers"
    yield Quotes(name=name, caption=caption, texts=texts)
    if not kept.is_all:
        yield Remark(text=f"Of {kept.total} answers, {kept.counts.total()} that were chosen by lot are shown.")


def _widths(first: float, others: int) -> tuple[float, ...]:
    return (first, *([(1 - first) / others] * others))
