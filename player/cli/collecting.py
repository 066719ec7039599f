"""Commands for providers: completion files taken in, what was refused, what to look at, rosters and statistics."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from player.bootstrap import collecting
from player.bootstrap.collecting import Terms, collection_at, terms_for, with_operators_key
from player.bootstrap.places import find_places
from player.cli import collected
from player.cli.collected import Into, OperatorKeyFile, ReadingKeys
from player.cli.keying import ask_code, ask_passphrase
from player.cli.learning import Json
from player.cli.show import NO, advise, complain, counted, print_json, tell
from player.domain.collection.account import Outcome
from player.office import people
from player.office.answering import lay_receipts
from player.office.intake import Taken
from player.office.problems import NoReceiptKey, NothingToCollect, ReceiptsUnwritten
from player.office.showing import shown_name
from player.office.walking import Watch, files_in
from player.proof.files import CannotWrite, make_folder

LOOK_EVERY_S = 2.0
FILES = "files"
"""The command that is meant where none is named: “carrel collect FOLDER”."""


class CollectGroup(TyperGroup):
    """Names of files and folders may stand where a command would."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [FILES, *args]
        return super().parse_args(ctx, args)


def add_to(app: typer.Typer) -> None:
    collect = typer.Typer(
        cls=CollectGroup, no_args_is_help=True, help="For providers: take completion files in, and report them."
    )
    collect.command(FILES)(collect_files)
    collected.add_to(collect)
    app.add_typer(collect, name="collect")


# --- taking in -----------------------------------------------------------------------------------------------


def collect_files(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    places: Annotated[list[Path], typer.Argument(metavar="FILE|DIR", help="Completion files, or folders of them.")],
    into: Into = "",
    key: Annotated[
        Path | None, typer.Option("--key", metavar="KEY", help="Your secret key; it signs receipts.")
    ] = None,
    authority: Annotated[
        Path | None, typer.Option("--authority", metavar="FILE", help="The publisher's word on that key.")
    ] = None,
    receipts: Annotated[
        Path | None, typer.Option("--receipts", metavar="DIR", help="Where receipts go; else beside each file.")
    ] = None,
    reading_keys: ReadingKeys = None,
    operator_key: OperatorKeyFile = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that judge.")] = 1,
    watch: Annotated[bool, typer.Option("--watch", help="Go on looking for new files until it is stopped.")] = False,
    merge_people: Annotated[
        bool, typer.Option("--merge-people", help="Ids with the same NPI or NABP number are one person.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Take completion files in: each is judged, counted once, and answered with a receipt.

    What was taken in before is known at once. Files that are refused stay where they are; what was refused is kept in
    a list (“carrel collect refused”), and is looked at again once you believe somebody else.
    """
    if receipts is not None and key is None:
        raise NoReceiptKey
    terms = terms_for(
        find_places(context.obj),
        into,
        key=key,
        authority=authority,
        reading_keys=reading_keys or (),
        ask=ask_passphrase,
    )
    terms = with_operators_key(terms, operator_key, ask_code)
    clerk = _Clerk(terms, receipts=receipts, workers=workers, quiet=as_json)
    if watch:
        clerk.watch(places)
        return
    clerk.take(files_in(places))
    if not clerk.counts:
        raise NothingToCollect(places=", ".join(str(place) for place in places))
    joined = _merge(terms) if merge_people else 0
    clerk.sum_up(joined, as_json=as_json)
    unwritten = clerk.unwritten()
    if unwritten:
        complain(unwritten)
        raise typer.Exit(NO)
    if clerk.counts[Outcome.REFUSED] or clerk.counts[Outcome.UNREAD]:
        raise typer.Exit(NO)


class _Clerk:
    """Takes files in and says what became of them: of what is new only how many, of what is refused why."""

    def __init__(self, terms: Terms, *, receipts: Path | None, workers: int, quiet: bool) -> None:
        self._terms = terms
        self._receipts = receipts
        self._workers = workers
        self._quiet = quiet
        self.counts: Counter[Outcome] = Counter()
        self.refused: list[dict[str, object]] = []
        self.written = 0
        self._unwritten: list[CannotWrite] = []
        self._told: set[tuple[Path, str]] = set()

    def take(self, files: Iterable[Path]) -> Sequence[Path]:
        """Returns the files that could not be read, or not be answered."""
        unread: list[Path] = []
        if self._receipts is not None:
            make_folder(self._receipts)
        for taken in collecting.collect(self._terms, files, workers=self._workers):
            for one in taken:
                self._note(one)
                if one.outcome is Outcome.UNREAD or not self._lay(one):
                    unread.append(one.file)
        return unread

    def _lay(self, one: Taken) -> bool:
        """What lies in the way of one receipt holds up no file: it is written with the next collecting."""
        try:
            self.written += lay_receipts([one], self._receipts)
        except CannotWrite as problem:
            self._unwritten.append(problem)
            return False
        return True

    def _note(self, one: Taken) -> None:
        self.counts[one.outcome] += 1
        if one.reason and self._quiet:
            self.refused.append({"file": one.file, "outcome": one.outcome, "reason": one.reason})
        elif one.reason and (one.file, one.reason) not in self._told:
            name = shown_name(one.file.name)
            advise(one.reason if name in one.reason else f"{name}: {one.reason}")
            # Whoever watches looks at what could not be read again and again.
            self._told.add((one.file, one.reason))

    def unwritten(self) -> ReceiptsUnwritten | None:
        """The receipts that could not be written since this was asked last."""
        failed, self._unwritten = self._unwritten, []
        if not failed:
            return None
        return ReceiptsUnwritten(count=counted(len(failed), "receipt"), reason=failed[0].what)

    def watch(self, places: Sequence[Path]) -> None:
        look = Watch(places)
        tell("Watching; stop with Ctrl+C.")
        while True:
            ready = look.look()
            if ready:
                before, told = self.counts.copy(), len(self._told)
                look.again(self.take(ready))
                self._tell_look(self.counts - before, news=len(self._told) > told)
            time.sleep(LOOK_EVERY_S)

    def _tell_look(self, counts: Counter[Outcome], *, news: bool) -> None:
        unwritten = self.unwritten()
        if unwritten:
            complain(unwritten)
        if news or set(counts) - {Outcome.UNREAD}:
            tell(_counts_words(counts))

    def sum_up(self, joined: int, *, as_json: bool) -> None:
        if as_json:
            counts = {outcome.value: self.counts[outcome] for outcome in Outcome}
            print_json({**counts, "receipts": self.written, "merged": joined, "reasons": self.refused})
            return
        tell(_counts_words(self.counts))
        if self.written:
            tell(f"{counted(self.written, 'receipt')} written.")
        if joined:
            tell(f"{counted(joined, 'learner id')} joined another's person.")


def _counts_words(counts: Counter[Outcome]) -> str:
    words = {
        Outcome.NEW: "taken in",
        Outcome.OLDER: "held nothing new",
        Outcome.KNOWN: "known already",
        Outcome.REFUSED: "refused",
        Outcome.UNREAD: "could not be read",
    }
    said = [f"{counts[outcome]} {word}" for outcome, word in words.items() if counts[outcome]]
    return f"{counted(sum(counts.values()), 'file')}: {', '.join(said) or 'nothing'}."


def _merge(terms: Terms) -> int:
    with collection_at(terms.place) as collection:
        return people.merge_certain(collection, collecting.now())
