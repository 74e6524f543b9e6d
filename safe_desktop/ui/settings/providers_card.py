"""Who pays out less a fee, such as GoCardless and Stripe: a row for each provider with its fee and payment method."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from safe_desktop.domain.money import Money, read_decimal
from safe_desktop.engine.entry.payout_providers import PayoutProvider, payout_providers
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.parts.money_input import MoneyInput
from safe_desktop.ui.settings.rows_card import RowsCard, ValueRow
from safe_desktop.ui.settings.settings_saver import SettingsSaver

_SHARES = (3, -90, -90, -90, 3, 3)
_SENTENCE = (
    "A payout on the bank statement is the payments of the provider’s method, less its fee for each. "
    "Write the name as the bank writes it; empty a name to remove the provider."
)
_ANY_METHOD = ("", "No method of its own")


class ProviderRow(ValueRow[PayoutProvider]):
    """The inputs of one provider."""

    def __init__(self, provider: PayoutProvider, book: Book, currency: str, is_new: bool) -> None:
        super().__init__(provider, is_new)
        self._book = book
        self.name = QLineEdit()
        self.name.setFont(fonts.font())
        self.name.setPlaceholderText("Name on the bank’s line, such as SumUp")
        self.setFocusProxy(self.name)
        self.percent = QLineEdit()
        self.percent.setFont(fonts.font(is_figures=True))
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.percent.setPlaceholderText("0")
        self.fixed, self.cap = MoneyInput(currency), MoneyInput(currency)
        self.cap.setPlaceholderText("No limit")
        self.method = Choice()
        self.lay((self.name, self.percent, self.fixed, self.cap, self.method), _SHARES)
        self.show_value(provider)
        for field in (self.name, self.percent, self.fixed, self.cap):
            field.editingFinished.connect(self.on_edited)
        self.method.activated.connect(self.on_edited)

    def show_value(self, value: PayoutProvider) -> None:
        self.value = value
        currency = self.fixed.currency
        self.name.setText(value.name)
        self.percent.setText("" if self.is_new else f"{value.percent.normalize():f}")
        self.fixed.show_money(Money(value.fixed_minor, currency))
        self.cap.show_money(Money(value.cap_minor or 0, currency))
        names = [method.name for method in self._book.payments.methods()]
        if value.method and value.method not in names:
            names.append(value.method)
        self.method.show_options([_ANY_METHOD, *((name, name) for name in names)], value.method)
        whose = value.name or "the new provider"
        for widget, what in (
            (self.name, "Name"),
            (self.percent, "Per cent"),
            (self.fixed, "Fixed fee"),
            (self.cap, "Most it takes"),
            (self.method, "Payment method"),
        ):
            widget.setAccessibleName(f"{what} of {whose}")
        self.complain("")

    def typed(self) -> PayoutProvider | None:
        """The provider as it stands in the inputs; None, with a complaint, where a number is none."""
        name = self.name.text().strip()
        if self.is_new and not name:
            return None
        try:
            percent = _percent(self.percent.text())
            fixed, cap = _minor(self.fixed), _minor(self.cap)
        except ValueError as problem:
            self.complain(str(problem))
            return None
        return replace(
            self.value, name=name, percent=percent, fixed_minor=fixed or 0, cap_minor=cap, method=self.method.key()
        )

    def standing_words(self) -> tuple[str, bool]:
        method = self.value.method
        if method and self._book.payments.find_method(method) is None:
            return f"There is no payment method “{method}” any more", True
        return "", False

    def is_being_typed(self) -> bool:
        return any(field.hasFocus() for field in (self.name, self.percent, self.fixed, self.cap))


class ProvidersCard(RowsCard[PayoutProvider]):
    """A row for each provider, and a way to add one."""

    def __init__(self, book: Book, saver: SettingsSaver) -> None:
        super().__init__(
            "Payouts less a fee",
            _SENTENCE,
            ("Provider", "Per cent", "Fixed fee", "At most", "Payment method"),
            _SHARES,
            add_words="Add a provider",
        )
        self._book = book
        self._saver = saver

    def kept(self) -> Sequence[PayoutProvider]:
        return payout_providers(self._book)

    def key_of(self, value: PayoutProvider) -> str:
        return value.name

    def row_of(self, value: PayoutProvider | None) -> ProviderRow:
        organisation = self._book.chart.organisation()
        currency = organisation.base_currency if organisation else "GBP"
        blank = PayoutProvider("", Decimal(0))
        return ProviderRow(value or blank, self._book, currency or "GBP", is_new=value is None)

    def keep(self, typed: PayoutProvider, before: PayoutProvider | None, row: ValueRow[PayoutProvider]) -> bool:
        kept = list(self.kept())
        if before is None:
            return self._saver.save_providers((*kept, typed), row.complain)
        if typed.name:
            return self._saver.save_providers([typed if one.name == before.name else one for one in kept], row.complain)
        if self._saver.save_providers([one for one in kept if one.name != before.name], row.complain):
            self.reload()
        return False

    def reload(self) -> None:
        """Show the providers as they are kept; the row of one that was removed goes."""
        names = {one.name for one in self.kept()}
        for row in [row for row in self.rows if not row.is_new and row.value.name not in names]:
            self.rows.remove(row)
            row.hide()
            row.deleteLater()
        super().reload()


def _percent(text: str) -> Decimal:
    plain = text.strip().rstrip("%").strip()
    try:
        return read_decimal(plain) if plain else Decimal(0)
    except ValueError as problem:
        raise ValueError(f"“{plain}” is no per cent rate; give a number such as 1.5") from problem


def _minor(field: MoneyInput) -> int | None:
    return field.money().minor if field.text().strip() else None
