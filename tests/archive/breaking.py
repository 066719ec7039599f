"""A course folder in which each rule of the linter is broken, one at a time, and then mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from player.domain.problem import Problem
from tests.archive.making import CLIP_MS, Found

TEXT = "course.toml"
ROOM = 200
"""Letters of name and title that the press of these tests finds room for."""
VTT = "captions/welcome.en.vtt"
Break = Callable[[Path], Callable[[Path], Found] | None]
"""Breaks a folder; returns the probe to look at it with, where the recording is what is broken."""


class Unplayable(Problem):
    what_template = "It will not play."


def put(old: str, new: str, file: str = TEXT) -> Break:
    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, old
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def also(*breaks: Break) -> Break:
    def change(folder: Path) -> None:
        for each in breaks:
            each(folder)

    return change


def add(text: str) -> Break:
    def change(folder: Path) -> None:
        with (folder / TEXT).open("a", encoding="utf-8") as stream:
            stream.write(f"\n{text}\n")

    return change


def write(file: str, data: bytes) -> Break:
    def change(folder: Path) -> None:
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).write_bytes(data)

    return change


def cues(*blocks: str) -> Break:
    return write(VTT, "\n\n".join(["WEBVTT", *blocks, ""]).encode())


def heard(**facts: Any) -> Break:
    """The recording as the engine finds it."""
    return lambda _: lambda _: replace(Found(CLIP_MS, True), **facts)


def unplayable(_: Path) -> Callable[[Path], Found]:
    def refuse(_: Path) -> Found:
        raise Unplayable

    return refuse


def picture(width: int, height: int, *, colours: tuple[str, str] = ("white", "navy"), form: str = "PNG") -> bytes:
    """Two halves."""
    image = Image.new("RGB", (width, height), colours[0])
    image.paste(Image.new("RGB", (width // 2, height), colours[1]), (0, 0))
    out = BytesIO()
    image.save(out, form)
    return out.getvalue()


def pdf(*, password: str = "", script: str = "", attached: bytes = b"") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if attached:
        writer.add_attachment("more.txt", attached)
    if script:
        act = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        )
        writer.root_object[NameObject("/OpenAction")] = act
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def handout(data: bytes) -> Break:
    linked = put("# [[session.handout]]            # PDF", '[[session.handout]]\nfile = "h.pdf"\ntitle = "H"')
    return also(linked, write("h.pdf", data))


def offer(name: str, extra: str, *, document: str = "record-of-participation") -> Break:
    return add(
        f'[[credit.offer]]\nid = "other"\nname = "{name}"\nmaximum = "0.25"\nprofessions = ["pharmacist"]\n'
        f'document = "{document}"\n{extra}'
    )


def logo(data: bytes) -> Break:
    return also(
        put('design = "classic"', 'design = "modern"\nlogo = { file = "images/logo.png", alt = "Example Academy" }'),
        write("images/logo.png", data),
    )


def certificate(key: str) -> Break:
    return put('design = "classic"', f'design = "classic"\n{key}')


SOURCE = put(
    "\n[cover]\n",
    '\nrequirements_source = "Memory: 2 GB of memory or more. Speakers or headphones."\n\n[cover]\n',
)
"""The provider's text of the requirements that the template has."""


def requirement(text: str) -> Break:
    return add(f'[[requirement]]\nid = "r"\nlevel = "minimum"\nsubject = "s"\ntext = "t"\n{text}')


def question(text: str) -> Break:
    return put("[evaluation]\n", f'[[quiz.question]]\nid = "more"\ntext = "More?"\n{text}\n\n[evaluation]\n')


def _cut(folder: Path, begins: str, ends: str) -> None:
    text = (folder / TEXT).read_text(encoding="utf-8")
    (folder / TEXT).write_text(text[: text.index(begins)] + text[text.index(ends) :], encoding="utf-8")


def without_chapters(folder: Path) -> None:
    _cut(folder, "[[session.chapter]]", "# [[session.handout]]")


def without_speaker(folder: Path) -> None:
    _cut(folder, "[[disclosure.by]]  ", '[[disclosure.by]]\nperson = "planner"')


def without_items(folder: Path) -> None:
    _cut(folder, "[evaluation]", "[credit]")
    put("[credit]\n", "[evaluation]\nitem = []\n\n[credit]\n")(folder)


def without_offers(folder: Path) -> None:
    _cut(folder, "[[credit.offer]]", "[[requirement]]")
    put("[credit]\n", "[credit]\noffer = []\n")(folder)


def without_grant(folder: Path) -> None:
    _cut(folder, "[grant]", "# People get")


def without_quiz(folder: Path) -> None:
    _cut(folder, "[quiz]", "[evaluation]\n")


RELATED = put(
    '# relationships = [{ company = "Example Devices", nature = "consultant", mitigated = true }]',
    'relationships = [{ company = "Example Devices", nature = "consultant", mitigated = true }]',
)

