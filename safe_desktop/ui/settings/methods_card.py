"""How money comes in: each payment method with its account in Xero and the days it needs to clear.

A code that Xero no longer has, or that takes no payments there, is flagged in its row.
"""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from safe_desktop.domain.payment import PaymentMethod
from safe_desktop.domain.theirs import Account
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.parts.input_row import lay_in_row, titles_row
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.parts.setting_fields import NumberInput
from safe_desktop.ui.parts.settings_card import SettingsCard
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


class MethodRow(QWidget):
    """The inputs of one method; `edited` tells that a person changed something."""

    edited = Signal()

    def __init__(self, method: PaymentMethod, book: Book) -> None:
        super().__init__()
        self.method = method
        self._book = book
        self.name = QLineEdit()
        self.name.setFont(fonts.font())
        self.name.setPlaceholderText("Name, such as Standing order")
        self.account = Choice()
        self.hold_days = NumberInput(0, MOST_HOLD_DAYS)
        self.state = Label("", fonts.Size.SECOND, wraps=True)
        lay_in_row(self, (self.name, self.account, self.hold_days, self.state), _SHARES)
        self.show_method(method)
        self.name.editingFinished.connect(self._on_edited)
        self.account.activated.connect(self._on_edited)
        self.hold_days.valueChanged.connect(self._on_edited)

    def show_method(self, method: PaymentMethod) -> None:
        """Show the method as it is kept."""
        self.method = method
        self.name.setText(method.name)
        code = method.xero_account_code
        options = [_STAYS, *((one.code, f"{one.code}  {one.name}") for one in payment_accounts(self._book))]
        if code not in [key for key, _ in options]:
            options.append((code, code))
        self.account.show_options(options, code)
        self.hold_days.blockSignals(True)
        self.hold_days.setValue(method.hold_days)
        self.hold_days.blockSignals(False)
        whose = method.name or "the new method"
        self.name.setAccessibleName(f"Name of {whose}")
        self.account.setAccessibleName(f"Account in Xero for {whose}")
        self.hold_days.setAccessibleName(f"Days to clear for {whose}")
        self.complain("")

    def typed(self) -> PaymentMethod:
        """The method as it stands in the inputs."""
        name, account, days = self.name.text().strip(), self.account.key(), self.hold_days.value()
        return replace(self.method, name=name, xero_account_code=account, hold_days=days)

    def complain(self, words: str) -> None:
        """Say at the row what is wrong; else what is wrong with its account, or that its payments stay here."""
        problem = words or account_problem(self._book, self.method.xero_account_code)
        self.state.setText(problem or ("Stays here" if self.method.id and self.method.stays_local else ""))
        self.state.set_ink("red" if problem else "muted")

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()


class MethodsCard(SettingsCard):
    """A row for each method, and a way to add one."""

    def __init__(self, book: Book, saver: SettingsSaver) -> None:
        super().__init__("Payment methods", _SENTENCE)
        self._book = book
        self._saver = saver
        self.rows: list[MethodRow] = []
        self._hint = Label("Connect to Xero to choose from its accounts.", fonts.Size.SECOND, ink="amber", wraps=True)
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self._column.addWidget(titles_row(("Name", "Account in Xero", "Days to clear", ""), _SHARES))
        self.add = Button("Add a method", "plus", pressed=self._add)
        self.form.addWidget(self._hint)
        self.form.addLayout(self._column)
        self.form.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignLeft)

    def reload(self) -> None:
        """Show all methods as they are kept; one that is being added stays at the end."""
        self._hint.setVisible(not self._book.chart.accounts())
        known = {row.method.id: row for row in self.rows}
        for method in self._book.payments.methods():
            if method.id not in known:
                self._put(MethodRow(method, self._book))
            elif not known[method.id].name.hasFocus():
                known[method.id].show_method(method)

    def _add(self) -> None:
        row = next((row for row in self.rows if not row.method.id), None)
        if row is None:
            row = MethodRow(PaymentMethod(""), self._book)
            self._put(row)
        row.name.setFocus()

    def _put(self, row: MethodRow) -> None:
        self.rows.append(row)
        self._column.addWidget(row)
        row.edited.connect(self._on_row_edited)

    @Slot()
    def _on_row_edited(self) -> None:
        row = self.sender()
        if not isinstance(row, MethodRow):
            return
        typed, before = row.typed(), row.method
        if typed == before or not (typed.name or before.id):
            return
        is_kept = self._saver.save_method(typed, before if before.id else None, row.complain)
        if is_kept and not before.id:
            # The kept method has a row of its own now.
            self.rows.remove(row)
            row.hide()
            row.deleteLater()
            self.reload()
        elif is_kept:
            row.show_method(typed)
