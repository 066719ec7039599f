"""Commands for those who learn: add, list, progress, export, verify, checkup."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap import desk_over, find_places, verifier_over
from player.cli.show import clock_time, print_json
from player.desk.desk import Listing
from player.desk.ports import Verified
from player.domain.credit import plain
from player.domain.problem import Problem
from player.domain.progress import LOCK_WORDS, Progress
from player.domain.requirement import Finding, Level, Verdict
from player.proof.manifest import SignedCourse

Json = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]


def add_to(app: typer.Typer) -> None:
    app.command("add")(add)
    app.command("list")(list_courses)
    app.command("progress")(progress)
    app.command("export")(export)
    app.command("verify")(verify)
    app.command("checkup")(checkup)


def add(context: typer.Context, file: Path, as_json: Json = False) -> None:
    """Copy a course onto this computer, verified as it is copied."""
    with desk_over(find_places(context.obj)) as desk:
        signed = desk.add_course(file)
    if as_json:
        print_json(_course_line(signed))
    else:
        print(f"Added “{signed.course.title}” ({signed.course.id}).{_no_credit(signed)}")


def list_courses(context: typer.Context, as_json: Json = False) -> None:
    """Show the courses on this computer and how far you have come."""
    with desk_over(find_places(context.obj)) as desk:
        listings = desk.library()
    if as_json:
        print_json([_listing(listing) for listing in listings])
        return
    for listing in listings:
        print(_listing_line(listing))
    if not listings:
        print("No course yet. Add one with “carrel add FILE.course”.")


def progress(context: typer.Context, course: str, as_json: Json = False) -> None:
    """Show the steps of a course, what was watched, and what can be claimed now."""
    with desk_over(find_places(context.obj)) as desk:
        signed = desk.package(course).signed
        found = desk.progress(signed)
    if as_json:
        print_json(_progress(signed, found))
        return
    print(signed.course.title)
    for step in found.steps:
        why = " ".join(LOCK_WORDS[step.lock]) if step.lock else ""
        print(f"  {step.name.replace('-', ' ')}: {step.state} {why}".rstrip())
    for entitlement in found.entitlements:
        offer = entitlement.offer
        print(f"  {offer.name}: {plain(entitlement.now)} of at most {plain(offer.maximum)}")


def export(
    context: typer.Context,
    course: str,
    to: Annotated[Path, typer.Option("--to", help="The folder to write into.")],
    as_json: Json = False,
) -> None:
    """Write the completion file of a course."""
    with desk_over(find_places(context.obj)) as desk:
        file = desk.export(desk.package(course).signed, to)
    if as_json:
        print_json({"file": file})
    else:
        print(f"Wrote {file}")


def verify(context: typer.Context, files: list[Path], as_json: Json = False) -> None:
    """Say of each completion file or certificate whether it is genuine, and what it proves."""
    check = verifier_over(find_places(context.obj))
    results: list[dict[str, object]] = []
    refused = False
    for file in files:
        try:
            verified = check(file)
        except Problem as problem:
            refused = True
            results.append({"file": file, "genuine": False, "problem": problem.code, "why": problem.sentence})
            if not as_json:
                print(f"{file.name}: {problem.sentence}", file=sys.stderr)
            continue
        facts = _verified(verified)
        refused = refused or not facts["accepted"]
        results.append(facts)
        if not as_json:
            _print_verified(verified)
    if as_json:
        print_json(results)
    if refused:
        raise typer.Exit(1)


def checkup(
    context: typer.Context, file: Annotated[Path | None, typer.Argument()] = None, as_json: Json = False
) -> None:
    """Hold this machine against what a course, or Carrel itself, asks."""
    with desk_over(find_places(context.obj)) as desk:
        course = desk.package(str(file)).signed.course if file else None
        findings = desk.check_up(course)
    if as_json:
        print_json(findings)
    else:
        for finding in findings:
            print(_finding_line(finding))
    if any(f.verdict is Verdict.NOT_MET and f.requirement.level is Level.MINIMUM for f in findings):
        print(
            "Something this machine lacks is a minimum; playing may fail, and watching is allowed.",
            file=sys.stderr,
        )
        raise typer.Exit(1)


def _no_credit(signed: SignedCourse) -> str:
    if signed.publisher is None:
        return f" Its publisher is not known here (key {signed.key.id[:16]}), so it gives no credit."
    return " It is a specimen and gives no credit." if signed.publisher.specimen else ""


def _course_line(signed: SignedCourse) -> dict[str, object]:
    course = signed.course
    return {
        "id": course.id,
        "version": course.version,
        "title": course.title,
        "provider": course.provider.name,
        "hash": signed.hash,
        "publisher": signed.publisher.name if signed.publisher else None,
        "gives_credit": signed.gives_credit,
        "minutes": course.estimated_minutes,
        "offers": {offer.id: offer.maximum for offer in course.credit.offers},
    }


def _listing(listing: Listing) -> dict[str, object]:
    if listing.signed is None or listing.progress is None:
        problem = listing.problem
        return {"path": listing.path, "problem": problem.code if problem else "", "why": str(problem)}
    return {**_course_line(listing.signed), "path": listing.path, **_summary(listing.progress)}


def _summary(progress: Progress) -> dict[str, object]:
    step = progress.current
    return {
        "standing": progress.standing,
        "seen_permille": progress.seen_permille,
        "next_step": step.name if step else None,
    }


def _listing_line(listing: Listing) -> str:
    if listing.signed is None or listing.progress is None:
        return f"{listing.path.name}: {listing.problem}"
    step = listing.progress.current
    seen = listing.progress.seen_permille // 10
    course, next_step = listing.signed.course, step.name if step else "–"
    return f"{course.id}  {course.title}  {seen} % watched  next: {next_step}"


def _progress(signed: SignedCourse, found: Progress) -> dict[str, object]:
    return {
        **_course_line(signed),
        **_summary(found),
        "events": found.event_count,
        "steps": [{"step": s.name, "state": s.state, "lock": s.lock} for s in found.steps],
        "sessions": [
            {
                "session": s.id,
                "duration_ms": s.duration_ms,
                "covered_ms": s.coverage.within(s.duration_ms).length_ms,
                "engaged_ms": s.engaged_ms,
                "resume_ms": s.resume_ms,
                "intervals": [[i.start_ms, i.end_ms] for i in s.coverage.intervals],
            }
            for s in found.sessions
        ],
        "quiz": [{"percent": r.percent, "passed": r.passed} for r in found.quiz_results],
        "credit": [
            {
                "offer": e.offer.id,
                "claimable": e.now,
                "maximum": e.offer.maximum,
                "claimed": e.claim.credit.amount if e.claim else None,
                "certificate": e.issue.certificate.number if e.issue else None,
            }
            for e in found.entitlements
        ],
        "completed": found.completed,
    }


def _verified(verified: Verified) -> dict[str, object]:
    verdict = verified.verdict
    return {
        "file": verified.file,
        "genuine": True,
        "accepted": verdict.is_specimen or verdict.signed.gives_credit,
        "kind": verified.kind,
        "specimen": verdict.is_specimen,
        "purpose": verdict.opening.purpose,
        "grade": verdict.grade,
        "device": verdict.opening.device,
        "learner": verified.learner.printed_name,
        "certificate": verified.certificate_number,
        **_progress(verdict.signed, verdict.progress),
    }


def _print_verified(verified: Verified) -> None:
    verdict = verified.verdict
    print(f"{verified.file.name}: genuine {verified.kind}, grade {verdict.grade}")
    print(f"  {verdict.course.title} · {verdict.course.provider.name}")
    if verdict.signed.publisher is None:
        print(f"  The publisher's key {verdict.signed.key.id[:16]} is not known here.")
    if verdict.is_specimen:
        print("  A specimen: it proves no credit.")
    print(f"  {verified.learner.printed_name or 'no name given'}")
    for session in verdict.progress.sessions:
        seen = session.coverage.within(session.duration_ms).length_ms
        whole, engaged = clock_time(session.duration_ms), clock_time(session.engaged_ms)
        print(f"  watched {clock_time(seen)} of {whole}, engaged {engaged}")
    for claim in verdict.progress.claims:
        print(f"  claimed {plain(claim.credit.amount)} ({claim.credit.offer}) as {claim.credit.profession}")


def _finding_line(finding: Finding) -> str:
    parts = (finding.verdict.replace("-", " "), finding.requirement.text, finding.found, finding.why)
    return " · ".join(part for part in parts if part)
