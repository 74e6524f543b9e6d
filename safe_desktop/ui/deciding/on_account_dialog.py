"""Asks whose money it is, to keep it on that customer's account without a document."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.parts.customer_input import CustomerInput
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.field import Field


class OnAccountDialog(Dialog):
    """`answered` gets the customer."""

    def __init__(
        self,
        workplace: Workplace,
        words: str,
        answered: Callable[[int], object],
        parent: QWidget | None = None,
        *,
        customer_id: int = 0,
    ) -> None:
        detail = f"{words} waits there until an invoice takes it, or it is paid back."
        super().__init__("Keep it on whose account?", parent, subtitle=detail, width=460)
        self._answered = answered
        self.customer = CustomerInput(workplace.book.customers.names(), customer_id)
        self.field = Field("Customer", self.customer)
        self.form.addWidget(self.field)
        self.add_cancel()
        self.add_primary("Keep on account", self._on_yes)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self.customer, self.customer.setFocus)

    def _on_yes(self) -> None:
        self.customer.take_the_only_one()
        customer_id = self.customer.customer_id()
        if not customer_id:
            self.field.complain("Choose a customer of this book.")
            return
        self.accept()
        self._answered(customer_id)
