"""The token on a certificate: what was signed is what is read, to the last bit."""

from __future__ import annotations

import base64

import pytest

from player.proof import token
from player.proof.problems import NotReadable, NotSigned
from player.proof.token import Token
from tests.worlds import DEVICE, PUBLISHER

TOKEN = Token(number="CRL-ABCD-EFGH-JKMN", facts="ab" * 32, head="cd" * 32)
TEXT = token.write(TOKEN, DEVICE)


def test_a_token_comes_back_with_the_key_that_signed_it() -> None:
    assert token.read(TEXT) == (TOKEN, DEVICE.public)


def test_a_token_is_six_fields_of_plain_letters() -> None:
    assert TEXT.count(".") == 5
    assert TEXT.startswith("CARREL1.CRL-ABCD-EFGH-JKMN.")
    assert TEXT.isascii() and len(TEXT) < 300


def test_every_changed_character_is_found() -> None:
    for place in range(len(TEXT)):
        for other in ("A", "B", "g", "_", ".", "é"):
            changed = TEXT[:place] + other + TEXT[place + 1 :]
            if changed != TEXT:
                with pytest.raises((NotReadable, NotSigned)):
                    token.read(changed)


def test_another_devices_key_does_not_fit_the_signature() -> None:
    fields = TEXT.split(".")
    fields[4] = token.write(TOKEN, PUBLISHER).split(".")[4]
    with pytest.raises(NotSigned):
        token.read(".".join(fields))


def _signed(*fields: str) -> str:
    body = ".".join(fields)
    signature = base64.urlsafe_b64encode(DEVICE.sign(body.encode())).rstrip(b"=").decode()
    return f"{body}.{signature}"


FIELDS = TEXT.split(".")[:5]


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".....",
        "https://example.org",
        TEXT + ".",
        TEXT + "=",
        TEXT.replace("CARREL1", "CARREL2"),
        TEXT[:-1],
        TEXT.replace("CRL-", "CRL-\udc80"),
        _signed("CARREL2", *FIELDS[1:]),
        _signed(FIELDS[0], FIELDS[1], "AAAA", *FIELDS[3:]),
        _signed(*FIELDS[:3], "AAAA", FIELDS[4]),
        _signed(*FIELDS[:2], FIELDS[2] + "AA", *FIELDS[3:]),
        _signed(*FIELDS[:4], "AAAA"),
        _signed(*FIELDS[:2], FIELDS[2] + "=", *FIELDS[3:]),
    ],
)
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises((NotReadable, NotSigned)):
        token.read(text)


def test_the_signature_is_written_in_one_way() -> None:
    """The last of 86 characters carries four bits that a lenient reader would ignore."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = letters.index(TEXT[-1])
    for other in letters[last - last % 16 : last - last % 16 + 16]:
        if other != TEXT[-1]:
            with pytest.raises((NotReadable, NotSigned)):
                token.read(TEXT[:-1] + other)
