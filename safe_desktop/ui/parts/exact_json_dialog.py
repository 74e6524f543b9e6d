"""The exact element of one record as it goes to Xero, to read and to copy, with its fingerprint."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from safe_desktop.engine.showing.previewing import RecordPreview
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.dialog import Dialog


class ExactJsonDialog(Dialog):
    """Shows a preview's body."""

    def __init__(self, preview: RecordPreview, parent: QWidget | None = None) -> None:
        super().__init__(
            f"{preview.title} as it is sent",
            parent,
            subtitle="Several records travel in one request; this is the part that is about this one.",
            width=640,
        )
        self.text = QPlainTextEdit(preview.body)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("What is sent")
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(fonts.Size.SECOND)
        self.text.setFont(fixed)
        self.text.setMinimumHeight(360)
        self.form.addWidget(self.text, 1)
        self.form.addWidget(Label(f"SHA-256 {preview.sha256}", fonts.Size.SMALL, ink="muted", elides=True))
        self.copied = self.add_button("Copy", self._on_copy, "copy")
        self.add_primary("Close", self.accept)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copied.say("Copied")
