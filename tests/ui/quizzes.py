"""A quiz with every kind of question, with pictures, marks and a text from right to left, and answers to it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QLinearGradient, QPainter, QPen

from player.domain.picture import Picture
from player.domain.quiz import Accepted, Answer, Blank, Choice, Question, QuestionKind, Quiz, Scoring
from tests.builders import COURSE

ONE, HALF = Decimal(1), Decimal("0.5")
CURVE, DAMAGED, TRIANGLE, CIRCLE = "quiz/curve.png", "quiz/damaged.png", "quiz/triangle.png", "quiz/circle.png"

SINGLE = Question(
    id="single",
    kind=QuestionKind.SINGLE,
    text="A patient of 64 has had *two* infarctions. Which medicine comes **first**?",
    choices=(
        Choice(id="beta", text="A beta blocker", correct=True, feedback="It lowers **mortality**."),
        Choice(id="nitrate", text="A nitrate", feedback="It helps with pain only."),
        Choice(id="both", text="Both, at once & for life"),
    ),
    rationale="See the *second* recording.",
)
MULTIPLE = Question(
    id="multiple",
    kind=QuestionKind.MULTIPLE,
    text="Which of these speak for heart failure?\n\n- at rest\n- in somebody *without* fever",
    choices=(
        Choice(id="dyspnoea", text="Dyspnoea", correct=True, worth=ONE),
        Choice(id="oedema", text="Ankle oedema", correct=True, worth=ONE),
        Choice(id="cough", text="> 3 weeks of cough", worth=-ONE),
        Choice(id="none", text="None of these", worth=-ONE, fixed=True),
    ),
    points=Decimal(2),
    scoring=Scoring.PARTIAL,
    most_choices=2,
)
TRUE_FALSE = Question(
    id="true-false",
    kind=QuestionKind.TRUE_FALSE,
    text="CO~2~ rises in the blood when somebody breathes too little.",
    choices=(Choice(id="yes", text="True", correct=True), Choice(id="no", text="False")),
)
INLINE = Question(
    id="inline",
    kind=QuestionKind.INLINE,
    text="In septic shock the first vasopressor is [[drug]], given into a [[way]] as soon as the pressure stays low "
    "in spite of 30 ml/kg of crystalloid. The mean pressure to reach is [[aim]] mmHg.",
    choices=(
        Choice(id="nor", text="noradrenaline"),
        Choice(id="dopa", text="dopamine"),
        Choice(id="vein", text="large vein"),
        Choice(id="artery", text="artery"),
        Choice(id="65", text="65"),
        Choice(id="90", text="90"),
    ),
    blanks=(
        Blank(id="drug", right=("nor",), choices=("nor", "dopa"), worth=ONE),
        Blank(id="way", right=("vein",), choices=("vein", "artery"), worth=ONE),
        Blank(id="aim", right=("65",), choices=("65", "90"), worth=ONE),
    ),
    points=Decimal(3),
    scoring=Scoring.PARTIAL,
    rationale="Noradrenaline raises the pressure with less arrhythmia than dopamine.",
)
MATCHING = Question(
    id="matching",
    kind=QuestionKind.MATCHING,
    text="Match each medicine with what it may do.",
    choices=(
        Choice(id="cough", text="Dry cough"),
        Choice(id="slow", text="Slow pulse"),
        Choice(id="potassium", text="High potassium"),
    ),
    blanks=(
        Blank(id="ace", text="An **ACE** inhibitor", right=("cough",)),
        Blank(id="beta", text="A beta blocker", right=("slow",)),
        Blank(id="spiro", text="Spironolactone, in a patient whose kidneys are weak", right=("potassium",)),
    ),
    reuse=False,
)
SHAPES = Question(
    id="shapes",
    kind=QuestionKind.MATCHING,
    text="Which curve belongs to which rhythm?",
    choices=(
        Choice(id="triangle", text="", picture=Picture(path=TRIANGLE, alt="A curve of sharp teeth")),
        Choice(id="circle", text="", picture=Picture(path=CIRCLE, alt="A curve of round waves")),
        Choice(id="long", text="Neither of them: this rhythm cannot be told from one lead, and needs all twelve."),
    ),
    blanks=(Blank(id="flutter", text="Flutter", right=("triangle",)), Blank(id="sinus", text="Sinus", right=("long",))),
)
ORDERING = Question(
    id="ordering",
    kind=QuestionKind.ORDERING,
    text="Put the chain of survival in order.",
    choices=(
        Choice(id="call", text="Call for help"),
        Choice(id="press", text="Press the chest, *hard and fast*"),
        Choice(id="shock", text="Defibrillate"),
        Choice(id="care", text="Care after the pulse is back, which begins on the spot and goes on for days"),
    ),
    when_wrong="Help comes first: nobody presses a chest alone for long.",
)
NUMERIC = Question(
    id="numeric",
    kind=QuestionKind.NUMERIC,
    text="How many millilitres are in a dose of 37.5 mg at 25 mg/ml?",
    accepted=(Accepted(low=Decimal("1.45"), high=Decimal("1.55"), feedback="Well reckoned."),),
)
TEXT = Question(
    id="text",
    kind=QuestionKind.TEXT,
    text="Which organ makes insulin?",
    accepted=(Accepted(wording="pancreas"), Accepted(wording="*islets*", worth=HALF)),
)
PICTURED = Question(
    id="pictured",
    kind=QuestionKind.SINGLE,
    text="Look at the curve. What is it?",
    pictures=(Picture(path=CURVE, alt="A curve with wide, regular waves"), Picture(path=DAMAGED, alt="The same later")),
    choices=(
        Choice(id="vt", text="A ventricular tachycardia", correct=True),
        Choice(id="teeth", text="", picture=Picture(path=TRIANGLE, alt="A curve of sharp teeth")),
    ),
)
ARABIC = Question(
    id="arabic",
    kind=QuestionKind.SINGLE,
    text="ما هو العلاج الأول لارتفاع **ضغط الدم** عند هذا المريض؟",
    choices=(
        Choice(id="a", text="مدر للبول", correct=True),
        Choice(id="b", text="Amlodipine 5 mg"),
        Choice(id="c", text="لا شيء مما سبق"),
    ),
)
ARABIC_GAPS = Question(
    id="arabic-gaps",
    kind=QuestionKind.INLINE,
    text="يعطى المريض [[first]] ثم AMA PRA بعد ساعة [[second]] حتى يهبط الضغط.",
    choices=(Choice(id="a", text="مدر للبول"), Choice(id="b", text="ماء")),
    blanks=(Blank(id="first", right=("a",)), Blank(id="second", right=("b",))),
)
LONG = Question(
    id="long",
    kind=QuestionKind.SINGLE,
    text="A man of 71 comes at night. " * 24 + "What is to be done *now*?",
    choices=tuple(
        Choice(id=str(n), text=f"Choice {n}: " + "wait and see, then look again " * 9, correct=n == 0) for n in range(3)
    ),
)
EVERY_KIND = Quiz(
    passing_percent=70,
    introduction="Take your time:\n\n- *every* kind of question comes once\n- points differ",
    questions=(SINGLE, MULTIPLE, TRUE_FALSE, INLINE, MATCHING, ORDERING, NUMERIC, TEXT),
)
"""One question of each kind; 11 points."""
ALL_SIGHTS = Quiz(
    passing_percent=70,
    questions=(*EVERY_KIND.questions, SHAPES, PICTURED, ARABIC, ARABIC_GAPS, LONG),
)
"""What else there is to be looked at as well."""
COURSE_OF_KINDS = replace(COURSE, title="Every kind of question", quiz=EVERY_KIND)

HALF_RIGHT = (
    Answer(question="single", choices=("beta",)),
    Answer(question="multiple", choices=("dyspnoea",)),
    Answer(question="true-false", choices=("no",)),
    Answer(question="inline", choices=("nor", "artery", "65")),
    Answer(question="matching", choices=("cough", "slow", "potassium")),
    Answer(question="ordering", choices=("press", "call", "shock", "care")),
    Answer(question="numeric", choices=("1,5",)),
    Answer(question="text", choices=("the liver",)),
)
"""6 of 11 points."""


def picture_files() -> dict[str, bytes]:
    """The pictures of these questions as they lie in a package; one of them is damaged."""
    return {
        CURVE: _png(_curve(1200, 420, round_=True)),
        DAMAGED: b"\x89PNG\r\n\x1a\nand then nothing that makes sense",
        TRIANGLE: _png(_curve(320, 120, round_=False)),
        CIRCLE: _png(_curve(320, 120, round_=True)),
    }


def _curve(width: int, height: int, *, round_: bool) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QLinearGradient(QPointF(0, 0), QPointF(0, height))
    ground.setColorAt(0, QColor("#fff4f2"))
    ground.setColorAt(1, QColor("#ffe3de"))
    painter.fillRect(image.rect(), ground)
    painter.setPen(QPen(QColor("#17212b"), 3))
    step = width // 8
    for number in range(8):
        area = QRectF(number * step, height * 0.2, step, height * 0.6)
        if round_:
            painter.drawArc(area, 0, 180 * 16)
        else:
            painter.drawLine(area.bottomLeft(), area.center() - QPointF(0, area.height() / 2))
            painter.drawLine(area.center() - QPointF(0, area.height() / 2), area.bottomRight())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.end()
    return image


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())
