"""Ours and Xero’s are two: the tie stays away, nothing is sent twice because of it, and it can be made again."""

from collections.abc import Iterator

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.payment import Origin, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding.desk import settle
from safe_desktop.engine.deciding.likely_doubles import compared
from safe_desktop.engine.deciding.reopening import reopen
from safe_desktop.engine.entry import ledger, ledger_payments, ledger_settings
from safe_desktop.errors import InputError
from tests.engine.edited_xero import EditedXero, edited_xero

INVOICE, NOTE, PAYMENT, CUSTOMER = RecordKind.INVOICE, RecordKind.CREDIT_NOTE, RecordKind.PAYMENT, RecordKind.CUSTOMER


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def unlinked(scene: EditedXero, record: RecordKind) -> int:
    """The open mismatch of a record of this kind is settled by unlinking; its number."""
    asked = next(one for one in scene.open_ones() if one.record_kind is record)
    settle(scene.workplace, asked.id, WayOut.UNLINK)
    return asked.id


def moved_document(scene: EditedXero, kind: DocumentKind = DocumentKind.INVOICE, number: str = "INV-1") -> int:
    """A document here and in Xero whose date was changed there."""
    document = scene.invoice(number, kind)
    scene.sync()
    scene.edit(number, Date="2026-11-09")
    scene.sync(90_000)
    return document


def numbers_there(scene: EditedXero, kind: str = "invoice") -> list[str]:
    name = "InvoiceNumber" if kind == "invoice" else "CreditNoteNumber"
    return sorted(str(one.body[name]) for one in scene.there(kind))


def many_syncs(scene: EditedXero) -> None:
    for _ in range(3):
        scene.sync(90_000)


def test_an_unlinked_invoice_is_held_back_with_words_and_nothing_ties_or_sends_it_again(scene: EditedXero) -> None:
    invoice = moved_document(scene)
    before = scene.there("invoice")[0].body

    unlinked(scene, INVOICE)
    many_syncs(scene)

    assert scene.book.links.get(INVOICE, invoice) is None
    assert scene.word(INVOICE, invoice) is Standing.DO_NOT_SEND
    reason = scene.book.standings.labels(INVOICE, [invoice])[0][2]
    assert reason == "Not the same as Xero’s INV-1, as was decided at the desk"
    assert scene.open_ones() == []
    assert numbers_there(scene) == ["INV-1"]
    assert scene.there("invoice")[0].body == before
    assert any(one.action == "Settled: Unlink" for one in scene.book.activity.latest(20))


def test_both_lists_compared_propose_the_unlinked_pair_no_more(scene: EditedXero) -> None:
    invoice = moved_document(scene)
    unlinked(scene, INVOICE)
    ledger_settings.release(scene.workplace, INVOICE, [invoice])
    assert compared(scene.book).documents == ()


@pytest.mark.parametrize(
    ("kind", "number"), [(DocumentKind.INVOICE, "INV-1"), (DocumentKind.CREDIT_NOTE, "CN-1")], ids=["invoice", "note"]
)
def test_let_go_under_the_number_that_xero_has_it_is_asked_about_and_not_sent(
    scene: EditedXero, kind: DocumentKind, number: str
) -> None:
    document = moved_document(scene, kind, number)
    record = RecordKind(kind.value)
    unlinked(scene, record)
    ledger_settings.release(scene.workplace, record, [document])
    scene.sync()

    assert scene.asked_fields() == [("number_taken", "number")]
    assert numbers_there(scene, kind.value) == [number]
    many_syncs(scene)
    assert numbers_there(scene, kind.value) == [number]
    assert scene.book.links.get(record, document) is None

    settle(scene.workplace, scene.open_ones()[0].id, WayOut.LINK)
    link = scene.book.links.get(record, document)
    assert link is not None
    many_syncs(scene)
    assert numbers_there(scene, kind.value) == [number]


def test_let_go_under_another_number_it_is_sent_once_as_a_document_of_its_own(scene: EditedXero) -> None:
    invoice = moved_document(scene)
    unlinked(scene, INVOICE)
    scene.change(invoice, number="INV-7")
    ledger_settings.release(scene.workplace, INVOICE, [invoice])
    many_syncs(scene)
    assert numbers_there(scene) == ["INV-1", "INV-7"]
    assert scene.word(INVOICE, invoice) is Standing.IN_XERO
    assert scene.open_ones() == []


