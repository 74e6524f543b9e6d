"""How matching is set: what is done by itself, and where small differences and fees are booked."""

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from safe_desktop.domain.money import Money
from safe_desktop.engine.matching.matching_options import MatchingOptions, matching_options, save_matching_options
from safe_desktop.ui.deciding.write_off_dialog import account_options, write_off_accounts
from safe_desktop.ui.parts.controls import TickBox
from safe_desktop.ui.parts.entry_dialog import EntryDialog
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.parts.money_input import MoneyInput
from safe_desktop.ui.shell.page import Context

_AUTOMATIC = "Settle by itself what is certain; each can be undone"
_MONEY_OUT = "Set aside money out that fits nothing here; each can be undone"


class MatchingOptionsDialog(EntryDialog):
    """Five answers, kept in the book."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Options for matching", parent, width=500)
        self._context = context
        options, accounts = matching_options(context.workplace.book), write_off_accounts(context.workplace.book)
        self._before = options
        self.automatic = TickBox(_AUTOMATIC)
        self.automatic.setChecked(options.match_automatically)
        self.money_out = TickBox(_MONEY_OUT)
        self.money_out.setChecked(options.set_aside_money_out)
        self._on_automatic_toggled(options.match_automatically)
        self.automatic.toggled.connect(self._on_automatic_toggled)
        self.limit = MoneyInput()
        self.limit.show_money(Money(options.write_off_limit))
        self.write_off = Choice(account_options(accounts, options.write_off_account), options.write_off_account)
        self.fee = Choice(account_options(accounts, options.fee_account), options.fee_account)
        self.limit_field = self.blames(Field("Write off at most", self.limit, "For one receipt."), "limit")
        self.form.addWidget(self.automatic)
        self.form.addWidget(self.money_out)
        self.form.addWidget(self.limit_field)
        self.form.addWidget(Field("Account for small differences", self.write_off))
        self.form.addWidget(Field("Account for providers’ fees", self.fee, "GoCardless, Stripe and the like."))
        self.form.addWidget(self.problem)
        self.add_cancel()
        self.add_primary("Save", self.save)
        self.begin(self.automatic)

    def typed(self) -> object:
        is_ticked = (self.automatic.isChecked(), self.money_out.isChecked())
        return is_ticked, self.limit.text(), self.write_off.key(), self.fee.key()

    def save(self) -> None:
        """Keep them and close."""
        self.clear_complaints()
        try:
            limit = self.limit.money() if self.limit.text().strip() else Money(0)
        except ValueError as problem:
            self.limit_field.complain(str(problem))
            return
        options = self._options(limit)
        self._context.work.now(
            lambda: save_matching_options(self._context.workplace, options),
            done=lambda _changes: self.accept(),
            failed=self.show_refusal,
        )

    @Slot(bool)
    def _on_automatic_toggled(self, is_automatic: bool) -> None:
        # Where nothing is done by itself, nothing is set aside by itself either.
        self.money_out.setEnabled(is_automatic)

    def _options(self, limit: Money) -> MatchingOptions:
        return replace(
            self._before,
            match_automatically=self.automatic.isChecked(),
            set_aside_money_out=self.money_out.isChecked(),
            write_off_limit=limit.minor,
            write_off_account=self.write_off.key(),
            fee_account=self.fee.key(),
        )
