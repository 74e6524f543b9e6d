"""Makes and changes invoices and credit notes: header, lines, totals, numbers, status. Stores the result.

Which changes are allowed at all is decided in `document_editing`; here is what a document must look like.
"""

from decimal import Decimal
from typing import cast

from safe_desktop.practice.contact_rules import ARCHIVED_USE, NO_IDENTITY, matched, write_contact
from safe_desktop.practice.document_kinds import NEXT_STATUSES, STATUSES, DocumentKind
from safe_desktop.practice.document_lines import LineRules, read_lines, recalculated
from safe_desktop.practice.document_numbers import take_number
from safe_desktop.practice.element_batch import Written
from safe_desktop.practice.line_arithmetic import AmountsAre, line_amount, to_cents, totals
from safe_desktop.practice.money_abroad import take_currency
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.plan_limits import refuse_beyond_plan
from safe_desktop.practice.practice_refusals import Invalid, NoSuchResource
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import (
    choice_of,
    day_of,
    decimal_of,
    flag_of,
    guid_of,
    list_of,
    object_of,
    text_of,
)
from safe_desktop.practice.settlement import settle

AMOUNTS_ARE = ("Exclusive", "Inclusive", "NoTax")
BAD_CREATE = "{noun} not of valid status for creation"
BAD_STATUS = "{noun} not of valid status for modification"
NOT_SENT = "Only AUTHORISED invoices may have SentToContact updated."


def create(books: OrganisationBooks, kind: DocumentKind, element: Element, unit_places: int) -> Written:
    """A new document, stored."""
    type_name = choice_of(element, "Type", kind.types, f"{kind.noun}Type")
    if type_name is None:
        raise Invalid(f"The {kind.noun.lower()} Type must be specified.", echo=element)
    status = choice_of(element, "Status", STATUSES, f"{kind.noun}Status") or "DRAFT"
    if status not in NEXT_STATUSES[""]:
        raise Invalid(BAD_CREATE.format(noun=kind.noun), echo=element)
    record = Record(
        kind.kind,
        books.new_id(),
        {"Type": type_name, "made_by": books.client_id, "made": books.now},
        status=status,
        type=type_name,
    )
    return fill(books, kind, record, element, unit_places, was="")


def fill(
    books: OrganisationBooks, kind: DocumentKind, record: Record, element: Element, unit_places: int, *, was: str
) -> Written:
    """The document after everything sent was taken over, checked, worked out and stored."""
    body, problems, warnings = record.body, list[str](), list[str]()
    contact = take_contact(books, record, element)
    amounts_were = body.get("LineAmountTypes")
    _take_header(books, kind, record, element, problems, warnings)
    rules = LineRules(
        sales=record.type == kind.sales,
        draft=record.status == "DRAFT",
        amounts_are=cast(AmountsAre, body["LineAmountTypes"]),
        unit_places=unit_places,
        discounts=record.type == "ACCREC",
        default_tax=_default_tax(contact, record.type),
        problems=problems,
        warnings=warnings,
    )
    _take_lines(books, record, element, rules, same_way=amounts_were == rules.amounts_are and record.status == was)
    _check_required(kind, record, problems)
    _add_up(books, kind, record, element, problems)
    take_number(books, kind, record, element, problems)
    books.refuse_locked(record.day)
    if problems:
        raise Invalid(*dict.fromkeys(problems), echo={**element, **_echo_of(kind, record)})
    if record.status == "AUTHORISED" and was != "AUTHORISED":
        refuse_beyond_plan(books, record)
        body["approved"] = books.now
    _mark_contact(books, contact, record)
    body[kind.id_name], body["Status"] = record.id, record.status
    settle(books, record)
    books.touch(record)
    books.shelf.put(record)
    return Written(record, warnings)


def _take_lines(
    books: OrganisationBooks, record: Record, element: Element, rules: LineRules, *, same_way: bool
) -> None:
    kept = record.body.get("LineItems", [])
    sent = list_of(element, "LineItems")
    if sent is not None:
        record.body["LineItems"] = read_lines(books, sent, kept, rules)
    elif not (kept and same_way):
        record.body["LineItems"] = recalculated(books, kept, rules)


def _echo_of(kind: DocumentKind, record: Record) -> Element:
    names = (kind.number_name, "Type", "SubTotal", "TotalTax", "Total", "LineAmountTypes")
    return {name: record.body[name] for name in names if name in record.body}


