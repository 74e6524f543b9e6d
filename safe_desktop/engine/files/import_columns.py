"""What the columns of a file can mean, and a guess at it from their names. Pure: opens nothing, knows no book.

A guess is only ever a proposal: it is shown, corrected and then remembered (`import_mapping`).
"""

import difflib
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

CUSTOMERS, INVOICES, PAYMENTS = "customers", "invoices", "payments"
KINDS = (CUSTOMERS, INVOICES, PAYMENTS)
STATEMENTS = "statements"
"""Bank statements: mapped like the others, but what they hold is no record yet (`statement_importing`)."""

_CLOSE_ENOUGH = 0.88
"""Two names this alike are one misspelt; below it “customer” and “customer id” would be taken for each other."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something a column can hold: its label on screen (and in our exports), and what else people call it."""

    key: str
    label: str
    synonyms: str = ""
    is_required: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names it goes by, the usual ones first."""
        return (plain_name(self.label), *(name.strip() for name in self.synonyms.split(",") if name.strip()))


_NAMES = "customer name, contact name, contact, client, client name, account name, company, company name, bill to, name"
_CODES = "customer id, customer no, customer number, account number, account no, client id, client code, contact number"
_ADDRESS = (
    Field("address_1", "Address line 1", "address, street, street address, po address line 1, address 1"),
    Field("address_2", "Address line 2", "po address line 2, address 2"),
    Field("address_3", "Address line 3", "po address line 3, address 3"),
    Field("address_4", "Address line 4", "po address line 4, address 4"),
    Field("city", "City", "town, post town, po city"),
    Field("region", "Region", "county, state, po region, province"),
    Field("postcode", "Postcode", "post code, zip, zip code, postal code, po postal code"),
    Field("country", "Country", "po country, country name"),
)

FIELDS: dict[str, tuple[Field, ...]] = {
    CUSTOMERS: (
        Field("name", "Name", f"customer, {_NAMES}", is_required=True),
        Field("code", "Code", f"customer code, {_CODES}, id, number, reference"),
        Field("email", "E-mail", "email, email address, mail"),
        Field("phone", "Phone", "telephone, tel, phone number, telephone number, mobile"),
        Field("vat_number", "VAT number", "vat no, vat registration number, tax number, vat reg no, vat"),
        *_ADDRESS,
        Field("archived", "Archived", "is archived, inactive"),
    ),
    INVOICES: (
        Field(
            "number",
            "Number",
            "invoice number, invoice no, invoice, document number, document no, inv no, number, no, invoice id",
            is_required=True,
        ),
        Field("kind", "Kind", "type, document type, transaction type, invoice type"),
        Field("issued_on", "Issued", "invoice date, date, issue date, document date, tax date, issued on", True),
        Field("due_on", "Due", "due date, payment due, due on"),
        Field("customer", "Customer", _NAMES),
        Field("customer_code", "Customer code", _CODES),
        Field("customer_email", "Customer e-mail", "email, email address, e mail, customer email"),
        Field("country", "Country", "po country, customer country"),
        Field("reference", "Reference", "ref, po number, order number, purchase order, your ref, order no"),
        Field("currency", "Currency", "currency code, iso currency"),
        Field("tax_mode", "Prices are", "line amount types, amounts are, tax basis, line amount type"),
        Field("status", "Status", "document status, invoice status"),
        Field("description", "Description", "item description, details, item name, product name, narrative, item"),
        Field("item_code", "Item code", "stock code, inventory item code, sku, product code, product"),
        Field("quantity", "Quantity", "qty, units, hours, count, pieces"),
        Field(
            "unit_price",
            "Unit price",
            "unit amount, price, rate, unit cost, price each, unit price gross, gross price, net amount, amount, net",
            is_required=True,
        ),
        Field("discount", "Discount %", "discount, discount per cent, discount percent"),
        Field("vat_code", "VAT code", "tax type, tax code, vat type, vat, tax"),
        Field("vat_rate", "VAT rate", "vat %, tax rate, vat percent, vat per cent"),
        Field("account_code", "Account code", "account, nominal code, nominal, sales account, ledger code"),
    ),
    PAYMENTS: (
        Field("paid_on", "Paid", "payment date, date, paid on, date paid, received, date received", True),
        Field("amount", "Amount", "payment amount, paid amount, received amount, total, value, credit", True),
        Field("number", "Invoice number", "invoice, invoice no, invoice id, document number, inv no, for invoice"),
        Field("customer", "Customer", f"{_NAMES}, payer, paid by"),
        Field("customer_code", "Customer code", _CODES),
        Field("method", "Method", "payment method, paid by, payment type, type, how"),
        Field("reference", "Reference", "ref, description, details, narrative, payment reference, memo"),
        Field("currency", "Currency", "currency code"),
        Field("status", "Status", "payment status"),
        Field("marker", "Mark", "payment mark"),
    ),
    STATEMENTS: (
        Field(
            "came_on",
            "Date",
            "transaction date, posting date, posted date, booking date, date posted, date processed, processed date, "
            "completed date, date completed utc, date completed, entry date, value date, posted on",
            is_required=True,
        ),
        Field(
            "amount",
            "Amount",
            "amount gbp, amount eur, amount usd, transaction amount, value, net amount, payment amount, amount in gbp",
        ),
        Field(
            "paid_in", "Paid in", "money in, credit amount, credit, credits, deposit, deposits, paid in gbp, receipts"
        ),
        Field(
            "paid_out",
            "Paid out",
            "money out, debit amount, debit, debits, withdrawal, withdrawals, paid out gbp, payments",
        ),
        Field(
            "direction",
            "In or out",
            "credit debit indicator, debit credit, credit debit, cr dr, dr cr, debit or credit, credit or debit",
        ),
        Field("kind", "Type", "transaction type, subcategory, payment type, trans type, transaction code, tran type"),
        Field(
            "payee",
            "Payee",
            "counter party, counterparty, counter party name, counterparty name, name, payer, paid by, merchant, "
            "merchant name, beneficiary, payee name, from, from to",
        ),
        Field(
            "reference",
            "Reference",
            "payment reference, ref, customer reference, transaction reference, reference number, notes and tags",
        ),
        Field(
            "narrative",
            "Description",
            "transaction description, narrative, memo, details, transaction details, particulars, narration, text",
        ),
        Field("balance", "Balance", "running balance, balance gbp, account balance, closing balance, ledger balance"),
        Field("bank_id", "Transaction number", "transaction id, fitid, unique id, entry reference, bank reference, id"),
        Field("account", "Account", "account number, account no, iban, bank account"),
        Field("currency", "Currency", "currency code, account currency, payment currency, ccy"),
        Field("status", "Status", "state, transaction status"),
    ),
}


def field_of(kind: str, key: str) -> Field:
    """The field of this key; KeyError for a key the kind does not have."""
    return {field.key: field for field in FIELDS[kind]}[key]


def keys_of(kind: str) -> tuple[str, ...]:
    """The keys of everything a column of this kind of file can hold."""
    return tuple(field.key for field in FIELDS[kind])


def plain_name(header: str) -> str:
    """The header in plain lower-case words: “InvoiceNo.” and “invoice no” become the same."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^\w%]+|_", " ", header)
    return " ".join(words.casefold().split())


