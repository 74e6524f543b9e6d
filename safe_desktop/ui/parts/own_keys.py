"""A part of a page with keys of its own, single letters among them; a field that is typed into keeps its letters.

Its keys come before the window's shortcuts, so that one key may mean here what it means nowhere else.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

Deed = Callable[[], object]
_CHORD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OwnKeys(QWidget):
    """Subclasses say with `on_key` what each key does; it holds while the keys are anywhere inside."""

    def __init__(self) -> None:
        super().__init__()
        self._letters: dict[str, Deed] = {}
        self._chords: dict[str, Deed] = {}

    def on_key(self, key: str, deed: Deed) -> None:
        """From now on this key does that: one letter or sign, or a name such as "Ctrl+Z", "Up", "Return"."""
        if len(key) == 1:
            self._letters[key.casefold()] = deed
            return
        self._chords[QKeySequence(key).toString()] = deed

    def deed_of(self, event: QKeyEvent) -> Deed | None:
        """What the key does here, if anything."""
        plain = event.keyCombination().toCombined() & ~Qt.KeyboardModifier.KeypadModifier.value
        if event.key() == Qt.Key.Key_Enter:
            plain += Qt.Key.Key_Return.value - Qt.Key.Key_Enter.value
        deed = self._chords.get(QKeySequence(plain).toString())
        if deed is not None or event.modifiers() & _CHORD:
            return deed
        return self._letters.get(event.text().casefold())

    def event(self, event: QEvent) -> bool:
        """Claims a key before a shortcut of the window takes it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.deed_of(event) is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = QApplication.focusWidget()
        if event.key() in _ENTER and not event.modifiers() & _CHORD and isinstance(pressed, QAbstractButton):
            # Whoever went to a button by Tab means that button.
            pressed.click()
            return
        deed = self.deed_of(event)
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()
