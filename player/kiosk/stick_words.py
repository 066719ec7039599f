"""What lies in an export for people to read."""

from __future__ import annotations

from datetime import datetime


def read_me(*, station: str, finished: datetime, files: int, left_out: int) -> str:
    """In English, as it goes to providers of any country."""
    day = finished.astimezone().strftime("%d %B %Y, %H:%M")
    lines = [
        f"Carrel: completions of the station “{station}”, exported on {day}",
        "",
        f"{files} completion files lie in this folder. Each is the evidence of one learner in one course, signed by",
        "the station. No name can be read in them: particulars are sealed to the provider's reading key or, where a",
        "course states none, the whole file is sealed to the keys named in the station's settings and to the",
        "operator's key.",
        "",
        "To take them in:",
        "    carrel collect files --reading-key YOUR.key THIS-FOLDER",
        "It can be done any number of times: nothing is counted twice.",
        "",
        "receipt.json lists every file with its size and SHA-256, signed by the station.",
        "journal.jsonl is for the station, which goes on from it when the stick is plugged in again.",
    ]
    if left_out:
        lines += ["", f"{left_out} could not be exported; the station says why."]
    return "\n".join((*lines, ""))
