"""A field for an amount or a number: exact, at the right, with a reason in words where it is none."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from safe_desktop.domain.money import Money, read_decimal
from safe_desktop.ui.look import fonts, formats


class MoneyInput(QLineEdit):
    """An amount of one currency, typed as people type it: 1,234.50, £12, 12."""

    def __init__(self, currency: str = "GBP") -> None:
        super().__init__()
        self.currency = currency
        self.setFont(fonts.font(fonts.Size.TEXT, is_figures=True))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(40)
        self.setPlaceholderText("0.00")

    def show_money(self, amount: Money) -> None:
        """Show this amount, in its currency."""
        self.currency = amount.currency
        self.setText(formats.figure(amount) if amount else "")

    def money(self) -> Money:
        """The amount; ValueError with a reason where there is none or it is finer than the currency."""
        text = self.text().strip()
        if not text:
            raise ValueError("Give an amount.")
        try:
            number: Decimal = read_decimal(text)
        except ValueError as problem:
            raise ValueError(f"This {problem}.") from problem
        try:
            return Money.exactly(number, self.currency)
        except ValueError as problem:
            raise ValueError(f"{problem}.") from problem
