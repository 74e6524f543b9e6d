"""Lands a page of Xero's contacts: those we know are compared, those of a name of ours are linked or asked about."""

from collections.abc import Sequence
from dataclasses import replace

from safe_desktop.domain.customer import Customer, name_key
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.reconciling import differences, snapshot_of_contact, snapshot_of_customer
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.theirs import Contact
from safe_desktop.engine.changes import CUSTOMERS, MISMATCHES
from safe_desktop.engine.deciding.asking import COMPARED, ask_what_differs
from safe_desktop.engine.deciding.by_policy import settle_by_rules
from safe_desktop.engine.deciding.kept_apart import refusals
from safe_desktop.engine.sync.differing import mismatches_of
from safe_desktop.engine.sync.refusals import changed_contacts, forget_of_customers
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.sync.tying import agree_on_what_was_told, agree_where_equal, tie_customers, told_before
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.run_records import Outcome

_KEPT_APART = "Xero has a contact of this name that you said is another: give ours another name, or link the two"


def land_contacts(book: Book, contacts: Sequence[Contact], tally: Tally) -> None:
    """Take in one page, inside the transaction that moves its cursor."""
    contacts = book.copies.not_older(RecordKind.CUSTOMER, [(one.contact_id, one) for one in contacts])
    changed = changed_contacts(book, contacts)
    book.copies.keep_contacts(contacts)
    links = book.links.of_theirs(RecordKind.CUSTOMER, [contact.contact_id for contact in contacts])
    customers = book.customers.get_many(link.local_id for link in links.values())
    under_way = book.outbox.changes_under_way(RecordKind.CUSTOMER)
    touched: list[int] = []
    for contact in contacts:
        link = links.get(contact.contact_id)
        if link is not None and link.local_id in customers and link.local_id not in under_way:
            touched.append(link.local_id)
            _land_known(book, customers[link.local_id], contact, link, tally)
    strangers = [contact for contact in contacts if contact.contact_id not in links and contact.status == "ACTIVE"]
    touched += settle_names(book, strangers, tally)
    forget_of_customers(book, [links[one].local_id for one in changed if one in links])
    if touched:
        tally.changed(CUSTOMERS, MISMATCHES)
        refresh(book, RecordKind.CUSTOMER, touched, book.clock.today())


def _land_known(book: Book, customer: Customer, contact: Contact, link: Link, tally: Tally) -> None:
    if contact.merged_to and _follow_merge(book, customer, contact, tally):
        return
    if agree_on_archived(book, customer, contact):
        tally.same()
        return
    ours, theirs = snapshot_of_customer(customer), snapshot_of_contact(contact)
    link = agree_where_equal(book, link, ours, theirs)
    moved = differences(ours, theirs, link.ours, link.theirs)
    found = mismatches_of(RecordKind.CUSTOMER, customer.id, customer.name, customer.name, contact.contact_id, moved)
    if contact.status != "ACTIVE":
        found = [_archived(customer, contact), *found]
    ask_what_differs(book, RecordKind.CUSTOMER, customer.id, found, ours, theirs)
    settle_by_rules(book, found, tally)
    if not moved and not found:
        tally.same()


def agree_on_archived(book: Book, customer: Customer, contact: Contact) -> bool:
    """Whether both are archived: then both sides agree, whatever differs, for Xero changes no archived contact."""
    if contact.status == "ACTIVE" or not customer.is_archived:
        return False
    tie_customers(book, [(customer, contact)])
    book.mismatches.vanish(RecordKind.CUSTOMER, customer.id, COMPARED)
    return True


