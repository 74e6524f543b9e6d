"""Keeps what a person changed on the settings page, at once, and says so in words that can be taken back."""

from collections.abc import Callable, Sequence
from datetime import date

from safe_desktop.domain.field_policy import Rule, RuledField
from safe_desktop.domain.payment import PaymentMethod
from safe_desktop.domain.tax import VatCode
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.entry.field_policies import change_rule
from safe_desktop.engine.entry.payout_providers import PayoutProvider, payout_providers, save_payout_providers
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import SafeError
from safe_desktop.store.setting_records import Declared, Settings
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.shell.work import Work

Complain = Callable[[str], object]


class SettingsSaver:
    """One door for all parts of the page. What cannot be kept is said at its field, and nothing is changed."""

    def __init__(self, workplace: Workplace, work: Work, strip: UndoStrip) -> None:
        self._workplace = workplace
        self._work = work
        self.strip = strip
        self._labels = {declared.name: declared for declared in Settings.declared()}

    def change(self, name: str, value: object, complain: Complain) -> bool:
        """Keep one setting."""
        before: object = getattr(self._workplace.book.settings, name)
        if before == value:
            return True
        if not self._kept(lambda: ledger.change_settings(self._workplace, **{name: value}), complain):
            return False
        words = f"{self._labels[name].label}: {shown(before)} → {shown(value)}"
        self.strip.say(f"Saved. {words}", lambda: self.change(name, before, complain))
        return True

    def save_method(self, method: PaymentMethod, before: PaymentMethod | None, complain: Complain) -> bool:
        """Keep a payment method, new or changed."""
        if not self._kept(lambda: ledger.save_method(self._workplace, method), complain):
            return False
        undo = None if before is None else lambda: self.save_method(before, None, complain)
        account = f"account {method.xero_account_code}" if method.xero_account_code else "its payments stay here"
        held = f", held for {formats.count(method.hold_days, 'day')}" if method.hold_days else ""
        self.strip.say(f"Saved. {method.name}: {account}{held}", undo)
        return True

    def save_vat_code(self, code: VatCode, before: VatCode | None, complain: Complain) -> bool:
        """Keep a VAT code, new or changed."""
        if not self._kept(lambda: ledger.save_vat_code(self._workplace, code), complain):
            return False
        undo = None if before is None else lambda: self.save_vat_code(before, None, complain)
        mapped = f"in Xero {code.xero_tax_type}" if code.xero_tax_type else "not tied to a Xero tax rate"
        self.strip.say(f"Saved. {code.code}, {code.name}, {rate_words(code)}: {mapped}", undo)
        return True

    def save_providers(self, providers: Sequence[PayoutProvider], complain: Complain) -> bool:
        """Keep exactly these providers of payouts."""
        before = payout_providers(self._workplace.book)
        if not self._kept(lambda: save_payout_providers(self._workplace, providers), complain):
            return False
        names = ", ".join(one.name for one in providers) or "none"
        self.strip.say(f"Saved. Payouts less a fee: {names}", lambda: self.save_providers(before, complain))
        return True

    def save_rule(self, field: RuledField, rule: Rule, before: Rule, complain: Complain) -> bool:
        """Keep what is done where Xero changed this field."""
        if not self._kept(lambda: change_rule(self._workplace, field.key, rule), complain):
            return False
        words = f"{field.record}, {field.label}: {before.words} → {rule.words}"
        self.strip.say(f"Saved. {words}", lambda: self.save_rule(field, before, rule, complain))
        return True

    def _kept(self, job: Callable[[], object], complain: Complain) -> bool:
        def failed(error: SafeError) -> bool:
            complain(" ".join(part for part in (error.title, error.remedy) if part))
            return True

        is_kept = self._work.now(job, failed=failed) is not None
        if is_kept:
            complain("")
        return is_kept


def shown(value: object) -> str:
    """A setting's value in words."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, date):
        return formats.day(value)
    return str(value) if value not in (None, "") else "(none)"


def rate_words(code: VatCode) -> str:
    """The rate of a VAT code: 20%."""
    return f"{code.rate.normalize():f}%"


def declared_settings() -> dict[str, Declared]:
    """Every setting of a book by its name, in the order of their declaration."""
    return {declared.name: declared for declared in Settings.declared()}
