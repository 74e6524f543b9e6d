"""A dialog in which something is typed: nothing typed is lost by a slip, and what is wrong is said at its field.

Knows fields and refusals; what is saved is the subclass's.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from safe_desktop.errors import InputError, SafeError
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.dialog import Dialog, Question
from safe_desktop.ui.parts.field import Field


class EntryDialog(Dialog):
    """Subclasses fill `form`, say what is typed in `typed`, and call `begin` when the first values stand in it."""

    def __init__(self, title: str, parent: QWidget | None = None, *, subtitle: str = "", width: int = 520) -> None:
        super().__init__(title, parent, subtitle=subtitle, width=width)
        self._blamed: list[tuple[tuple[str, ...], Field]] = []
        self._start: object = None
        self._enter: Callable[[], object] | None = None
        self.problem = Label("", ink="red", wraps=True)
        self.problem.hide()

    def typed(self) -> object:
        """Everything that a person can have typed, as one value that can be compared."""
        raise NotImplementedError

    def begin(self, first: QWidget) -> None:
        """The values that stand in the form now count as not typed; the cursor goes into `first`."""
        self._start = self.typed()
        self._enter = first.setFocus

    def places(self) -> Mapping[str, Callable[[], object]]:
        """What puts the cursor where a field of the record is typed, by the name of the field."""
        return {}

    def point_at(self, field: str) -> None:
        """Begin at this field, for it is what is to be mended; at the first one where it has no place here."""
        self._enter = self.places().get(field, self._enter)

    def blames(self, field: Field, *words: str) -> Field:
        """A refusal with one of these words in it is this field's."""
        self._blamed.append((words, field))
        return field

    def complain(self, words: str) -> None:
        """Say what is wrong with the whole of it; empty words take it back."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        self.make_room()

    def make_room(self) -> None:
        """Grow where a complaint needs lines that were not there; Qt does not do it for words that wrap."""
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        needed = self.column.totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)

    def clear_complaints(self) -> None:
        """Take back what was said to be wrong, before another attempt."""
        self.complain("")
        for _, field in self._blamed:
            field.complain("")

    def show_refusal(self, error: SafeError) -> bool:
        """Whether the error was one of what is typed, and is shown here."""
        if not isinstance(error, InputError):
            return False
        title = error.title.casefold()
        for words, field in self._blamed:
            if any(word in title for word in words):
                field.complain(" ".join(part for part in (error.title, error.remedy) if part))
                self.make_room()
                return True
        self.complain(str(error))
        return True

    def is_changed(self) -> bool:
        """Whether leaving now would lose something that was typed."""
        return self.typed() != self._start

    def reject(self) -> None:
        """Leave; asks first where something was typed."""
        if not self.is_changed():
            super().reject()
            return
        Question(
            "Leave without saving?",
            "What you typed here is not kept.",
            "Leave",
            self._leave,
            self,
            no="Keep typing",
            is_danger=True,
        ).open()

    def _leave(self) -> None:
        super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._enter is not None:
            QTimer.singleShot(0, self, self._enter)


def in_tab_order(widgets: Sequence[QWidget]) -> None:
    """Tab goes through these in their order."""
    for one, other in pairwise(widgets):
        QWidget.setTabOrder(one, other)
