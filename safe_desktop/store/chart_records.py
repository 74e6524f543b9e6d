"""The book's VAT codes, and what Xero told about the organisation: its accounts, tax rates and own facts.

Knows the tables; what a code is mapped to is decided elsewhere.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, astuple, replace
from datetime import date

from safe_desktop.domain.tax import VatCode
from safe_desktop.domain.theirs import Account, Connection, Organisation, TaxRate
from safe_desktop.errors import InputError
from safe_desktop.store.book_database import BookDatabase
from safe_desktop.store.exact_numbers import from_e4, to_e4
from safe_desktop.store.tables import SettingRow, VatCodeRow, XeroAccountRow, XeroTaxRateRow

_ORGANISATION = "organisation"
_CONNECTION = "connection"


class Chart:
    """Codes, accounts and rates of one book. Writers are called inside `Book.transaction()`."""

    def __init__(self, database: BookDatabase) -> None:
        self._database = database

    def vat_codes(self) -> list[VatCode]:
        """All VAT codes, the highest rate first."""
        rows = self._database.rows(
            "SELECT code, name, rate_e4, xero_tax_type FROM vat_code ORDER BY rate_e4 DESC, rowid"
        )
        return [VatCode(code, name, from_e4(rate), tax_type) for code, name, rate, tax_type in rows]

    def find_vat_code(self, code: str) -> VatCode | None:
        """The VAT code, whatever the case of its letters."""
        wanted = code.strip().upper()
        return next((vat for vat in self.vat_codes() if vat.code == wanted), None)

    def save_vat_code(self, vat_code: VatCode) -> VatCode:
        """The VAT code as it is kept, new or changed; InputError for a rate that cannot be."""
        code = vat_code.code.strip().upper()
        if not code:
            raise InputError("A VAT code needs a name of its own, such as STANDARD.", "Nothing was changed.")
        if not 0 <= vat_code.rate <= 100:
            raise InputError(f"{vat_code.rate} per cent is not a VAT rate.", "Nothing was changed.", "Give 0 to 100.")
        VatCodeRow.insert(
            code=code,
            name=vat_code.name.strip() or code,
            rate_e4=to_e4(vat_code.rate, "VAT rate"),
            xero_tax_type=vat_code.xero_tax_type or None,
        ).on_conflict_replace().execute()
        return replace(vat_code, code=code)

    def replace_vat_codes(self, codes: Sequence[VatCode]) -> None:
        """Keep these VAT codes and no others: for a book in which none was used yet."""
        with self._database.atomic():
            VatCodeRow.delete().execute()
            for code in codes:
                self.save_vat_code(code)

    def accounts(self) -> list[Account]:
        """The accounts of the organisation as last read, by code."""
        rows = self._database.rows(
            """SELECT account_id, code, name, kind, account_class, status, takes_payments, tax_type, system, currency
            FROM xero_account ORDER BY code, name"""
        )
        return [
            Account(account_id, code, name, kind, account_class, status, bool(takes), *rest)
            for account_id, code, name, kind, account_class, status, takes, *rest in rows
        ]

    def replace_accounts(self, accounts: Sequence[Account]) -> None:
        """Keep these accounts and no others."""
        with self._database.atomic():
            XeroAccountRow.delete().execute()
            self._database.change_many(
                """INSERT INTO xero_account
                    (account_id, code, name, kind, account_class, status, takes_payments, tax_type, system, currency)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [astuple(account) for account in accounts],
            )

    def tax_rates(self) -> list[TaxRate]:
        """The tax rates of the organisation as last read, by name."""
        rows = self._database.rows(
            "SELECT tax_type, name, rate_e4, status, account_classes FROM xero_tax_rate ORDER BY name"
        )
        return [
            TaxRate(tax_type, name, from_e4(e4), status, frozenset(classes.split()))
            for tax_type, name, e4, status, classes in rows
        ]

    def replace_tax_rates(self, rates: Sequence[TaxRate]) -> None:
        """Keep these tax rates and no others."""
        with self._database.atomic():
            XeroTaxRateRow.delete().execute()
            self._database.change_many(
                "INSERT INTO xero_tax_rate (tax_type, name, rate_e4, status, account_classes) VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        rate.tax_type,
                        rate.name,
                        to_e4(rate.rate, "tax rate"),
                        rate.status,
                        " ".join(sorted(rate.account_classes)),
                    )
                    for rate in rates
                ],
            )

    def organisation(self) -> Organisation | None:
        """What Xero told about the organisation this book belongs to, or None before the first connection."""
        found = self._remembered(_ORGANISATION)
        if found is None:
            return None
        for name in ("period_lock_on", "year_end_lock_on"):
            found[name] = date.fromisoformat(str(found[name])) if found[name] else None
        return Organisation(**found)  # type: ignore[arg-type]

    def connection(self) -> Connection | None:
        """The connection this book was last linked by, or None."""
        found = self._remembered(_CONNECTION)
        return Connection(**found) if found is not None else None  # type: ignore[arg-type]

    def save_organisation(self, organisation: Organisation, connection: Connection) -> None:
        """Remember which organisation this book belongs to, and by which connection it is reached."""
        self._remember(_ORGANISATION, asdict(organisation))
        self._remember(_CONNECTION, asdict(connection))

    def forget_connection(self) -> None:
        """The connection has ended; the organisation stays known, since the links are into it."""
        SettingRow.delete().where(SettingRow.name == _CONNECTION).execute()

    def _remembered(self, name: str) -> dict[str, object] | None:
        found = self._database.row("SELECT value FROM setting WHERE name = ?", (name,))
        return dict(json.loads(found[0])) if found is not None else None

    def _remember(self, name: str, values: dict[str, object]) -> None:
        text = json.dumps(values, ensure_ascii=False, default=str)
        SettingRow.insert(name=name, value=text).on_conflict_replace().execute()
