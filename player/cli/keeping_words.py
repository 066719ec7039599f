"""What the commands that care for a profile say, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from player.bootstrap.keeping import Examined, Merged, Outcome, Subject
from player.cli.show import counted

if TYPE_CHECKING:
    from player.bootstrap.keeping import Forgotten, Manifest, Restored

_SOUND: Mapping[Subject, str] = {
    Subject.PLACE: "The profile lies on a disk of this computer.",
    Subject.SPACE: "{count} MB are free on its disk.",
    Subject.KEY: "The key of this device can be used.",
    Subject.FILES: "{detail} can be read to the last page.",
    Subject.FORMAT: "{detail} is of format {count}, the present one.",
    Subject.STREAMS: "Every event is as it was recorded ({streams}).",
    Subject.SIGNATURES: "Every signature holds.",
    Subject.SUMS: "What the records add up to is noted down as the events say ({events}).",
    Subject.FORKS: "No record was continued twice.",
    Subject.CERTIFICATES: "Every certificate that was issued is there ({count}).",
    Subject.PEOPLE: "The particulars can be read.",
    Subject.LEFTOVERS: "Nothing half-written lies about.",
    Subject.BACKUPS: "Automatic backups are there ({count}), the last one of {detail}.",
    Subject.TRUST: "Every publisher's file can be believed (publishers: {count}).",
}
_ELSE: Mapping[tuple[Subject, Outcome], str] = {
    (
        Subject.FORMAT,
        Outcome.NOTE,
    ): "{detail} is of format {count}; opening it brings it to the present one.",
    (Subject.SUMS, Outcome.MENDED): "What {streams} add up to was noted down anew.",
    (Subject.LEFTOVERS, Outcome.MENDED): "What was half-written ({count}) was taken away.",
}
_MARKS: Mapping[Outcome, str] = {
    Outcome.SOUND: "good",
    Outcome.NOTE: "note",
    Outcome.MENDED: "mended",
    Outcome.WRONG: "WRONG",
}


def examined_line(one: Examined) -> str:
    """One line: the verdict, then what was found; where something is wrong, its three parts."""
    mark = f"{_MARKS[one.outcome]:7}"
    if one.problem is not None:
        return mark + " ".join(one.problem.sentence.split())
    text = _ELSE.get((one.subject, one.outcome)) or _SOUND[one.subject]
    if one.subject is Subject.BACKUPS and not one.count:
        text = "Nothing is recorded yet that could be backed up."
    streams, events = counted(one.count, "record"), counted(one.count, "event")
    return mark + text.format(count=one.count, detail=one.detail, streams=streams, events=events)


def backup_lines(file: Path, manifest: Manifest) -> Iterator[str]:
    events, streams = counted(manifest.events, "event"), counted(manifest.streams, "record")
    yield f"Wrote {file}: {events} in {streams}, and read it back."
    if manifest.damaged:
        yield f"{counted(manifest.damaged, 'record')} in it were damaged already; “carrel doctor” says which."
    yield "It holds your particulars, and no secret key. Keep it on another disk."


def restored_lines(restored: Restored) -> Iterator[str]:
    if restored.aside is None:
        yield f"{counted(restored.events, 'event').capitalize()} came back that were not here; what was here stays."
    else:
        yield f"The records were put back: {counted(restored.events, 'event')}."
        yield f"What was damaged is kept in {restored.aside}."
    if restored.rescued:
        rescued = counted(restored.rescued, "event")
        yield f"{rescued} among them, newer than the backup, were rescued from the damaged records."
    if restored.particulars:
        yield "Your particulars were taken from the backup."
    if restored.key_retired:
        yield "This device signs with a new key from now on; you go on where you stopped."
    for problem in restored.problems:
        yield " ".join(problem.sentence.split())


def merged_lines(source: Path, merged: Merged) -> Iterator[str]:
    report = merged.report
    yield f"{source.name or source}: {counted(report.events, 'new event')} in {counted(report.branches, 'record')}."
    if report.forks:
        forks = counted(len(report.forks), "record")
        yield f"  {forks} had been continued twice; both are kept, and nothing counts double."
    if merged.key_retired:
        yield "  It held events of this device that were here no more; this device signs with a new key from now on."
    for problem in (*(refused.problem for refused in report.refused), *merged.left_out):
        yield f"  {' '.join(problem.sentence.split())}"


def forget_lines(profile: Path) -> Iterator[str]:
    yield f"In {profile} will be removed for good:"
    yield "  name, licences and all other particulars, also from the automatic backups,"
    yield "  and the printed certificates."
    yield "What was recorded stays, and names nobody: nobody can claim or print anything with it here any more."
    yield "Copies elsewhere (completion files, printed pages, your own backups) are not touched."


def forgotten_lines(forgotten: Forgotten) -> Iterator[str]:
    yield "The particulars were removed; the records stay and name nobody."
    certificates, backups = counted(forgotten.certificates, "certificate"), counted(forgotten.backups, "backup")
    yield f"{certificates} removed, {backups} cleaned.".capitalize()
    for file in forgotten.unreadable:
        yield f"{file} cannot be read and may still hold a name: delete it yourself."
