"""What the organisation's plan allows: approvals a month, several currencies. Knows no document rule."""

from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_clock import day_in_zone
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record

REACHED = "You have reached the limit of invoices you can approve"


def _left(books: OrganisationBooks, type_name: str) -> int | None:
    limit = books.organisation.get("approved_invoices_limit" if type_name == "ACCREC" else "approved_bills_limit")
    if limit is None:
        return None
    month = books.today[:7]
    zone = str(books.organisation["Timezone"])
    approved = books.shelf.where("invoice", "type=? AND json_extract(body,'$.approved') IS NOT NULL", [type_name])
    used = sum(day_in_zone(int(record.body["approved"]), zone).isoformat()[:7] == month for record in approved)
    return max(0, int(limit) - used)


def refuse_beyond_plan(books: OrganisationBooks, record: Record) -> None:
    """Refuses an approval beyond what the plan allows this month."""
    if record.kind == "invoice" and _left(books, record.type) == 0:
        raise Invalid(REACHED)


def actions(books: OrganisationBooks) -> list[Element]:
    """What the organisation may do right now, as Organisation/Actions says."""
    allowed = {
        "CreateDraftInvoice": True,
        "CreateApprovedInvoice": _left(books, "ACCREC") != 0,
        "CreateApprovedBill": _left(books, "ACCPAY") != 0,
        "CreateRepeatingInvoice": True,
        "UseMulticurrency": books.shelf.count("currency") > 1,
    }
    return [{"Name": name, "Status": "ALLOWED" if may else "NOT-ALLOWED"} for name, may in allowed.items()]