def guessed_columns(kind: str, headers: Sequence[str]) -> dict[str, str]:
    """Which header seems to hold which field; a header is used once, and what is not clear is left out."""
    found: list[tuple[float, int, int, str, str]] = []
    for order, field in enumerate(FIELDS[kind]):
        for place, header in enumerate(headers):
            score = _likeness(plain_name(header), field.names)
            if score:
                found.append((-score, order, place, field.key, header))
    columns: dict[str, str] = {}
    for _, _, _, key, header in sorted(found):
        if key not in columns and header not in columns.values():
            columns[key] = header
    return {key: columns[key] for key in keys_of(kind) if key in columns}


def _likeness(name: str, names: tuple[str, ...]) -> float:
    """How much a header's name is one of these: the usual names count a little more than the loose ones."""
    if name in names:
        return 2 - names.index(name) / 100
    # Names of very different length cannot be that close; comparing all of them is what takes the time.
    near = [other for other in names if 2 * min(len(name), len(other)) >= _CLOSE_ENOUGH * (len(name) + len(other))]
    close = max((difflib.SequenceMatcher(None, name, other).ratio() for other in near), default=0.0)
    return close if close >= _CLOSE_ENOUGH else 0.0


def fingerprint(kind: str, headers: Sequence[str]) -> str:
    """What tells files of one layout from others: their kind and header names."""
    text = "\n".join((kind, *(plain_name(header) for header in headers)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def is_gross(header: str) -> bool:
    """Whether the name of a price column says that VAT is in it."""
    return bool({"gross", "inc", "incl", "including"} & set(plain_name(header).split()))