def test_unlinking_is_undone_and_the_same_question_waits_again(scene: EditedXero) -> None:
    invoice = moved_document(scene)
    before, link = scene.open_ones(), scene.book.links.get(INVOICE, invoice)
    number = unlinked(scene, INVOICE)
    many_syncs(scene)

    reopen(scene.workplace, number)

    assert scene.open_ones() == before
    assert scene.book.links.get(INVOICE, invoice) == link
    settle(scene.workplace, number, WayOut.TAKE_THEIRS)
    scene.settle_down()
    assert scene.word(INVOICE, invoice) is Standing.IN_XERO
    assert numbers_there(scene) == ["INV-1"]


def test_what_xero_changed_while_they_were_apart_is_asked_about_when_they_are_one_again(scene: EditedXero) -> None:
    moved_document(scene)
    number = unlinked(scene, INVOICE)
    scene.edit("INV-1", Date="2026-11-02", Reference="PO 9")
    scene.sync(90_000)

    reopen(scene.workplace, number)

    assert scene.asked_fields() == [("field_differs", "reference")]


def test_it_cannot_be_undone_once_ours_is_tied_to_another(scene: EditedXero) -> None:
    invoice = moved_document(scene)
    number = unlinked(scene, INVOICE)
    scene.change(invoice, number="INV-7")
    ledger_settings.release(scene.workplace, INVOICE, [invoice])
    scene.sync(90_000)
    with pytest.raises(InputError, match="any more") as refused:
        reopen(scene.workplace, number)
    assert "tied to another" in refused.value.detail
    assert number not in [one.id for one in scene.open_ones()]


def test_payments_of_an_unlinked_invoice_go_with_it_and_come_back(scene: EditedXero) -> None:
    invoice = scene.invoice()
    ours = scene.payment(invoice, "50")
    scene.sync()
    scene.in_xero("pay", invoice_number="INV-1", amount="30", date="2026-11-03")
    scene.sync()
    scene.edit("INV-1", Reference="PO 2")
    scene.sync(90_000)
    assert str(scene.book.documents.settled(invoice).decimal) == "80.00"

    number = unlinked(scene, INVOICE)
    many_syncs(scene)

    # Xero's payment was for Xero's invoice; ours stays for ours, and does not go to Xero a second time.
    assert str(scene.book.documents.settled(invoice).decimal) == "50.00"
    assert scene.word(PAYMENT, ours) is Standing.DO_NOT_SEND
    assert len(scene.there("payment")) == 2

    reopen(scene.workplace, number)
    many_syncs(scene)
    assert str(scene.book.documents.settled(invoice).decimal) == "80.00"
    assert scene.word(PAYMENT, ours) is Standing.IN_XERO
    assert len(scene.there("payment")) == 2
    settle(scene.workplace, number, WayOut.TAKE_THEIRS)
    scene.settle_down()


def moved_payment(scene: EditedXero, amount: str) -> int:
    payment = scene.payment(scene.invoice(), amount)
    scene.sync()
    scene.edit_payment(Date="2026-11-06")
    scene.sync(90_000)
    return payment


def test_an_unlinked_payment_stands_beside_xeros_which_is_brought_in_where_it_fits(scene: EditedXero) -> None:
    payment = moved_payment(scene, "50")
    number = unlinked(scene, PAYMENT)
    many_syncs(scene)
    assert scene.word(PAYMENT, payment) is Standing.DO_NOT_SEND
    kept = scene.book.payments.of_document(scene.book.payments.get(payment).document_id or 0)
    assert [(one.origin, one.amount.minor) for one in kept] == [(Origin.HERE, 5000), (Origin.XERO, 5000)]
    assert len(scene.there("payment")) == 1
    assert scene.open_ones() == []

    reopen(scene.workplace, number)
    many_syncs(scene)
    kept = scene.book.payments.of_document(scene.book.payments.get(payment).document_id or 0)
    assert [one.id for one in kept if one.status is PaymentStatus.LIVE] == [payment]
    assert [one.id for one in scene.open_ones()] == [number]
    assert len(scene.there("payment")) == 1


