"""The handout of the sample course: "Meet Carrel on one page", an A4 PDF in the project's look."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

FONTS = Path(__file__).resolve().parents[2] / "fonts"
INK, MUTED, ACCENT, SOFT, LINE, DARK = "#17212B", "#55616E", "#1B5FAA", "#DCE8F5", "#D3DBE4", "#11161C"
LEFT, WIDTH = 20.0, 170.0
STEPS = ("Before you start", "Watch", "Quiz", "Evaluation", "Claim", "Certificate")
PARTS = (
    (
        "Without a network",
        "A course is one file. Add it once: the recordings, the captions, the quiz and the "
        "handouts are inside. It is signed by its provider, and checked while it plays.",
    ),
    (
        "Disclosures come first",
        "Before the content you read who planned and who presents the course, and their financial "
        "relationships. Once you have acknowledged them, the recording opens.",
    ),
    (
        "Quiz and evaluation",
        "The passing score is shown before the first question. The evaluation asks what was "
        "useful, and whether you saw any commercial bias.",
    ),
    (
        "You claim the credit",
        "Credit is claimed by you, in steps, up to what the evidence supports. Claim only what "
        "matches the extent of your participation.",
    ),
    (
        "A tamper-evident record",
        "What you did is kept as a chain of small facts, each sealed to the one before. If a link "
        "is changed, the break can be seen.",
    ),
    (
        "The completion file",
        "When you have a network again, send it to the provider. It carries your evidence, "
        "signed. The provider checks it and answers with a receipt.",
    ),
)


def write(to: Path, picture: Path) -> None:
    """Lay out the page with the course's cover in its head, and write it to `to`."""
    page = FPDF(format="A4")
    page.set_creation_date(datetime(2024, 1, 1, tzinfo=UTC))
    page.set_title("Meet Carrel on one page")
    page.set_lang("en")
    page.set_auto_page_break(auto=False)
    page.c_margin = 0
    for style, name in (("", "Regular"), ("B", "SemiBold"), ("I", "Italic")):
        page.add_font("Inter", style, FONTS / f"Inter-{name}.ttf")
    page.add_page()
    head(page, picture)
    way(page, 88)
    counted(page, 121)
    for index, (title, words) in enumerate(PARTS):
        part(page, LEFT + index % 2 * 90, 168 + index // 2 * 36, title, words)
    foot(page)
    page.output(str(to))


def write_at(  # noqa: PLR0913 - a line of type has that many properties
    page: FPDF,
    x: float,
    y: float,
    words: str,
    *,
    size: float,
    colour: str = INK,
    style: str = "",
    width: float = 0,
    align: Align = Align.L,
) -> None:
    """One line whose top is `y` millimetres from the page's upper edge."""
    page.set_font("Inter", style, size)
    page.set_text_color(colour)
    page.set_xy(x, y)
    page.cell(width, size * 0.45, words, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def head(page: FPDF, picture: Path) -> None:
    """A dark band with the title and the desk."""
    page.set_fill_color(DARK)
    page.rect(0, 0, 210, 74, style="F")
    page.image(str(picture), x=92, y=4, w=118, alt_text="A desk with a lamp and a screen")
    write_at(page, LEFT, 27, "Meet Carrel", size=32, colour="#FFFFFF", style="B")
    write_at(page, LEFT, 44, "on one page", size=18, colour="#A5B2BF")


def way(page: FPDF, y: float) -> None:
    """The six steps."""
    gap = (WIDTH - 30) / 5
    page.set_draw_color(ACCENT)
    page.set_line_width(0.8)
    page.line(LEFT + 15, y + 6, LEFT + 15 + 5 * gap, y + 6)
    for index, name in enumerate(STEPS):
        middle = LEFT + 15 + index * gap
        page.set_fill_color(ACCENT)
        page.circle(middle, y + 6, 6, style="F")
        write_at(
            page,
            middle - 10,
            y + 3.5,
            str(index + 1),
            size=11,
            colour="#FFFFFF",
            style="B",
            width=20,
            align=Align.C,
        )
        write_at(page, middle - 18, y + 15, name, size=9.5, style="B", width=36, align=Align.C)


def counted(page: FPDF, y: float) -> None:
    """A timeline in part played, and what it means."""
    page.set_fill_color("#F5F7FA")
    page.rect(LEFT, y, WIDTH, 33, style="F", round_corners=True, corner_radius=4)
    write_at(page, LEFT + 8, y + 6, "Time, honestly counted", size=12, style="B")
    for start, length, colour in ((0, 154, LINE), (0, 62, ACCENT), (108, 25, ACCENT)):
        page.set_fill_color(colour)
        page.rect(LEFT + 8 + start, y + 15.5, length, 2.6, style="F", round_corners=True, corner_radius=1.3)
    note = "Only what was really played counts, and every part counts once. What you skip stays empty."
    write_at(page, LEFT + 8, y + 23, note, size=9.5, colour=MUTED)


def part(page: FPDF, x: float, y: float, title: str, words: str) -> None:
    """One thing to know, 80 mm wide."""
    page.set_fill_color(ACCENT)
    page.rect(x, y, 9, 0.9, style="F")
    write_at(page, x, y + 4.5, title, size=12, style="B")
    page.set_font("Inter", "", 9.5)
    page.set_text_color(MUTED)
    page.set_xy(x, y + 11.5)
    page.multi_cell(80, 4.7, words, align=Align.L, padding=0)


def foot(page: FPDF) -> None:
    """What this course is not."""
    page.set_draw_color(LINE)
    page.set_line_width(0.3)
    page.line(LEFT, 278, LEFT + WIDTH, 278)
    words = "This course is a specimen. It gives no real credit, and its certificate says so."
    write_at(page, LEFT, 282, words, size=9, colour=MUTED, style="I")
