"""Asks once to which account small differences are written off; the answer is remembered in the book."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from safe_desktop.domain.theirs import Account
from safe_desktop.store.book_file import Book
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice

_NONE = ("", "None chosen")
_CLASSES = ("EXPENSE", "REVENUE")


def write_off_accounts(book: Book) -> list[Account]:
    """The accounts of income and costs that a difference can be booked on, as Xero's chart has them."""
    accounts = (one for one in book.chart.accounts() if one.code and one.status == "ACTIVE" and not one.system)
    return sorted((one for one in accounts if one.account_class in _CLASSES), key=lambda one: one.code)


def account_options(accounts: Sequence[Account], code: str) -> list[tuple[str, str]]:
    """The accounts as keys and words, with the one that is set even where Xero has it no more."""
    options = [_NONE, *((one.code, f"{one.code}  {one.name}") for one in accounts)]
    return options if code in {key for key, _ in options} else [*options, (code, code)]


class WriteOffDialog(Dialog):
    """`answered` gets the account's code."""

    def __init__(
        self, book: Book, words: str, answered: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__("Write off to which account?", parent, subtitle=words, width=480)
        self._answered = answered
        accounts = write_off_accounts(book)
        self.account = Choice(account_options(accounts, ""))
        hint = (
            "Asked once. It can be changed under Rules › Options."
            if accounts
            else "Connect to Xero, and its accounts stand here."
        )
        self.field = Field("Account", self.account, hint)
        self.account.currentIndexChanged.connect(lambda _index: self.field.complain(""))
        self.form.addWidget(self.field)
        self.add_cancel()
        self.add_primary("Write off to it", self._on_yes)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self.account, self.account.setFocus)

    def _on_yes(self) -> None:
        if not self.account.key():
            self.field.complain("Choose an account.")
            return
        self.accept()
        self._answered(self.account.key())
