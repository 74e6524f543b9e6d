"""Asks for the passphrase of a stored sign-in and tries it in the background."""

from PySide6.QtWidgets import QLineEdit, QWidget

from safe_desktop.engine.changes import CONNECTION, Changes
from safe_desktop.engine.connecting import keep_under
from safe_desktop.engine.control import Control
from safe_desktop.errors import SafeError
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane


class UnlockDialog(Dialog):
    """One field; stays open until the passphrase fits."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Unlock the sign-in", parent, subtitle="It is kept under your passphrase.", width=440)
        self._context = context
        self.passphrase = QLineEdit()
        self.passphrase.setFont(fonts.font())
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.field = Field("Passphrase", self.passphrase)
        self.form.addWidget(self.field)
        self.add_cancel()
        self.unlock = self.add_primary("Unlock", self._on_unlock, "key-round")
        self.passphrase.setFocus()

    def _on_unlock(self) -> None:
        passphrase, workplace = self.passphrase.text(), self._context.workplace
        if not passphrase:
            self.field.complain("Give the passphrase.")
            return
        self.field.complain("")
        self.unlock.setEnabled(False)

        def job(_control: Control) -> Changes:
            keep_under(workplace, passphrase).load()
            workplace.connection_found()
            return Changes.of(CONNECTION)

        self._context.work.later(
            Lane.XERO, job, label="Unlocking the sign-in", done=self._on_unlocked, failed=self._on_failed
        )

    def _on_unlocked(self, _changes: Changes) -> None:
        self.accept()

    def _on_failed(self, error: SafeError) -> bool:
        self.unlock.setEnabled(True)
        self.field.complain(f"{error.title} {error.remedy}".strip())
        self.passphrase.selectAll()
        return True
