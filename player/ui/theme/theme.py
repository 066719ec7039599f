"""The one object that knows how things look now, and tells when that changes."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QRectF, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QApplication, QWidget

from player.ui.theme.fonts import families_for, font_of, load_typefaces, tabular
from player.ui.theme.icons import Icons
from player.ui.theme.palette import palette_from
from player.ui.theme.sheet import ARROW, scaled, style_sheet
from player.ui.theme.style import CarrelStyle, RoomyStyle
from player.ui.theme.tokens import Scheme, load_tokens
from player.ui.theme.wardrobe import catch_up, change_clothes, memory_of_colours

SMALLEST, LARGEST = 100, 200
KIOSK = "/* The kiosk:"
"""With this begins what the style sheet says of the kiosk's own screens."""
Weight = QFont.Weight


class Theme(QObject):
    """Colours, type, icons and motion of the running application.

    Built by the start-up code with the folder of resources and handed to every widget that paints itself.
    `changed` comes after colours, text size or motion changed and all ordinary controls follow already.
    """

    changed = Signal()

    def __init__(self, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tokens = load_tokens(resources / "theme" / "tokens.toml")
        self.icons = Icons(resources / "icons", self.colour)
        self._template = (resources / "theme" / "style.qss").read_text(encoding="utf-8")
        self._roomy_template = (resources / "theme" / "roomy.qss").read_text(encoding="utf-8")
        self._fonts = resources / "fonts"
        self._shipped: tuple[str, ...] = ()
        self._families: tuple[str, ...] = ()
        self._scheme = Scheme.LIGHT
        self._percent = SMALLEST
        self._still = False
        self._roomy = False
        self._pictures = QTemporaryDir()
        self._app: QApplication | None = None
        self._memory: QWidget | None = None
        self._style: CarrelStyle | None = None

    @property
    def scheme(self) -> Scheme:
        """The colours in use."""
        return self._scheme

    @property
    def text_percent(self) -> int:
        """The text size, 100 to 200."""
        return self._percent

    @property
    def still(self) -> bool:
        """True while nothing should move."""
        return self._still

    @property
    def roomy(self) -> bool:
        """True while everything that is pressed is as large as a finger."""
        return self._roomy

    @property
    def target(self) -> int:
        """The least height of what is pressed, in pixels; does not grow with the text."""
        return self.tokens.shape["roomy" if self._roomy else "target"]

    def apply(self, app: QApplication) -> None:
        """Dress the application: style, typeface, palette and sheet. Called once."""
        self._app = app
        self._memory = memory_of_colours()
        self._shipped = load_typefaces(self._fonts)
        self._families = families_for(self._shipped, QLocale())
        self._dress(cut=RoomyStyle if self._roomy else CarrelStyle)

    def catch_up(self, page: QWidget) -> None:
        """Dress a page that was out of sight when the look changed, before it is seen."""
        if catch_up(page):
            # It may have measured its controls as they were.
            self.changed.emit()

    def switch(self, scheme: Scheme) -> None:
        """Take other colours, live."""
        if scheme != self._scheme:
            self._scheme = scheme
            self._dress(sizes=False)

    def scale_text(self, percent: int) -> None:
        """Set the text size in per cent, kept within 100 to 200, live."""
        percent = max(SMALLEST, min(LARGEST, percent))
        if percent != self._percent:
            self._percent = percent
            self._dress()

    def keep_still(self, still: bool) -> None:
        """No motion while true: every duration is then 0."""
        if still != self._still:
            self._still = still
            self._dress(sizes=False)

    def take_letters(self) -> None:
        """Write as the language wants it that is spoken now, live."""
        families = families_for(self._shipped, QLocale())
        if families != self._families:
            self._families = families
            self._dress()

    def make_roomy(self, roomy: bool) -> None:
        """Large controls for fingers while true, and pages that are pushed up and down by touch, live."""
        if roomy != self._roomy:
            self._roomy = roomy
            self._dress(cut=RoomyStyle if roomy else CarrelStyle)

    def colour(self, role: str) -> QColor:
        """The colour of a role now; KeyError for a role that the tokens do not know."""
        return QColor(self.tokens.colour(self._scheme, role))

    def px(self, pixels: int) -> int:
        """Pixels that grow with the text: for icons, heights and widths that hold words."""
        return scaled(pixels, self._percent)

    def space(self, name: str) -> int:
        """A step of the 8-pixel grid by name (half, one, two, three, four, six); does not grow with the text."""
        return self.tokens.space[name]

    def duration(self, name: str) -> int:
        """Milliseconds of a motion by name (quick, calm); 0 when nothing should move."""
        return 0 if self._still else self.tokens.motion[name]

    def font(self, size: str = "body", weight: Weight = Weight.Normal, *, figures: bool = False) -> QFont:
        """The font of a size by name (as in `SIZES` of the tokens), `figures` with digits of equal width."""
        font = font_of(self._families, self.px(self.tokens.sizes[size]), weight)
        return tabular(font) if figures else font

    def ring(self, painter: QPainter, rect: QRectF, radius: float, colour: QColor | None = None) -> None:
        """Draw the focus ring just inside a rectangle."""
        width = self.tokens.shape["ring"]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour or self.colour("focus"), width))
        half = width / 2
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
        painter.restore()

    def _dress(self, *, sizes: bool = True, cut: type[CarrelStyle] | None = None) -> None:
        if self._app is not None:
            change_clothes(partial(self._clothe, self._app, cut), sizes=sizes)
        self.changed.emit()

    def _clothe(self, app: QApplication, cut: type[CarrelStyle] | None) -> None:
        # Where a sheet takes the place of another Qt asks nobody whether it was dressed.
        app.setStyleSheet("")
        if cut is not None:
            self._style = cut(self)
            app.setStyle(self._style)
        app.setPalette(palette_from(self.colour))
        app.setFont(self.font())
        app.setStyleSheet(self._sheet())

    def _sheet(self) -> str:
        template = self._template
        if self._roomy:
            # Before what the kiosk says of its own screens: that comes later, and stands.
            ordinary, kiosk, rest = template.partition(KIOSK)
            template = f"{ordinary}{self._roomy_template}\n{kiosk}{rest}"
        others = {**self._arrows(), "calm": str(self.duration("calm"))}
        return style_sheet(template, self.tokens, self._scheme, self._percent, others)

    def _arrows(self) -> dict[str, str]:
        """Pictures of the arrows in this scheme's colour: a style sheet can only take them from files."""
        paths: dict[str, str] = {}
        for name, icon in (("arrow_down", "chevron-down"), ("arrow_up", "chevron-up")):
            path = Path(self._pictures.path()) / f"{name}-{self._scheme}-{self._percent}.png"
            for ratio, suffix in ((1, ""), (2, "@2x"), (3, "@3x")):
                file = path.with_stem(path.stem + suffix)
                if not file.exists():
                    self.icons.pixmap(icon, self.px(ARROW) * ratio, "muted").save(str(file))
            paths[name] = path.as_posix()
        return paths


def dress(widget: QWidget, **properties: str | bool) -> None:
    """Set the properties that the style sheet knows (`kind`, `role`, `wrong`) and show their effect at once."""
    for name, value in properties.items():
        widget.setProperty(name, str(value).lower() if isinstance(value, bool) else value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.updateGeometry()
