"""How credit, its sums and licence cycles are said on the credits page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from player.domain.certificate import HEADINGS
from player.domain.credit import total
from player.domain.cycle import LicenceCycle
from player.domain.transcript import CyclePart, Part, Sum
from player.ui.credits.state import Line
from player.ui.language import amount_of, amount_text, counted, day_text, said, tr

USUAL_KINDS = (
    "AMA PRA Category 1 Credits™",
    "AMA PRA Category 2 Credits™",
    "AAFP Prescribed credits",
    "AOA Category 1-A credits",
    "AAPA Category 1 CME credits",
    "ANCC contact hours",
    "ACPE contact hours",
    "APA CE credits",
    "ASWB ACE credits",
    "MOC points",
)
"""Credit types that clinicians in the United States have to name most often, as their owners write them."""


def document_text(line: Line) -> str:
    """What stands for the credit: the heading of its document, or that the learner says so."""
    return tr("Self-reported") if line.entry.document is None else said(HEADINGS[line.entry.document])


def remark_text(line: Line) -> str:
    """The number of a document, that it is a specimen, and what the learner noted."""
    specimen = tr("specimen, no credit") if line.specimen else ""
    return "\n".join(text for text in (line.entry.number, specimen, line.entry.note) if text)


def sum_text(one: Sum) -> str:
    """ "4.5, of which 1 self-reported"."""
    if not one.reported:
        return amount_text(one.amount)
    if not one.proven:
        return tr("{amount}, all self-reported").format(amount=amount_text(one.amount))
    return tr("{amount}, of which {reported} self-reported").format(
        amount=amount_text(one.amount), reported=amount_text(one.reported)
    )


def sum_lines(sums: Sequence[Sum]) -> tuple[str, ...]:
    """A line for each type."""
    return tuple(tr("{kind}: {sum}").format(kind=one.kind, sum=sum_text(one)) for one in sums)


def chart_text(parts: Sequence[Part]) -> str:
    """All that the chart shows, as one text."""
    years = (tr("{year}: {sums}").format(year=part.name, sums="; ".join(sum_lines(part.sums))) for part in parts)
    return ". ".join(years)


# --- licence cycles --------------------------------------------------------------------------------------


def cycle_note(part: CyclePart) -> str:
    """Its days, and how much of what counts nobody vouches for."""
    days = tr("{first} – {last}").format(first=day_text(part.cycle.first), last=day_text(part.cycle.last))
    reported = reported_in(part)
    if not reported or not part.is_countable:
        return days
    return tr("{days}  ·  {amount} of it self-reported").format(days=days, amount=amount_text(reported))


def cycle_amount(part: CyclePart) -> str:
    """ "37.5 of 50 AMA PRA Category 1 Credits™"; each type for itself where nobody said which one counts."""
    if not part.is_countable:
        return "\n".join(sum_lines(part.sums))
    so_far, cycle = amount_text(part.counted), part.cycle
    kind = cycle.kind or (part.sums[0].kind if part.sums else tr("credits of any type"))
    if cycle.required is None:
        return tr("{counted} {kind}").format(counted=so_far, kind=kind)
    return tr("{counted} of {required} {kind}").format(counted=so_far, required=amount_text(cycle.required), kind=kind)


def cycle_rest(part: CyclePart, today: date) -> str:
    """ "12.5 to go · 14 months left"; of what is complete, the time alone."""
    text = "  ·  ".join(text for text in (_still_wanted(part), time_left(part.cycle, today)) if text)
    return text[:1].upper() + text[1:]


def reported_in(part: CyclePart) -> Decimal:
    """How much of what counts towards the cycle nobody vouches for."""
    return total(one.reported for one in part.sums if part.cycle.kind in ("", one.kind))


def is_met(part: CyclePart) -> bool:
    return part.missing == 0


def _still_wanted(part: CyclePart) -> str:
    return tr("{amount} to go").format(amount=amount_text(part.missing)) if part.missing else ""


def cycle_advice(part: CyclePart) -> str:
    """Why nothing is counted towards a requirement."""
    if part.is_countable or part.cycle.required is None:
        return ""
    text = tr("{required} required. Credits of different types cannot be added: edit the cycle, and say which counts.")
    return text.format(required=amount_text(part.cycle.required))


def time_left(cycle: LicenceCycle, today: date) -> str:
    if today > cycle.last:
        return tr("ended {day}").format(day=day_text(cycle.last))
    if today < cycle.first:
        return tr("begins {day}").format(day=day_text(cycle.first))
    months, days = months_between(today, cycle.last), (cycle.last - today).days
    if months > 1:
        return counted("{count} month left", "{count} months left", months)
    return counted("{count} day left", "{count} days left", days) if days else tr("ends today")


def months_between(first: date, last: date) -> int:
    """Whole months from the one day to the end of the other."""
    end = last + timedelta(days=1) if last < date.max else last
    months = (end.year - first.year) * 12 + end.month - first.month
    return months - 1 if end.day < first.day else months


# --- what is typed ---------------------------------------------------------------------------------------


def amount_typed(text: str) -> Decimal | None:
    """The number that was typed, with a point or a comma; None where it is none."""
    try:
        amount = Decimal(amount_of(text))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None
