"""The two dialogs of `problems`: a known problem with its remedy, and a bug with its report."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from safe_desktop.errors import NotConnected, OfflineError, SafeError, XeroBusyError
from safe_desktop.ui.look import fonts, home_words
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button, IconTile, Label
from safe_desktop.ui.parts.dialog import fit_height

_WIDTH = 460
_LOOKS: tuple[tuple[type[SafeError], str, Tone], ...] = (
    (OfflineError, "cloud-off", Tone.AMBER),
    (XeroBusyError, "clock", Tone.AMBER),
    (NotConnected, "unplug", Tone.AMBER),
    (SafeError, "circle-alert", Tone.RED),
)


class _TiledDialog(QDialog):
    """Icon at the left, words beside it, buttons at the lower right."""

    def __init__(self, icon: str, tone: Tone, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("SAFE Desktop")
        self.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 18)
        column.setSpacing(16)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(IconTile(icon, tone, 40), alignment=Qt.AlignmentFlag.AlignTop)
        self.words = QVBoxLayout()
        self.words.setSpacing(6)
        top.addLayout(self.words, 1)
        column.addLayout(top)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(10)
        self.buttons.addStretch()
        column.addLayout(self.buttons)
        self.column = column

    def say(self, title: str, *sentences: str) -> None:
        """The words, each sentence in its own paragraph."""
        self.words.addWidget(_selectable(Label(title, fonts.Size.CARD_TITLE, fonts.SEMI_BOLD, wraps=True)))
        for sentence in filter(None, sentences):
            self.words.addWidget(_selectable(Label(sentence, ink="muted", wraps=True)))
        self.words.addStretch()
        self.setAccessibleDescription(" ".join((title, *sentences)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        fit_height(self)


def _selectable(label: Label) -> Label:
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class ProblemDialog(_TiledDialog):
    """What happened, what was done, what can be done now."""

    def __init__(self, problem: SafeError, parent: QWidget | None = None) -> None:
        icon, tone = next((icon, tone) for kind, icon, tone in _LOOKS if isinstance(problem, kind))
        super().__init__(icon, tone, parent)
        self.say(*(home_words.told(words) for words in (problem.title, problem.detail, problem.remedy)))
        close = Button("Close", look="primary", pressed=self.accept)
        close.setDefault(True)
        self.buttons.addWidget(close)
        close.setFocus()


class CrashDialog(_TiledDialog):
    """That this is our mistake, and a report to copy."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__("triangle-alert", Tone.RED, parent)
        self.setMinimumWidth(620)
        self.say(
            "Something went wrong in SAFE Desktop.",
            "This is a mistake in the program, not yours. What was saved before is safe; what was being done just now "
            "may not have been done.",
            "You can go on working. If it happens again, send the report below: it holds no password or token.",
        )
        self._report = report
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName("Report")
        text.setMinimumHeight(200)
        self.column.insertWidget(1, text, 1)
        self.copied = Button("Copy the report", "copy", pressed=self._on_copy)
        self.buttons.addWidget(self.copied)
        close = Button("Close", look="primary", pressed=self.accept)
        close.setDefault(True)
        self.buttons.addWidget(close)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.copied.say("Copied")
