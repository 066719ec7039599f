"""The hub of a hall: where its stations meet over the local network."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated

import typer

from player.bootstrap.hub_courses import add_to_hub
from player.bootstrap.uniting import hub_over, operator_key_for, take_into_hub
from player.cli.keying import at_terminal
from player.cli.show import counted, tell

PORT = 8787


def hub(
    config: Annotated[
        Path,
        typer.Option("--config", metavar="FILE", help="Settings of any station: they name the hall's key."),
    ],
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the hub keeps what it holds.")],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where it answers.")] = PORT,
    address: Annotated[
        str, typer.Option("--address", metavar="IP", help="Of this computer, if it is to answer at one of several.")
    ] = "",
    take: Annotated[
        list[Path] | None,
        typer.Option("--take", metavar="FILE", help="Take in what a station wrote onto a stick, first; once or more."),
    ] = None,
    course: Annotated[
        list[Path] | None,
        typer.Option("--course", metavar="FILE", help="Keep this course for all stations; once or more."),
    ] = None,
) -> None:
    """Run the hub of a hall: stations whose “union” names it share evidence, attendees and courses through it.

    It asks for the operator's code, or takes it from CARREL_OPERATOR_CODE. Every station goes on by itself while the
    hub is away, and catches up when it is back.
    """
    key = operator_key_for(config, _ask_code)
    for file in course or ():
        tell(f"Keeps “{add_to_hub(folder, file)}” for all stations.")
    for file in take or ():
        events, cards = take_into_hub(folder, file, key)
        tell(f"Took in {file.name}: {counted(events, 'new event')}, {counted(cards, 'new card')}.")
    with hub_over(folder, key, address=address, port=port) as server:
        tell(f"The hub answers at http://{address or socket.gethostname()}:{server.port} until you press Ctrl+C.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            tell("The hub is closed; the stations go on by themselves.")


def _ask_code(name: str) -> str:
    return str(typer.prompt(f"Code of {name}", hide_input=True, err=True)) if at_terminal() else ""