def take_contact(books: OrganisationBooks, record: Record, element: Element) -> Record:
    """The contact of the document: found, changed by what was sent with it, or made, as Xero does."""
    sent = object_of(element, "Contact")
    if not sent and record.parent:
        contact = books.shelf.get("contact", record.parent)
        assert contact is not None
        return contact
    if not sent:
        raise Invalid("A Contact must be specified for this type of transaction", echo=element)
    if not any(text_of(sent, name) for name in ("ContactID", "Name", "ContactNumber")):
        raise Invalid(NO_IDENTITY, echo=element)
    try:
        found = matched(books, sent)
    except NoSuchResource:
        raise Invalid(
            f"The Contact with ContactID {guid_of(sent, 'ContactID')} could not be found", echo=element
        ) from None
    if found is not None and found.status != "ACTIVE":
        raise Invalid(ARCHIVED_USE, echo=element)
    more = {name for name in sent if name not in ("ContactID", "ContactNumber", "HasValidationErrors")}
    same_name = found is not None and more == {"Name"} and text_of(sent, "Name") == found.body["Name"]
    if found is None or (more and not same_name):
        try:
            found = write_contact(books, sent, found)
        except Invalid as invalid:
            raise Invalid(*invalid.messages, echo=element) from None
    record.parent = found.id
    return found


def _default_tax(contact: Record, type_name: str) -> str:
    side = "AccountsReceivableTaxType" if type_name.startswith("ACCREC") else "AccountsPayableTaxType"
    return str(contact.body.get(side, ""))


def _mark_contact(books: OrganisationBooks, contact: Record, record: Record) -> None:
    flag = "IsCustomer" if record.type.startswith("ACCREC") else "IsSupplier"
    if not contact.body.get(flag):
        contact.body[flag] = True  # one of the changes that do not move UpdatedDateUTC
        books.shelf.put(contact)


def _take_header(
    books: OrganisationBooks,
    kind: DocumentKind,
    record: Record,
    element: Element,
    problems: list[str],
    warnings: list[str],
) -> None:
    body = record.body
    body["LineAmountTypes"] = choice_of(element, "LineAmountTypes", AMOUNTS_ARE, "LineAmountType") or body.get(
        "LineAmountTypes", "Exclusive"
    )
    record.day = day_of(element, "Date") or record.day or books.today
    record.due = day_of(element, "DueDate") or record.due
    body["Date"], body["DueDate"] = record.day, record.due
    for name in ("ExpectedPaymentDate", "PlannedPaymentDate"):
        if day := day_of(element, name):
            body[name] = day
    if "Reference" in element and record.type != "ACCPAY":
        reference = text_of(element, "Reference") or ""
        if len(reference) > 255:
            problems.append("The Reference field may not be longer than 255 characters.")
        body["Reference"] = reference
    if url := text_of(element, "Url"):
        if not url.lower().startswith(("http://", "https://")) or "xero" in url.lower():
            problems.append("The Url must be a valid absolute http or https address that does not contain xero.")
        body["Url"] = url
    if theme := guid_of(element, "BrandingThemeID"):
        if books.shelf.get("branding_theme", theme) is None:
            problems.append("The BrandingThemeID could not be found.")
        body["BrandingThemeID"] = theme
    take_currency(books, record, element, problems)
    if (sent := flag_of(element, "SentToContact")) is not None and not kind.credit:
        if record.status == "AUTHORISED":
            body["SentToContact"] = sent
        elif sent:
            warnings.append(NOT_SENT)


def _check_required(kind: DocumentKind, record: Record, problems: list[str]) -> None:
    if record.status not in ("SUBMITTED", "AUTHORISED"):
        return
    if not record.body["LineItems"]:
        problems.append("One or more line items must be specified")
    if record.status == "AUTHORISED" and not record.due and not kind.credit:
        problems.append("The document DueDate field must be specified.")


def _add_up(
    books: OrganisationBooks, kind: DocumentKind, record: Record, element: Element, problems: list[str]
) -> None:
    body, lines = record.body, record.body["LineItems"]
    summed = totals([(line["LineAmount"], line["TaxAmount"]) for line in lines], body["LineAmountTypes"])
    body["SubTotal"], body["TotalTax"], body["Total"] = summed.sub_total, summed.total_tax, summed.total
    body.pop("rounding", None)
    discount = sum(
        (
            line_amount(line["Quantity"], line["UnitAmount"]) - line["LineAmount"]
            for line in lines
            if "DiscountRate" in line or "DiscountAmount" in line
        ),
        Decimal("0.00"),
    )
    if discount:
        body["TotalDiscount"], body["IsDiscounted"] = discount, True
    else:
        body.pop("TotalDiscount", None)
        body.pop("IsDiscounted", None)
    given = [decimal_of(element, name) for name in ("SubTotal", "TotalTax", "Total")]
    if record.status != "DRAFT" and None not in given:
        sub_total, tax, total = (to_cents(cast(Decimal, amount)) for amount in given)
        tolerance = Decimal(books.knobs.number("total_tolerance_cents")).scaleb(-2)
        far = max(abs(sub_total - summed.sub_total), abs(tax - summed.total_tax), abs(total - summed.total))
        if far > tolerance or sub_total + tax != total:
            problems.append(f"The {kind.noun.lower()} total does not equal the sum of the lines.")
        elif far:
            body["rounding"] = total - summed.total
            body["SubTotal"], body["TotalTax"], body["Total"] = sub_total, tax, total
    if body["Total"] < 0:
        problems.append(f"The {kind.noun.lower()} total cannot be negative.")
