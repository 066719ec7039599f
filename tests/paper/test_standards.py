"""Every kind of document that Carrel makes keeps PDF/A-3a and PDF/UA-1, and other programs find nothing wrong."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from PySide6.QtPdf import QPdfDocument

from player.domain.problem import Problem
from player.paper.press import unsigned
from player.paper.signature import device_certificate
from tests.paper.documents import (
    DESIGNS,
    DEVICE,
    Case,
    check_ups,
    covering_cases,
    facts_of,
    signed,
    transcripts,
    uncovered,
    unsigned_of,
)
from tests.paper.samples import FONTS, KEY, PHYSICIAN, TOKEN, job
from tests.paper.spoiling import CONTROLS, Good, saved_again, spoiled
from tests.paper.statistics_samples import statistics
from tests.telephone import codes_on
from tests.validator.vera import PROFILES, Failures, ValidatorMissing, check


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Every document as a file, under a name that says what it is, and what the validator says of it.

    `before`: what each signed one was before it was signed.
    """

    certificates: dict[Case, Path]
    others: dict[str, Path]
    spoiled: dict[str, Path]
    saved_again: Path
    letter: Path
    refused: dict[str, Problem]
    before: dict[Path, bytes]
    failures: dict[Path, Failures]

    def files(self) -> Iterator[Path]:
        yield from (*self.certificates.values(), *self.others.values())

    def broken(self, files: Iterable[Path]) -> dict[str, Failures]:
        return {file.name: self.failures[file] for file in files if any(self.failures[file].values())}


@pytest.fixture(scope="session")
def cases(request: pytest.FixtureRequest) -> list[Case]:
    """Each script in two designs; with --long in each."""
    return covering_cases(len(DESIGNS) if request.config.getoption("--long") else 2)


@pytest.fixture(scope="session")
def judged(cases: list[Case], tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Once for all: the validator takes two seconds to start. One process runs this file (see `tests/conftest.py`).

    Raises `ValidatorMissing` where the tests' own needs are not installed: nothing here is ever left out."""
    folder = tmp_path_factory.mktemp("documents")
    certificates, refused, before = _certificates(folder, cases)
    others = {name: _written(folder, name, pdf) for name, pdf in check_ups().items()}
    others |= {name: _written(folder, name, pdf) for name, pdf in statistics().items()}
    badged = unsigned(replace(job(PHYSICIAN), badge=b'{"type": "a badge"}'), fonts=FONTS)
    others["certificate-with-badge"] = _written(folder, "certificate-with-badge", badged)
    for place, (name, pdf) in enumerate(transcripts().items()):
        # Two of each: one of them signed, on one size of paper or the other.
        is_signed = place % 4 in (1, 2)
        others[name] = _written(folder, name, signed(pdf) if is_signed else pdf)
        before |= {others[name]: pdf} if is_signed else {}
    good = _good(certificates, others)
    bad = {name: _written(folder, f"no-{name}", spoiled(good[one.good], one)) for name, one in CONTROLS.items()}
    again = _written(folder, "saved-again", saved_again(good[Good.CERTIFICATE]))
    letter = _written(folder, "letter", b"Dear colleague, this is no PDF.")
    return Judged(
        certificates=certificates,
        others=others,
        spoiled=bad,
        saved_again=again,
        letter=letter,
        refused=refused,
        before=before,
        failures=check((*certificates.values(), *others.values(), *bad.values(), again, letter)),
    )


def _certificates(
    folder: Path, cases: Iterable[Case]
) -> tuple[dict[Case, Path], dict[str, Problem], dict[Path, bytes]]:
    files: dict[Case, Path] = {}
    refused: dict[str, Problem] = {}
    before: dict[Path, bytes] = {}
    for case in cases:
        try:
            pdf = unsigned_of(case)
        except Problem as problem:
            refused[str(case)] = problem
            continue
        files[case] = _written(folder, str(case), signed(pdf) if case.is_signed else pdf)
        before |= {files[case]: pdf} if case.is_signed else {}
    return files, refused, before


def _good(certificates: dict[Case, Path], others: dict[str, Path]) -> dict[Good, bytes]:
    """The documents to spoil: plain ones of each sort."""
    return {
        Good.CERTIFICATE: next(file for case, file in certificates.items() if not case.is_signed).read_bytes(),
        Good.SIGNED: next(file for case, file in certificates.items() if case.is_signed).read_bytes(),
        Good.TABLE: others["check-up"].read_bytes(),
    }


def _written(folder: Path, name: str, pdf: bytes) -> Path:
    file = folder / f"{name.replace(' ', '-').replace('/', '-')}.pdf"
    file.write_bytes(pdf)
    return file


def _said(*command: str | Path) -> str:
    """What another program says, which must find nothing wrong."""
    program = shutil.which(str(command[0]))
    assert program is not None, f"{command[0]} is not installed: packaging/setup --test installs it"
    done = subprocess.run([program, *command[1:]], capture_output=True, check=False)
    told = (done.stdout + done.stderr).decode(errors="replace")
    assert done.returncode == 0, f"{command}: {told}"
    return told


def test_any_two_properties_of_a_certificate_meet_in_one_of_these(cases: list[Case]) -> None:
    assert uncovered(cases) == set()


def test_nobody_s_name_is_refused(judged: Judged) -> None:
    assert judged.refused == {}


def test_every_kind_of_certificate_keeps_both_standards(judged: Judged) -> None:
    assert judged.broken(judged.certificates.values()) == {}


def test_every_other_document_keeps_both_standards(judged: Judged) -> None:
    assert judged.broken(judged.others.values()) == {}


@pytest.mark.parametrize("name", CONTROLS)
def test_what_is_spoiled_is_found(name: str, judged: Judged) -> None:
    found = judged.failures[judged.spoiled[name]]
    for profile, rule in CONTROLS[name].breaks.items():
        assert any(failure.startswith(f"{rule}: ") for failure in found[profile]), found


def test_saving_again_spoils_nothing(judged: Judged) -> None:
    assert judged.broken([judged.saved_again]) == {}


def test_without_java_the_validator_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ValidatorMissing, match="packaging/setup --test"):
        check([])


