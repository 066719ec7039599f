"""The slides of "Meet Carrel" on how time is counted and how credit is earned."""

from __future__ import annotations

from drawing import LIGHT, MARGIN, Beat, Stage, between, smooth
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QLinearGradient, QPainterPath

LEFT, LINE = 96.0, 1088.0


def counted(s: Stage, b: Beat) -> None:
    """A picture with its timeline; what is skipped stays empty."""
    s.clear(LIGHT)
    s.heading("Time, honestly counted", y=140)
    jump = b.sentences[2] + 1.2
    first = 0.40 * smooth_line((b.now - 0.2) / (jump - 0.2))
    hop = smooth((b.now - jump) / 0.7)
    second = 0.16 * smooth_line((b.now - jump - 0.9) / max(0.5, b.length - jump - 1.4))
    head = first + 0.30 * hop + second
    scene(s, QRectF(LEFT, 196, LINE, 262), head)
    y = 500.0
    s.bar(LEFT, y, LINE, thick=16, fill="line")
    s.bar(LEFT, y, LINE * first, thick=16)
    s.bar(LEFT + LINE * 0.70, y, LINE * second, thick=16)
    s.disc(LEFT + LINE * head, y, 15, fill="surface", edge="accent", width=5)
    s.text(LEFT, y + 56, "Played: counts", size=21, weight=600, colour="accent", alpha=b.since(1))
    s.text(
        LEFT + LINE * 0.55,
        y + 56,
        "Skipped: stays empty",
        size=21,
        weight=600,
        colour="muted",
        align="centre",
        alpha=b.since(2, after=2.2),
    )


def smooth_line(x: float) -> float:
    """A steady movement between 0 and 1."""
    return min(1.0, max(0.0, x))


def scene(s: Stage, area: QRectF, head: float) -> None:
    """The picture above the timeline: hills, and a sun that goes with the playing head."""
    s.painter.save()
    clip = QPainterPath()
    clip.addRoundedRect(area, 18, 18)
    s.painter.setClipPath(clip)
    sky = QLinearGradient(0, area.top(), 0, area.bottom())
    sky.setColorAt(0, s.colour("#1B3B60"))
    sky.setColorAt(1, s.colour("#5C97CF"))
    s.painter.fillRect(area, sky)
    s.disc(
        area.left() + 110 + (area.width() - 220) * head,
        area.top() + 118 - 150 * head * (1 - head),
        40,
        fill="#F7D9A6",
    )
    for base, height, colour in ((190, 70, "#2F6391"), (226, 60, "#204A70"), (258, 46, "#16344F")):
        s.painter.fillPath(hills(area, base, height), s.colour(colour))
    s.painter.restore()


def hills(area: QRectF, base: float, height: float) -> QPainterPath:
    """A soft ridge across the picture."""
    path = QPainterPath(QPointF(area.left(), area.bottom()))
    path.lineTo(area.left(), area.top() + base)
    third = area.width() / 3
    for index in range(3):
        x, bend = area.left() + third * index, height * (0.7 + 0.3 * ((index + base) % 2))
        path.cubicTo(
            x + third * 0.35,
            area.top() + base - bend,
            x + third * 0.65,
            area.top() + base + bend * 0.3,
            x + third,
            area.top() + base - bend * 0.15,
        )
    path.lineTo(area.right(), area.bottom())
    path.closeSubpath()
    return path


def once(s: Stage, b: Beat) -> None:
    """Two plays of overlapping parts, and the one line that they add up to."""
    s.clear(LIGHT)
    s.heading("Every part counts once", y=150)
    again, total = b.since(0, after=0.4, over=1.6), b.since(0, after=2.2, over=1.0)
    rows = (
        (238, "First time", 0.00, 0.55, 1.0, "#7FA9D6"),
        (316, "Again", 0.30, 0.42, again, "#7FA9D6"),
        (414, "Counted", 0.00, 0.72, total, "accent"),
    )
    for y, name, start, length, part, fill in rows:
        bold = name == "Counted"
        s.text(MARGIN, y + 8, name, size=23, weight=600 if bold else 500, colour="ink" if bold else "muted")
        s.bar(300, y, 884, thick=22 if bold else 16, fill="line")
        s.bar(300 + 884 * start, y, 884 * length * part, thick=22 if bold else 16, fill=fill)
    s.stroke((MARGIN, 365), (1184, 365), colour="line", width=1.5)
    pills(s, b)


def pills(s: Stage, b: Beat) -> None:
    """What may be done freely, then the word that it is saved."""
    x = MARGIN + 0.0
    for index, words in enumerate(("Pause", "Go back", "Change speed", "Close")):
        shown = b.since(1, after=0.3 + index * 0.9, over=0.5)
        x += s.pill(x, 514 + 8 * (1 - shown), words, alpha=shown) + 16
    saved = b.since(2, after=0.5, over=0.6)
    s.disc(1184 - 96, 514, 18, fill="good", alpha=saved)
    s.tick(1184 - 96, 514, 17, part=saved, width=3.5)
    s.text(1184, 522, "Saved", size=22, weight=600, colour="good", align="right", alpha=saved)


