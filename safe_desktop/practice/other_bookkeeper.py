"""Plays another person at work in Xero's own screens: edits, voids, renames, merges, archives, locks. Outside the API.

Each takes the wishes sent to an admin address and returns what became of them.
"""

from decimal import Decimal

from safe_desktop.practice.bank_play import Wishes, amount_of, day_wanted, invoice_wanted
from safe_desktop.practice.contact_rules import active_named, write_contact
from safe_desktop.practice.document_editing import has_settlement, update
from safe_desktop.practice.document_kinds import INVOICES
from safe_desktop.practice.document_writing import create
from safe_desktop.practice.line_arithmetic import to_cents
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import canonical
from safe_desktop.practice.wire_dates import day_in

_DOCUMENT_KINDS = ("invoice", "credit_note", "overpayment", "prepayment", "bank_transaction")


def invoice_told(record: Record) -> Element:
    """What the admin address says about an invoice."""
    body = record.body
    return {
        "invoice_id": record.id,
        "invoice_number": body.get("InvoiceNumber", ""),
        "status": record.status,
        "contact_id": record.parent,
        "total": body["Total"],
        "amount_due": body["AmountDue"],
        "updated": record.updated,
    }


def contact_told(record: Record) -> Element:
    """What the admin address says about a contact."""
    return {"contact_id": record.id, "name": record.body["Name"], "status": record.status, "updated": record.updated}


def make_invoice(books: OrganisationBooks, wishes: Wishes) -> Element:
    """An invoice made by somebody else in Xero.

    Either `{"document": …}` as the API would take it, or the short form: contact_name, amount (net, one line),
    account_code, tax_type, date, due_date, invoice_number, reference, status.
    """
    document = wishes.get("document")
    if isinstance(document, dict):
        return invoice_told(create(books, INVOICES, _as_element(document), 4).record)
    day = day_wanted(books, wishes)
    line: Element = {
        "Description": str(wishes.get("description") or "Goods"),
        "Quantity": Decimal(1),
        "UnitAmount": amount_of(wishes) or Decimal("100.00"),
        "AccountCode": str(wishes.get("account_code") or "200"),
    }
    if wishes.get("tax_type"):
        line["TaxType"] = wishes["tax_type"]
    element: Element = {
        "Type": str(wishes.get("type") or "ACCREC"),
        "Contact": {"Name": str(wishes.get("contact_name") or "Someone Else Ltd")},
        "Date": day,
        "DueDate": day_wanted(books, wishes, "due_date") if wishes.get("due_date") else day,
        "Status": str(wishes.get("status") or "AUTHORISED"),
        "LineItems": [line],
    }
    for name, wish in (("InvoiceNumber", "invoice_number"), ("Reference", "reference")):
        if wishes.get(wish):
            element[name] = str(wishes[wish])
    return invoice_told(create(books, INVOICES, element, 4).record)


def _as_element(document: dict[str, object]) -> Element:
    element = canonical(document)
    assert isinstance(element, dict)
    return element


def make_contact(books: OrganisationBooks, wishes: Wishes) -> Element:
    """A contact made by somebody else in Xero: `{"name": …}` or `{"contact": …}` as the API would take it."""
    contact = wishes.get("contact")
    element = _as_element(contact) if isinstance(contact, dict) else {"Name": str(wishes.get("name") or "")}
    return contact_told(write_contact(books, element, None))