BROKEN: Mapping[str, Break] = {
    "course-text": put("version = 1 ", "version = 1.5 "),
    "file-missing": put('"media/welcome.mp4"', '"media/gone.mp4"'),
    "not-sound": put('language = "en"', 'language = "?"'),
    "media-unplayable": unplayable,
    "media-length": heard(duration_ms=60_000),
    "media-keyframes": heard(keyframe_gap_ms=4_001),
    "media-silent": heard(has_sound=False),
    "captions": put('[[session.captions]]\nfile = "captions/welcome.en.vtt"\nlanguage = "en"\nlabel = "English"\n', ""),
    "captions-format": write(VTT, b"1\n00:00:00.500 --> 00:00:02.000\nNo heading.\n"),
    "captions-cue": cues("00:00:02.000 --> 00:00:01.000\nBackwards."),
    "captions-range": cues("00:00:01.000 --> 00:00:11.001\nToo late."),
    "captions-order": cues("00:05.000 --> 00:06.000\nTwo.", "00:01.000 --> 00:02.000\nOne."),
    "captions-overlap": cues("00:01.000 --> 00:06.000\nOne.", "00:02.000 --> 00:07.000\nTwo."),
    "captions-long": cues(f"00:01.000 --> 00:06.000\n{'x' * 43}"),
    "captions-language": put('language = "en"\nlabel', 'language = "es"\nlabel'),
    "presence-often": put("[watch]", "[watch]\npresence = { least_minutes = 4, most_minutes = 9 }"),
    "presence-patience": put(
        "[watch]", "[watch]\npresence = { least_minutes = 5, most_minutes = 9, patience_seconds = 29 }"
    ),
    "checkpoint-late": add('[[session.checkpoint]]\nat = "0:09.000"\nprompt = "Which code?"\ncode = "K7-W4"'),
    "checkpoint-code": add('[[session.checkpoint]]\nat = "0:05"\nprompt = "Which code?"\ncode = ["K7W4", "K0-W4"]'),
    "chapters": put('at = "0:05"', 'at = "0:00"'),
    "chapters-format": also(
        without_chapters,
        put('media = "media/', 'chapter = { file = "c.vtt" }\nmedia = "media/'),
        write("c.vtt", b"CHAPTERS\n"),
    ),
    "handout-broken": handout(b"%PDF-1.7\n"),
    "handout-locked": handout(pdf(password="secret")),
    "handout-active": handout(pdf(script="app.alert(1)")),
    "handout-extra": handout(pdf(attached=b"More.")),
    "picture-broken": write("images/cover.png", b"<svg/>"),
    "picture-large": lambda folder: write(
        "images/cover.png", (folder / "images" / "cover.png").read_bytes() + bytes(5 << 20)
    )(folder),
    "cover-size": write("images/cover.png", picture(320, 180)),
    "cover-contrast": write("images/cover.png", picture(640, 360, colours=("#ddd", "#eee"))),
    "alt-text": put('alt = "A test picture with coloured bars"', 'alt = "cover.png"'),
    "empty-title": put('title = "Beginning"', 'title = ""'),
    "dates": put("last_day = 2028-12-31", "last_day = 2025-12-31"),
    "release-date": put("released = 2026-01-01", ""),
    "review-date": put("reviewed = 2026-01-01", ""),
    "review-due": put("last_day = 2028-12-31", "last_day = 2029-01-02"),
    "closed": put("last_day = 2028-12-31", "last_day = 2026-11-01"),
    "notice-past": add('[[notice]]\ntext = "n"\nsince = 2026-03-01T17:00:00-05:00\nuntil = 2026-03-07T23:59:00-05:00'),
    "told-before": put('privacy_policy = "What you do stays', 'powered_by = "What you do stays'),
    "disclosure-statement": put('statement = "Everyone in control', 'statement = "" # "Everyone in control'),
    "disclosures": without_speaker,
    "not-mitigated": also(RELATED, put("mitigated = true }]", "mitigated = false }]")),
    "relationship": also(RELATED, put('nature = "consultant"', 'nature = ""')),
    "mitigation-statement": also(RELATED, put("all_mitigated = true", "")),
    "funding": add('[[funding]]\nsource = "Example Devices"\ncommercial = true'),
    "accreditation": put('bodies = ["ACCME"]', "bodies = []"),
    "accreditation-wording": put("joint = false", "joint = true"),
    "contact": put('purpose = "technical"', 'purpose = "other"'),
    "contact-form": put("courses@example.org", "courses at example.org"),
    "no-evaluation": without_items,
    "bias-question": put("about_bias = true", ""),
    "event-date": put('date_rule = "completion"', 'date_rule = "event"'),
    "estimated-minutes": heard(duration_ms=17 * 60_000),
    "grant": without_grant,
    "price": add(
        '[[price]]\nmembership = "member"\nlabel = "M"\namount = 20\n'
        '[[price]]\nmembership = "non-member"\nlabel = "N"\namount = 10'
    ),
    "no-credit": without_offers,
    "credit-step": put('maximum = "0.25"\nstep', 'maximum = "0.3"\nstep'),
    "credit-minutes": put("estimated_minutes = 15 ", "estimated_minutes = 7 "),
    "ama-step": put('step = "0.25"', 'step = "0.05"'),
    "acpe-statement": offer(
        "ACPE contact hour", 'activity_number = "0798-9999-18-246-H04-P"', document="cme-certificate"
    ),
    "certificate-accent": certificate('accent = "#777777"'),
    "certificate-picture": logo(picture(600, 200, form="WEBP")),
    "certificate-print": put('title = "My course"', f'title = "{"x" * ROOM}"'),
    "certificate-long-name": put('title = "My course"', f'title = "{"x" * (ROOM - 50)}"'),
    "certificate-heading": certificate(f'cme_heading = "{"x" * 61}"'),
    "participation-heading": certificate('participation_heading = "Certificate of Credit"'),
    "certificate-paper": certificate('paper = "a4"'),
    "certificate-issuers": put('# issuers = "enrolled"', 'issuers = "enrolled"'),
    "logo-size": logo(picture(299, 100)),
    "activity-number": offer("ACPE contact hour", 'activity_number = "0798-9999-18-246-H4-P"'),
    "number-missing": offer("ACPE contact hour", ""),
    "reporting-number": add('[reporting.identifiers]\naccme-provider = "123"'),
    "reporting-name": add('[reporting.identifiers]\naccme-providr = "0000123"'),
    "reporting-window": add("[reporting]\nlast_day = 2020-01-31"),
    "reporting-unsealed": add("[reporting]\nlast_day = 2040-01-31"),
    "reporting-incomplete": put("# reporting = {", "reporting = {"),
    "wording": put("{amount} {credit}", "{amounts} {credit}"),
    "no-quiz": without_quiz,
    "passing-score": put("passing_percent = 80", "passing_percent = 0"),
    "designation": put("a maximum of 0.25", "a maximum of 0.75"),
    "ama-physicians": put('professions = ["physician", "resident-fellow"]', ""),
    "ama-phrase": put("italic = true", ""),
    "claim-rule": put('claim_rule = "Claim only the credit', 'claim_rule = "" # "Claim only the credit'),
    "requirement-impossible": requirement('platforms = ["windows"]\nneed = { fact = "os.name", value = "Windows 95" }'),
    "requirement-value": requirement('need = { fact = "memory.total", is = "at-least", value = "plenty" }'),
    "requirement-unit": requirement('need = { fact = "memory.total", is = "at-least", value = 2 }'),
    "requirement-unknown": requirement('need = { fact = "memory.size", is = "at-least", value = "2 GB" }'),
    "requirement-operator": requirement('need = { fact = "memory.total", is = "about", value = "2 GB" }'),
    "requirement-unseen": requirement('need = { fact = "app.acrobat", value = "installed" }'),
    "requirement-slip": requirement('need = { is = "processor", value = "core-duo 1.83 MHz" }'),
    "requirement-text": also(SOURCE, requirement('need = { fact = "decoder.library", value = "yes" }')),
    "requirement-uncovered": also(SOURCE, put("Speakers or headphones.", "Speakers or headphones. A scanner.")),
    "requirement-group": requirement('group = "alone"\nneed = { fact = "sound.outputs", is = "at-least", value = 1 }'),
    "question-key": question(
        'scoring = "partial"\nrationale = "r"\nchoice = [{ text = "A", worth = "1" }, { text = "B", worth = "0" }]'
    ),
    "question-most-choices": question(
        'kind = "multiple"\nmost_choices = 1\nrationale = "r"\n'
        'choice = [{ text = "A", correct = true }, { text = "B", correct = true }, { text = "C" }]'
    ),
    "question-worth": question(
        'kind = "multiple"\nscoring = "partial"\nrationale = "r"\n'
        'choice = [{ text = "A", correct = true, worth = "1" }, { text = "B", worth = "0" }]'
    ),
    "question-choices": question('rationale = "r"\nchoice = [{ text = "A", correct = true }, { text = "a" }]'),
    "question-fixed": question(
        'shuffle = true\nrationale = "r"\nchoice = [{ text = "A", correct = true }, { text = "None of the above" }]'
    ),
    "question-order": question(
        'kind = "matching"\nshuffle = false\nrationale = "r"\n'
        'choice = ["One", "Two"]\nblank = [{ text = "1", right = "One" }, { text = "2", right = "Two" }]'
    ),
    "question-rationale": question('choice = [{ text = "A", correct = true }, { text = "B" }]'),
    "quiz-always-passed": also(
        put("passing_percent = 80", "passing_percent = 10"),
        question(
            'points = "9"\nscoring = "partial"\nrationale = "r"\n'
            'choice = [{ text = "A", correct = true, worth = "9" }, { text = "B", worth = "8" }]'
        ),
    ),
    "quiz-bank": also(
        put("[evaluation]\n", '[[quiz.bank]]\nfile = "q.toml"\nname = "more"\ndraw = 1\n\n[evaluation]\n'),
        write(
            "q.toml",
            b'[[question]]\ntext = "Q?"\nrationale = "r"\nchoice = [{ text = "A", correct = true }, { text = "B" }]\n',
        ),
    ),
}
"""For each rule a way to break it."""
