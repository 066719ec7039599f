"""How the send page says where things stand, what came of writing, and what a receipt means."""

from __future__ import annotations

from collections.abc import Sequence

from player.desk.earned import CreditRow
from player.desk.outgoing import Standing, Submission
from player.domain.certificate import emphasised
from player.domain.credit import phrase
from player.domain.report_format import Mend, Objection, ReportFormat
from player.domain.roster import RosterRow
from player.ui.language import amount_text, bulleted, counted, day_text, sentences, told, tr
from player.ui.send.receivers import receiver_of
from player.ui.send.state import SendState, Written
from player.ui.widgets.banner import Message
from player.ui.widgets.table_text import Table
from player.ui.widgets.tone import Tone
from player.ui.wording import problem_message

# --- where things stand ----------------------------------------------------------------------------------


def standing_sentence(state: SendState) -> str:
    """ "2 courses to submit · last receipt 20 Nov 2026"."""
    count = len(state.waiting)
    if count:
        head = counted("{count} course to submit", "{count} courses to submit", count)
    elif all(one.specimen for one in state.submissions):
        return tr("Nothing to submit: a specimen proves no credit.")
    elif any(one.untold for one in state.submissions):
        return tr("All credit is submitted; your decision on reporting is not yet.")
    else:
        head = tr("Everything is submitted")
    last = state.last_receipt
    receipt = tr("last receipt {day}").format(day=day_text(last.astimezone().date())) if last else tr("no receipt yet")
    return f"{head}  ·  {receipt}"


def standing_text(submission: Submission) -> tuple[str, Tone]:
    """The one word on a course: “submitted” only after a receipt."""
    if submission.specimen:
        return tr("Specimen, no credit"), Tone.NEUTRAL
    match submission.standing:
        case Standing.NOT_WRITTEN:
            return tr("Not written"), Tone.CAUTION
        case Standing.WRITTEN:
            return tr("Written, no receipt yet"), Tone.ACCENT
        case Standing.SUBMITTED if submission.confirmed is not None:
            return tr("Submitted on {day}").format(day=day_text(submission.confirmed.astimezone().date())), Tone.GOOD
        case Standing.SUBMITTED:
            return tr("Nothing to submit"), Tone.NEUTRAL


def untold_text() -> str:
    return tr("Your decision on reporting is not in its file yet: write it anew.")


def claims_runs(claims: Sequence[CreditRow]) -> list[tuple[str, bool]]:
    """ "0.75 *AMA PRA Category 1 Credit*™ · 1 contact hour"."""
    if not claims:
        return [(tr("Taken back: the provider has to be told."), False)]
    runs: list[tuple[str, bool]] = []
    for place, claim in enumerate(claims):
        runs.append((f"{' · ' if place else ''}{amount_text(claim.amount)} ", False))
        named = emphasised(claim.offer, phrase(claim.offer, claim.amount))
        runs.extend((run.text, run.italic) for run in named)
    return runs


def claims_text(claims: Sequence[CreditRow]) -> str:
    return "".join(text for text, _ in claims_runs(claims))


def courses_table(state: SendState) -> Table:
    rows = (
        (one.title, one.provider, claims_text(one.claims), standing_text(one)[0], str(len(one.to_submit)))
        for one in state.submissions
    )
    headings = (tr("Course"), tr("Provider"), tr("Credit"), tr("Where it stands"), tr("Not yet confirmed"))
    return Table(title=tr("To submit"), headings=headings, rows=tuple(rows))


# --- before writing --------------------------------------------------------------------------------------


def ready_sentence(state: SendState) -> str:
    """ "3 of 4 rows are ready"."""
    checked = state.checked
    if not state.chosen:
        return tr("Choose at least one course.")
    if state.problem is not None:
        return tr("What the receiver would refuse cannot be found out now.")
    if checked is None:
        return tr("Looking through it …")
    ready, count = len(checked.ready), len(checked.rows)
    if not count:
        return tr("Nothing was claimed there.")
    if ready == count:
        return counted("{count} row, and it is ready", "All {count} rows are ready", count)
    if not ready:
        return counted(
            "{count} row, and it would be refused; see why below",
            "None of the {count} rows is ready; see why below",
            count,
        )
    return counted("{ready} of {count} row is ready", "{ready} of {count} rows are ready", count, ready=ready)


def row_runs(row: RosterRow) -> list[tuple[str, bool]]:
    """ "Sleep and shift work: 0.75 *AMA PRA Category 1 Credit*™", and whether that was taken back."""
    runs = [(f"{row.course.title}: {amount_text(row.amount)} ", False)]
    runs += [(run.text, run.italic) for run in emphasised(row.offer, phrase(row.offer, row.amount))]
    return [*runs, (tr(", taken back"), False)] if row.taken_back is not None else runs


def row_text(row: RosterRow) -> str:
    return "".join(text for text, _ in row_runs(row))


