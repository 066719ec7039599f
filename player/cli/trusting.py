"""Commands for trust: whose courses give credit here, and which devices a publisher vouches for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.keying import appoint_collector, enrol_device
from player.bootstrap.places import find_places, trust_of
from player.bootstrap.trusting import Introduction, describe, in_groups, introduce, withdraw
from player.cli.keying import ask_passphrase, at_terminal
from player.cli.learning import Json
from player.cli.show import complain, print_json, problem_facts, tell
from player.proof.collector import ENDING as COLLECTOR_ENDING
from player.proof.standing import overdue
from player.proof.trust import ENROLMENT_ENDING, Enrolment, Grade, Publisher, SignedEnrolment


def add_to(app: typer.Typer) -> None:
    trust = typer.Typer(no_args_is_help=True, help="Whose courses give credit here.")
    trust.command("add")(trust_add)
    trust.command("remove")(trust_remove)
    trust.command("enrol")(trust_enrol)
    trust.command("collector")(trust_collector)
    trust.command("list")(trust_list)
    app.add_typer(trust, name="trust")


def trust_add(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A .root.dsse, .publisher.json, .pub or .enrolment.json file."),
    ],
    fingerprint: Annotated[
        str, typer.Option("--fingerprint", metavar="HEX", help="What the publisher told you; 16 digits or more.")
    ] = "",
    name: Annotated[str, typer.Option("--name", help="The publisher's name, for a .pub file.")] = "",
    as_json: Json = False,
) -> None:
    """Believe a publisher whose fingerprint you compared, or a device that a publisher enrolled."""
    places = find_places(context.obj)
    if not fingerprint and not as_json and at_terminal():
        fingerprint = _compared(describe(places, file, name=name))
    _tell_introduced(introduce(places, file, fingerprint=fingerprint, name=name), as_json=as_json)


def _compared(found: Introduction) -> str:
    """Asks for a yes at a terminal. Returns the fingerprint, or "" for a no."""
    if found.proven:
        return ""
    tell(f"{found.file.name}: {found.name}, {found.sort}. Its fingerprint:")
    tell(f"  {found.groups}")
    tell(found.change)
    return found.fingerprint if typer.confirm("Is it the one that the publisher told you another way?") else ""


def _tell_introduced(found: Introduction, *, as_json: bool) -> None:
    if isinstance(found.brings, SignedEnrolment):
        _tell_enrolment(found.brings.enrolment, as_json=as_json)
    elif as_json:
        print_json(publisher_facts(found.brings))
    else:
        tell(f"{found.change} Fingerprint:")
        tell(f"  {found.groups}")


def trust_remove(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A publisher's name, a key's first 16 digits, or a file's name.")
    ],
    as_json: Json = False,
) -> None:
    """Believe a publisher no longer: its courses then give no credit here; what was recorded is kept."""
    files = withdraw(find_places(context.obj), name)
    if as_json:
        print_json({"removed": files})
        return
    for file in files:
        tell(f"Removed {file}")


def trust_enrol(
    device: Annotated[Path, typer.Argument(metavar="DEVICE.pub", help="The device's public key.")],
    key: Annotated[Path, typer.Option("--key", metavar="KEY", help="Your secret key, that of your courses.")],
    grade: Annotated[Grade, typer.Option("--grade", help="A: you control the device. B: you know whose it is.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=f"What to write, NAME{ENROLMENT_ENDING}.")],
    name: Annotated[str, typer.Option("--name", help="What you call the device.")] = "",
    as_json: Json = False,
) -> None:
    """Vouch for a device: evidence that it recorded in your courses then has grade A or B."""
    if grade is Grade.C or not out.name.endswith(ENROLMENT_ENDING):
        raise typer.BadParameter(f"the grade is A or B, and the file's name ends in {ENROLMENT_ENDING}.")
    enrolment = enrol_device(device, key=key, grade=grade, name=name, out=out, ask=ask_passphrase)
    _tell_enrolment(enrolment, as_json=as_json)


def _tell_enrolment(enrolment: Enrolment, *, as_json: bool) -> None:
    if as_json:
        print_json({"device": enrolment.device_id, "grade": enrolment.grade, "name": enrolment.name})
        return
    called = f" ({enrolment.name})" if enrolment.name else ""
    tell(f"The device {enrolment.device_id[:16]}{called} has grade {enrolment.grade} in that publisher's courses.")


def trust_collector(
    key: Annotated[Path, typer.Option("--key", metavar="KEY", help="Your secret key, that of your courses.")],
    collector: Annotated[
        Path, typer.Option("--collector", metavar="K.pub", help="The public key of whoever takes completions in.")
    ],
    name: Annotated[str, typer.Option("--name", help="What learners read of who took their completion in.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=f"What to write, NAME{COLLECTOR_ENDING}.")],
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", help="The last day on which it may sign."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Let a key sign receipts in your place, so that yours need not lie where completions arrive."""
    last_day = until.date() if until else None
    found = appoint_collector(collector, key=key, name=name, last_day=last_day, out=out, ask=ask_passphrase)
    if as_json:
        print_json({"file": out, "collector": found.key, "name": found.name, "until": found.last_day})
        return
    end = f" until {found.last_day}" if found.last_day else ""
    tell(f"Wrote {out}: {found.name} may sign receipts for your courses{end}.")


def trust_list(context: typer.Context, as_json: Json = False) -> None:
    """Show whose courses give credit here, and which files were not believed."""
    trust = trust_of(find_places(context.obj))
    late = [problem for p in trust.publishers if (problem := overdue(p, _today()))]
    for problem in (*trust.problems, *late):
        complain(problem)
    if as_json:
        not_believed = [problem_facts(problem) for problem in trust.problems]
        print_json([*(publisher_facts(publisher) for publisher in trust.publishers), *not_believed])
        return
    for publisher in trust.publishers:
        _tell_publisher(publisher)
    for signed in trust.enrolments:
        _tell_enrolment(signed.enrolment, as_json=False)


def _tell_publisher(publisher: Publisher) -> None:
    tell(publisher.name + (" (specimens only: no credit)" if publisher.specimen else ""))
    if publisher.root:
        root = publisher.root.root
        until = f", to be renewed by {root.expires}" if root.expires else ""
        tell(f"  root, version {root.version}: {root.threshold} of {len(root.root_keys)} keys renew it{until}")
        tell(f"  fingerprint {in_groups(publisher.root.hash)}")
    for key in publisher.keys:
        tell(f"  {key.id}")
    for revoked in revocations(publisher):
        tell(f"  {revoked['key']} revoked on {revoked['on']}: {revoked['reason']}")


def publisher_facts(publisher: Publisher) -> dict[str, object]:
    """A publisher for programs; `root` is null for one known by a plain file of keys."""
    found = publisher.root
    root = found and {
        "publisher": found.root.publisher,
        "version": found.root.version,
        "threshold": found.root.threshold,
        "root_keys": len(found.root.root_keys),
        "expires": found.root.expires,
        "fingerprint": found.hash,
        "revoked": revocations(publisher),
    }
    keys = [key.id for key in publisher.keys]
    return {"name": publisher.name, "specimen": publisher.specimen, "keys": keys, "root": root}


def revocations(publisher: Publisher) -> list[dict[str, object]]:
    revoked = publisher.root.root.revoked if publisher.root else ()
    return [{"key": one.key_id, "on": one.on, "reason": one.reason} for one in revoked]


def _today() -> date:
    return datetime.now(UTC).date()
