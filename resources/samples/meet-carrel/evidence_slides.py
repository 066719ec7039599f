"""The slides of "Meet Carrel" on what is left in the hand: certificate, record, completion file."""

from __future__ import annotations

from drawing import DARK, LIGHT, MARGIN, Beat, Stage, smooth, sway
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen
from slides import sheet


def certificate(s: Stage, b: Beat) -> None:
    """A certificate that lies down on the page, with its seal and its code."""
    s.clear(LIGHT)
    s.heading("Your certificate,\nmade here", "Save it, print it, verify it.")
    s.painter.save()
    s.painter.translate(900, 318 + sway(b.now, period=6, size=3))
    s.painter.rotate(1.6)
    area = QRectF(-280, -206, 560, 412)
    s.card(area, radius=10)
    s.box(area.adjusted(18, 18, -18, -18), fill="", edge="accent", radius=4, width=2)
    s.text(0, -116, "Certificate", size=44, family="Noto Serif", align="centre")
    s.text(
        0,
        -72,
        "of continuing medical education",
        size=19,
        family="Noto Serif",
        italic=True,
        colour="muted",
        align="centre",
    )
    written = b.since(0, after=0.6, over=1.6)
    signature(s, written)
    s.stroke((-150, 24), (150, 24), colour="line", width=2)
    for y, length in ((56, 300), (80, 220)):
        s.bar(-length / 2, y, length, thick=9, fill="line")
    seal(s, -196, 132, b.since(1, after=0.3))
    code(s, 172, 108)
    s.text(0, 150, "SPECIMEN", size=22, weight=700, colour="warm", align="centre")
    s.painter.restore()


def signature(s: Stage, part: float) -> None:
    """A name, written by hand as far as `part`."""
    path = QPainterPath(QPointF(-118, 4))
    path.cubicTo(-96, -66, -66, -40, -86, 0)
    path.cubicTo(-94, 16, -60, -6, -46, -18)
    path.cubicTo(-40, 8, -22, 2, -14, -18)
    path.cubicTo(-10, 10, 8, 2, 16, -22)
    path.cubicTo(22, 12, 40, -2, 50, -46)
    path.cubicTo(58, -70, 42, 18, 64, 2)
    path.cubicTo(78, -8, 92, -10, 120, -6)
    drawn = QPainterPath(path.pointAtPercent(0))
    for index in range(1, int(160 * part) + 1):
        drawn.lineTo(path.pointAtPercent(index / 160))
    s.trace(drawn, colour="accent", width=3.4)


def seal(s: Stage, x: float, y: float, shown: float) -> None:
    """A seal with two ribbons, set down with a little weight."""
    s.painter.save()
    s.painter.setOpacity(s.painter.opacity() * shown)
    s.painter.translate(x, y)
    s.painter.scale(1.25 - 0.25 * shown, 1.25 - 0.25 * shown)
    for lean in (-1, 1):
        ribbon = QPainterPath(QPointF(lean * 4, 10))
        for px, py in ((lean * 30, 58), (lean * 17, 54), (lean * 10, 64), (lean * -12, 18)):
            ribbon.lineTo(px, py)
        s.painter.fillPath(ribbon, s.colour("#14487F"))
    s.disc(0, 0, 34)
    s.disc(0, 0, 26, fill="", edge="#FFFFFF", width=2)
    s.tick(0, 0, 24, width=4)
    s.painter.restore()


def code(s: Stage, x: float, y: float) -> None:
    """Squares that stand for a code to scan."""
    rows = ("1110111", "1010101", "1110011", "0101100", "1110101", "1011010", "1110111")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell == "1":
                s.painter.fillRect(QRectF(x + column * 9, y + row * 9, 9.3, 9.3), s.colour("ink"))


def chain(s: Stage, b: Beat) -> None:
    """Five sealed facts; change one, and the break shows."""
    s.clear(DARK)
    s.heading("A record that shows tampering", y=180)
    broken = b.since(2, after=0.5, over=0.6)
    facts = (
        ("Disclosures", "read"),
        ("Played", "0:00 to 1:40"),
        ("Played", "2:10 to 2:55"),
        ("Quiz", "passed"),
        ("Credit", "claimed"),
    )
    gap = 228.0
    for index in range(4):
        link(
            s,
            MARGIN + 176 + index * gap,
            380,
            b.since(1, after=0.2 + 0.5 * index, over=0.5),
            broken if index == 2 else 0.0,
        )
    for index, (what, which) in enumerate(facts):
        fact(
            s,
            MARGIN + index * gap,
            what,
            which,
            b.since(0, after=0.3 + 0.45 * index),
            broken if index == 2 else 0.0,
        )
    s.text(
        MARGIN + 2 * gap + 88,
        520,
        "Altered: the seal no longer fits",
        size=22,
        weight=600,
        colour="warm",
        align="centre",
        alpha=broken,
    )