def questions(s: Stage, b: Beat) -> None:
    """The quiz on one sheet, the evaluation on another."""
    s.clear(LIGHT)
    s.heading("Then a quiz, and an evaluation", y=150)
    quiz(s, QRectF(96, 212, 524, 372), b)
    evaluation(s, QRectF(660, 212, 524, 372), b)


def quiz(s: Stage, area: QRectF, b: Beat) -> None:
    """The passing score first, then four answers, one of them chosen."""
    s.card(area)
    x, y = area.left() + 36, area.top()
    s.text(x, y + 58, "Quiz", size=26, weight=600)
    known = b.since(1, after=0.2, over=0.5)
    s.pill(area.right() - 224, y + 50, "Passing score: 80 %", size=17, alpha=known)
    chosen = b.since(1, after=2.0, over=0.4)
    for index, length in enumerate((300, 356, 250, 320)):
        row = y + 118 + index * 62
        picked = chosen if index == 1 else 0.0
        s.disc(x + 15, row, 14, fill="surface", edge="line", width=2.5)
        s.disc(x + 15, row, 15, fill="accent", alpha=picked)
        s.tick(x + 15, row, 14, part=picked, width=3)
        s.bar(x + 50, row, length, thick=14, fill="line")
        s.painter.save()
        s.painter.setOpacity(s.painter.opacity() * picked)
        s.bar(x + 50, row, length, thick=14, fill="#7FA9D6")
        s.painter.restore()


def evaluation(s: Stage, area: QRectF, b: Beat) -> None:
    """Three ratings and the question about bias."""
    s.card(area)
    x, y = area.left() + 36, area.top()
    s.text(x, y + 58, "Evaluation", size=26, weight=600)
    for index, (length, rate) in enumerate(((150, 5), (190, 4), (128, 5))):
        row = y + 118 + index * 56
        s.bar(x, row, length, thick=14, fill="line")
        filled = b.since(2, after=0.6 + 0.5 * index, over=0.6) * rate
        for dot in range(5):
            s.disc(x + 244 + dot * 48, row, 12, fill="surface", edge="line", width=2.5)
            s.disc(x + 244 + dot * 48, row, 13, fill="accent", alpha=filled - dot)
    s.stroke((x, y + 278), (area.right() - 36, y + 278), colour="line", width=1.5)
    s.text(x, y + 327, "Any commercial bias?", size=22, weight=500)
    answered = b.since(2, after=3.2, over=0.5)
    s.box(QRectF(area.right() - 208, y + 299, 80, 42), edge="line", radius=21, width=2)
    s.box(QRectF(area.right() - 116, y + 299, 80, 42), edge="line", radius=21, width=2)
    s.box(QRectF(area.right() - 116, y + 299, 80, 42), fill="accent", edge="", radius=21, alpha=answered)
    s.text(area.right() - 168, y + 327, "Yes", size=19, weight=600, colour="muted", align="centre")
    s.text(
        area.right() - 76,
        y + 327,
        "No",
        size=19,
        weight=600,
        colour="muted",
        align="centre",
        alpha=1 - answered,
    )
    s.text(
        area.right() - 76,
        y + 327,
        "No",
        size=19,
        weight=600,
        colour="#FFFFFF",
        align="centre",
        alpha=answered,
    )


def claim(s: Stage, b: Beat) -> None:
    """Credit in steps; the last step lies beyond the evidence."""
    s.clear(LIGHT)
    s.heading("You claim\nthe credit", "Up to what the\nevidence supports.")
    base, left = 500.0, 620.0
    for index, (amount, height) in enumerate((("0.25", 90), ("0.50", 170), ("0.75", 250), ("1.00", 330))):
        x = left + index * 142
        taken = b.since(1, after=0.1 + index * 0.8, over=0.7) if index < 3 else 0.0
        area = QRectF(x, base - height, 112, height)
        s.box(area, fill="" if index == 3 else "soft", edge="line", radius=14, width=2, dashed=index == 3)
        grown = QRectF(x, base - height * taken, 112, height * taken)
        s.box(grown, fill="accent", edge="", radius=min(14.0, height * taken / 2))
        s.text(
            x + 56,
            base + 42,
            amount,
            size=23,
            weight=600,
            colour="muted" if index == 3 else "ink",
            align="centre",
        )
    s.stroke((left - 10, base), (left + 548, base), colour="line", width=3)
    limit = b.since(2, after=1.2)
    s.stroke(
        (left - 10, 228),
        between((left - 10, 228), (left + 548, 228), limit),
        colour="warm",
        width=3,
        alpha=limit,
    )
    s.text(left - 10, 212, "What the evidence supports", size=20, weight=600, colour="warm", alpha=limit)
