"""What tests do to a page: show it, find what a person would find on it, press it, read what it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QStackedWidget, QWidget

from player.ui.host import Page, Route
from player.ui.language import tr
from player.ui.widgets.banner import Banner
from tests.ui.fake_host import FakeHost

W = TypeVar("W", bound=QWidget)
SIZE = (1280, 800)


def open_page(page: Page, host: FakeHost, route: Route) -> None:
    """Shows the page as the window would, with the keyboard on it, and waits until it has its content."""
    page.resize(*SIZE)
    page.show()
    page.activateWindow()
    assert QTest.qWaitForWindowActive(page)
    page.enter(route)
    host.settle()


def stack_of(pages: Iterable[Page], size: tuple[int, int]) -> QStackedWidget:
    """A window of that size with all these pages, the first in front; it has the keyboard."""
    window = QStackedWidget()
    for page in pages:
        window.addWidget(page)
    window.resize(*size)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return window


def shown(inside: QWidget, kind: type[W]) -> list[W]:
    """The visible widgets of a kind, in the order in which they were made."""
    return [widget for widget in inside.findChildren(kind) if widget.isVisible()]


def texts(inside: QWidget) -> str:
    """All the words that can be read, a line for each label."""
    return "\n".join(label.text() for label in shown(inside, QLabel) if label.text())


def button(inside: QWidget, word: str) -> QAbstractButton:
    """The visible button with this word on it or as its name, in the language of the window or as a course has it."""
    said = {word, tr(word)}
    found = [b for b in shown(inside, QAbstractButton) if said & {b.text().replace("&&", "&"), b.accessibleName()}]
    assert found, f"no button “{word}” among {[b.text() or b.accessibleName() for b in shown(inside, QAbstractButton)]}"
    return found[0]


def has_button(inside: QWidget, word: str) -> bool:
    return any({word, tr(word)} & {b.text(), b.accessibleName()} for b in shown(inside, QAbstractButton))


def press(inside: QWidget, word: str) -> None:
    """Presses a button with the mouse."""
    found = button(inside, word)
    assert found.isEnabled(), f"“{word}” cannot be pressed"
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def field(inside: QWidget, name: str) -> QLineEdit:
    return next(f for f in inside.findChildren(QLineEdit) if f.accessibleName() == name)


def box(inside: QWidget, name: str) -> QComboBox:
    return next(b for b in inside.findChildren(QComboBox) if b.accessibleName() == name)


def messages(inside: QWidget) -> list[str]:
    """What the banners say."""
    return [banner.accessibleName() for banner in shown(inside, Banner)]


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def key(*keys: Qt.Key) -> None:
    """Presses keys, one after the other, wherever the keyboard is."""
    for pressed in keys:
        QApplication.processEvents()
        QTest.keyClick(focus(), pressed)


def tab_to(name: str, kind: type[QWidget] = QWidget) -> None:
    """Goes on with Tab until the keyboard is on what has this word or name."""
    passed: list[str] = []
    for _ in range(60):
        here = focus()
        words = (here.accessibleName(), here.text() if isinstance(here, QAbstractButton) else "")
        if name in words and isinstance(here, kind):
            return
        passed.append(max(words) or type(here).__name__)
        key(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to “{name}”, only to {passed}")


def type_in(text: str) -> None:
    QTest.keyClicks(focus(), text)


def names(widgets: Iterable[QWidget]) -> list[str]:
    return [widget.accessibleName() for widget in widgets]
