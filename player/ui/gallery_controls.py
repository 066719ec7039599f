"""The ordinary controls of Qt as the theme dresses them, for the gallery."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTableView,
)

from player.ui.theme import Theme, dress
from player.ui.widgets.flow import FlowLayout
from player.ui.widgets.slider import Slider


def buttons(theme: Theme) -> FlowLayout:
    """Every kind of button, on and off."""
    row = FlowLayout(8)
    for kind, word, icon in (
        ("primary", "Continue", "play"),
        ("", "Save a copy", "download"),
        ("quiet", "Not now", ""),
        ("danger", "Remove", "trash-2"),
    ):
        for enabled in (True, False):
            button = QPushButton(word)
            dress(button, kind=kind)
            if icon:
                role = {"primary": "on_accent", "danger": "bad"}.get(kind, "text")
                button.setIcon(theme.icons.icon(icon, role))
            button.setEnabled(enabled)
            row.addWidget(button)
    return row


def fields() -> QGridLayout:
    """What can be typed and chosen."""
    grid = QGridLayout()
    grid.setSpacing(12)
    line, wrong, off = QLineEdit("Dr. Ada Okonkwo"), QLineEdit("not a number"), QLineEdit("not now")
    dress(wrong, wrong=True)
    off.setEnabled(False)
    search, number, combo, note = QLineEdit(), QSpinBox(), QComboBox(), QPlainTextEdit("A note with its time")
    search.setPlaceholderText("Search the library")
    combo.addItems(["Physician", "Nurse", "Pharmacist"])
    number.setValue(7)
    note.setTabChangesFocus(True)
    note.setMaximumHeight(96)
    for index, (field, name) in enumerate(
        ((line, "Name"), (wrong, "Licence"), (off, "Off"), (search, "Search"), (combo, "Profession"), (number, "Count"))
    ):
        field.setAccessibleName(name)
        grid.addWidget(field, index // 3, index % 3)
    note.setAccessibleName("Note")
    grid.addWidget(note, 2, 0, 1, 3)
    return grid


def marks() -> FlowLayout:
    """Ticks and circles."""
    row = FlowLayout(16)
    half = QCheckBox("Some")
    half.setTristate(True)
    half.setCheckState(Qt.CheckState.PartiallyChecked)
    on, off, dead = QCheckBox("I attest that this is true"), QCheckBox("Off"), QCheckBox("Disabled")
    on.setChecked(True)
    dead.setChecked(True)
    dead.setEnabled(False)
    one, two = QRadioButton("One answer"), QRadioButton("Another answer")
    one.setChecked(True)
    for mark in (on, off, half, dead, one, two):
        row.addWidget(mark)
    return row


def slider() -> Slider:
    """A slider."""
    slider = Slider(Qt.Orientation.Horizontal)
    slider.setAccessibleName("Volume")
    slider.setValue(60)
    return slider


def views() -> QHBoxLayout:
    """A list and a table."""
    row = QHBoxLayout()
    names = QListView()
    names.setModel(QStringListModel([f"Chapter {number}" for number in range(1, 12)], names))
    names.setAccessibleName("Chapters")
    names.setCurrentIndex(names.model().index(1, 0))
    table = QTableView()
    model = QStandardItemModel(0, 3, table)
    model.setHorizontalHeaderLabels(["Course", "Credit", "When"])
    for title, amount, when in (("Heart failure", "1.50", "1 Mar 2023"), ("Sepsis", "0.75", "4 Apr 2023")):
        model.appendRow([QStandardItem(text) for text in (title, amount, when)])
    table.setModel(model)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setStretchLastSection(True)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setAccessibleName("Credits")
    for view in (names, table):
        view.setFixedHeight(200)
        row.addWidget(view)
    return row
