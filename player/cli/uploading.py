"""The command that uploads what was done to a learning record store, when there is a network and the learner wants."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.desk import desk_over
from player.bootstrap.places import find_places
from player.bootstrap.uploading import SecretMissing, uploading_over
from player.cli.learning import Json
from player.cli.show import NO, advise, complain, counted, print_json, problem_facts, table, tell
from player.desk.desk import Desk
from player.desk.uploading import NoStoreChosen, NothingToUpload, Uploading
from player.domain.event import CourseHash
from player.domain.problem import Problem
from player.domain.uploading import ProxyUse, SetAside, StoreSettings, Uploaded, UploadStatus

USER, SECRET = "CARREL_LRS_USER", "CARREL_LRS_SECRET"
_MOST_SHOWN = 20


class SomeSetAside(Problem):
    what_template = "{count} could not be handed over and {are} set aside."
    meaning_template = "Your credit is recorded here as before; all other statements went their way."
    remedy_template = "Tell the provider the reasons above; “carrel upload --again” tries once more."


class SomeLeft(Problem):
    what_template = "{count} {are} still to be uploaded."
    meaning_template = "Nothing is lost: what was not confirmed is sent at the next upload."
    remedy_template = "Upload again."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What was asked for on the command line; empty: as it was kept."""

    to: str
    user: str
    proxy: str
    authority: Path | None
    from_environment: bool


def add_to(app: typer.Typer) -> None:
    app.command("upload")(upload)