def test_a_file_that_is_no_pdf_breaks_every_standard(judged: Judged) -> None:
    found = judged.failures[judged.letter]
    assert list(found) == list(PROFILES)
    assert all("cannot be read" in failures[0] for failures in found.values())


def test_qpdf_finds_nothing_wrong(judged: Judged) -> None:
    for file in judged.files():
        assert "No syntax or stream encoding errors found" in _said("qpdf", "--check", file), file.name


def test_every_font_is_embedded_as_a_subset_with_its_letters(judged: Judged) -> None:
    for file in judged.files():
        fonts = _said("pdffonts", file).splitlines()[2:]
        assert fonts, file.name
        for line in fonts:
            assert line.split()[-5:-2] == ["yes", "yes", "yes"], f"{file.name}: {line}"


def test_the_name_comes_back_from_the_text(judged: Judged) -> None:
    for case, file in judged.certificates.items():
        name, text = _letters(facts_of(case).name), _letters(_said("pdftotext", file, "-"))
        missing = Counter(name) - Counter(text)
        assert not missing, f"{file.name}: {missing}"
        # Where letters run to the left, poppler puts the points that belong to one before it.
        assert name in text or case.script == "hebrew", file.name


def _letters(text: str) -> str:
    kept = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in ("Cf", "Cc"))
    return "".join("".join(kept).split())


def test_a_signed_file_begins_with_the_unsigned_one(judged: Judged) -> None:
    assert len(judged.before) > 30
    for file, pdf in judged.before.items():
        assert file.read_bytes().startswith(pdf), file.name


def test_an_independent_validator_accepts_each_signature_by_the_device_s_certificate(judged: Judged) -> None:
    root = asn1_x509.Certificate.load(device_certificate(KEY, name=DEVICE))
    for file in judged.files():
        signatures = PdfFileReader(io.BytesIO(file.read_bytes())).embedded_signatures
        assert len(signatures) == (file in judged.before), file.name
        for signature in signatures:
            status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root], allow_fetching=False))
            assert status.bottom_line, file.name
            assert status.docmdp_ok, file.name
            assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE, file.name


def test_the_code_is_read_from_a_screen_in_every_design_and_size(judged: Judged, tmp_path: Path) -> None:
    """At 96 dots per inch, for the roomiest page and the fullest."""
    seen: set[object] = set()
    for case, file in judged.certificates.items():
        looks = (case.design, case.paper, case.amount, case.has_logo)
        if looks not in seen:
            seen.add(looks)
            _said("pdftoppm", "-r", "96", "-png", "-singlefile", file, tmp_path / "page")
            assert codes_on(Image.open(tmp_path / "page.png").convert("L")) == [TOKEN], file.name


@pytest.mark.usefixtures("qapp")
def test_the_window_s_own_reader_opens_each(judged: Judged) -> None:
    for file in judged.files():
        document = QPdfDocument()
        assert document.load(str(file)) is QPdfDocument.Error.None_, file.name
        assert document.status() is QPdfDocument.Status.Ready, file.name
        assert document.pageCount() >= 1
        document.close()
