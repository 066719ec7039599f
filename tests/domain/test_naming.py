"""Names of saved documents: every file system takes them, and they keep the script in which the learner writes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from player.domain.naming import LONGEST_BYTES, safe_name, suggested_name
from tests.worlds import world


def test_the_suggested_name_keeps_the_number_however_long_the_title_is() -> None:
    there = world()
    there.earn()
    facts = replace(there.facts(), title="Ü" * 500)
    name = suggested_name(facts)
    assert name.endswith(f" - {facts.number}.pdf")
    assert len(name.encode()) <= LONGEST_BYTES + len(".pdf")


@given(st.text())
def test_every_file_system_takes_a_safe_name(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode()) <= LONGEST_BYTES + 1
    assert not set(name) & set('<>:"/\\|?*\0\n\r\t')
    assert name == name.strip(" .")


def test_a_safe_name_keeps_scripts_and_accents_and_drops_what_deceives() -> None:
    assert safe_name("محمد علي") == "محمد علي"
    assert safe_name("Ngozi Ọlọrunfẹmi") == "Ngozi Ọlọrunfẹmi"
    assert safe_name("cod\u202egpj.exe") == "codgpj.exe"
    assert safe_name("a/b: c?") == "a b c"
    assert safe_name("...") == "certificate"
    assert safe_name("e\u0301" * 200) == "é" * 100


@pytest.mark.parametrize("text", ["con", "con.pdf", "CON .pdf", "Lpt1", "com¹.txt", "nul"])
def test_a_name_that_windows_keeps_for_a_device_is_no_longer_one(text: str) -> None:
    assert safe_name(text) == f"_{text}"
