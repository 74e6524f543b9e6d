"""Tries rules that a person just made or changed on all that waits on the desk, at the next run, once.

What was found before the rule is compared again with what was last read of Xero; the landing carries the rule out.
"""

from safe_desktop.domain.field_policy import field_of
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.engine.entry.field_policies import are_new, note_tried, rules_of
from safe_desktop.engine.sync.landing_contacts import land_contacts
from safe_desktop.engine.sync.landing_documents import land_documents
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.store.book_file import Book


def try_new_rules(book: Book, tally: Tally) -> None:
    """Compare once more what waits and has a rule by now; nothing where the rules are as before. Asks Xero nothing."""
    if not are_new(book):
        return
    rules = rules_of(book)
    ruled = [(one, field_of(one.record_kind, one.field)) for one in book.mismatches.open_ones()]
    waiting = {(one.record_kind, one.local_id) for one, field in ruled if field is not None and field.key in rules}
    with book.transaction():
        for kind in RecordKind:
            links = book.links.of_ours(kind, [local_id for its_kind, local_id in waiting if its_kind is kind])
            xero_ids = [link.xero_id for link in links.values()]
            if kind is RecordKind.CUSTOMER:
                land_contacts(book, [one for xero_id in xero_ids if (one := book.copies.contact(xero_id))], tally)
            elif kind in DOCUMENT_KINDS:
                found = [book.copies.document(kind, xero_id) for xero_id in xero_ids]
                land_documents(book, [one for one in found if one is not None], tally)
        note_tried(book)
