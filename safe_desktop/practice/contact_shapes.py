"""How contacts look in answers: whole, thin in unpaged lists, thinner inside documents. Knows no rule of writing."""

from decimal import Decimal

from safe_desktop.practice.answer_envelope import EMPTY_CONTACT
from safe_desktop.practice.contact_rules import ADDRESS_SLOTS, PHONE_SLOTS
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.wire_dates import moment_out

_PLAIN = (
    *("ContactNumber", "AccountNumber", "ContactStatus", "Name", "FirstName", "LastName", "EmailAddress"),
    *("CompanyNumber", "TaxNumber", "BankAccountDetails", "AccountsReceivableTaxType", "AccountsPayableTaxType"),
    *("DefaultCurrency",),
)
_DETAIL = (
    *("XeroNetworkKey", "SkypeUserName", "SalesDefaultAccountCode", "PurchasesDefaultAccountCode"),
    *("SalesDefaultLineAmountType", "PurchasesDefaultLineAmountType", "PaymentTerms", "MergedToContactID", "Website"),
)
_BALANCES_SQL = """
SELECT parent, kind, type,
       sum(CAST(round(json_extract(body, '$.AmountDue') * 100) AS INTEGER)),
       sum(CAST(round(json_extract(body, '$.RemainingCredit') * 100) AS INTEGER)),
       sum(CASE WHEN due <> '' AND due < ? THEN CAST(round(json_extract(body, '$.AmountDue') * 100) AS INTEGER) END)
FROM records r
WHERE tenant=? AND kind IN ('invoice', 'credit_note', 'overpayment', 'prepayment') AND status='AUTHORISED'
      AND parent IN (SELECT value FROM json_each(?))
GROUP BY parent, kind, type
"""


def _slots(stored: list[Element], type_name: str, order: tuple[str, ...], blank: Element) -> list[Element]:
    by_kind = {slot[type_name]: slot for slot in stored}
    return [{type_name: kind, **blank, **by_kind.get(kind, {})} for kind in order]


def contact_element(record: Record, *, detail: bool, balances: Element | None = None, summary: bool = False) -> Element:
    """A contact as its own resource shows it; `detail` for single and paged answers."""
    body = record.body
    shown: Element = {"ContactID": record.id}
    shown.update({name: body[name] for name in _PLAIN if name in body})
    if not summary:
        blank_phone = {"PhoneNumber": "", "PhoneAreaCode": "", "PhoneCountryCode": ""}
        blank_address = {"City": "", "Region": "", "PostalCode": "", "Country": ""}
        shown["Addresses"] = _slots(body.get("Addresses", []), "AddressType", ADDRESS_SLOTS, blank_address)
        shown["Phones"] = _slots(body.get("Phones", []), "PhoneType", PHONE_SLOTS, blank_phone)
    shown["UpdatedDateUTC"] = moment_out(record.updated)
    if summary:
        return {**shown, "HasAttachments": False, "HasValidationErrors": False}
    shown["ContactGroups"] = []
    shown["IsSupplier"] = bool(body.get("IsSupplier"))
    shown["IsCustomer"] = bool(body.get("IsCustomer"))
    if detail:
        shown.update({name: body[name] for name in _DETAIL if name in body})
        shown["ContactPersons"] = body.get("ContactPersons", [])
        shown["HasAttachments"] = bool(body.get("HasAttachments"))
        if balances:
            shown["Balances"] = balances
    shown["HasValidationErrors"] = False
    return shown


def nested_contact(record: Record | None, *, whole: bool) -> Element:
    """A contact as documents show it: its lists are empty even when it has some."""
    if record is None:
        return dict(EMPTY_CONTACT)
    body = record.body
    shown: Element = {"ContactID": record.id}
    if whole:
        names = ("ContactNumber", "ContactStatus", "Name", "FirstName", "LastName", "EmailAddress")
        shown.update({name: body[name] for name in names if name in body})
    else:
        shown["Name"] = body["Name"]
    return {**shown, **EMPTY_CONTACT}


def balances_of(books: OrganisationBooks, contact_ids: str) -> dict[str, Element]:
    """What each contact owes and is owed, by contact id, of those in this JSON list; none when it has no documents."""
    rows = books.shelf.database.execute(_BALANCES_SQL, (books.today, books.shelf.place, contact_ids)).fetchall()
    found: dict[str, dict[str, list[int]]] = {}
    for contact, kind, type_name, due, remaining, overdue in rows:
        receivable = type_name.startswith(("ACCREC", "RECEIVE", "AR"))
        side = found.setdefault(contact, {"AccountsReceivable": [0, 0], "AccountsPayable": [0, 0]})
        amounts = side["AccountsReceivable" if receivable else "AccountsPayable"]
        if kind == "invoice":
            amounts[0] += due or 0
            amounts[1] += overdue or 0
        else:
            amounts[0] -= remaining or 0
    return {
        contact: {
            name: {"Outstanding": Decimal(cents[0]).scaleb(-2), "Overdue": Decimal(cents[1]).scaleb(-2)}
            for name, cents in sides.items()
        }
        for contact, sides in found.items()
    }
