"""How money comes in: each payment method with its account in Xero and the days it needs to clear.

A code that Xero no longer has, or that takes no payments there, is flagged in its row.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit

from safe_desktop.domain.payment import PaymentMethod
from safe_desktop.domain.theirs import Account
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.parts.setting_fields import NumberInput
from safe_desktop.ui.settings.rows_card import RowsCard, ValueRow
from safe_desktop.ui.settings.settings_saver import SettingsSaver

MOST_HOLD_DAYS = 60
_SHARES = (3, 4, -96, 3)
_STAYS = ("", "Stays here, is not sent")
_SENTENCE = (
    "Payments go to Xero by their method’s account, once the days to clear are over. Without one they stay here."
)


def payment_accounts(book: Book) -> list[Account]:
    """The accounts of Xero’s chart that a payment can go to."""
    return [one for one in book.chart.accounts() if one.code and one.status == "ACTIVE" and _takes_payments(one)]


def account_problem(book: Book, code: str) -> str:
    """What is wrong with a method's account, or nothing."""
    accounts = book.chart.accounts()
    if not code or not accounts:
        return ""
    found = next((account for account in accounts if account.code == code), None)
    if found is None:
        return f"Xero has no account {code} any more"
    if found.status != "ACTIVE":
        return f"{code} {found.name} is archived in Xero"
    return "" if _takes_payments(found) else f"{code} {found.name} takes no payments in Xero"


def _takes_payments(account: Account) -> bool:
    return account.kind == "BANK" or account.takes_payments


class MethodRow(ValueRow[PaymentMethod]):
    """The inputs of one method."""

    def __init__(self, method: PaymentMethod, book: Book) -> None:
        super().__init__(method, is_new=not method.id)
        self._book = book
        self.name = QLineEdit()
        self.name.setFont(fonts.font())
        self.name.setPlaceholderText("Name, such as Standing order")
        self.setFocusProxy(self.name)
        self.account = Choice()
        self.hold_days = NumberInput(0, MOST_HOLD_DAYS)
        self.lay((self.name, self.account, self.hold_days), _SHARES)
        self.show_value(method)
        self.name.editingFinished.connect(self.on_edited)
        self.account.activated.connect(self.on_edited)
        self.hold_days.valueChanged.connect(self.on_edited)

    def show_value(self, value: PaymentMethod) -> None:
        self.value = value
        self.name.setText(value.name)
        code = value.xero_account_code
        options = [_STAYS, *((one.code, f"{one.code}  {one.name}") for one in payment_accounts(self._book))]
        if code not in [key for key, _ in options]:
            options.append((code, code))
        self.account.show_options(options, code)
        self.hold_days.blockSignals(True)
        self.hold_days.setValue(value.hold_days)
        self.hold_days.blockSignals(False)
        whose = value.name or "the new method"
        self.name.setAccessibleName(f"Name of {whose}")
        self.account.setAccessibleName(f"Account in Xero for {whose}")
        self.hold_days.setAccessibleName(f"Days to clear for {whose}")
        self.complain("")

    def typed(self) -> PaymentMethod | None:
        name, account, days = self.name.text().strip(), self.account.key(), self.hold_days.value()
        if self.is_new and not name:
            return None
        return replace(self.value, name=name, xero_account_code=account, hold_days=days)

    def standing_words(self) -> tuple[str, bool]:
        problem = account_problem(self._book, self.value.xero_account_code)
        if problem:
            return problem, True
        return ("Stays here" if self.value.id and self.value.stays_local else ""), False

    def is_being_typed(self) -> bool:
        return self.name.hasFocus()


class MethodsCard(RowsCard[PaymentMethod]):
    """A row for each method, and a way to add one."""

    def __init__(self, book: Book, saver: SettingsSaver) -> None:
        super().__init__(
            "Payment methods",
            _SENTENCE,
            ("Name", "Account in Xero", "Days to clear"),
            _SHARES,
            hint="Connect to Xero to choose from its accounts.",
            add_words="Add a method",
        )
        self._book = book
        self._saver = saver

    def kept(self) -> Sequence[PaymentMethod]:
        return self._book.payments.methods()

    def key_of(self, value: PaymentMethod) -> int:
        return value.id

    def row_of(self, value: PaymentMethod | None) -> MethodRow:
        return MethodRow(value or PaymentMethod(""), self._book)

    def keep(self, typed: PaymentMethod, before: PaymentMethod | None, row: ValueRow[PaymentMethod]) -> bool:
        return self._saver.save_method(typed, before, row.complain)

    def lacks(self) -> bool:
        return not self._book.chart.accounts()
