"""The receipt of an export: what a station wrote onto a stick, file by file, signed by its device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from player.domain.phrase import Phrase
from player.domain.problem import Problem
from player.proof.envelope import Envelope, check, seal
from player.proof.keys import PublicKey, Signer
from player.proof.problems import NewerFormat

FORMAT = 1
KIND = "application/vnd.carrel.export-receipt+json"
MOST_BYTES = 64 << 20


class NotAnExportReceipt(Problem):
    what_template = "{name} is no receipt of an export: {reason}"
    meaning_template = "Whether every file is on the stick cannot be told from it; the files are not affected."
    remedy_template = "Export once more onto the same stick: what is there already is only checked, then listed anew."


class ListedFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`name`: its path below the receipt's own folder, with “/”; `size` in bytes; `sha256` in hex."""

    name: str
    size: int
    sha256: str


class _Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    station: str
    device: str
    finished: datetime
    count: int
    files: tuple[ListedFile, ...]


class _Version(msgspec.Struct, frozen=True):
    format: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReceipt:
    """`device`: the public key of the station; `finished`: by its clock, UTC."""

    station: str
    device: PublicKey
    finished: datetime
    files: tuple[ListedFile, ...]


def write_export_receipt(receipt: ExportReceipt, *, signer: Signer) -> bytes:
    contents = _Contents(
        format=FORMAT,
        station=receipt.station,
        device=receipt.device.raw.hex(),
        finished=receipt.finished.astimezone(UTC),
        count=len(receipt.files),
        files=receipt.files,
    )
    return seal(msgspec.json.encode(contents), KIND, signer).to_json()


def read_export_receipt(data: bytes, *, name: str) -> ExportReceipt:
    """What the receipt says, when the device that it names signed it.

    Whether that device is one of the hall's is for the reader to compare. Raises `NotAnExportReceipt`, `NotSigned` or
    `NewerFormat`.
    """
    if len(data) > MOST_BYTES:
        raise NotAnExportReceipt(name=name, reason=Phrase("it is far too large."))
    envelope = Envelope.from_json(data, name=name)
    try:
        found = msgspec.json.decode(envelope.payload, type=_Version).format
        if found > FORMAT:
            raise NewerFormat(name=name, found=found, known=FORMAT)
        contents = msgspec.json.decode(envelope.payload, type=_Contents)
        device = PublicKey.from_hex(contents.device)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise NotAnExportReceipt(name=name, reason=Phrase("its contents are damaged."), details=str(error)) from None
    check(envelope, KIND, device, name=name)
    if contents.count != len(contents.files):
        raise NotAnExportReceipt(name=name, reason=Phrase("it counts other files than it lists."))
    return ExportReceipt(station=contents.station, device=device, finished=contents.finished, files=contents.files)
