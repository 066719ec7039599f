"""Badges: the number is found in what the usual systems print on them, and nothing that is scanned does harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.scanned import on_badge

VCARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Núñez;Ana María;;Dr.;\r\nFN:Ana María Núñez\r\nORG:St. Mary\\, Inc.\r\n"
    "item1.EMAIL;TYPE=work:ana@example.org\r\n{more}END:VCARD"
)


@pytest.mark.parametrize(
    "scanned",
    [
        "R-1017",
        "]C1R-1017",
        "]Q3R-1017\r",
        "\x02R-1017\x03",
        "https://badge.example/a/R-1017",
        "https://badge.example/a/R-1017/",
        "https://badge.example/checkin?event=77&attendee_id=R-1017",
        "https://badge.example/#R-1017",
        "https://badge.example/x#id=R-1017",
        "myapp://scan?Registration-ID=R-1017",
        '{"id": "R-1017", "name": "Ana"}',
        '{"v": 1, "attendee": {"badge_id": "R-1017"}}',
        '[{"RegistrationNumber": "R-1017"}]',
        "R-1017^Nunez^Ana^MD",
        "R-1017|Núñez|Ana",
        "R-1017$Nunez$Ana",
        "R-1017~Nunez~Ana",
        "R-1017;Nunez;Ana",
        "R-1017\tNunez",
        VCARD.format(more="UID:R-1017\r\n"),
        VCARD.format(more="X-BADGE-ID:R-1017\r\n"),
        VCARD.format(more="URL:https://badge.example/a?id=R-1017\r\n"),
        VCARD.format(more="UID:R-10\r\n 17\r\n").replace("\r\n", "\n"),
        VCARD.format(more="UID:R-1017\r\n").replace("\r\n", "\r"),
        "MECARD:N:Núñez,Ana;UID:R-1017;EMAIL:ana@example.org;;",
    ],
)
def test_the_number_is_found(scanned: str) -> None:
    assert "R-1017" in on_badge(scanned).numbers


def test_a_number_alone_is_the_first_thing_that_is_looked_for() -> None:
    assert on_badge(" 00123 ").numbers == ("00123",)
    assert on_badge('{"id": 123}').numbers[1] == "123"


def test_a_vcard_says_who_it_is() -> None:
    badge = on_badge(VCARD.format(more=""))
    assert (badge.given_name, badge.family_name, badge.email) == ("Ana María", "Núñez", "ana@example.org")
    mecard = on_badge("MECARD:N:Núñez,Ana;EMAIL:ana@example.org;;")
    assert (mecard.given_name, mecard.family_name, mecard.email) == ("Ana", "Núñez", "ana@example.org")


@pytest.mark.parametrize(
    "scanned", ["", " \r\n", "x" * 5_000, "[" * 4_000, '{"id": ' + "9" * 4_200 + "}", "http://[", '{"id": true}']
)
def test_what_is_no_badge_says_little_and_does_no_harm(scanned: str) -> None:
    assert len(on_badge(scanned).numbers) <= 2


@given(
    st.text(max_size=200)
    | st.sampled_from(["BEGIN:VCARD", "MECARD:", "{", "https://a?"]).flatmap(
        lambda start: st.text(max_size=60).map(lambda rest: start + rest)
    )
)
def test_anything_can_be_scanned(scanned: str) -> None:
    assert all(number.strip() for number in on_badge(scanned).numbers)
