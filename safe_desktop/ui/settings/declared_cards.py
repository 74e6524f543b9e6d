"""The cards made from the declared settings: what is kept equal, from when, how often, and what is taken for granted.

A setting that is declared and named in no card gets its place in the last one, so that none is ever hidden.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from safe_desktop.domain.theirs import Account
from safe_desktop.store.book_file import Book
from safe_desktop.store.setting_records import Declared
from safe_desktop.ui.look import home_words
from safe_desktop.ui.parts.setting_fields import (
    ChoiceSetting,
    DaySetting,
    NumberSetting,
    Options,
    SettingField,
    TextSetting,
    TickSetting,
)
from safe_desktop.ui.parts.settings_card import SettingsCard
from safe_desktop.ui.settings.settings_saver import SettingsSaver, declared_settings

XERO_CARDS = (("Your app at Xero", "Made once on Xero’s developer pages; the README says how.", ("xero_client_id",)),)
SYNC_CARDS = (
    (
        "What is kept equal",
        "Records of a kind that is switched off stay as they are on both sides.",
        ("sync_customers", "sync_invoices", "sync_credit_notes", "sync_payments", "read_receive_money"),
    ),
    (
        "What is sent, and how",
        "",
        ("sync_from", "approve_on_send", "itemised", "one_line_words", "link_same_name"),
    ),
    (
        "How often",
        "A sync by itself reads first and then sends what is ready.",
        ("sync_on_timer", "send_on_timer", "timer_minutes", "day_reserve"),
    ),
)
DOCUMENT_CARDS = (
    ("Numbers and terms", "", ("invoice_prefix", "credit_prefix", "terms_days")),
    (
        "Where nothing is named",
        "Used for lines, documents and payments that name none of their own.",
        ("sales_account", "default_vat_code", "default_method", "cash_customer"),
    ),
)
_HINTS = {
    "xero_client_id": "It is no secret. SAFE_XERO_CLIENT_ID in the environment goes before it.",
    "read_receive_money": "Needs one permission more: connect again after you switched it on.",
    "sync_from": "Useful where older invoices were keyed into Xero by hand.",
    "approve_on_send": "A draft can be looked over in Xero; payments can be sent only to approved documents.",
    "itemised": "One line keeps your prices to yourself; its amounts and VAT are the same to the penny.",
    "one_line_words": "What stands on it in Xero, and on what Xero prints.",
    "link_same_name": "Otherwise each such pair waits at the desk for you.",
    "day_reserve": "Syncs by themselves leave this share of Xero’s calls for what you do by hand.",
    "invoice_prefix": "The next number follows the highest that begins so.",
}


class DeclaredCards:
    """All cards of this kind with their fields; `reload` shows the values as they are kept."""

    def __init__(self, book: Book, saver: SettingsSaver) -> None:
        self._book = book
        self._saver = saver
        self.fields: dict[str, SettingField] = {}

    def cards(self, wanted: Sequence[tuple[str, str, Sequence[str]]]) -> list[SettingsCard]:
        """The cards of one tab."""
        return [self._card(title, sentence, names) for title, sentence, names in wanted]

    def rest(self) -> SettingsCard:
        """The card of all settings that no other card has; asked for last."""
        return self._card("Everything else", "", [name for name in declared_settings() if name not in self.fields])

    def reload(self) -> None:
        """Show every value as it is kept."""
        for name, field in self.fields.items():
            field.show_value(getattr(self._book.settings, name))

    def _card(self, title: str, sentence: str, names: Sequence[str]) -> SettingsCard:
        card = SettingsCard(title, sentence)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(14)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        card.form.addLayout(grid)
        place = 0
        for name in names:
            declared = declared_settings()[name]
            field = self._field(replace(declared, label=home_words.local(declared.label)))
            self.fields[name] = field
            field.changed.connect(self._on_field_changed)
            if isinstance(field, (TickSetting, DaySetting)):
                # A sentence to tick takes the whole width, and begins a new row.
                place += place % 2
                grid.addWidget(field, place // 2, 0, 1, 2)
                place += 2
            else:
                grid.addWidget(field, place // 2, place % 2, Qt.AlignmentFlag.AlignTop)
                place += 1
        if not names:
            card.hide()
        return card

    def _field(self, declared: Declared) -> SettingField:
        hint = _HINTS.get(declared.name, "")
        choices: dict[str, tuple[Callable[[], Options], Callable[[str], str]]] = {
            "sales_account": (lambda: sales_accounts(self._book), self._sales_problem),
            "default_vat_code": (
                lambda: [(code.code, f"{code.code}  {code.name}") for code in self._book.chart.vat_codes()],
                lambda _key: "",
            ),
            "default_method": (
                lambda: [(method.name, method.name) for method in self._book.payments.methods()],
                lambda _key: "",
            ),
        }
        if declared.name in choices:
            return ChoiceSetting(declared, *choices[declared.name], hint)
        if declared.default is None:
            return DaySetting(declared, self._book.clock.today().replace(day=1), hint)
        if isinstance(declared.default, bool):
            return TickSetting(declared, hint)
        return NumberSetting(declared, hint) if isinstance(declared.default, int) else TextSetting(declared, hint)

    def _sales_problem(self, code: str) -> str:
        accounts = self._book.chart.accounts()
        if not accounts:
            return ""
        if not code:
            return "Choose one: documents whose lines name no account wait until then."
        found = next((account for account in accounts if account.code == code), None)
        if found is None:
            return f"Xero has no account {code} any more. Choose another."
        return "" if found.status == "ACTIVE" else f"{code} {found.name} is archived in Xero. Choose another."

    def _on_field_changed(self, name: str, value: object) -> None:
        field = self.fields[name]
        self._saver.change(name, value, field.complain)


def sales_accounts(book: Book) -> list[tuple[str, str]]:
    """The accounts of Xero's chart that sales can go to."""
    found = [one for one in book.chart.accounts() if one.status == "ACTIVE" and one.code and _is_for_sales(one)]
    return [("", "(none)"), *((account.code, f"{account.code}  {account.name}") for account in found)]


def _is_for_sales(account: Account) -> bool:
    return account.account_class == "REVENUE" and not account.system
