"""Which changes a stored document still allows: by status, by what was paid on it, by lock date. Then it is filled.

The edit matrix of xero-api.md 5.4; what a document must look like is in `document_writing`.
"""

from safe_desktop.practice.document_kinds import ENDED, NEXT_STATUSES, STATUSES, DocumentKind
from safe_desktop.practice.document_lines import LineRules, read_lines
from safe_desktop.practice.document_numbers import take_number
from safe_desktop.practice.document_writing import BAD_STATUS, fill, take_contact
from safe_desktop.practice.element_batch import Written
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import choice_of, day_of, guid_of, list_of, text_of
from safe_desktop.practice.settlement import allocations_from, allocations_to, live_payments, settle

HAS_PAYMENT = "This document cannot be edited as it has a payment or credit note allocated to it."
NEEDS_LINE_ID = "To update fields on a paid invoice line item, you must supply a LineItemID"
CANNOT_END = (
    "The status {status} cannot be applied to the {noun} because it has payments or credit notes allocated to it."
)
_PAID_FIELDS = {"Reference", "DueDate", "BrandingThemeID", "Url", "Contact", "LineItems"}
_PAID_LINE_FIELDS = {"LineItemID", "Description", "AccountCode", "AccountID", "Tracking"}
_IGNORED = {"DateString", "DueDateString", "HasErrors", "HasValidationErrors", "StatusAttributeString"}
# Fields that post no journal: on a part-paid document they do not move UpdatedDateUTC.
_SILENT = {"DueDate", "SentToContact"}


def has_settlement(books: OrganisationBooks, record: Record) -> bool:
    """Whether anything was paid on or allocated to the document."""
    applied = allocations_to(books, record) if record.kind == "invoice" else allocations_from(books, record)
    return bool(live_payments(books, record) or applied)


def update(books: OrganisationBooks, kind: DocumentKind, record: Record, element: Element, unit_places: int) -> Written:
    """The document after a permitted change, stored."""
    sent_status = choice_of(element, "Status", STATUSES, f"{kind.noun}Status") or record.status
    if record.status in ENDED:
        raise Invalid(BAD_STATUS.format(noun=kind.noun), echo=element)
    books.refuse_locked(record.day)
    settled = has_settlement(books, record)
    if sent_status in ENDED:
        return _end(books, kind, record, element, sent_status, settled=settled)
    if settled or record.status == "PAID":
        return _update_settled(books, kind, record, element)
    if sent_status not in NEXT_STATUSES[record.status]:
        raise Invalid(BAD_STATUS.format(noun=kind.noun), echo=element)
    if (type_name := text_of(element, "Type")) and type_name.upper() != record.type:
        raise Invalid(f"The Type of a {kind.noun.lower()} cannot be changed.", echo=element)
    was, record.status = record.status, sent_status
    written = fill(books, kind, record, element, unit_places, was=was)
    books.note(record, "Edited" if was == record.status else record.status.title(), f"Total {record.body['Total']}.")
    return written


def _end(
    books: OrganisationBooks, kind: DocumentKind, record: Record, element: Element, status: str, *, settled: bool
) -> Written:
    if settled:
        raise Invalid(CANNOT_END.format(status=status, noun=kind.noun.lower()), echo=element)
    if status not in NEXT_STATUSES[record.status]:
        raise Invalid(BAD_STATUS.format(noun=kind.noun), echo=element)
    record.status = record.body["Status"] = status
    settle(books, record)
    books.touch(record)
    books.shelf.put(record)
    books.note(record, status.title(), f"{kind.noun} {status.lower()}.")
    return Written(record)


def _update_settled(books: OrganisationBooks, kind: DocumentKind, record: Record, element: Element) -> Written:
    given = set(element) - _IGNORED - {kind.id_name}
    same_number = text_of(element, kind.number_name) == record.body.get(kind.number_name)
    allowed = _PAID_FIELDS | {kind.number_name} | ({"PlannedPaymentDate"} if record.type == "ACCPAY" else set())
    if kind.credit or given - allowed:
        raise Invalid(HAS_PAYMENT, BAD_STATUS.format(noun=kind.noun), echo=element)
    problems: list[str] = []
    code_changed = _patch_lines(books, record, element, problems)
    _patch_header(books, record, element, problems)
    if "Contact" in given:
        _patch_contact(books, record, element)
    if not same_number:
        take_number(books, kind, record, element, problems)
    if problems:
        raise Invalid(*dict.fromkeys(problems), echo=element)
    loud = given - _SILENT - ({kind.number_name} if same_number else set())
    only_codes = code_changed and loud == {"LineItems"} and not books.knobs.on("account_code_bumps")
    if record.status == "PAID" or (loud and not only_codes):
        books.touch(record)
    books.shelf.put(record)
    return Written(record)


def _patch_contact(books: OrganisationBooks, record: Record, element: Element) -> None:
    before = record.parent
    take_contact(books, record, element)
    if record.parent != before and allocations_to(books, record):
        raise Invalid(HAS_PAYMENT, echo=element)


def _patch_header(books: OrganisationBooks, record: Record, element: Element, problems: list[str]) -> None:
    body = record.body
    if "Reference" in element and record.type != "ACCPAY":
        body["Reference"] = text_of(element, "Reference") or ""
        if len(body["Reference"]) > 255:
            problems.append("The Reference field may not be longer than 255 characters.")
    if due := day_of(element, "DueDate"):
        record.due = body["DueDate"] = due
    if planned := day_of(element, "PlannedPaymentDate"):
        body["PlannedPaymentDate"] = planned
    if url := text_of(element, "Url"):
        if not url.lower().startswith(("http://", "https://")) or "xero" in url.lower():
            problems.append("The Url must be a valid absolute http or https address that does not contain xero.")
        body["Url"] = url
    if theme := guid_of(element, "BrandingThemeID"):
        if books.shelf.get("branding_theme", theme) is None:
            problems.append("The BrandingThemeID could not be found.")
        body["BrandingThemeID"] = theme


def _patch_lines(books: OrganisationBooks, record: Record, element: Element, problems: list[str]) -> bool:
    """Changes words, account and tracking of lines addressed by id; True when nothing but an account changed."""
    sent = list_of(element, "LineItems")
    if sent is None:
        return False
    kept = {line["LineItemID"]: line for line in record.body["LineItems"]}
    ids = [guid_of(line, "LineItemID") for line in sent]
    if any(line_id not in kept for line_id in ids):
        raise Invalid(NEEDS_LINE_ID, echo=element)
    if set(ids) != set(kept) or any(set(line) - _PAID_LINE_FIELDS for line in sent):
        raise Invalid(HAS_PAYMENT, echo=element)
    rules = LineRules(
        sales=record.type == "ACCREC",
        draft=False,
        amounts_are=record.body["LineAmountTypes"],
        unit_places=4,
        discounts=True,
        problems=problems,
    )
    before = record.body["LineItems"]
    fresh = read_lines(books, sent, before, rules)
    by_id = {line["LineItemID"]: line for line in fresh}
    changed: set[str] = set()
    for line in before:
        new = by_id[line["LineItemID"]]
        changed |= {name for name in ("Description", "AccountID", "Tracking") if line.get(name) != new.get(name)}
        line.update(
            {name: new[name] for name in ("Description", "AccountCode", "AccountID", "Tracking") if name in new}
        )
    return changed == {"AccountID"}
