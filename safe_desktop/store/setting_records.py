"""The settings of a book: typed attributes, each declared once with its default, its limits and its label.

A misspelt name is an AttributeError, a value that cannot be is an InputError. Also remembers small texts by key
(such as which columns a file's headers meant); those are not settings and are on no page.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar, overload

from safe_desktop.errors import InputError
from safe_desktop.store.book_database import BookDatabase
from safe_desktop.store.tables import SettingRow

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page needs to know about one setting."""

    name: str
    label: str
    default: object
    least: int | None
    most: int | None


class Setting(Generic[T]):
    """One setting: an attribute that reads from the book and writes to it."""

    def __init__(
        self,
        default: T,
        label: str,
        *,
        least: int | None = None,
        most: int | None = None,
        refuse: Callable[[T], str] | None = None,
    ) -> None:
        self.default = default
        self.label = label
        self.least = least
        self.most = most
        self._refuse = refuse
        self.name = ""

    def __set_name__(self, owner: "type[Settings]", name: str) -> None:
        self.name = name

    @overload
    def __get__(self, book: None, owner: "type[Settings]") -> "Setting[T]": ...
    @overload
    def __get__(self, book: "Settings", owner: "type[Settings]") -> T: ...
    def __get__(self, book: "Settings | None", owner: "type[Settings]") -> "Setting[T] | T":
        if book is None:
            return self
        text = book.remembered(self.name)
        return self.default if text is None else self._read(text)

    def __set__(self, book: "Settings", value: T) -> None:
        problem = self._problem(value)
        if problem:
            raise InputError(f"{self.label}: {problem}.", "The setting was left as it is.")
        book.remember(self.name, json.dumps(value.isoformat() if isinstance(value, date) else value))

    def _read(self, text: str) -> T:
        value = json.loads(text)
        if isinstance(value, str) and not isinstance(self.default, str):
            return date.fromisoformat(value)  # type: ignore[return-value]
        return value

    def _problem(self, value: T) -> str:
        if self.default is None:
            return "" if value is None or type(value) is date else "this is not a day"
        if type(value) is not type(self.default):
            return f"“{value}” cannot be used here"
        if isinstance(value, int) and not (self.least or 0) <= value <= (self.most or 1):
            return f"{value} is not between {self.least} and {self.most}"
        if isinstance(value, str) and len(value) > 200:
            return "this is longer than 200 characters"
        return self._refuse(value) if self._refuse else ""


def _refuse_prefix(value: str) -> str:
    return "" if value and value.isascii() and value.isprintable() else "give plain letters, digits and signs"


def _refuse_empty(value: str) -> str:
    return "" if value.strip() else "this cannot be empty"


class Settings:
    """The settings of one book."""

    __slots__ = ("_database",)

    xero_client_id = Setting("", "Client id of your app at Xero")
    sync_customers = Setting(True, "Keep customers equal with Xero")
    sync_invoices = Setting(True, "Keep invoices equal with Xero")
    sync_credit_notes = Setting(True, "Keep credit notes equal with Xero")
    sync_payments = Setting(True, "Keep payments equal with Xero")
    sync_from: "Setting[date | None]" = Setting(None, "Documents issued before this day stay here")
    approve_on_send = Setting(True, "Approve documents in Xero when they are sent (else they are drafts there)")
    itemised = Setting(True, "Send every line (else one line for each VAT code and account)")
    one_line_words = Setting("Goods and services", "Description of that one line", refuse=_refuse_empty)
    timer_minutes = Setting(15, "Minutes between syncs (0 for never)", least=0, most=240)
    sync_on_timer = Setting(True, "Sync by itself")
    send_on_timer = Setting(True, "Send what is ready by itself too, once you have sent to this organisation")
    sales_account = Setting("", "Account in Xero for lines that name none")
    default_vat_code = Setting("NO_VAT", "VAT code for lines that name none", refuse=_refuse_empty)
    terms_days = Setting(30, "Days until an invoice is due", least=0, most=365)
    cash_customer = Setting("Cash sales", "Customer for documents that name none", refuse=_refuse_empty)
    link_same_name = Setting(True, "Link a customer with Xero’s contact of the same name")
    archive_in_xero = Setting(False, "Archive a customer’s contact in Xero too when the customer is archived here")
    invoice_prefix = Setting("INV-", "Invoice numbers begin with", refuse=_refuse_prefix)
    credit_prefix = Setting("CN-", "Credit note numbers begin with", refuse=_refuse_prefix)
    read_receive_money = Setting(False, "Read money that Xero has as received without an invoice, too")
    default_method = Setting("Bank transfer", "Payment method when none is named", refuse=_refuse_empty)
    day_reserve = Setting(10, "Per cent of the day’s calls kept for people", least=0, most=90)

    def __init__(self, database: BookDatabase) -> None:
        self._database = database

    @classmethod
    def declared(cls) -> tuple[Declared, ...]:
        """Every setting with its label, default and limits, in the order of the page."""
        found = ((name, thing) for name, thing in vars(cls).items() if isinstance(thing, Setting))
        return tuple(Declared(name, thing.label, thing.default, thing.least, thing.most) for name, thing in found)

    def remembered(self, key: str) -> str | None:
        """The text kept under this key, or None."""
        found = self._database.row("SELECT value FROM setting WHERE name = ?", (key,))
        return None if found is None else str(found[0])

    def remember(self, key: str, text: str) -> None:
        """Keep a text under this key; inside `Book.transaction()`."""
        SettingRow.insert(name=key, value=text).on_conflict_replace().execute()

    def forget(self, key: str) -> None:
        """Keep nothing under this key."""
        SettingRow.delete().where(SettingRow.name == key).execute()
