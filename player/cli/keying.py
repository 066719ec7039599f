"""Commands for those who sign: keys, and roots that several keys renew together."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.keying import (
    KeyFiles,
    new_key,
    new_passphrase,
    new_reading_key,
    new_root,
    read_draft_file,
    renew_root,
    sign_root_file,
)
from player.bootstrap.trusting import fingerprint_of, in_groups, read_publisher_in
from player.cli.learning import Json
from player.cli.show import print_json, tell
from player.proof.roots import ROOT_ENDING, SignedRoot, lacking_words

RootFile = Annotated[Path, typer.Argument(metavar="ROOT", help=f"A root's file, NAME{ROOT_ENDING}.")]
CourseKeys = Annotated[
    list[Path] | None, typer.Option("--course-key", metavar="C.pub", help="A key that signs courses; once or more.")
]
Expires = Annotated[
    datetime | None,
    typer.Option("--expires", formats=["%Y-%m-%d"], metavar="DAY", help="By when you mean to renew it; then it warns."),
]


def add_to(app: typer.Typer) -> None:
    key = typer.Typer(no_args_is_help=True, help="Make the keys that sign your courses, and the root that names them.")
    key.command("new")(key_new)
    key.command("reading")(key_reading)
    key.command("show")(key_show)
    key.command("root")(key_root)
    key.command("sign")(key_sign)
    key.command("renew")(key_renew)
    key.command("revoke")(key_revoke)
    app.add_typer(key, name="key")


def ask_passphrase(name: str) -> str:
    """What somebody at a terminal types; nothing where nobody sits there."""
    return str(typer.prompt(f"Passphrase of {name}", hide_input=True, err=True)) if at_terminal() else ""


def ask_code(name: str) -> str:
    """The code of an operator's key, as `ask_passphrase`."""
    return str(typer.prompt(f"Code of the operator's key {name}", hide_input=True, err=True)) if at_terminal() else ""


def at_terminal() -> bool:
    """Whether somebody can be asked."""
    return bool(sys.stdin) and sys.stdin.isatty()


def key_new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the secret half is to be written.")],
    locked: Annotated[
        bool, typer.Option("--passphrase", help="Lock it with a passphrase: asked for, or CARREL_KEY_PASSPHRASE.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a key pair: FILE is yours alone, FILE.pub is for everybody."""
    public_file, key_id = new_key(file, passphrase=new_passphrase(file.name, _ask_twice) if locked else "")
    if as_json:
        print_json({"key": file, "public": public_file, "id": key_id})
        return
    tell(f"Wrote {file}: keep it secret, and keep a copy of it in a safe place.")
    tell(f"Wrote {public_file}: give it to those who verify.")
    tell(f"Key id {key_id}")


def key_reading(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the secret half is to be written.")],
    locked: Annotated[
        bool, typer.Option("--passphrase", help="Lock it with a passphrase: asked for, or CARREL_KEY_PASSPHRASE.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make a reading key: learners' particulars are sealed to it, so that you alone can read them."""
    public = new_reading_key(file, passphrase=new_passphrase(file.name, _ask_twice) if locked else "")
    if as_json:
        print_json({"key": file, "reading_key": public.hex})
        return
    tell(f"Wrote {file}: keep it secret, and keep a copy; without it nobody can read who earned what.")
    tell("Write this into the course.toml of each course, under [reporting]:")
    tell(f'  reading_key = "{public.hex}"')


def key_show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .pub, .publisher.json or .root.dsse file.")],
    as_json: Json = False,
) -> None:
    """Show the fingerprint of a public file, in groups to be read aloud."""
    if file.name.endswith(ROOT_ENDING):
        _tell_root(file, read_draft_file(file), as_json=as_json)
        return
    publisher = read_publisher_in(file)
    fingerprint = fingerprint_of(publisher)
    if as_json:
        print_json({"file": file, "fingerprint": fingerprint})
        return
    tell(f"{file}: fingerprint")
    tell(f"  {in_groups(fingerprint)}")


def key_root(
    file: RootFile,
    name: Annotated[str, typer.Option("--name", help="The publisher's name, as learners read it.")],
    root_keys: Annotated[
        list[Path], typer.Option("--root-key", metavar="A.pub", help="A key that signs roots alone; once or more.")
    ],
    course_keys: CourseKeys = None,
    threshold: Annotated[int, typer.Option("--threshold", help="How many root keys must sign.")] = 1,
    expires: Expires = None,
    specimen: Annotated[bool, typer.Option("--specimen", help="What it signs gives no credit.")] = False,
    as_json: Json = False,
) -> None:
    """Write version 1 of your root, which its keys sign next (“carrel key sign”)."""
    found = new_root(
        file,
        name=name,
        threshold=threshold,
        root_keys=root_keys,
        course_keys=course_keys or (),
        expires=_day(expires),
        specimen=specimen,
    )
    _tell_root(file, found, as_json=as_json)


def key_sign(
    file: RootFile,
    keys: Annotated[list[Path], typer.Option("--key", metavar="A", help="A secret root key; once or more.")],
    as_json: Json = False,
) -> None:
    """Add signatures to a root; each keeper of a key may do so on their own computer."""
    _tell_root(file, sign_root_file(file, keys, ask_passphrase), as_json=as_json)


def key_renew(
    old: RootFile,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=f"What to write, NAME{ROOT_ENDING}.")],
    add_root: Annotated[
        list[Path] | None, typer.Option("--root-key", metavar="A.pub", help="A root key that is new.")
    ] = None,
    drop_root: Annotated[
        list[Path] | None, typer.Option("--drop-root-key", metavar="B.pub", help="A root key that goes.")
    ] = None,
    course_keys: CourseKeys = None,
    threshold: Annotated[int | None, typer.Option("--threshold", help="How many root keys must sign.")] = None,
    expires: Expires = None,
    as_json: Json = False,
) -> None:
    """Write the next version of a root, which root keys of both versions sign next."""
    files = KeyFiles(add_root=add_root or (), drop_root=drop_root or (), add_course=course_keys or ())
    found = renew_root(old, out, files, threshold=threshold, expires=_day(expires), today=_today())
    _tell_root(out, found, as_json=as_json)


def key_revoke(
    old: RootFile,
    revoked: Annotated[list[Path], typer.Option("--key", metavar="C.pub", help="The key of courses to revoke.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a sentence that learners will read.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=f"What to write, NAME{ROOT_ENDING}.")],
    course_keys: CourseKeys = None,
    expires: Expires = None,
    as_json: Json = False,
) -> None:
    """Write the next version of a root, in which a key of courses is revoked; sign it as any other."""
    files = KeyFiles(revoke=revoked, add_course=course_keys or ())
    found = renew_root(old, out, files, reason=reason, expires=_day(expires), today=_today())
    _tell_root(out, found, as_json=as_json)


def _tell_root(file: Path, found: SignedRoot, *, as_json: bool) -> None:
    root = found.root
    if as_json:
        own, before = found.lacking
        told = {"file": file, "name": root.name, "version": root.version, "fingerprint": found.hash}
        wanted = {"threshold": root.threshold, "lacking": own, "lacking_before": before, "expires": root.expires}
        print_json({**told, **wanted})
        return
    tell(f"{file}: version {root.version} of the root of {root.name}; {lacking_words(found)}. Fingerprint:")
    tell(f"  {in_groups(found.hash)}")


def _ask_twice(name: str) -> str:
    if not at_terminal():
        return ""
    return str(typer.prompt(f"New passphrase of {name}", hide_input=True, confirmation_prompt=True, err=True))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _today() -> date:
    return datetime.now(UTC).date()
