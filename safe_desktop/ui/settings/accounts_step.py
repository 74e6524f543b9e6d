"""The last step of connecting: which account in Xero the money of each payment method goes to.

A proposal that a person looks at. Without an account a method's payments stay here, while Xero shows their invoices
as unpaid. Keeping what was chosen is the caller's.
"""

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from safe_desktop.domain.payment import PaymentMethod
from safe_desktop.engine.connecting import proposed_accounts
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.settings.methods_card import payment_accounts

_WORDS = (
    "Which account does the money of each payment method go to? Payments without one stay here, and Xero shows their "
    "invoices as unpaid."
)
_STAYS = ("", "Stays here, is not sent")


class AccountsStep(QWidget):
    """A row for each method: its name, and the accounts of Xero that take payments."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        self._methods: list[PaymentMethod] = []
        self.choices: dict[str, Choice] = {}
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(14)
        self._rows.setVerticalSpacing(8)
        self._rows.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Label(_WORDS, wraps=True))
        column.addLayout(self._rows)
        column.addStretch()

    def has_methods(self) -> bool:
        """Whether a method has no account, and Xero has one to choose; if so all methods are shown."""
        self._methods = self._book.payments.methods()
        accounts = payment_accounts(self._book)
        if not accounts or all(method.xero_account_code for method in self._methods):
            return False
        proposed = proposed_accounts(self._book)
        options = [_STAYS, *((one.code, f"{one.code}  {one.name}") for one in accounts)]
        known = {code for code, _ in options}
        for place, method in enumerate(self._methods):
            code = proposed[method.id]
            choice = Choice()
            choice.show_options(options if code in known else [*options, (code, code)], code)
            choice.setAccessibleName(f"Account in Xero for {method.name}")
            self.choices[method.name] = choice
            self._rows.addWidget(Label(method.name, weight=fonts.MEDIUM), place, 0)
            self._rows.addWidget(choice, place, 1)
        return True

    def changed(self) -> list[PaymentMethod]:
        """The methods that are to have another account than they have."""
        chosen = (replace(one, xero_account_code=self.choices[one.name].key()) for one in self._methods)
        return [method for method, before in zip(chosen, self._methods, strict=True) if method != before]