def edit_invoice(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Changes due_date, reference, account_code or amount (net, of the first line) of an invoice, as a person does.

    A due date on a part-paid invoice and a line's account move no UpdatedDateUTC, as with Xero.
    """
    invoice = invoice_wanted(books, wishes)
    element: Element = {}
    if wishes.get("due_date"):
        element["DueDate"] = day_wanted(books, wishes, "due_date")
    if wishes.get("date"):
        element["Date"] = day_wanted(books, wishes)
    if "reference" in wishes:
        element["Reference"] = str(wishes["reference"] or "")
    amount = amount_of(wishes)
    if amount is not None:
        lines = [{"LineItemID": line["LineItemID"]} for line in invoice.body["LineItems"]]
        lines[0] |= {"Quantity": Decimal(1), "UnitAmount": amount}
        element["LineItems"] = lines
    if element:
        update(books, INVOICES, invoice, element, 4)
    if code := wishes.get("account_code"):
        _edit_account(books, invoice, str(code))
    return invoice_told(invoice)


def _edit_account(books: OrganisationBooks, invoice: Record, code: str) -> None:
    account = books.account(code)
    if account is None or account.status != "ACTIVE" or account.type == "BANK":
        raise Invalid(f"Account code '{code}' is not a valid code for this document.")
    books.refuse_locked(invoice.day)
    for line in invoice.body["LineItems"]:
        line.update({"AccountCode": account.body["Code"], "AccountID": account.id})
    if books.knobs.on("account_code_bumps"):
        books.touch(invoice)
    books.shelf.put(invoice)


def void_invoice(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Voids an approved invoice, or deletes a draft."""
    invoice = invoice_wanted(books, wishes)
    status = "VOIDED" if invoice.status in ("AUTHORISED", "PAID") else "DELETED"
    if has_settlement(books, invoice):
        raise Invalid("Payments and credit must be removed from the invoice before it can be voided.")
    return invoice_told(update(books, INVOICES, invoice, {"Status": status}, 4).record)


def contact_wanted(books: OrganisationBooks, wishes: Wishes, id_wish: str = "contact_id", name: str = "name") -> Record:
    """The contact somebody named by id or by name."""
    contact_id, wanted = str(wishes.get(id_wish) or ""), str(wishes.get(name) or "")
    record = books.shelf.get("contact", contact_id.lower()) if contact_id else active_named(books, wanted)
    if record is None:
        raise Invalid(f"There is no contact {contact_id or wanted}.")
    return record


def rename_contact(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Gives a contact (contact_id or name) a `new_name`."""
    record = contact_wanted(books, wishes)
    return contact_told(write_contact(books, {"Name": str(wishes.get("new_name") or "")}, record))


def archive_contact(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Archives a contact, or brings it back with `"restore": true`."""
    if not wishes.get("restore"):
        return contact_told(write_contact(books, {"ContactStatus": "ARCHIVED"}, contact_wanted(books, wishes)))
    record = contact_wanted(books, wishes)
    if active_named(books, str(record.body["Name"])):
        raise Invalid(f"Another active contact is called {record.body['Name']}.")
    record.status = record.body["ContactStatus"] = "ACTIVE"
    books.touch(record)
    books.shelf.put(record)
    return contact_told(record)


def merge_contacts(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Merges one contact (loser_id or loser) into another (winner_id or winner): its documents move."""
    loser = contact_wanted(books, wishes, "loser_id", "loser")
    winner = contact_wanted(books, wishes, "winner_id", "winner")
    if loser.id == winner.id:
        raise Invalid("A contact cannot be merged with itself.")
    moved = 0
    for kind in _DOCUMENT_KINDS:
        for document in books.shelf.of_parent(kind, loser.id):
            document.parent = winner.id
            books.touch(document)
            books.shelf.put(document)
            moved += 1
    for flag in ("IsCustomer", "IsSupplier"):
        winner.body[flag] = bool(winner.body.get(flag) or loser.body.get(flag))
    loser.status = loser.body["ContactStatus"] = "ARCHIVED"
    loser.body["MergedToContactID"] = winner.id
    for record in (loser, winner):
        books.touch(record)
        books.shelf.put(record)
    return {"loser": contact_told(loser), "winner": contact_told(winner), "documents_moved": moved}


def lock_period(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Sets or clears (empty) `period_lock_date` and `end_of_year_lock_date`; `date` means the first."""
    names = {
        "date": "PeriodLockDate",
        "period_lock_date": "PeriodLockDate",
        "end_of_year_lock_date": "EndOfYearLockDate",
    }
    for wish, name in names.items():
        if wish not in wishes:
            continue
        try:
            day = day_in(str(wishes[wish])) if wishes[wish] else ""
        except ValueError:
            raise Invalid(f"{wishes[wish]!r} is no date.") from None
        books.organisation[name] = day
    books.save_organisation()
    return {name: books.organisation.get(name, "") for name in ("PeriodLockDate", "EndOfYearLockDate")}


def rename_tax_rate(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Gives the rate of a `tax_type` a `new_name`, or a new `rate` in per cent, or a `status`."""
    record = books.tax_rates.get(str(wishes.get("tax_type") or ""))
    if record is None:
        raise Invalid(f"There is no tax rate {wishes.get('tax_type')}.")
    if wishes.get("new_name"):
        record.body["Name"] = str(wishes["new_name"])
    if (rate := amount_of(wishes, "rate")) is not None:
        record.body["EffectiveRate"] = record.body["DisplayTaxRate"] = to_cents(rate).quantize(Decimal("0.0001"))
    if wishes.get("status"):
        record.status = record.body["Status"] = str(wishes["status"])
    books.shelf.put(record)
    return dict(record.body)


# Settings of an organisation that a person may change, and what kind each is.
_SETTINGS = {
    "Timezone": str,
    "SalesTaxBasis": str,
    "IsDemoCompany": bool,
    "multicurrency": bool,
    "approved_invoices_limit": int,
    "approved_bills_limit": int,
    "ShortCode": str,
    "Name": str,
}


def change_settings(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Changes settings of the organisation, such as Timezone, IsDemoCompany, multicurrency, approved_invoices_limit."""
    for name, value in wishes.items():
        if name == "organisation":
            continue
        kind = _SETTINGS.get(name)
        if kind is None or (value is not None and not isinstance(value, kind)):
            raise Invalid(f"{name} cannot be set to {value!r}; there are {', '.join(_SETTINGS)}.")
        books.organisation[name] = value
    books.save_organisation()
    return {name: books.organisation.get(name) for name in _SETTINGS}


def publish_report(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Publishes a GST return or an activity statement (`name`), which only then appears under /Reports."""
    name = str(wishes.get("name") or ("GST Report" if books.country == "NZ" else "Activity Statement"))
    report_id = books.new_id()
    body = {"ReportID": report_id, "ReportName": name, "ReportType": name.replace(" ", ""), "ReportDate": books.today}
    books.shelf.put(Record("published_report", report_id, body, name, "PUBLISHED", updated=books.now))
    return dict(body)


def switch_cis(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Switches the construction industry scheme on for a contact (contact_id or name), at a `rate`."""
    record = contact_wanted(books, wishes)
    record.body["CIS"] = {"CISEnabled": True, "Rate": amount_of(wishes, "rate") or Decimal("20.00")}
    books.touch(record)
    books.shelf.put(record)
    return contact_told(record)
