"""The slides of the first half of "Meet Carrel": one idea each, drawn for a moment of their narration."""

from __future__ import annotations

from drawing import DARK, HEIGHT, LIGHT, MARGIN, WIDTH, Beat, Stage, smooth, sway
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainterPath, QPen, QRadialGradient

STEPS = ("Before you start", "Watch", "Quiz", "Evaluation", "Claim", "Certificate")


def welcome(s: Stage, b: Beat) -> None:
    """The name, and a lamp that comes on over a desk."""
    s.clear(DARK)
    desk(
        s,
        x=890,
        y=500,
        scale=1.0,
        light=0.25 + 0.75 * b.since(0, over=2.0) + sway(b.now, period=7, size=0.03),
    )
    s.text(MARGIN, 330, "Meet Carrel", size=78, weight=700)
    s.text(MARGIN, 390, "A quiet desk for continuing", size=28, colour="muted")
    s.text(MARGIN, 428, "medical education", size=28, colour="muted")


def desk(s: Stage, *, x: float, y: float, scale: float, light: float) -> None:
    """A study carrel: a desk between two sides, a lamp, a screen with a recording; `light` from 0 to 1."""
    s.painter.save()
    s.painter.translate(x, y)
    s.painter.scale(scale, scale)
    glow(s, light)
    carrel(s)
    screen(s, light)
    lamp(s, light)
    books(s)
    s.painter.restore()


def glow(s: Stage, light: float) -> None:
    """The warm pool that the lamp throws on the back wall."""
    s.box(QRectF(-262, -330, 524, 340), fill="#18222D", edge="", radius=18)
    pool = QRadialGradient(QPointF(-128, -150), 330)
    pool.setColorAt(0, QColor(255, 214, 150, int(110 * light)))
    pool.setColorAt(0.5, QColor(255, 200, 130, int(42 * light)))
    pool.setColorAt(1, QColor(255, 200, 130, 0))
    s.painter.setPen(Qt.PenStyle.NoPen)
    s.painter.setBrush(pool)
    s.painter.drawRoundedRect(QRectF(-262, -330, 524, 340), 18, 18)


def carrel(s: Stage) -> None:
    """Two sides, a shelf above and the desk's top."""
    for side in (-1, 1):
        s.box(QRectF(side * 270 - 12, -342, 24, 440), fill="#2B3A4A", edge="", radius=8)
    s.box(QRectF(-282, -348, 564, 22), fill="#34465A", edge="", radius=8)
    s.box(QRectF(-312, 0, 624, 24), fill="#3D526A", edge="", radius=10)
    s.box(QRectF(-258, 24, 516, 10), fill="#0B0F14", edge="", radius=4, alpha=0.5)


def screen(s: Stage, light: float) -> None:
    """A small display with a picture that plays and a line that fills."""
    s.box(QRectF(96, -26, 28, 22), fill="#55697F", edge="", radius=3)
    s.box(QRectF(56, -8, 108, 9), fill="#55697F", edge="", radius=4)
    s.box(QRectF(-10, -196, 240, 172), fill="#0C1116", edge="#55697F", radius=12, width=5)
    s.box(QRectF(6, -180, 208, 116), fill="#1B3B60", edge="", radius=5)
    play = QPainterPath(QPointF(98, -146))
    play.lineTo(98, -98)
    play.lineTo(138, -122)
    play.closeSubpath()
    s.painter.fillPath(play, s.colour("#EDF2F7"))
    s.bar(8, -45, 204, thick=9, fill="#33404D")
    s.bar(8, -45, 60 + 84 * light, thick=9, fill="#6DB1FF")


def lamp(s: Stage, light: float) -> None:
    """A desk lamp with a bent arm."""
    cone = QPainterPath(QPointF(-150, -190))
    cone.lineTo(-252, 0)
    cone.lineTo(-14, 0)
    cone.lineTo(-106, -190)
    cone.closeSubpath()
    beam = QLinearGradient(0, -190, 0, 0)
    beam.setColorAt(0, QColor(255, 222, 165, int(150 * light)))
    beam.setColorAt(1, QColor(255, 222, 165, int(22 * light)))
    s.painter.fillPath(cone, beam)
    s.box(QRectF(-226, -11, 86, 11), fill="#8FA3B8", edge="", radius=5)
    s.stroke((-184, -12), (-216, -126), (-140, -218), colour="#8FA3B8", width=7)
    shade = QPainterPath(QPointF(-146, -232))
    shade.lineTo(-110, -232)
    shade.cubicTo(-96, -218, -90, -204, -86, -186)
    shade.lineTo(-170, -186)
    shade.cubicTo(-166, -204, -160, -218, -146, -232)
    s.painter.fillPath(shade, s.colour("#E0A458"))


