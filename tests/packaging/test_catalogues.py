"""The catalogues of translations: every sentence of the code is found, and what is wrong in a translation is told."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "packaging" / "catalogues"


@pytest.fixture
def gathering() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(PROGRAM))
        yield import_module("gathering")


@pytest.fixture
def keeping(gathering: ModuleType) -> ModuleType:
    return import_module("keeping")


def found(gathering: ModuleType, code: str) -> set[tuple[str, str, str]]:
    return {(said.text, said.plural, said.meaning) for said in gathering.sentences(ast.parse(code))}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('tr("Library")', ("Library", "", "")),
        ('self.tr("Library")', ("Library", "", "")),
        ('tr("Open", "a command")', ("Open", "", "a command")),
        ('QCoreApplication.translate("carrel", "Close")', ("Close", "", "")),
        ('counted("{count} course", "{count} courses", 2)', ("{count} course", "{count} courses", "")),
        ('Worded.counted("{count} file", "{count} files", 2)', ("{count} file", "{count} files", "")),
        ('Phrase("the course")', ("the course", "", "")),
        ('Worded("it holds {most}.", most=64)', ("it holds {most}.", "", "")),
        ('class Away(Problem):\n    what_template = "It is away."', ("It is away.", "", "")),
        ('class Away(Problem):\n    remedy_template: ClassVar[str] = "Wait."', ("Wait.", "", "")),
    ],
)
def test_each_way_of_saying_something_is_found(gathering: ModuleType, code: str, said: tuple[str, str, str]) -> None:
    assert found(gathering, code) == {said}


def test_what_nobody_says_is_not_gathered(gathering: ModuleType) -> None:
    assert found(gathering, 'log("Library")\ntr(title)\ntr(f"{n} courses")\nclass A:\n    title = "Library"') == set()


def test_the_same_words_are_gathered_once_for_each_meaning_and_a_plural_is_kept(
    gathering: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "cli").mkdir()
    (tmp_path / "ui" / "a.py").write_text('tr("Open")\ntr("Open", "what a step is")\ntr("One course")')
    (tmp_path / "ui" / "b.py").write_text('tr("Open")\ncounted("One course", "{count} courses", 2)')
    (tmp_path / "cli" / "c.py").write_text('Phrase("for a terminal")')
    gathered = {(said.text, said.plural, said.meaning) for said in gathering.gather(tmp_path)}
    assert gathered == {("Open", "", ""), ("Open", "", "what a step is"), ("One course", "{count} courses", "")}


def catalogue(
    gathering: ModuleType, keeping: ModuleType, folder: Path, *said: tuple[str, str], language: str = "de"
) -> Any:
    """The German catalogue in the folder, in which each (English, plural or "") is said."""
    return keeping.merged(folder / "de.po", "de", [gathering.Said(one, many) for one, many in said])


@pytest.mark.parametrize(
    ("english", "translation", "fault"),
    [
        ("Library", "", "is not translated"),
        ("{name} is away", "{nmae} ist fort", "has other placeholders"),
        ("{name} is away", "er ist fort", "has other placeholders"),
        ("Read <b>first</b>", "Lies zuerst", "has other marks"),
        ("Library", " Bibliothek", "begins or ends with a space"),
    ],
)
def test_what_is_wrong_in_a_translation_is_told(
    gathering: ModuleType, keeping: ModuleType, tmp_path: Path, english: str, translation: str, fault: str
) -> None:
    kept = catalogue(gathering, keeping, tmp_path, (english, ""))
    kept.get(english).string = translation
    assert any(fault in one for one in keeping.faults(kept))


def test_a_right_translation_has_no_fault(gathering: ModuleType, keeping: ModuleType, tmp_path: Path) -> None:
    kept = catalogue(gathering, keeping, tmp_path, ("{name} is <b>away</b>", ""))
    kept.get("{name} is <b>away</b>").string = "<b>Fort</b> ist {name}"
    assert list(keeping.faults(kept)) == []


def test_every_form_of_a_count_is_wanted_and_may_say_one_thing_in_words(
    gathering: ModuleType, keeping: ModuleType, tmp_path: Path
) -> None:
    count = ("{count} course of {name}", "{count} courses of {name}")
    kept = catalogue(gathering, keeping, tmp_path, count)
    message = kept.get(count[0])
    message.string = ("ein Kurs von {name}", "")
    assert list(keeping.faults(kept)) != []
    message.string = ("ein Kurs von {name}", "{count} Kurse von {name}")
    assert list(keeping.faults(kept)) == []
    message.string = ("ein Kurs", "{count} Kurse von {name}")
    assert list(keeping.faults(kept)) != []


def test_merging_keeps_translations_adds_what_is_new_and_drops_what_went(
    gathering: ModuleType, keeping: ModuleType, tmp_path: Path
) -> None:
    before = catalogue(gathering, keeping, tmp_path, ("Library", ""), ("Gone", ""))
    before.get("Library").string = "Bibliothek"
    before.get("Gone").string = "Fort"
    (tmp_path / "de.po").write_bytes(keeping.text_of(before))
    after = catalogue(gathering, keeping, tmp_path, ("Library", ""), ("New", ""))
    assert after.get("Library").string == "Bibliothek"
    assert not after.get("New").string
    assert after.get("Gone") is None
    assert b"Gone" not in keeping.text_of(after)


def test_a_sentence_that_is_counted_from_now_on_is_translated_anew(
    gathering: ModuleType, keeping: ModuleType, tmp_path: Path
) -> None:
    """One form for one thing and no other would be half a translation, and none for who has six."""
    before = catalogue(gathering, keeping, tmp_path, ("One course", ""))
    before.get("One course").string = "Ein Kurs"
    (tmp_path / "de.po").write_bytes(keeping.text_of(before))
    after = catalogue(gathering, keeping, tmp_path, ("One course", "{count} courses"))
    assert [fault for fault in keeping.faults(after) if "doubtful" in fault] == []
    assert len(list(keeping.faults(after))) == 1


def test_the_same_sentences_make_the_same_bytes(gathering: ModuleType, keeping: ModuleType, tmp_path: Path) -> None:
    made = [catalogue(gathering, keeping, tmp_path, ("Library", ""), ("Course", "Courses")) for _ in range(2)]
    assert keeping.text_of(made[0]) == keeping.text_of(made[1])
    assert keeping.compiled(made[0]) == keeping.compiled(made[1])
    (tmp_path / "de.po").write_bytes(keeping.text_of(made[0]))
    again = catalogue(gathering, keeping, tmp_path, ("Library", ""), ("Course", "Courses"))
    assert keeping.text_of(again) == keeping.text_of(made[0])


def test_the_catalogues_are_complete_and_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
