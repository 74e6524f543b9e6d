"""`compare`: both lists side by side before anything is sent, and what a person decides about them."""

from collections.abc import Iterator, Sequence

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.stopping import stoppable
from safe_desktop.command_line.text_tables import WIDEST, counted, table
from safe_desktop.domain.likeness import POSSIBLE
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument
from safe_desktop.engine.deciding import first_comparison
from safe_desktop.engine.deciding.first_comparison import FirstComparison, LikelyDocument, LikelyPair
from safe_desktop.engine.deciding.likely_doubles import compared
from safe_desktop.engine.deciding.taking_in import TakenIn, take_in_contacts
from safe_desktop.engine.deciding.taking_in_documents import take_in_documents
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError

_ALL = "all"
_LETTERS = {RecordKind.CUSTOMER: "C", RecordKind.INVOICE: "I", RecordKind.CREDIT_NOTE: "N"}
_SHOWN = 40


def compare(start: Start) -> Answer:
    """Compare, carry out what was asked for, and show what is left."""
    asked = start.asked
    with opened_book(start) as workplace, stoppable() as control:
        found = first_comparison.compare(workplace, control)
        lines: list[str] = []
        if asked.refuse:
            lines += _refused(workplace, found, asked.refuse)
        if asked.accept:
            lines += _accepted(workplace, found, asked.accept)
        taken = _taken_in(workplace, asked.take_in) if asked.take_in else None
        if asked.skip:
            first_comparison.skip(workplace)
            lines.append("The comparison is waived: the next sync sends what is ready.")
        left = compared(workplace.book)
        lines += [*_taken_lines(taken), *_lines(left)]
        is_left = left.is_open and bool(left.pairs or left.documents)
        code = Exit.NEEDS_PERSON if is_left or (taken is not None and taken.left_out) else Exit.DONE
        return Answer({**_document(left), "taken_in": plain(taken)}, tuple(lines), code)


def _refused(workplace: Workplace, found: FirstComparison, typed: Sequence[str]) -> list[str]:
    pairs, documents = _chosen(found, typed)
    first_comparison.refuse(workplace, pairs)
    first_comparison.refuse_documents(workplace, documents)
    return [f"Kept apart: {counted(len(pairs), 'customer')}, {counted(len(documents), 'document')}."]


def _accepted(workplace: Workplace, found: FirstComparison, typed: Sequence[str]) -> list[str]:
    if [word.casefold() for word in typed] == [_ALL]:
        pairs = [one for one in found.pairs if one.word != POSSIBLE]
        first_comparison.accept(workplace, pairs)
        # Once the customers are linked, their documents may be alike that were not before.
        documents = [one for one in compared(workplace.book).documents if not one.against]
    else:
        pairs, documents = _chosen(found, typed)
        first_comparison.accept(workplace, pairs)
        still = {(one.kind, one.document_id) for one in compared(workplace.book).documents}
        documents = [one for one in documents if (one.kind, one.document_id) in still]
    first_comparison.accept_documents(workplace, documents)
    return [f"Linked: {counted(len(pairs), 'customer')}, {counted(len(documents), 'document')}."]


def _chosen(found: FirstComparison, typed: Sequence[str]) -> tuple[list[LikelyPair], list[LikelyDocument]]:
    """The pairs of these numbers, as the table names them; InputError for one that is not in it."""
    by_id = {_id_of_pair(one): one for one in found.pairs}
    documents_by_id = {_id_of_document(one): one for one in found.documents}
    wanted = [word.strip().upper() for part in typed for word in part.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in by_id and word not in documents_by_id]
    if unknown:
        raise InputError(
            f"There is no likely pair {', '.join(unknown)}.", "Nothing was changed.", "See: safe-desktop compare"
        )
    pairs = [by_id[word] for word in wanted if word in by_id]
    return pairs, [documents_by_id[word] for word in wanted if word in documents_by_id]


def _taken_in(workplace: Workplace, what: str) -> TakenIn:
    found = compared(workplace.book)
    if what == "contacts":
        # A contact with bills and no sales is a supplier, and nothing to a book of sales.
        contacts = [one for one in found.only_there if one.is_customer or not one.is_supplier]
        return take_in_contacts(workplace, [one.contact_id for one in contacts])
    return take_in_documents(workplace, [one.document_id for one in found.open_there])