def books(s: Stage) -> None:
    """Three books that lie under the lamp."""
    pile = ((-124, 100, "#6DB1FF"), (-116, 88, "#E9EEF4"), (-120, 76, "#D97B5B"))
    for index, (left, length, colour) in enumerate(pile):
        s.box(QRectF(left, -16 - index * 17, length, 15), fill=colour, edge="", radius=3)


def offline(s: Stage, b: Beat) -> None:
    """An aeroplane's window with passing clouds, and a course as one file."""
    s.clear(LIGHT)
    window(s, b.now)
    s.heading("It works without\na network", "A course is one file.\nAdd it once. It is complete.", y=230)
    file_chip(s, 96, 490, b.since(1, after=0.2), b.since(3, after=1.0, over=0.8))


def window(s: Stage, now: float) -> None:
    """The cabin wall, the frame and the sky behind it."""
    outer, inner = QRectF(820, 70, 320, 470), QRectF(856, 106, 248, 398)
    s.card(outer, radius=150)
    shape = QPainterPath()
    shape.addRoundedRect(inner, 116, 116)
    sky = QLinearGradient(0, inner.top(), 0, inner.bottom())
    for at, colour in ((0, "#2C6DB4"), (0.55, "#8FBDE8"), (0.8, "#F3D9BC"), (1, "#F7C99B")):
        sky.setColorAt(at, QColor(colour))
    s.painter.save()
    s.painter.setClipPath(shape)
    s.painter.fillPath(shape, sky)
    for index, (y, size, speed) in enumerate(((236, 0.8, 7.0), (330, 1.25, 12.0), (300, 0.6, 9.0), (452, 1.7, 18.0))):
        cloud(s, 800 + (index * 170 + 60 + now * speed) % 400, y, size)
    wing(s)
    s.painter.restore()
    s.painter.strokePath(shape, QPen(s.colour("#C3CEDA"), 5))


