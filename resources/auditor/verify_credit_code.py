#!/usr/bin/env python3
"""Checks the text of a credit code of Carrel, without Carrel.

    python verify_credit_code.py FILE|- [--publisher KEY]... [--json]

FILE holds the text that a phone showed (- for what is typed). KEY is a public key of courses that you got from the
publisher, 64 hex digits: those that its root names and does not revoke. Needs Python 3.9 or later and `cryptography`,
and no network. Exit code 0: the code is genuine, and a publisher that was given vouches for its device. 1: one of that
does not hold; a sentence says what. 2: the call was wrong. The rules are those of docs/evidence-format.md, section 5.

What it does not check: the evidence, which is in the completion file (verify_completion.py), and what was taken back
later. The code is the word of a device that a provider vouches for, and no more.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import unicodedata
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PREFIX = "CARREL-CREDIT1"
ENROLMENT = "application/vnd.carrel.enrolment+json"
BROKEN = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError)


class NotGenuine(Exception):
    """One sentence on what is wrong."""


def verify(text: str, publishers: list[str]) -> dict[str, object]:
    """What the code says, `grade` C where nobody who was given vouches for its device. Raises `NotGenuine`."""
    lines = [line for raw in text.splitlines() if (line := plain(raw))]
    try:
        prefix, packed, signature = lines[-1].split(".")
        body, rest = unpack(unbase64(packed))
        by_device = unbase64(signature)
        number, offer, amount, specimen, course, facts, head, device, word = body
        whole = prefix == PREFIX and not rest and all(len(part) == 32 for part in (course, facts, head, device))
    except BROKEN:
        raise NotGenuine("It is not a whole credit code.") from None
    if not whole:
        raise NotGenuine("It is not a credit code as Carrel writes it.")
    signed = "\n".join([*lines[:-1], f"{prefix}.{packed}"]).encode()
    if not holds(device, by_device, signed):
        raise NotGenuine("It was changed after it was signed.")
    if f"No. {number}" not in lines[:-1]:
        raise NotGenuine("Its lines are about another certificate than its signed part.")
    try:
        grade, name, vouched = grade_of(word, device, publishers)
    except BROKEN:
        raise NotGenuine("The provider's word in it cannot be read.") from None
    return {
        "says": lines[:-1],
        "certificate": number,
        "offer": offer,
        "amount": amount,
        "specimen": specimen,
        "course_hash": course.hex(),
        "facts": facts.hex(),
        "head": head.hex(),
        "device": hashlib.sha256(device).hexdigest(),
        "device_name": name,
        "grade": grade,
        "vouched_by": vouched,
    }


def grade_of(word: list | None, device: bytes, publishers: list[str]) -> tuple[str, str | None, str | None]:
    """Grade, what the provider calls the device, and the key that says so."""
    if word is None:
        return "C", None, None
    signer, grade, name, signature = word
    key = next((key for key in publishers if hashlib.sha256(bytes.fromhex(key)).digest() == signer), None)
    if key is None:
        return "C", None, None
    written = {"format": 1, "device": device.hex(), "grade": grade, "name": name}
    payload = json.dumps(written, separators=(",", ":"), ensure_ascii=False).encode()
    signed = b"DSSEv1 %d %s %d %s" % (len(ENROLMENT), ENROLMENT.encode(), len(payload), payload)
    if grade not in ("A", "B", "C") or not holds(bytes.fromhex(key), signature, signed):
        raise NotGenuine("The provider's word in it does not hold.")
    return grade, name, key


def holds(key: bytes, signature: bytes, signed: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def plain(line: str) -> str:
    return unicodedata.normalize("NFC", " ".join(line.split()))


def unbase64(text: str) -> bytes:
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise ValueError("not written in the one way")
    return data


def unpack(data: bytes) -> tuple[object, bytes]:
    """The first value in MessagePack, of the few kinds that a code has, and what follows it."""
    kind, rest = data[0], data[1:]
    if kind in (0xC0, 0xC2, 0xC3):
        return {0xC0: None, 0xC2: False, 0xC3: True}[kind], rest
    if 0x90 <= kind <= 0x9F:
        values = []
        for _ in range(kind & 15):
            value, rest = unpack(rest)
            values.append(value)
        return values, rest
    wide = {0xC4: 1, 0xC5: 2, 0xD9: 1, 0xDA: 2}.get(kind, 0)
    if not wide and not 0xA0 <= kind <= 0xBF:
        raise ValueError("a kind that does not belong here")
    size = int.from_bytes(rest[:wide], "big") if wide else kind & 31
    value, rest = rest[wide : wide + size], rest[wide + size :]
    if len(value) != size:
        raise ValueError("cut off")
    return (value if kind in (0xC4, 0xC5) else value.decode()), rest


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks the text of a credit code of Carrel, without Carrel.")
    parser.add_argument("file")
    parser.add_argument("--publisher", action="append", default=[], metavar="KEY")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    keys = [key.lower() for key in options.publisher]
    if any(len(key) != 64 or set(key) - set("0123456789abcdef") for key in keys):
        parser.error("a publisher's key has 64 hex digits")
    try:
        text = (sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()).decode()
        found = verify(text, keys)
    except (NotGenuine, OSError, UnicodeDecodeError) as error:
        print(json.dumps({"genuine": False, "why": str(error)}) if options.json else error)
        return 1
    if options.json:
        print(json.dumps({"genuine": True, **found}, ensure_ascii=False))
    else:
        print("\n".join([*found["says"], f"Device {found['device'][:16]}, grade {found['grade']}"]))
        if found["grade"] == "C":
            print("Nobody who was given vouches for the device: by itself this proves nothing.")
    return 0 if found["grade"] != "C" else 1


if __name__ == "__main__":
    sys.exit(main())