def _id_of_pair(one: LikelyPair) -> str:
    return f"{_LETTERS[RecordKind.CUSTOMER]}{one.customer_id}"


def _id_of_document(one: LikelyDocument) -> str:
    return f"{_LETTERS[one.kind]}{one.document_id}"


def _document(found: FirstComparison) -> dict[str, Json]:
    return {
        "is_open": found.is_open,
        "already_tied": found.already_tied,
        "pairs": [
            {
                "id": _id_of_pair(one),
                "customer": one.customer.name,
                "contact": one.contact.name,
                "contact_id": one.contact.contact_id,
                "certainty": one.certainty,
                "word": one.word,
                "reasons": plain(one.reasons),
                "against": one.against,
            }
            for one in found.pairs
        ],
        "documents": [
            {
                "id": _id_of_document(one),
                "number": one.document.number,
                "xero_number": one.theirs.number,
                "xero_contact": one.theirs.contact_name,
                "reasons": plain(one.reasons),
                "against": one.against,
            }
            for one in found.documents
        ],
        "only_here": [one.name for one in found.only_here],
        "only_there": [one.name for one in found.only_there],
        "open_there": [
            {"number": one.number, "contact": one.contact_name, "open": plain(one.due)} for one in found.open_there
        ],
    }


def _lines(found: FirstComparison) -> Iterator[str]:
    yield (
        f"{counted(found.already_tied, 'customer is linked', 'customers are linked')}; "
        f"{counted(len(found.only_here), 'is', 'are')} only here, "
        f"{counted(len(found.only_there), 'contact is', 'contacts are')} only in Xero."
    )
    yield from _pair_lines(found)
    yield from _open_lines(found.open_there)
    yield from _names("Only in Xero", found.only_there)
    if found.is_open and (found.pairs or found.documents):
        yield ""
        yield "Nothing is sent before these are settled: --accept all (or IDs), --refuse IDs, or --skip."
    elif not found.pairs and not found.documents:
        yield "Nothing is alike that is not linked."


def _pair_lines(found: FirstComparison) -> Iterator[str]:
    rows = [
        (_id_of_pair(one), one.customer.name, one.contact.name, f"{one.word} ({one.certainty})", _why(one))
        for one in found.pairs
    ]
    rows += [
        (_id_of_document(one), one.document.number, f"{one.theirs.number}, {one.theirs.contact_name}", "", _why(one))
        for one in found.documents
    ]
    if rows:
        yield ""
        yield from table(("ID", "Here", "In Xero", "Certainty", "Why"), rows)
        yield from (f"{row[0]}: {row[-1]}" for row in rows if len(row[-1]) > WIDEST)


def _why(one: LikelyPair | LikelyDocument) -> str:
    return "; ".join(one.reasons) + (f". But: {one.against}" if one.against else "")


def _open_lines(documents: Sequence[TheirDocument]) -> Iterator[str]:
    if documents:
        yield ""
        yield f"{counted(len(documents), 'open document', 'open documents')} in Xero that this book does not have:"
        rows = [(one.number, one.contact_name, f"{one.issued_on:%d/%m/%Y}", str(one.due)) for one in documents]
        yield from table(("Number", "Contact", "Date", "Open"), rows[:_SHOWN], right=("Open",))
        if len(rows) > _SHOWN:
            yield f"{len(rows) - _SHOWN:,} more are not listed here; --json lists all."


def _names(words: str, contacts: Sequence[Contact]) -> Iterator[str]:
    if contacts:
        yield ""
        more = f" and {len(contacts) - _SHOWN:,} more" if len(contacts) > _SHOWN else ""
        yield f"{words}: {', '.join(one.name for one in contacts[:_SHOWN])}{more}"


def _taken_lines(taken: TakenIn | None) -> Iterator[str]:
    if taken is not None:
        yield f"Taken in: {counted(len(taken.taken), 'record')}."
        yield from (f"Left out: {one.label}. {one.reason}" for one in taken.left_out)