def test_xeros_payment_that_does_not_fit_beside_ours_is_asked_about_and_never_adopted(scene: EditedXero) -> None:
    payment = moved_payment(scene, "100")
    number = unlinked(scene, PAYMENT)
    many_syncs(scene)
    assert scene.book.links.get(PAYMENT, payment) is None
    assert scene.asked_fields() == [("payment_does_not_fit", "amount")]

    reopen(scene.workplace, number)
    many_syncs(scene)
    assert scene.asked_fields() == [("field_differs", "paid_on")]
    assert len(scene.there("payment")) == 1


def test_a_payment_that_came_from_xero_is_nothing_but_xeros(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.in_xero("pay", invoice_number="INV-1", amount="30", date="2026-11-03")
    scene.sync()
    scene.edit_payment(Date="2026-11-06")
    scene.sync(90_000)
    with pytest.raises(InputError, match="it came from Xero"):
        unlinked(scene, PAYMENT)
    assert str(scene.book.documents.settled(invoice).decimal) == "30.00"
    assert len(scene.open_ones()) == 1


def changed_contact(scene: EditedXero) -> None:
    scene.sync()
    scene.edit_contact(EmailAddress="ann@there.example")
    scene.read_contacts()


def test_an_unlinked_customer_is_not_tied_by_name_again_and_let_go_it_is_asked_about(scene: EditedXero) -> None:
    changed_contact(scene)
    number = unlinked(scene, CUSTOMER)
    scene.read_contacts()
    many_syncs(scene)
    assert scene.word(CUSTOMER, scene.customer) is Standing.DO_NOT_SEND
    assert scene.open_ones() == []
    assert len(scene.there("contact")) == 1

    ledger_settings.release(scene.workplace, CUSTOMER, [scene.customer])
    many_syncs(scene)
    assert scene.asked_fields() == [("name_taken", "name")]
    assert len(scene.there("contact")) == 1

    reopen(scene.workplace, number)
    scene.read_contacts()
    assert scene.asked_fields() == [("field_differs", "email")]
    assert scene.book.links.get(CUSTOMER, scene.customer) is not None


def test_a_customer_with_linked_documents_is_not_unlinked_under_them(scene: EditedXero) -> None:
    scene.invoice()
    changed_contact(scene)
    with pytest.raises(InputError, match="INV-1 of this customer are linked"):
        unlinked(scene, CUSTOMER)
    assert scene.book.links.get(CUSTOMER, scene.customer) is not None


def test_credit_that_both_sides_set_against_it_stands_in_the_way(scene: EditedXero) -> None:
    invoice, note = scene.invoice(), scene.invoice("CN-1", DocumentKind.CREDIT_NOTE)
    scene.sync()
    ledger_payments.apply_credit(scene.workplace, note, invoice)
    scene.settle_down()
    scene.edit("INV-1", Reference="PO 2")
    scene.sync(90_000)
    with pytest.raises(InputError, match="credit is set against it"):
        unlinked(scene, INVOICE)


def test_an_invoice_voided_in_xero_is_unlinked_and_sent_as_a_new_one(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.edit("INV-1", Status="VOIDED")
    scene.sync(90_000)
    assert scene.asked(MismatchKind.GONE_IN_XERO) is not None
    unlinked(scene, INVOICE)
    many_syncs(scene)
    assert numbers_there(scene) == []
    scene.change(invoice, number="INV-2")
    ledger_settings.release(scene.workplace, INVOICE, [invoice])
    many_syncs(scene)
    assert numbers_there(scene) == ["INV-2"]


def test_what_was_taken_back_meanwhile_is_not_tied_again_to_what_would_have_to_follow(scene: EditedXero) -> None:
    payment = moved_payment(scene, "50")
    invoice = scene.book.payments.get(payment).document_id or 0
    number = unlinked(scene, PAYMENT)
    ledger.take_back_payment(scene.workplace, payment)
    with pytest.raises(InputError) as refused:
        reopen(scene.workplace, number)
    assert "taken back or voided here since" in refused.value.detail
    many_syncs(scene)
    assert str(scene.book.documents.settled(invoice).decimal) == "50.00"
    assert len(scene.there("payment")) == 1
