"""Fusion with our own ticks, arrows, focus rings and measures: what a style sheet cannot draw from tokens."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QListView,
    QMenu,
    QProxyStyle,
    QPushButton,
    QRadioButton,
    QScroller,
    QScrollerProperties,
    QStyle,
    QStyledItemDelegate,
    QStyleOption,
    QWidget,
)

from player.ui.theme.enter import let_enter_press
from player.ui.theme.menus import MirroredMenus

if TYPE_CHECKING:
    from player.ui.theme.theme import Theme

Element = QStyle.PrimitiveElement
Metric = QStyle.PixelMetric
State = QStyle.StateFlag

ICON_GAP = 5
_ARROWS = {
    Element.PE_IndicatorArrowDown: "chevron-down",
    Element.PE_IndicatorArrowUp: "chevron-up",
    Element.PE_IndicatorArrowLeft: "chevron-left",
    Element.PE_IndicatorArrowRight: "chevron-right",
    Element.PE_IndicatorSpinUp: "chevron-up",
    Element.PE_IndicatorSpinDown: "chevron-down",
    Element.PE_IndicatorSpinPlus: "plus",
    Element.PE_IndicatorSpinMinus: "minus",
}
_TICKS = (Element.PE_IndicatorCheckBox, Element.PE_IndicatorItemViewItemCheck)
_PUSHED, _STYLED = "pushed", "styled"
_ROOMY = {
    Metric.PM_IndicatorWidth: 28,
    Metric.PM_IndicatorHeight: 28,
    Metric.PM_ExclusiveIndicatorWidth: 28,
    Metric.PM_ExclusiveIndicatorHeight: 28,
    Metric.PM_ButtonIconSize: 22,
}
"""What is larger where it is pressed with a finger."""
_MEASURES = {
    Metric.PM_IndicatorWidth: 20,
    Metric.PM_IndicatorHeight: 20,
    Metric.PM_ExclusiveIndicatorWidth: 20,
    Metric.PM_ExclusiveIndicatorHeight: 20,
    Metric.PM_ButtonIconSize: 18,
    Metric.PM_SmallIconSize: 18,
    # The cross in a field is two pixels higher than its picture.
    Metric.PM_LineEditIconSize: 22,
    Metric.PM_ToolBarIconSize: 20,
    Metric.PM_ListViewIconSize: 20,
    Metric.PM_TabBarIconSize: 18,
}


class CarrelStyle(QProxyStyle):
    """The style of the application; shapes come from the style sheet, marks from here.

    What Qt asks for at every turn is not answered here (`styleHint` took an eighth of all work of the window): how long
    something moves stands in the sheet, and a slider of ours goes where it is pressed.
    """

    def __init__(self, theme: "Theme") -> None:
        super().__init__("Fusion")
        self._theme = theme
        self._menus = MirroredMenus(theme)

    def drawPrimitive(
        self, element: Element, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]  # the stubs lack the fields
        state: State = option.state  # pyright: ignore[reportAttributeAccessIssue]
        if element in _TICKS:
            self._draw_tick(painter, rect, state)
        elif element == Element.PE_IndicatorMenuCheckMark:
            # Only what is on has a mark in a menu: a box would leave the others looking like plain actions.
            if state & State.State_On:
                role = "accent" if state & State.State_Enabled else "disabled"
                self._theme.icons.paint(painter, _square(rect), "check", role)
        elif element == Element.PE_IndicatorRadioButton:
            self._draw_radio(painter, rect, state)
        elif element in _ARROWS:
            self._draw_arrow(painter, rect, _ARROWS[element], state)
        elif element == Element.PE_FrameFocusRect:
            self._draw_focus(painter, rect, widget)
        else:
            super().drawPrimitive(element, option, painter, widget)

    def polish(self, target: QWidget | QApplication | QPalette) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        super().polish(target)  # pyright: ignore[reportArgumentType, reportCallIssue]
        if isinstance(target, QComboBox | QMenu):
            _turn(target)
        if isinstance(target, QMenu):
            self._menus.watch(target)
        if isinstance(target, QPushButton):
            let_enter_press(target)
            self._part_icon_from_word(target)
        elif isinstance(target, QAbstractSpinBox) and target.property("kind") != "amount":
            # The sheet's padding does not reach the line inside.
            margin, mirrored = self._theme.px(9), target.isRightToLeft()
            target.lineEdit().setTextMargins(0 if mirrored else margin, 0, margin if mirrored else 0, 0)
        elif isinstance(target, QListView):
            # Rows measured before the style sheet came would stay as low as they were then.
            QMetaObject.invokeMethod(target, "doItemsLayout", Qt.ConnectionType.QueuedConnection)
        if isinstance(target, QAbstractScrollArea):
            self._let_push(target)
        elif isinstance(target, QComboBox) and self._theme.roomy and not target.property(_STYLED):
            # Of itself a box draws its choices past the sheet, which says how high they are.
            target.setItemDelegate(QStyledItemDelegate(target))
            target.setProperty(_STYLED, True)

    def _let_push(self, area: QAbstractScrollArea) -> None:
        """Where there is room for fingers they push what scrolls, and it runs on for a while.

        By the gesture of the mouse, which a finger is taken for: that of touch itself would press, at the end of a
        push, whatever button the finger came to lie on.
        """
        ground = area.viewport()
        pushed = bool(ground.property(_PUSHED))
        if self._theme.roomy and not pushed and not area.inherits("QComboBoxListView"):
            QScroller.grabGesture(ground, QScroller.ScrollerGestureType.LeftMouseButtonGesture)
            ground.setProperty(_PUSHED, True)
        elif not self._theme.roomy and pushed:
            QScroller.ungrabGesture(ground)
            ground.setProperty(_PUSHED, False)
        if self._theme.roomy and self._theme.still:
            _stop_with_finger(ground)

    def _part_icon_from_word(self, button: QPushButton) -> None:
        """Give icons of buttons room behind them; one whose size somebody chose stays as it is."""
        size, usual = button.iconSize(), self._theme.px(self._measure(Metric.PM_ButtonIconSize))
        if size.width() != size.height() or size.width() == usual:
            button.setIconSize(QSize(usual + self._theme.px(ICON_GAP), usual))

    def pixelMetric(self, metric: Metric, option: QStyleOption | None = None, widget: QWidget | None = None) -> int:
        if metric in _MEASURES:
            return self._theme.px(self._measure(metric))
        return super().pixelMetric(metric, option, widget)

    def _measure(self, metric: Metric) -> int:
        return _ROOMY.get(metric, _MEASURES[metric]) if self._theme.roomy else _MEASURES[metric]

    def _draw_tick(self, painter: QPainter, rect: QRect, state: State) -> None:
        box = _square(rect)
        half = bool(state & State.State_NoChange)
        marked = half or bool(state & State.State_On)
        self._begin(painter, state, marked)
        painter.drawRoundedRect(box, 5, 5)
        painter.restore()
        if marked:
            role = "on_accent" if state & State.State_Enabled else "surface"
            inset = box.width() * 0.14
            mark = box.adjusted(inset, inset, -inset, -inset)
            self._theme.icons.paint(painter, mark, "minus" if half else "check", role)

    def _draw_radio(self, painter: QPainter, rect: QRect, state: State) -> None:
        box = _square(rect)
        marked = bool(state & State.State_On)
        self._begin(painter, state, marked)
        painter.drawEllipse(box)
        if marked:
            painter.setBrush(self._theme.colour("on_accent"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(box.center(), box.width() * 0.2, box.width() * 0.2)
        painter.restore()

    def _begin(self, painter: QPainter, state: State, marked: bool) -> None:
        enabled = bool(state & State.State_Enabled)
        hover = bool(state & State.State_MouseOver) or bool(state & State.State_HasFocus)
        fill = "accent" if marked and enabled else "disabled" if marked else "surface"
        border = fill if marked else ("accent" if hover else "edge") if enabled else "disabled"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour(fill))
        painter.setPen(QPen(self._theme.colour(border), 1.5))

    def _draw_arrow(self, painter: QPainter, rect: QRect, name: str, state: State) -> None:
        side = min(self._theme.px(16), rect.width())
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(rect).center())
        self._theme.icons.paint(painter, box, name, "muted" if state & State.State_Enabled else "disabled")

    def _draw_focus(self, painter: QPainter, rect: QRect, widget: QWidget | None) -> None:
        if isinstance(widget, QAbstractItemView):
            self._theme.ring(painter, QRectF(rect), self._theme.tokens.shape["radius_small"])
            return
        area = QRectF(widget.rect()) if widget is not None else QRectF(rect)
        colour: QColor | None = None
        radius = self._theme.tokens.shape["radius_small"]
        if isinstance(widget, QPushButton):
            radius = self._theme.tokens.shape["radius"]
            if widget.property("kind") == "primary":
                # Inside the fill: a ring in the fill's own colour would not be seen.
                area, radius, colour = area.adjusted(3, 3, -3, -3), radius - 3, self._theme.colour("on_accent")
        elif isinstance(widget, QCheckBox | QRadioButton):
            area = area.adjusted(0, 1, 0, -1)
        self._theme.ring(painter, area, radius, colour)


class RoomyStyle(CarrelStyle):
    """The same for fingers; the other is not asked what it does not change, which Qt does thousands of times."""

    def subElementRect(self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None) -> QRect:
        if element == QStyle.SubElement.SE_RadioButtonClickRect:
            # A finger takes all of the row, not the words alone.
            return option.rect  # pyright: ignore[reportAttributeAccessIssue]
        return super().subElementRect(element, option, widget)  # pyright: ignore[reportArgumentType]  # may be none


def _stop_with_finger(ground: QWidget) -> None:
    """What is pushed neither runs on nor swings back at its ends."""
    pushing = QScroller.scroller(ground)
    properties = pushing.scrollerProperties()
    properties.setScrollMetric(QScrollerProperties.ScrollMetric.MaximumVelocity, 0.0)
    for way in (
        QScrollerProperties.ScrollMetric.VerticalOvershootPolicy,
        QScrollerProperties.ScrollMetric.HorizontalOvershootPolicy,
    ):
        properties.setScrollMetric(way, QScrollerProperties.OvershootPolicy.OvershootAlwaysOff)
    pushing.setScrollerProperties(properties)


def _turn(widget: QWidget) -> None:
    """The sheet's paddings stay on their sides where text runs from right to left: there it has others. (Those of
    buttons with words Qt turns itself.)"""
    mirrored = widget.isRightToLeft()
    if mirrored or widget.property("mirrored") is not None:
        widget.setProperty("mirrored", str(mirrored).lower())


def _square(rect: QRect) -> QRectF:
    """Its sides run through the middle of pixels: between two of them a thin line would be a faint one."""
    side = min(rect.width(), rect.height()) - 2
    left, top = rect.x() + (rect.width() - side) // 2, rect.y() + (rect.height() - side) // 2
    return QRectF(left + 0.5, top + 0.5, side - 1, side - 1)