def fact(s: Stage, x: float, what: str, which: str, shown: float, broken: float) -> None:
    """One fact as a sealed card; `broken` from 0 to 1 turns it to the warning colour."""
    alpha, y = 0.35 + 0.65 * shown, 310 + sway(broken * 3.0, period=1.0, size=5 * broken)
    area = QRectF(x, y, 176, 140)
    s.box(area, alpha=1.0, width=2)
    s.box(area, fill="warm_soft", edge="warm", width=2.5, alpha=broken)
    s.text(x + 88, y + 58, what, size=22, weight=600, align="centre", alpha=alpha)
    s.text(x + 88, y + 88, which, size=19, colour="muted", align="centre", alpha=alpha)
    s.disc(x + 88, y, 15, fill="accent", alpha=shown * (1 - broken))
    s.tick(x + 88, y, 14, colour="back", part=shown * (1 - broken), width=3)
    s.disc(x + 88, y, 15, fill="warm", alpha=broken)
    if broken > 0.5:
        s.text(x + 88, y + 8, "!", size=22, weight=700, colour="back", align="centre")


def link(s: Stage, x: float, y: float, drawn: float, broken: float) -> None:
    """The chain's link between two facts, or its break."""
    s.bar(x - 4, y, 60 * drawn * (1 - broken), thick=6)
    if broken > 0:
        s.stroke((x + 6, y), (x + 14, y - 8), colour="warm", width=5, alpha=broken)
        s.stroke((x + 32, y + 8), (x + 40, y), colour="warm", width=5, alpha=broken)


def send(s: Stage, b: Beat) -> None:
    """The completion file goes to the provider, and a receipt comes back."""
    s.clear(LIGHT)
    s.heading("Send the completion file", y=150)
    laptop(s, 260, 420)
    house(s, 1020, 420)
    out, back = arc(260, 1020, 340, 196), arc(1020, 260, 470, 560)
    s.trace(out, colour="#9FB2C6", width=4, dashed=True)
    away = b.since(0, after=1.6, over=2.6)
    point = out.pointAtPercent(away)
    bright = s.painter.opacity()
    s.painter.setOpacity(bright * (1 - smooth((away - 0.93) / 0.07)))
    sheet(s, point.x(), point.y(), 76, fill="surface")
    s.tick(point.x(), point.y() + 8, 26, colour="good", width=5)
    s.painter.setOpacity(bright)
    returning(s, back, b)
    s.text(
        260,
        556,
        "Your evidence, signed",
        size=22,
        weight=600,
        colour="muted",
        align="centre",
        alpha=b.since(1),
    )
    s.text(1020, 556, "The provider", size=22, weight=600, colour="muted", align="centre")


def returning(s: Stage, path: QPainterPath, b: Beat) -> None:
    """The receipt on its way home."""
    start = b.since(2, after=1.2, over=0.4)
    if start <= 0:
        return
    point = path.pointAtPercent(b.since(2, after=1.3, over=2.0) * 0.5)
    s.trace(path, colour="#9FB2C6", width=4, alpha=start, dashed=True)
    s.painter.save()
    s.painter.translate(point.x() - 62, point.y())
    s.pill(0, 0, "Receipt", fill="good", colour="#FFFFFF", alpha=start)
    s.painter.restore()


def arc(x0: float, x1: float, y: float, bend: float) -> QPainterPath:
    """A bow from x0 to x1 at height `y`, pulled towards `bend`."""
    inset = 130 if x1 > x0 else -130
    path = QPainterPath(QPointF(x0 + inset, y))
    path.cubicTo(x0 + inset * 2, bend, x1 - inset * 2, bend, x1 - inset, y)
    return path


def laptop(s: Stage, x: float, y: float) -> None:
    """The learner's computer."""
    s.box(QRectF(x - 110, y - 110, 220, 150), fill="ink", edge="", radius=14)
    s.box(QRectF(x - 98, y - 98, 196, 126), fill="soft", edge="", radius=6)
    s.disc(x, y - 36, 28)
    s.tick(x, y - 36, 24, width=5)
    s.box(QRectF(x - 146, y + 42, 292, 18), fill="#8696A6", edge="", radius=9)


def house(s: Stage, x: float, y: float) -> None:
    """The provider's house."""
    roof = QPainterPath(QPointF(x - 130, y - 60))
    roof.lineTo(x, y - 128)
    roof.lineTo(x + 130, y - 60)
    roof.closeSubpath()
    s.painter.fillPath(roof, s.colour("accent"))
    s.painter.strokePath(
        roof,
        QPen(s.colour("accent"), 10, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin),
    )
    for index in range(4):
        s.box(QRectF(x - 108 + index * 62, y - 44, 30, 84), fill="#9FBFE0", edge="", radius=5)
    s.box(QRectF(x - 138, y + 42, 276, 18), fill="accent", edge="", radius=6)


def specimen(s: Stage, b: Beat) -> None:
    """No real credit here; and what comes next."""
    s.clear(DARK)
    s.text(MARGIN, 326, "A specimen", size=64, weight=700)
    s.text(MARGIN, 384, "This course gives no real credit.", size=28, colour="muted")
    s.pill(MARGIN, 456, "Next: the quiz", size=24, alpha=b.since(1))
    s.painter.save()
    s.painter.translate(920, 330)
    s.painter.rotate(-9)
    down = b.since(0, after=0.3, over=0.5)
    s.painter.scale(1.35 - 0.35 * down, 1.35 - 0.35 * down)
    s.painter.setOpacity(s.painter.opacity() * (0.25 + 0.75 * down))
    s.box(QRectF(-236, -86, 472, 172), fill="", edge="warm", radius=24, width=7)
    s.box(QRectF(-220, -70, 440, 140), fill="", edge="warm", radius=14, width=2.5)
    s.text(0, 26, "SPECIMEN", size=72, weight=700, colour="warm", align="centre")
    s.painter.restore()
