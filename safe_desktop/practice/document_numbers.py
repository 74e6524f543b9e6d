"""The numbers of documents: unique for sales, made from a sequence when left out. Stores nothing but the sequence."""

from safe_desktop.practice.document_kinds import DocumentKind
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import text_of


def numbered(books: OrganisationBooks, kind: DocumentKind, number: str) -> Record | None:
    """The sales document of that number, a living one before a deleted one."""
    found = [record for record in books.shelf.all_by_key(kind.kind, number) if record.type == kind.sales]
    found.sort(key=lambda record: record.status == "DELETED")
    return found[0] if found else None


def take_number(
    books: OrganisationBooks, kind: DocumentKind, record: Record, element: Element, problems: list[str]
) -> None:
    """Gives the document the number sent, or the next of the sequence."""
    body = record.body
    sent = text_of(element, kind.number_name)
    if sent is None and (kind.number_name in body or record.type != kind.sales):
        return
    if not sent:
        if record.type != kind.sales:
            body.pop(kind.number_name, None)
            record.key = ""
            return
        if not problems:
            record.key = body[kind.number_name] = books.next_number(kind.kind, kind.prefix)
        return
    if len(sent) > 255:
        problems.append(f"The {kind.number_name} field may not be longer than 255 characters.")
        return
    if record.type == kind.sales:
        if not sent.isascii() or not sent.isprintable():
            problems.append(f"The {kind.number_name} may contain printable ASCII characters only.")
        if _taken(books, kind, record, sent):
            problems.append(f"{kind.noun} # must be unique.")
    record.key = body[kind.number_name] = sent


def _taken(books: OrganisationBooks, kind: DocumentKind, record: Record, number: str) -> bool:
    free = books.knobs.text("deleted_number") == "free"
    return any(
        other.id != record.id and other.type == kind.sales and not (free and other.status == "DELETED")
        for other in books.shelf.all_by_key(kind.kind, number)
    )
