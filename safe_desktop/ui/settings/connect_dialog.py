"""Connects the book with Xero: opens the browser, waits, shows the organisation, and asks before anything is kept.

The network is worked on in the background; whatever goes wrong is said here, with a way to try again. Cancelling at any
step ends the attempt and takes back what Xero granted.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from safe_desktop.domain.theirs import Connection
from safe_desktop.engine import connecting
from safe_desktop.engine.changes import Changes
from safe_desktop.engine.entry.ledger_settings import save_methods
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import SafeError, VaultError
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.parts.dialog import Dialog, fit_height
from safe_desktop.ui.settings.accounts_step import AccountsStep
from safe_desktop.ui.settings.organisation_step import OrganisationStep
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane, Task
from safe_desktop.xero.browser import open_url
from safe_desktop.xero.signing_in import SignIn
from safe_desktop.xero.vault import VaultKind

_STEPS = (
    "1.  Your browser opens Xero’s page. Sign in there if it asks.",
    "2.  Choose the organisation that this book is for, and allow access.",
    "3.  Come back here: you will see its name before anything is kept.",
)
_ACCOUNTS = 2
OpenLink = Callable[[str, Mapping[str, str]], bool]


@dataclass(frozen=True, slots=True)
class _Begun:
    """An attempt that listens, and whether a person must say where the sign-in is to be kept."""

    sign_in: SignIn
    asks_where_to_keep: bool


def has_no_safe_place(workplace: Workplace) -> bool:
    """Whether there is no keyring, or a passphrase that nobody gave. May ask the keyring: never on the main thread."""
    vault = workplace.vault
    if vault.kind is not VaultKind.PASSPHRASE:
        return vault.kind is VaultKind.MEMORY
    try:
        vault.load()
    except VaultError:
        return True
    return False


class ConnectDialog(Dialog):
    """Waiting for the browser, confirming the organisation, and once connected the accounts of payment methods."""

    def __init__(self, context: Context, parent: QWidget | None = None, *, open_link: OpenLink = open_url) -> None:
        super().__init__("Connect to Xero", parent, width=580)
        self._context = context
        self._open_link = open_link
        self._sign_in: SignIn | None = None
        self._task: Task | None = None
        self._is_over = False
        self._asks_accounts = False
        self._step = 0
        self.status = Label("", ink="muted", wraps=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.link = QLineEdit()
        self.link.setReadOnly(True)
        self.link.setFont(fonts.font(fonts.Size.SECOND))
        self.link.setAccessibleName("Link to Xero’s page")
        self.copy_button = Button("Copy", "copy", pressed=self._on_copy)
        self.open_button = Button("Open the browser again", "external-link", pressed=self._on_open)
        self.organisation = OrganisationStep(context.workplace)
        self.organisation.changed.connect(self._on_organisation_changed)
        self.accounts = AccountsStep(context.workplace.book)
        # Not a stack, which would be as high as the highest of them.
        self._steps = (self._waiting_step(), self.organisation, self.accounts)
        for step in self._steps:
            self.form.addWidget(step)
        self.form.addWidget(self.bar)
        self.form.addWidget(self.status)
        self.cancel_button = self.add_cancel()
        self.again_button = self.add_button("Try again", self._begin, "refresh-cw")
        self.confirm_button = self.add_primary("Connect", self._on_primary, "plug")
        self._begin()

    def _waiting_step(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for step in _STEPS:
            column.addWidget(Label(step, wraps=True))
        column.addSpacing(6)
        column.addWidget(Label("If no browser opens, open this link yourself:", fonts.Size.SECOND, ink="muted"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.link, 1)
        row.addWidget(self.copy_button)
        column.addLayout(row)
        line = QHBoxLayout()
        line.addWidget(self.open_button)
        line.addStretch()
        column.addLayout(line)
        column.addStretch()
        return made

    # -- waiting for the browser

    def _begin(self) -> None:
        self._give_up()
        self._show_step(0, "Preparing…", is_busy=True)
        self.link.clear()
        workplace = self._context.workplace
        self._task = self._context.work.later(
            Lane.XERO,
            lambda _control: _Begun(connecting.begin(workplace), has_no_safe_place(workplace)),
            label="Connecting with Xero",
            done=self._on_begun,
            failed=self._on_failed,
        )

    def _on_begun(self, begun: _Begun) -> None:
        sign_in = begun.sign_in
        if self._is_over:
            sign_in.close()
            return
        self._sign_in = sign_in
        self.organisation.ask_where_to_keep(begun.asks_where_to_keep)
        self.link.setText(sign_in.link)
        self.link.setCursorPosition(0)
        self._show_step(0, "Waiting for your browser…", is_busy=True)
        self._on_open()
        self._task = self._context.work.later(
            Lane.XERO,
            lambda control: connecting.finish(sign_in, control),
            label="Waiting for your browser",
            done=self._on_found,
            failed=self._on_failed,
        )

    def _on_found(self, connections: list[Connection]) -> None:
        self.organisation.show_connections(connections)
        self._show_step(1, "Nothing has been kept or sent yet.", is_busy=False)
        self.confirm_button.show()
        self.confirm_button.setFocus()
        self.activateWindow()
        self.raise_()

    # -- confirming

    def _on_primary(self) -> None:
        if self._is_over:
            self._keep_accounts()
        else:
            self._confirm()

    def _confirm(self) -> None:
        sign_in, chosen = self._sign_in, self.organisation.connection()
        if sign_in is None or chosen is None or not self.organisation.can_go_on():
            return
        self._show_step(1, f"Reading the accounts and tax rates of {chosen.name}…", is_busy=True)
        # Who connects again has decided about the accounts before.
        self._asks_accounts = not self._context.workplace.book.chart.accounts()
        workplace, keep = self._context.workplace, self.organisation.keeping()

        def job(_control: object) -> Changes:
            if keep is not None:
                connecting.keep_under(workplace, keep.passphrase)
            return connecting.confirm(workplace, sign_in, chosen)

        self._task = self._context.work.later(
            Lane.XERO, job, label="Connecting with Xero", done=self._on_confirmed, failed=self._on_failed
        )
        self.cancel_button.setEnabled(False)

    def _on_confirmed(self, _changes: Changes) -> None:
        self._sign_in = None
        self._is_over = True
        if not self._asks_accounts or not self.accounts.has_methods():
            self.accept()
            return
        name = self._context.workplace.connection().organisation
        self._show_step(_ACCOUNTS, f"Connected with {name}. You can change this later in Settings.", is_busy=False)
        self.cancel_button.say("Later")
        self.confirm_button.say("Keep these accounts")
        self.confirm_button.set_icon("check")
        self.confirm_button.show()
        self.confirm_button.setFocus()

    # -- the accounts of the payment methods

    def _keep_accounts(self) -> None:
        workplace, methods = self._context.workplace, self.accounts.changed()
        if methods:
            self._context.work.now(lambda: save_methods(workplace, methods))
        self.accept()

    # -- whatever happens

    def _on_failed(self, error: SafeError) -> bool:
        self._give_up()
        self._show_step(0, str(error), is_busy=False)
        self.status.set_ink("red")
        self.again_button.show()
        self.again_button.setFocus()
        return True

    def _show_step(self, step: int, words: str, *, is_busy: bool) -> None:
        self._step = step
        for place, widget in enumerate(self._steps):
            widget.setVisible(place == step)
        # Only once the layout knows what came or went: a window does not grow or shrink by itself.
        QTimer.singleShot(0, self._fit)
        self.status.set_ink("muted")
        self.status.setText(words)
        self.bar.setVisible(is_busy)
        self.again_button.hide()
        self.confirm_button.setVisible(False)
        self.cancel_button.setEnabled(True)
        is_waiting = bool(self._sign_in) and step == 0
        for widget in (self.link, self.copy_button, self.open_button):
            widget.setEnabled(is_waiting)

    def _give_up(self) -> None:
        """End the attempt: stop waiting, and let Xero know that its grant is not wanted."""
        if self._task is not None:
            self._task.stop()
        sign_in, self._sign_in = self._sign_in, None
        if sign_in is not None:
            self._context.work.later(Lane.XERO, lambda _control: sign_in.forget(), label="Ending the attempt")

    def reject(self) -> None:
        """Cancel, at any step but while the answer is being kept; once connected, leave the accounts for later."""
        if self._is_over and self._step == _ACCOUNTS:
            self.accept()
        elif self.cancel_button.isEnabled():
            self._is_over = True
            self._give_up()
            super().reject()

    @Slot()
    def _on_organisation_changed(self) -> None:
        chosen = self.organisation.connection()
        self.confirm_button.say(f"Connect with {chosen.name}" if chosen else "Connect")
        QTimer.singleShot(0, self._fit)

    @Slot()
    def _fit(self) -> None:
        fit_height(self)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.text())
        self.copy_button.say("Copied")

    @Slot()
    def _on_open(self) -> None:
        if self._sign_in is not None and not self._open_link(self._sign_in.link, os.environ):
            self.status.setText("No browser could be started. Copy the link and open it in one.")
