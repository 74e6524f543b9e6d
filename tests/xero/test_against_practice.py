"""Everything that is said to Xero, said to the practice Xero over real HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Contact, TheirAllocation, TheirDocument, TheirPayment
from safe_desktop.errors import OutcomeUnknown, XeroBusyError, XeroRefused
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.limits import CallBudget
from safe_desktop.xero.wire_writing import (
    allocation_element,
    allocation_request,
    archive_request,
    contact_element,
    delete_payment_request,
    document_element,
    payment_element,
    take_back_allocation_request,
    update_request,
    void_request,
)
from tests.xero.moved_clock import MovedClock, MovingPatience
from tests.xero.signed_in_desk import ORGANISATION, TODAY, VAT, Desk, a_line, an_invoice


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    yield desk
    desk.close()


@pytest.fixture(autouse=True)
def without_faults(desk: Desk) -> Iterator[None]:
    yield
    desk.xero.admin("faults", method="DELETE")


def test_the_organisation_its_accounts_and_rates_are_read(desk: Desk) -> None:
    assert desk.client.organisation().name == ORGANISATION
    codes = {account.code: account for account in desk.client.accounts()}
    assert codes["090"].takes_payments
    assert not codes["200"].takes_payments
    rates = {rate.tax_type: rate for rate in desk.client.tax_rates()}
    assert (rates["OUTPUT2"].rate, rates["OUTPUT2"].for_revenue) == (Decimal(20), True)


def test_contacts_are_made_changed_found_and_put_away(desk: Desk) -> None:
    ann = desk.new_contact("Ann & Söhne <3".replace(" <3", ""))
    twice, other = desk.write(
        RecordKind.CUSTOMER, contact_element(Customer("ANN & SÖHNE")), contact_element(Customer("Bob", code="B1"))
    )
    assert (twice.status_ok, twice.xero_id, other.status_ok) == (False, "", True)
    assert "already assigned" in twice.messages[0]
    element = contact_element(Customer("Ann & Söhne", email="ann@example.uk", phone="0113 1"), is_update=True)
    (changed,) = desk.client.write(update_request(RecordKind.CUSTOMER, ann.contact_id, element, uuid4().hex))
    assert isinstance(changed.value, Contact)
    assert (changed.value.email, changed.value.phone) == ("ann@example.uk", "0113 1")
    assert desk.client.write(archive_request(ann.contact_id, uuid4().hex))[0].status_ok
    (found,) = desk.client.contact_by_name("ann & söhne")
    assert (found.contact_id, found.status) == (ann.contact_id, "ARCHIVED")
    assert desk.client.contact(str(uuid4())) is None


def test_invoices_come_back_with_our_totals_to_the_penny(desk: Desk) -> None:
    contact = desk.new_contact("Totals Ltd")
    documents = [
        an_invoice("T-1", a_line("3", "0.3333"), a_line("1", "25.06"), a_line("0.0125", "1999.99")),
        an_invoice("T-2", a_line("1000", "0.0055"), a_line("-1", "1.05")),
        an_invoice("T-3", a_line("7", "1.15", discount="12.5")),
    ]
    elements = [document_element(document, contact.contact_id, VAT, "200") for document in documents]
    for document, answer in zip(documents, desk.write(RecordKind.INVOICE, *elements), strict=True):
        assert isinstance(answer.value, TheirDocument), answer.messages
        assert answer.natural_key == document.number
        assert (answer.value.subtotal, answer.value.tax, answer.value.total) == (
            document.totals.subtotal,
            document.totals.tax,
            document.totals.total,
        )
        assert (answer.value.issued_on, answer.value.due_on) == (document.issued_on, document.due_on)
    assert {found.number for found in desk.client.documents_by_number(DocumentKind.INVOICE, ["t-1", "T-3", "T-9"])} == {
        "T-1",
        "T-3",
    }


def test_a_number_taken_already_is_refused_and_nothing_is_overwritten(desk: Desk) -> None:
    contact = desk.new_contact("Once Ltd")
    first = desk.new_document(an_invoice("O-1"), contact)
    (again,) = desk.write(
        RecordKind.INVOICE, document_element(an_invoice("O-1", a_line("9", "9")), contact.contact_id, VAT, "200")
    )
    assert not again.status_ok
    kept = desk.client.document(DocumentKind.INVOICE, first.document_id)
    assert kept is not None
    assert kept.total == first.total


def test_payments_are_made_marked_found_and_taken_back(desk: Desk) -> None:
    contact = desk.new_contact("Payer Ltd")
    invoice = desk.new_document(an_invoice("P-1"), contact)
    payment = Payment(1, TODAY, Money(500), 1, marker="SD-0001", reference="by bank")
    element = payment_element(payment, DocumentKind.INVOICE, invoice.document_id, "090")
    (answer,) = desk.write(RecordKind.PAYMENT, element)
    assert isinstance(answer.value, TheirPayment)
    assert answer.natural_key == "SD-0001 by bank"
    (found,) = desk.client.payments_of(invoice.document_id)
    assert (found.payment_id, found.amount, found.document_id) == (answer.xero_id, Money(500), invoice.document_id)
    too_much = payment_element(replace(payment, amount=Money(99_900)), DocumentKind.INVOICE, invoice.document_id, "090")
    (refused,) = desk.write(RecordKind.PAYMENT, too_much)
    assert "exceeds" in refused.messages[0]
    assert desk.client.write(delete_payment_request(answer.xero_id, uuid4().hex))[0].status_ok
    back = desk.client.payment(answer.xero_id)
    assert back is not None
    assert back.is_deleted
    with pytest.raises(XeroRefused):
        desk.client.write(delete_payment_request(answer.xero_id, uuid4().hex))


def test_a_credit_note_is_applied_to_an_invoice_and_an_invoice_made_void(desk: Desk) -> None:
    contact = desk.new_contact("Credit Ltd")
    invoice = desk.new_document(an_invoice("C-1"), contact)
    note = desk.new_document(an_invoice("CN-1", a_line("1", "4"), kind=DocumentKind.CREDIT_NOTE), contact)
    allocation = allocation_element(invoice.document_id, Money(300), TODAY)
    (answer,) = desk.client.write(allocation_request(note.document_id, [allocation], uuid4().hex))
    assert answer.status_ok
    assert isinstance(answer.value, TheirAllocation)
    (found,) = desk.client.documents_by_number(DocumentKind.CREDIT_NOTE, ["CN-1"])
    assert (found.due, found.credited, found.paid) == (Money(180), Money(300), Money(0))
    (applied,) = found.allocations
    assert applied.document_id == invoice.document_id
    (kept,) = desk.client.write(void_request(RecordKind.INVOICE, invoice.document_id, uuid4().hex))
    assert not kept.status_ok
    assert "payments or credit notes" in kept.messages[0]
    taking_back = take_back_allocation_request(note.document_id, applied.allocation_id, uuid4().hex)
    assert desk.client.write(taking_back)[0].status_ok
    (whole,) = desk.client.documents_by_number(DocumentKind.CREDIT_NOTE, ["CN-1"])
    assert (whole.due, whole.allocations) == (Money(480), ())
    free = desk.new_document(an_invoice("C-2"), contact)
    assert desk.client.write(void_request(RecordKind.INVOICE, free.document_id, uuid4().hex))[0].status_ok
    draft = desk.new_document(an_invoice("C-3"), contact, "DRAFT")
    assert desk.client.write(void_request(RecordKind.INVOICE, draft.document_id, uuid4().hex, is_draft=True))[
        0
    ].status_ok
    gone = desk.client.document(DocumentKind.INVOICE, draft.document_id)
    assert gone is not None
    assert gone.is_gone


def test_what_changed_since_the_cursor_is_read_and_nothing_else(desk: Desk) -> None:
    desk.xero.admin("clock", {"advance_seconds": 600})
    desk.new_document(an_invoice("S-1"), desk.new_contact("Since Ltd"))
    cursor = None
    for page in desk.client.invoices(None):
        cursor = page.cursor
    assert cursor is not None
    desk.xero.admin("pay", {"invoice_number": "S-1", "amount": 4, "account_code": "090"})
    changed = [invoice for page in desk.client.invoices(cursor) for invoice in page.items]
    assert [(invoice.number, invoice.paid) for invoice in changed] == [("S-1", Money(400))]
    paid = [payment for page in desk.client.payments(cursor) for payment in page.items]
    assert [payment.document_number for payment in paid] == ["S-1"]
    assert [page.items for page in desk.client.credit_notes(cursor)] == [()]


def test_open_documents_are_those_not_yet_settled(desk: Desk) -> None:
    contact = desk.new_contact("Open Ltd")
    for number in ("OP-1", "OP-2"):
        desk.new_document(an_invoice(number), contact)
    desk.new_document(an_invoice("OPC-1", kind=DocumentKind.CREDIT_NOTE), contact)
    desk.xero.admin("pay", {"invoice_number": "OP-1", "account_code": "090"})
    invoices = {one.number for page in desk.client.open_documents(DocumentKind.INVOICE) for one in page.items}
    notes = {one.number for page in desk.client.open_documents(DocumentKind.CREDIT_NOTE) for one in page.items}
    assert {"OP-1", "OP-2"} & invoices == {"OP-2"}
    assert "OPC-1" in notes


def test_more_contacts_within_one_second_than_a_page_are_all_read(desk: Desk) -> None:
    desk.xero.admin("clock", {"advance_seconds": 3600, "frozen": True})
    before = sum(len(page.items) for page in desk.client.contacts(None))
    for batch in range(22):
        elements = [contact_element(Customer(f"Crowd {batch} {number}")) for number in range(50)]
        assert all(answer.status_ok for answer in desk.write(RecordKind.CUSTOMER, *elements))
    desk.xero.admin("clock", {"frozen": False})
    names = [contact.name for page in desk.client.contacts(None) for contact in page.items]
    assert len(names) == len(set(names)) == before + 1100


@pytest.mark.parametrize(
    "fault", [{"fault": "reset"}, {"fault": "truncated"}, {"fault": "html_200"}, {"fault": "status", "status": 502}]
)
def test_a_write_whose_answer_is_lost_is_in_doubt_and_found_again_by_its_number(
    desk: Desk, fault: dict[str, object]
) -> None:
    contact = desk.new_contact(f"Lost {fault}"[:60])
    number = f"L-{uuid4().hex[:6]}"
    desk.xero.admin("faults", {**fault, "when": "after", "method": "PUT", "path": "/Invoices", "times": 1})
    with pytest.raises(OutcomeUnknown):
        desk.write(RecordKind.INVOICE, document_element(an_invoice(number), contact.contact_id, VAT, "200"))
    (found,) = desk.client.documents_by_number(DocumentKind.INVOICE, [number])
    assert found.total == Money(1200)


def test_the_limit_of_a_minute_is_waited_out_and_that_of_a_day_is_told(desk: Desk) -> None:
    clock = MovedClock()
    patience = MovingPatience(clock)
    client = XeroClient(desk.addresses, desk.auth(), desk.tenant_id, CallBudget(clock), clock).with_patience(patience)
    desk.xero.admin("faults", {"fault": "429", "problem": "minute", "retry_after": 9, "times": 1})
    assert client.organisation().name == ORGANISATION
    assert patience.waits == [9]
    desk.xero.admin("faults", {"fault": "429", "problem": "day", "retry_after": 30000, "times": 1})
    with pytest.raises(XeroBusyError) as busy:
        client.accounts()
    assert busy.value.retry_at == clock.now() + timedelta(seconds=30000)
    client.close()


def test_what_is_left_of_the_day_is_known(desk: Desk) -> None:
    desk.client.organisation()
    assert desk.budget.calls_left is not None
    assert desk.budget.day_limit is not None
    assert 0 < desk.budget.calls_left <= desk.budget.day_limit


def test_no_call_of_ours_is_one_that_a_careful_client_would_not_make(desk: Desk) -> None:
    requests = desk.xero.admin("requests")
    careless = {request["note"] for request in requests if request["note"] and "fault" not in request["note"]}
    assert careless == set()
    stored = desk.vault.load()
    assert stored is not None
    for request in requests:
        assert stored.access not in request["path"] + str(request["query"])
