"""A picture of a course within its text: never wider than its column, never coarse, and words where it cannot be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from player.ui.theme import Theme
from player.ui.widgets.words import Words, show_if

TALLEST = 420


class CoursePicture(QWidget):
    """Before its image came it takes no room; one that is damaged is stood in for by its words."""

    def __init__(self, theme: Theme, alt: str) -> None:
        super().__init__()
        self._theme, self._alt = theme, alt
        self._sheet = _Sheet(theme)
        self._sheet.setAccessibleName(alt)
        self._words = Words(role="muted")
        self._sheet.hide()
        self._words.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._words)

    def render_image(self, image: QImage | None) -> None:
        """Shows the picture; None tells that there is none, and what it would have shown."""
        show_if(self._sheet, image is not None)
        if image is not None:
            self._sheet.render_image(image)
            self._words.say("")
            return
        lost = self.tr("A picture that cannot be shown: {alt}").format(alt=self._alt)
        self._words.say(lost if self._alt else self.tr("A picture that cannot be shown."))


class _Sheet(QLabel):
    """The image, as large as it is or as there is room, in the pixels of the screen it is on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._image = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def render_image(self, image: QImage) -> None:
        self._image = image
        self.updateGeometry()
        self._draw()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._fitting(width).height()

    def sizeHint(self) -> QSize:
        return self._fitting(self._image.width())

    def minimumSizeHint(self) -> QSize:
        # Narrower than anybody's column: the picture follows the width that there is.
        return QSize(min(48, self._image.width()), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._draw()
        return super().event(event)

    def _fitting(self, width: int) -> QSize:
        """The size in which the whole picture is seen: never enlarged, never too tall for a page."""
        size = self._image.size()
        room = QSize(min(width, size.width()), min(self._theme.px(TALLEST), size.height()))
        return size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))

    def _draw(self) -> None:
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        wanted = self._fitting(max(1, self.width())) * ratio
        smooth = Qt.TransformationMode.SmoothTransformation
        sheet = QPixmap.fromImage(self._image.scaled(wanted, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        sheet.setDevicePixelRatio(ratio)
        self.setPixmap(sheet)
