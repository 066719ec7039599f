"""Personal codes: easily read aloud and typed, and no slip leads to somebody else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from player.domain.kiosk.personal_code import ALPHABET, is_personal_code, personal_code

DRAWN = st.lists(st.integers(min_value=0, max_value=31), min_size=7, max_size=7)


@given(DRAWN)
def test_a_code_is_known_again_however_it_is_typed(drawn: list[int]) -> None:
    code = personal_code(drawn)
    assert len(code) == 9 and code[4] == "-"
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "o").replace("1", "L")):
        assert is_personal_code(typed)


@given(DRAWN, st.integers(min_value=0, max_value=7), st.sampled_from(ALPHABET))
def test_one_wrong_letter_always_shows(drawn: list[int], place: int, letter: str) -> None:
    code = personal_code(drawn).replace("-", "")
    wrong = code[:place] + letter + code[place + 1 :]
    assert is_personal_code(wrong) == (wrong == code)


@given(DRAWN, st.integers(min_value=0, max_value=6))
def test_two_letters_exchanged_always_show(drawn: list[int], place: int) -> None:
    code = personal_code(drawn).replace("-", "")
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_personal_code(wrong) == (wrong == code)


@given(st.text(max_size=12))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert is_personal_code(text) in (True, False)