def cloud(s: Stage, x: float, y: float, size: float) -> None:
    """A soft cloud of three rounds and a flat foot."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for dx, dy, radius in ((-26, -6, 18), (0, -16, 25), (28, -5, 17)):
        path.addEllipse(QPointF(x + dx * size, y + dy * size), radius * size, radius * size)
    path.addRoundedRect(QRectF(x - 48 * size, y - 8 * size, 98 * size, 22 * size), 11 * size, 11 * size)
    s.painter.fillPath(path, s.colour("#FFFFFF", 0.72))


def wing(s: Stage) -> None:
    """The wing, seen from the seat."""
    path = QPainterPath(QPointF(840, 470))
    path.cubicTo(930, 430, 1000, 404, 1064, 384)
    path.lineTo(1076, 340)
    path.lineTo(1088, 344)
    path.lineTo(1080, 396)
    path.cubicTo(1010, 440, 940, 490, 880, 540)
    path.lineTo(840, 540)
    path.closeSubpath()
    s.painter.fillPath(path, s.colour("#E6ECF2"))
    s.stroke((852, 494), (1070, 398), colour="#B5C2CF", width=2)
    s.stroke((1064, 384), (1076, 340), colour="accent", width=6)


def file_chip(s: Stage, x: float, y: float, shown: float, checked: float) -> None:
    """A course file by its name, and the mark that says it was checked."""
    if shown <= 0:
        return
    s.painter.save()
    s.painter.setOpacity(s.painter.opacity() * shown)
    s.painter.translate(0, 14 * (1 - shown))
    s.card(QRectF(x, y - 46, 428, 92), radius=18)
    sheet(s, x + 50, y, 42)
    s.text(x + 88, y - 3, "meet-carrel.course", size=22, weight=600)
    s.text(x + 88, y + 24, "Signed by its provider", size=17, colour="muted")
    s.disc(x + 386, y, 19, fill="good", alpha=checked)
    s.tick(x + 386, y, 18, part=checked)
    s.painter.restore()


def sheet(s: Stage, x: float, y: float, size: float, *, fill: str = "soft") -> None:
    """A file with a folded corner around (x, y)."""
    w, h, fold = size * 0.8, size, size * 0.26
    path = QPainterPath(QPointF(x - w / 2, y - h / 2))
    path.lineTo(x + w / 2 - fold, y - h / 2)
    path.lineTo(x + w / 2, y - h / 2 + fold)
    path.lineTo(x + w / 2, y + h / 2)
    path.lineTo(x - w / 2, y + h / 2)
    path.closeSubpath()
    s.painter.fillPath(path, s.colour(fill))
    s.trace(path, colour="accent", width=2.5)
    s.stroke(
        (x + w / 2 - fold, y - h / 2),
        (x + w / 2 - fold, y - h / 2 + fold),
        (x + w / 2, y - h / 2 + fold),
        colour="accent",
        width=2.5,
    )


def way(s: Stage, b: Beat) -> None:
    """The six steps of every course, one after the other."""
    s.clear(LIGHT)
    s.heading("One way through", y=170)
    spoken = (b.now - b.sentences[1]) / max(0.1, b.sentences[2] - b.sentences[1] - 0.7) * 6
    gap = (WIDTH - 2 * MARGIN - 150) / 5
    places = [MARGIN + 86 + gap * index for index in range(6)]
    s.stroke((places[0], 330), (places[5], 330), colour="line", width=4)
    s.stroke((places[0], 330), (places[0] + gap * min(5.0, max(0.0, spoken - 0.6)), 330), colour="accent", width=4)
    for index, (x, name) in enumerate(zip(places, STEPS, strict=True)):
        step(s, x, 330, str(index + 1), name, lit=smooth((spoken - index) * 2))
    reason(s, places[2], b.since(2, after=0.2))


def step(s: Stage, x: float, y: float, number: str, name: str, *, lit: float) -> None:
    """One step: its number in a ring, its name under it; `lit` from 0 to 1 as it is spoken."""
    s.disc(x, y, 34 + 3 * lit, fill="surface", edge="line", width=3)
    s.disc(x, y, 34 + 3 * lit, fill="accent", alpha=lit)
    s.text(x, y + 9, number, size=26, weight=600, colour="muted", align="centre", alpha=1 - lit)
    s.text(x, y + 9, number, size=26, weight=600, colour="#FFFFFF", align="centre", alpha=lit)
    s.text(x, y + 84, name, size=21, weight=600, colour="muted", align="centre", alpha=1 - lit)
    s.text(x, y + 84, name, size=21, weight=600, colour="ink", align="centre", alpha=lit)


def reason(s: Stage, x: float, shown: float) -> None:
    """Why a step is locked, said at the step."""
    if shown <= 0:
        return
    s.painter.save()
    s.painter.setOpacity(s.painter.opacity() * shown)
    s.painter.translate(0, 12 * (1 - shown))
    s.stroke((x, 432), (x, 468), colour="line", width=3)
    s.card(QRectF(x - 180, 468, 500, 92), radius=18)
    s.padlock(x - 132, 514, 34, colour="warm")
    s.text(x - 96, 508, "Quiz: locked", size=21, weight=600)
    s.text(x - 96, 536, "It opens when you have watched enough.", size=18, colour="muted")
    s.painter.restore()


def disclosures(s: Stage, b: Beat) -> None:
    """A sheet that names people and their relationships, with a box to tick."""
    s.clear(LIGHT)
    s.heading("Disclosures\ncome first", "Who is behind the course,\nbefore what they say.")
    s.card(QRectF(664, 84, 520, 500))
    s.text(704, 142, "Before you start", size=24, weight=600)
    people = (
        ("Planner", "Nothing to disclose"),
        ("Presenter", "Adviser to a company: mitigated"),
        ("Reviewer", "Nothing to disclose"),
    )
    for index, (role, relation) in enumerate(people):
        person(s, 704, 212 + index * 92, role, relation, b.since(1, after=0.2 + index * 1.1))
    s.stroke((704, 464), (1144, 464), colour="line", width=1.5)
    ticked = b.since(2, after=0.3, over=0.5)
    s.box(QRectF(704, 500, 36, 36), fill="surface", edge="accent", radius=9, width=2.5)
    s.box(QRectF(704, 500, 36, 36), fill="accent", edge="", radius=9, alpha=ticked)
    s.tick(722, 518, 20, part=ticked)
    s.text(758, 526, "I have read these disclosures", size=21, weight=500)


def person(s: Stage, x: float, y: float, role: str, relation: str, shown: float) -> None:
    """Somebody in control of the content, and what they disclosed."""
    alpha = 0.35 + 0.65 * shown
    s.disc(x + 30, y + 14, 32, fill="soft")
    head = QPainterPath()
    head.addEllipse(QPointF(x + 30, y + 4), 10, 10)
    head.addRoundedRect(QRectF(x + 12, y + 19, 36, 18), 12, 12)
    s.painter.fillPath(head, s.colour("accent", alpha))
    s.text(x + 82, y + 9, role, size=21, weight=600, alpha=alpha)
    s.text(x + 82, y + 38, relation, size=19, colour="muted", alpha=alpha)


def floor_line(s: Stage, part: float) -> None:
    """How much of the recording has passed: a thin line on the lower edge."""
    s.painter.fillRect(QRectF(0, HEIGHT - 4, WIDTH, 4), s.colour("line", 0.6))
    s.painter.fillRect(QRectF(0, HEIGHT - 4, WIDTH * part, 4), s.colour("accent"))