def _follow_merge(book: Book, customer: Customer, contact: Contact, tally: Tally) -> bool:
    """Xero merged the contact into another (xero-api.md 4.3): our customer follows, unless that one is taken."""
    winner = book.copies.contact(contact.merged_to)
    taken = book.links.of_theirs(RecordKind.CUSTOMER, [contact.merged_to])
    before = book.links.get(RecordKind.CUSTOMER, customer.id)
    if winner is not None and before is not None and not taken:
        book.links.untie(RecordKind.CUSTOMER, customer.id)
        # What was asked about this merge is answered; where the winner was merged on, that is asked about below.
        book.mismatches.vanish(RecordKind.CUSTOMER, customer.id, [MismatchKind.CONTACT_MERGED])
        tie_customers(book, [(customer, winner)])
        told = f"Xero merged its contact into “{winner.name}”; the customer here follows."
        book.activity.note("Sync", "Followed a merge", RecordKind.CUSTOMER, customer.id, customer.name, told)
        tally.add(RecordKind.CUSTOMER, customer.id, customer.name, Outcome.RECEIVED, told)
        # Nothing is agreed on by following: our changes have still to go, and what it has otherwise is asked about.
        link = replace(before, xero_id=winner.contact_id)
        book.links.tie([link])
        _land_known(book, customer, winner, link, tally)
        return True
    book.mismatches.found(
        [
            Mismatch(
                MismatchKind.CONTACT_MERGED,
                RecordKind.CUSTOMER,
                customer.id,
                customer.name,
                "Xero merged its contact into another that belongs to another customer here",
                contact.contact_id,
                customer=customer.name,
                ours=customer.name,
                theirs=winner.name if winner else "another contact",
            )
        ]
    )
    return True


def settle_names(book: Book, contacts: Sequence[Contact], tally: Tally) -> list[int]:
    """Link or ask about contacts that bear the name of an unlinked customer of ours; returns the customers touched."""
    ids = book.customers.ids_by_name_key()
    taken = book.links.of_theirs(RecordKind.CUSTOMER, [contact.contact_id for contact in contacts])
    free = [contact for contact in contacts if contact.contact_id not in taken]
    by_customer = {ids[key]: contact for contact in free if (key := name_key(contact.name)) in ids}
    linked = book.links.of_ours(RecordKind.CUSTOMER, by_customer)
    customers = book.customers.get_many(set(by_customer) - set(linked))
    apart = refusals(book)
    pairs = []
    for customer in customers.values():
        contact = by_customer[customer.id]
        is_apart = (RecordKind.CUSTOMER, customer.id, contact.contact_id) in apart
        if is_apart and book.standings.word(RecordKind.CUSTOMER, customer.id) is Standing.DO_NOT_SEND:
            continue  # that was decided, and nothing of it is to go
        against = _KEPT_APART if is_apart else _speaks_against(customer, contact)
        if against or not book.settings.link_same_name:
            book.mismatches.found([_name_taken(customer, contact, against)])
        else:
            pairs.append((customer, contact))
    tie_customers(book, pairs)
    for customer, contact in pairs:
        entry = told_before(book, RecordKind.CUSTOMER, customer.id, contact)
        if entry is not None:
            agree_on_what_was_told(book, entry, contact)
        told = f"Linked with Xero’s contact of the same name, “{contact.name}”."
        book.activity.note("Sync", "Linked", RecordKind.CUSTOMER, customer.id, customer.name, told)
        tally.add(RecordKind.CUSTOMER, customer.id, customer.name, Outcome.RECEIVED, told)
    return list(customers)


def _speaks_against(customer: Customer, contact: Contact) -> str:
    """Why two of one name may still be two: an e-mail address or VAT number that both have and that differ."""
    if customer.vat_number and contact.tax_number and _bare(customer.vat_number) != _bare(contact.tax_number):
        return f"VAT numbers differ: {customer.vat_number} here, {contact.tax_number} in Xero"
    if customer.email and contact.email and customer.email.casefold() != contact.email.casefold():
        return f"E-mail addresses differ: {customer.email} here, {contact.email} in Xero"
    return ""


def _bare(number: str) -> str:
    return "".join(letter for letter in number.upper() if letter.isalnum())


def _name_taken(customer: Customer, contact: Contact, against: str) -> Mismatch:
    return Mismatch(
        MismatchKind.NAME_TAKEN,
        RecordKind.CUSTOMER,
        customer.id,
        customer.name,
        against or "Xero has a contact of this name; is it the same customer?",
        contact.contact_id,
        "name",
        customer.name,
        ", ".join(part for part in (customer.name, customer.email, customer.vat_number) if part),
        ", ".join(part for part in (contact.name, contact.email, contact.tax_number) if part),
    )


def _archived(customer: Customer, contact: Contact) -> Mismatch:
    return Mismatch(
        MismatchKind.CONTACT_ARCHIVED,
        RecordKind.CUSTOMER,
        customer.id,
        customer.name,
        "Its contact was archived in Xero, which takes no new invoice for it; restore it there, or stop sending",
        contact.contact_id,
        "status",
        customer.name,
        "Active",
        contact.status.capitalize(),
        "Active",
    )