def upload(  # noqa: PLR0913, PLR0917 - each is an option of one command line
    context: typer.Context,
    course: Annotated[
        list[str] | None,
        typer.Argument(metavar="[COURSE]…", help="By id, hash or .course file; none: all that were begun."),
    ] = None,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="The store's address; it is kept.")] = "",
    user: Annotated[str, typer.Option("--user", metavar="NAME", help="Your name or key there; it is kept.")] = "",
    secret_from_env: Annotated[
        bool, typer.Option("--secret-from-env", help=f"Take name and secret from {USER} and {SECRET}.")
    ] = False,
    proxy: Annotated[
        str, typer.Option("--proxy", metavar="WAY", help="“system” (the usual one), “none”, or http://NAME:PORT.")
    ] = "",
    ca: Annotated[
        Path | None, typer.Option("--ca", metavar="FILE", help="The certificate of the store's own authority (PEM).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Send nothing: say what would be sent.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Read every statement back, not one of each batch.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Send what was set aside before, too.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the store and its secret; send nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Upload what you did to your provider's learning record store.

    Only what is not there yet is sent. Specimens and rehearsals never are.
    """
    wish = _Wish(to=to, user=user, proxy=proxy, authority=ca, from_environment=secret_from_env)
    with desk_over(find_places(context.obj)) as desk:
        uploading = uploading_over(find_places(context.obj), desk)
        if forget:
            _forget(uploading, as_json=as_json)
            return
        chosen = _chosen(desk, course or ())
        settings = _settings(desk, uploading, chosen, wish)
        if dry_run:
            _tell_plan(settings, uploading.status(chosen, settings=settings), as_json=as_json)
            return
        secret = _secret(uploading, settings, wish)
        done = uploading.upload(chosen, settings=settings, secret=secret, verify_all=verify, again=again)
        if done.sent or done.known:
            _keep(uploading, settings, None if wish.from_environment else secret)
    _tell(settings, done, as_json=as_json)


def _forget(uploading: Uploading, *, as_json: bool) -> None:
    uploading.forget()
    if as_json:
        print_json({"forgotten": True})
    else:
        tell("Forgot the learning record store and its secret. What it confirmed stays known.")


def _chosen(desk: Desk, words: Sequence[str]) -> list[CourseHash]:
    known = {signed.hash for signed in desk.courses.known()}
    if not words:
        return list(known)
    return [CourseHash(word) if word in known else _hash(desk, word) for word in words]


def _hash(desk: Desk, word: str) -> CourseHash:
    package = desk.package(word)
    package.close()
    return package.signed.hash


# --- to which store -----------------------------------------------------------------------------------------


def _settings(desk: Desk, uploading: Uploading, chosen: Sequence[CourseHash], wish: _Wish) -> StoreSettings:
    """As they were kept, with what was asked for now; another store's name is not this one's."""
    kept = uploading.settings
    address = wish.to or (kept.address if kept is not None else _store_of(desk, chosen))
    if not address:
        raise NoStoreChosen
    settings = uploading.choose(StoreSettings(address=address))
    if kept is not None and kept.address == settings.address:
        settings = kept
    user = wish.user or (os.environ.get(USER, "") if wish.from_environment else "")
    if user:
        settings = replace(settings, user=user)
    if wish.authority is not None:
        settings = replace(settings, authority=wish.authority.absolute())
    if wish.proxy:
        use, given = _way(wish.proxy)
        settings = replace(settings, proxy_use=use, proxy=given)
    return uploading.choose(settings)


def _store_of(desk: Desk, chosen: Sequence[CourseHash]) -> str:
    """The one that the provider names in these courses, where it is one."""
    named = {
        signed.course.reporting.store
        for signed in desk.courses.known()
        if signed.hash in chosen and signed.gives_credit and signed.course.reporting is not None
    } - {""}
    return named.pop() if len(named) == 1 else ""


def _way(word: str) -> tuple[ProxyUse, str]:
    use = {"system": ProxyUse.SYSTEM, "none": ProxyUse.NONE}.get(word.lower(), ProxyUse.GIVEN)
    return use, word if use is ProxyUse.GIVEN else ""


def _secret(uploading: Uploading, settings: StoreSettings, wish: _Wish) -> str | None:
    """None: the one in the key store."""
    if wish.from_environment:
        found = os.environ.get(SECRET)
        if not found:
            raise SecretMissing
        return found
    if uploading.keeps_secrets and uploading.has_secret(settings):
        return None
    if not sys.stdin.isatty():
        raise SecretMissing
    return getpass.getpass(f"Secret of {settings.user or 'nobody'} at {settings.address}: ")


def _keep(uploading: Uploading, settings: StoreSettings, secret: str | None) -> None:
    """What worked is kept, so that the next upload is one word."""
    if secret is not None and not uploading.keeps_secrets:
        advise("This computer has no key store: the secret was not kept, and will be asked for each time.")
        secret = None
    uploading.save(settings, secret)


# --- what came of it ----------------------------------------------------------------------------------------


def _tell_plan(settings: StoreSettings, status: UploadStatus, *, as_json: bool) -> None:
    if not status.statements:
        raise NothingToUpload
    if as_json:
        print_json({**_store_facts(settings), "sent": 0, "waiting": status.waiting, **_status_facts(status)})
        return
    tell(f"Would send {counted(status.waiting, 'statement')} to {settings.address}; nothing was sent.")
    tell(f"It confirmed {status.confirmed} of {status.statements} before.")
    _tell_set_aside(status.set_aside)


def _tell(settings: StoreSettings, done: Uploaded, *, as_json: bool) -> None:
    problem = done.problem or _shortfall(done)
    if as_json:
        told = {"sent": done.sent, "known": done.known, "left": done.left, "by_word": done.by_word}
        again = {"again_at": done.again_at, "set_aside": done.set_aside}
        print_json({**_store_facts(settings), **told, **again, **(problem_facts(problem) if problem else {})})
    else:
        tell(f"Sent {counted(done.sent, 'statement')} to {settings.address}; {done.known or 'none'} were there before.")
        if done.by_word:
            tell(f"It lets nothing be read back: {done.by_word} count as sent by its word alone.")
        _tell_set_aside(done.set_aside)
        if done.left:
            tell(f"Left for the next upload: {counted(done.left, 'statement')}.")
    if problem is not None:
        complain(problem)
        raise typer.Exit(NO)


def _shortfall(done: Uploaded) -> Problem | None:
    if done.left:
        return SomeLeft(count=counted(done.left, "statement"), are="is" if done.left == 1 else "are")
    if done.set_aside:
        count = len(done.set_aside)
        return SomeSetAside(count=counted(count, "statement"), are="is" if count == 1 else "are")
    return None


def _tell_set_aside(found: Sequence[SetAside]) -> None:
    if not found:
        return
    tell(f"Set aside: {counted(len(found), 'statement')}.")
    for line in table((one.id, one.cause, one.reason) for one in found[:_MOST_SHOWN]):
        tell(line)
    if len(found) > _MOST_SHOWN:
        tell("  … (“--json” lists all)")


def _store_facts(settings: StoreSettings) -> dict[str, object]:
    return {"store": settings.address, "user": settings.user}


def _status_facts(status: UploadStatus) -> dict[str, object]:
    return {"statements": status.statements, "known": status.confirmed, "set_aside": status.set_aside}