def verdict_text(objections: Sequence[Objection]) -> tuple[str, Tone]:
    if any(not one.warning for one in objections):
        return tr("Would be refused"), Tone.BAD
    if objections:
        return tr("Ready, with a doubt"), Tone.CAUTION
    return tr("Ready"), Tone.GOOD


def objection_text(objection: Objection) -> str:
    """Why, and what to do; of a warning, that it keeps nothing back."""
    return told(objection.problem).sentence


def refusals_texts(refusals: Sequence[Objection]) -> list[str]:
    """Why a row would be refused. Of several reasons each in a few words; what all of them mean is said once, and what
    to do only where no button leads to it: the same said over and over is read by nobody."""
    if len(refusals) < 2:
        return [objection_text(one) for one in refusals]
    tellings = [(one, told(one.problem)) for one in refusals]
    meanings = dict.fromkeys(telling.meaning for _, telling in tellings)
    is_shared = len(meanings) == 1
    each = [bulleted(t.what if is_shared else sentences(t.what, t.meaning)) for _, t in tellings]
    remedies = dict.fromkeys(telling.remedy for one, telling in tellings if not mend_text(one.mend))
    below = sentences(*(meanings if is_shared else ()), *remedies)
    return [*dict.fromkeys(each), *([below] if below else [])]


def mend_text(mend: Mend) -> str:
    """The word on the button that leads to where it is mended; empty where the learner can do nothing."""
    return {
        Mend.PROFILE: tr("Mend it in the profile"),
        Mend.PERMISSION: tr("Decide on reporting"),
        Mend.CLAIM: tr("Correct the claim"),
        Mend.CLOCK: tr("Look at the clock"),
    }.get(mend, "")


def preflight_table(state: SendState) -> Table | None:
    checked = state.checked
    if checked is None or not checked.rows:
        return None
    rows: list[tuple[str, ...]] = []
    for row in checked.rows:
        against = checked.against(row)
        why = "\n".join(objection_text(one) for one in against)
        credit = (row.course.title, phrase(row.offer, row.amount), amount_text(row.amount))
        rows.append((*credit, day_text(row.day), row.number, verdict_text(against)[0], why))
    headings = (
        tr("Course"), tr("Credit type"), tr("Amount"), tr("Day", "a date, over a column"), tr("Number"), tr("Verdict"),
        tr("Why"),
    )  # fmt: skip
    title = tr("Before sending to {receiver}").format(receiver=receiver_of(checked.form).name)
    return Table(title=title, headings=headings, rows=tuple(rows))


# --- what came of it -------------------------------------------------------------------------------------


def write_text(state: SendState) -> str:
    """What the one button does."""
    if state.busy:
        return tr("Writing …")
    if state.form is ReportFormat.COMPLETION:
        count = len(state.chosen)
        return counted("Write the completion file", "Write {count} completion files", max(count, 1))
    return tr("Write the file for {receiver}").format(receiver=receiver_of(state.form).name)


def written_message(written: Written, *, specimen: bool, can_show: bool) -> Message:
    """Where it lies and what comes next; what failed is said first."""
    if not written.files:
        return problem_message(written.problems[0])
    where, genuine = tr("In {folder}.").format(folder=written.files[0].parent), ""
    if written.verified:
        genuine = counted(
            "It was read back from there and is genuine.", "Each was read back and is genuine.", len(written.files)
        )
    failed = sentences(*(told(problem).sentence for problem in written.problems))
    return Message(
        what=_written_text(written),
        meaning=sentences(where, genuine, _left_out_text(written)),
        remedy=failed or _next_text(written, specimen=specimen),
        action=tr("Show in folder") if can_show else "",
        tone=Tone.CAUTION if failed else Tone.GOOD,
    )


def _written_text(written: Written) -> str:
    """One by its name; several by their number, for a wall of names is read by nobody: they are listed below."""
    count = len(written.files)
    if count == 1:
        head = tr("Written and verified: {name}") if written.verified else tr("Written: {name}")
        return head.format(name=written.files[0].name)
    if written.verified:
        return counted("{count} file is written and verified", "{count} files are written and verified", count)
    return counted("{count} file is written", "{count} files are written", count)


def _left_out_text(written: Written) -> str:
    kept = {id(objection.row) for report in written.reports for objection in report.left_out}
    if not kept:
        return ""
    return counted("{count} row was left out, as said below.", "{count} rows were left out, as said below.", len(kept))


def _next_text(written: Written, *, specimen: bool) -> str:
    form = written.reports[0].form
    if specimen:
        return tr("A specimen: it shows what a receiver gets, and proves no credit.")
    if form is ReportFormat.COMPLETION and len(written.files) > 1:
        return tr("Hand the files to your provider. Each counts as submitted once its receipt is here.")
    if form is ReportFormat.COMPLETION:
        return tr("Hand the file to your provider. It counts as submitted once the provider’s receipt is here.")
    return tr("Hand it on. Your credit counts as submitted by the receipt for the completion file alone.")
