"""Collections that Xero has and nothing here can fill: reading them gives the truth, an empty list. Writing is 501.

So a client that walks through everything, as backup and reporting tools do, gets to its end.
"""

from safe_desktop.practice.answer_envelope import enveloped
from safe_desktop.practice.call_and_answer import Answer, Call, not_found
from safe_desktop.practice.documents_resource import COMMON_FIELDS
from safe_desktop.practice.listing import ListKind, list_records
from safe_desktop.practice.organisation_books import OrganisationBooks

# Quotes are paged, and their answer never says so.
PAGED = ("PurchaseOrders", "ManualJournals", "LinkedTransactions", "Quotes")
COLLECTIONS = (*PAGED, "BankTransfers", "RepeatingInvoices", "ContactGroups")


def list_nothing(books: OrganisationBooks, call: Call, collection: str) -> Answer:
    """GET of the collection: an empty list, with the pages that were asked for."""
    listed = list_records(books, call, ListKind(collection, COMMON_FIELDS, paged=collection in PAGED))
    return enveloped(books, collection, [], None if collection == "Quotes" else listed.pagination)


def none_of_it(_books: OrganisationBooks, _call: Call, _collection: str, _reference: str) -> Answer:
    """GET of one of them: there is none."""
    return not_found()
