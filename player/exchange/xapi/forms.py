"""The forms in which statements are handed on: one JSON array, a line for each, or a signed body ready to be posted."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Generator, Iterable, Iterator
from datetime import datetime
from typing import IO

import msgspec

from player.domain.learner_completion import LearnerCompletion
from player.domain.report_format import ReportFormat, XapiVersion
from player.exchange.xapi.pen import Statement
from player.exchange.xapi.signing import StatementSigner, sign_statement
from player.exchange.xapi.words import SIGNATURE
from player.exchange.xapi.writing import write_statements
from player.proof.files import CannotWrite, obstacle_of

BOUNDARY = "carrel-statements"
"""Always the same, so that whoever posts the file need not look into it. JSON written here and signatures have no line
breaks, so no line of theirs can begin with it."""
SIGNED_CONTENT_TYPE = f"multipart/mixed; boundary={BOUNDARY}"
_CHUNK_BYTES = 1 << 16
_IN_MEMORY = 8 << 20
_ENCODER = msgspec.json.Encoder()
_OCTETS = "application/octet-stream"


def statement_bytes(statement: Statement) -> bytes:
    """As it stands in the files: the same statement always has the same bytes."""
    return _ENCODER.encode(statement)


def xapi_bytes(
    form: ReportFormat,
    completions: Iterable[LearnerCompletion],
    *,
    signer: StatementSigner | None = None,
    version: XapiVersion = XapiVersion.ONE,
    now: datetime | None = None,
) -> Generator[bytes]:
    """A file of the form XAPI, XAPI_LINES or XAPI_SIGNED in pieces; the last one needs a `signer`.

    See `write_statements` for `version` and `now`. Memory does not grow with the number of completions. Raises
    `CannotWrite` when there is no room for the signatures that are kept aside meanwhile.
    """
    statements = write_statements(completions, version=version, now=now)
    match form:
        case ReportFormat.XAPI:
            yield from _pieces(_array(statement_bytes(one) for one in statements))
        case ReportFormat.XAPI_LINES:
            yield from _pieces(statement_bytes(one) + b"\n" for one in statements)
        case ReportFormat.XAPI_SIGNED:
            if signer is None:
                raise ValueError("signed statements need a signer")
            yield from _pieces(_signed(statements, signer))
        case _:
            raise ValueError(f"not a form of the xAPI: {form}")


def _pieces(parts: Iterable[bytes]) -> Generator[bytes]:
    """The same bytes in fewer pieces: thousands of small writes cost more than the statements."""
    waiting, size = list[bytes](), 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= _CHUNK_BYTES:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def _array(statements: Iterable[bytes]) -> Iterator[bytes]:
    """Each on a line of its own, for whoever compares two files."""
    before = b"[\n"
    for statement in statements:
        yield before
        yield statement
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _signed(statements: Iterable[Statement], signer: StatementSigner) -> Iterator[bytes]:
    """xAPI 1.0.3, 1.5.2 and 4.1.11: first all statements, each naming its signature by its hash, then the signatures.

    The signatures wait on the disk until the statements are through.
    """
    try:
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as aside:
            yield f"--{BOUNDARY}\r\nContent-Type: application/json\r\n\r\n".encode()
            yield from _array(_with_signature(one, signer, aside) for one in statements)
            aside.seek(0)
            for line in aside:
                yield _attachment(line.rstrip(b"\n"))
            yield f"\r\n--{BOUNDARY}--\r\n".encode()
    except OSError as error:
        raise CannotWrite(name="signatures", obstacle=obstacle_of(error), details=str(error)) from None


def _with_signature(statement: Statement, signer: StatementSigner, aside: IO[bytes]) -> bytes:
    signature = sign_statement(statement_bytes(statement), signer)
    aside.write(signature + b"\n")
    attachment = {
        "usageType": SIGNATURE,
        "display": {"en-US": "signature"},
        "contentType": _OCTETS,
        "length": len(signature),
        "sha2": hashlib.sha256(signature).hexdigest(),
    }
    return statement_bytes({**statement, "attachments": [attachment]})


def _attachment(signature: bytes) -> bytes:
    head = (
        f"\r\n--{BOUNDARY}\r\nContent-Type: {_OCTETS}\r\nContent-Transfer-Encoding: binary\r\n"
        f"X-Experience-API-Hash: {hashlib.sha256(signature).hexdigest()}\r\n\r\n"
    )
    return head.encode() + signature
