"""Tracking on a line: at most two categories, each with an option that exists and is active. Stores nothing."""

from collections.abc import Sequence

from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_state import folded
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import guid_of, text_of


def read_tracking(books: OrganisationBooks, sent: Sequence[Element], problems: list[str]) -> list[Element]:
    """The line's tracking as stored; adds a sentence for each that cannot be."""
    if len(sent) > 2:
        problems.append("A line item can have at most 2 tracking categories.")
    found = []
    for part in sent[:2]:
        category = _category(books, part)
        if category is None:
            problems.append(f"The tracking category '{text_of(part, 'Name') or ''}' does not exist or is not active.")
            continue
        option = _option(category, part)
        if option is None:
            wanted = text_of(part, "Option") or text_of(part, "TrackingOptionID") or ""
            problems.append(f"The tracking option '{wanted}' does not exist or is not active.")
            continue
        found.append(
            {
                "Name": category.body["Name"],
                "Option": option["Name"],
                "TrackingCategoryID": category.id,
                "TrackingOptionID": option["TrackingOptionID"],
            }
        )
    return found


def _category(books: OrganisationBooks, part: Element) -> Record | None:
    category_id = guid_of(part, "TrackingCategoryID")
    record = (
        books.shelf.get("tracking_category", category_id)
        if category_id
        else books.shelf.by_key("tracking_category", text_of(part, "Name") or "", "status='ACTIVE'")
    )
    return record if record is not None and record.status == "ACTIVE" else None


def _option(category: Record, part: Element) -> Element | None:
    option_id = guid_of(part, "TrackingOptionID")
    wanted = folded(text_of(part, "Option") or text_of(part, "Name"))
    for option in category.body.get("Options", []):
        same = option["TrackingOptionID"] == option_id if option_id else folded(option["Name"]) == wanted
        if same and option.get("Status", "ACTIVE") == "ACTIVE":
            active: Element = option
            return active
    return None
