"""The control for an amount of credit: minus, the amount, plus, within what may be claimed."""

from decimal import ROUND_DOWN, Decimal

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent, QShowEvent, QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QVBoxLayout, QWidget

from player.ui.language import amount_of, amount_text
from player.ui.theme import Theme, dress
from player.ui.widgets.tool_button import ToolButton
from player.ui.widgets.words import Words

ZERO = Decimal(0)
StepFlag = QAbstractSpinBox.StepEnabledFlag


class CreditStepper(QWidget):
    """An amount in whole steps from nothing to a limit; `amount_changed` carries the Decimal a person chose."""

    amount_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._field = _Amount()
        dress(self._field, kind="amount")
        self._less = self._button("minus", self.tr("Less"))
        self._more = self._button("plus", self.tr("More"))
        self._note = Words(role="muted")
        self._less.clicked.connect(self._field.stepDown)
        self._more.clicked.connect(self._field.stepUp)
        self._field.moved.connect(self._moved)
        self._lay_out()
        self.setFocusProxy(self._field)
        # Tab enters at the proxy, so what stood before it would never be reached.
        QWidget.setTabOrder(self._field, self._less)
        QWidget.setTabOrder(self._less, self._more)
        theme.changed.connect(self.restyle)
        self.restyle()

    def render_amount(self, amount: Decimal, *, step: Decimal, limit: Decimal, name: str, note: str = "") -> None:
        """Show an amount; `limit` is the most that may be claimed, `name` what is counted, `note` stands below."""
        self._field.set_amount(amount, step=step, limit=limit)
        self._field.setAccessibleName(name)
        self._field.setAccessibleDescription(self.tr("At most {limit}").format(limit=amount_text(limit)))
        self._less.setAccessibleName(self.tr("Less {name}").format(name=name))
        self._more.setAccessibleName(self.tr("More {name}").format(name=name))
        self._note.say(note)
        self._refresh()

    def amount(self) -> Decimal:
        """The amount shown."""
        return self._field.amount

    def restyle(self) -> None:
        """Follow the theme."""
        self._field.lineEdit().setFont(self._theme.font("heading", QFont.Weight.DemiBold, figures=True))
        self._field.setFixedWidth(self._theme.px(112))
        side = self._theme.px(20)
        for button in (self._less, self._more):
            button.setIconSize(QSize(side, side))
            height = self._field.sizeHint().height()
            button.setFixedSize(height, height)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._theme.space("one"))
        for part in (self._less, self._field, self._more):
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._note)

    def _button(self, icon: str, tip: str) -> ToolButton:
        button = ToolButton()
        button.setIcon(self._theme.icons.icon(icon))
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAutoRepeat(True)
        dress(button, kind="outlined")
        return button

    def _moved(self, amount: Decimal) -> None:
        self._refresh()
        self.amount_changed.emit(amount)

    def _refresh(self) -> None:
        enabled = self._field.stepEnabled()
        self._less.setEnabled(bool(enabled & StepFlag.StepDownEnabled))
        self._more.setEnabled(bool(enabled & StepFlag.StepUpEnabled))


class _Amount(QAbstractSpinBox):
    """The number itself; arrow keys step, Home and End go to nothing and to the limit."""

    moved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.amount = ZERO
        self._step, self._limit = Decimal("0.25"), ZERO
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.editingFinished.connect(self._typed)

    def set_amount(self, amount: Decimal, *, step: Decimal, limit: Decimal) -> None:
        self._step, self._limit = step, limit
        self.amount = self._fit(amount)
        self._show()

    def stepBy(self, steps: int) -> None:
        self._take(self.amount + self._step * steps)

    def stepEnabled(self) -> StepFlag:
        flags = StepFlag.StepNone
        if self.amount > ZERO:
            flags |= StepFlag.StepDownEnabled
        if self.amount + self._step <= self._limit:
            flags |= StepFlag.StepUpEnabled
        return flags

    def validate(self, text: str, pos: int) -> tuple[QValidator.State, str, int]:  # pyright: ignore[reportIncompatibleMethodOverride]  # the stubs say object
        fine = all(char.isdigit() or char in ".," for char in text) and len(text) <= 8
        return (QValidator.State.Acceptable if fine else QValidator.State.Invalid, text, pos)

    def showEvent(self, event: QShowEvent) -> None:
        # Qt writes its own value into the line when a spin box appears; ours is kept elsewhere.
        super().showEvent(event)
        self._show()
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Gives the line all the room: under a style sheet Qt 6.12 leaves it one pixel where there are no buttons."""
        margin = 4
        self.lineEdit().setGeometry(self.rect().adjusted(margin, margin, -margin, -margin))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Home:
            self._take(ZERO)
        elif event.key() == Qt.Key.Key_End:
            self._take(self._limit)
        else:
            super().keyPressEvent(event)

    def _typed(self) -> None:
        try:
            self._take(Decimal(amount_of(self.text()) or "0"))
        except ArithmeticError:
            self._show()

    def _take(self, amount: Decimal) -> None:
        fitted = self._fit(amount)
        changed = fitted != self.amount
        self.amount = fitted
        self._show()
        if changed:
            self.moved.emit(fitted)

    def _fit(self, amount: Decimal) -> Decimal:
        kept = max(ZERO, min(self._limit, amount))
        return (kept / self._step).to_integral_value(ROUND_DOWN) * self._step

    def _show(self) -> None:
        self.lineEdit().setText(str(self.amount.quantize(self._step)).replace(".", QLocale().decimalPoint()))
