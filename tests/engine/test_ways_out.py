"""Every way out that is offered of every kind of mismatch is carried out and lasts, or is refused with what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import Mismatch, MismatchKind, WayOut, ways_out
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger, ledger_payments
from safe_desktop.errors import InputError
from tests.engine.edited_xero import EditedXero, edited_xero
from tests.simulation.weather import Stroke

Kind = MismatchKind
CUSTOMER, INVOICE, NOTE, PAYMENT = RecordKind
DATE = ('"Date":"2026-11-02"', '"Date":"2026-11-03"')
PRICE = ('"UnitAmount":100', '"UnitAmount":99.99')


@dataclass(frozen=True)
class Case:
    """How one kind of mismatch comes about. `refused` are the ways that cannot be gone here, with what is said."""

    kind: MismatchKind
    record: RecordKind
    arise: Callable[[EditedXero], object]
    field: str = ""
    refused: tuple[WayOut, ...] = ()
    is_more_there: bool = False

    @property
    def ways(self) -> tuple[WayOut, ...]:
        """What is offered; a difference that can be credited has one way more."""
        return ways_out(self.kind, self.record, can_be_credited=self.is_more_there)


def document(scene: EditedXero, record: RecordKind) -> tuple[int, str]:
    number = "CN-1" if record is NOTE else "INV-1"
    return scene.invoice(number, DocumentKind(record.value)), number


def edited(record: RecordKind, **fields: object) -> Callable[[EditedXero], object]:
    def arise(scene: EditedXero) -> None:
        ledger.add_customer(scene.workplace, Customer("Ben"))
        _, number = document(scene, record)
        scene.sync()
        scene.edit(number, **fields)
        scene.sync(90_000)

    return arise


def line_edited(record: RecordKind, **fields: object) -> Callable[[EditedXero], object]:
    def arise(scene: EditedXero) -> None:
        _, number = document(scene, record)
        scene.sync()
        scene.edit_line(number, **fields)
        scene.sync(90_000)

    return arise


def made_abroad(scene: EditedXero) -> None:
    scene.sells_abroad("EUR")
    edited(INVOICE, CurrencyCode="EUR")(scene)


def rounded(record: RecordKind) -> Callable[[EditedXero], object]:
    def arise(scene: EditedXero) -> None:
        scene.stores(*PRICE)
        document(scene, record)
        scene.sync()
        scene.stores("", "")

    return arise


def both_changed(record: RecordKind) -> Callable[[EditedXero], object]:
    def arise(scene: EditedXero) -> None:
        number_here, number = document(scene, record)
        scene.sync()
        scene.change(number_here, reference="PO 1")
        scene.edit(number, Reference="PO 2")
        scene.sync()

    return arise


def both_changed_lines(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    line = scene.book.documents.get(invoice).lines[0]
    scene.change(invoice, lines=(replace(line, unit_price=Decimal(80)),))
    scene.edit_line(UnitAmount=Decimal(90))
    scene.sync()


def both_allocated(scene: EditedXero) -> None:
    invoice, note = scene.invoice(), scene.invoice("CN-1", DocumentKind.CREDIT_NOTE)
    scene.sync()
    half = scene.book.documents.open(invoice)
    ledger_payments.apply_credit(scene.workplace, note, invoice, replace(half, minor=3000))
    scene.allocate_there("CN-1", "INV-1", "20")
    scene.sync()


def contact_changed(scene: EditedXero) -> None:
    scene.sync()
    scene.edit_contact(EmailAddress="ann@there.example")
    scene.read_contacts()


def contact_changed_on_both(scene: EditedXero) -> None:
    scene.sync()
    ann = scene.book.customers.get(scene.customer)
    ledger.change_customer(scene.workplace, replace(ann, email="ann@here.example"))
    scene.edit_contact(EmailAddress="ann@there.example")
    scene.read_contacts()


def payment_changed(**fields: object) -> Callable[[EditedXero], object]:
    def arise(scene: EditedXero) -> None:
        scene.payment(scene.invoice(), "50")
        scene.sync()
        scene.edit_payment(**fields)
        scene.sync(90_000)

    return arise


def voided(record: RecordKind) -> Callable[[EditedXero], object]:
    return edited(record, Status="VOIDED")


def many_deleted(scene: EditedXero) -> None:
    invoice = scene.invoice()
    for _ in range(21):
        scene.payment(invoice, "1")
    scene.sync()
    for one in scene.there("payment"):
        scene.in_xero("delete-payment", payment_id=one.id)
    scene.sync()


def archived(scene: EditedXero) -> None:
    scene.sync()
    scene.in_xero("archive-contact", name="Ann")
    scene.read_contacts()


def merged(scene: EditedXero) -> None:
    ledger.add_customer(scene.workplace, Customer("Ben"))
    scene.sync()
    scene.in_xero("merge-contacts", loser="Ann", winner="Ben")
    scene.read_contacts()


def name_taken(scene: EditedXero) -> None:
    scene.sync()
    scene.in_xero("contact", contact={"Name": "Bob", "EmailAddress": "bob@there.example"})
    ledger.add_customer(scene.workplace, Customer("Bob", email="bob@here.example"))
    scene.read_contacts()


def number_taken(record: RecordKind) -> Callable[[EditedXero], object]:
    def arise(scene: EditedXero) -> None:
        scene.sync()
        if record is NOTE:
            scene.credit_there("CN-1", "55")
        else:
            scene.in_xero("invoice", contact_name="Ann", invoice_number="INV-1", amount="55.00", date="2026-11-02")
        document(scene, record)
        scene.sync(90_000)

    return arise


def typed_too(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.payment(invoice, "50", "Cash")
    scene.in_xero("pay", invoice_number="INV-1", amount="50", date="2026-11-02")
    scene.sync()


def too_much_paid(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.payment(invoice, "100", "Cash")
    scene.in_xero("pay", invoice_number="INV-1", amount="60")
    scene.sync()


def too_much_paid_back(scene: EditedXero) -> None:
    note = scene.invoice("CN-1", DocumentKind.CREDIT_NOTE)
    scene.sync()
    scene.payment(note, "100", "Cash")
    scene.refund_there("CN-1", "60")
    scene.sync(90_000)


def credited(scene: EditedXero) -> None:
    scene.invoice()
    scene.sync()
    scene.credit_there("THEIRS-1", "30", "INV-1")
    scene.sync()


def to_be_undone(scene: EditedXero) -> None:
    payment = scene.payment(scene.invoice(), "50")
    scene.sync()
    scene.in_xero("reconcile", payment_id=scene.there("payment")[0].id, reconciled=True)
    ledger.take_back_payment(scene.workplace, payment)
    scene.sync()


def uncertain_document(record: RecordKind) -> Callable[[EditedXero], object]:
    def arise(scene: EditedXero) -> None:
        scene.sync()
        scene.stores(*DATE)
        scene.fate("PUT", "/Invoices" if record is INVOICE else "/CreditNotes", Stroke.AFTER_STATUS)
        document(scene, record)
        scene.sync()
        scene.stores("", "")
        scene.sync(QUIET_SECONDS + 60)

    return arise


def uncertain_payment(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.stores('"Amount":50.00', '"Amount":49.00')
    scene.fate("PUT", "/Payments", Stroke.AFTER_STATUS)
    scene.payment(invoice, "50")
    scene.sync()
    scene.stores("", "")
    scene.sync(QUIET_SECONDS + 60)


def uncertain_customer(scene: EditedXero) -> None:
    """It never arrived, and the contact of another customer here was given its name before it was looked for."""
    scene.sync()
    scene.fate("PUT", "/Contacts", Stroke.LOST)
    ledger.add_customer(scene.workplace, Customer("Theirs"))
    scene.sync()
    scene.edit_contact("Ann", Name="Theirs")
    scene.sync(QUIET_SECONDS + 60)


def unreadable(scene: EditedXero) -> None:
    scene.sync()
    scene.in_xero("invoice", contact_name="Ann", invoice_number="X-1", amount="55.00", date="2026-11-02")
    record = scene.there("invoice")[0]
    record.body["Total"] = Decimal("66.005")
    scene.life.practice.books("").shelf.put(record)
    scene.sync()


CASES = [
    Case(Kind.UNREADABLE, INVOICE, unreadable),
    Case(Kind.NAME_TAKEN, CUSTOMER, name_taken),
    Case(Kind.NUMBER_TAKEN, INVOICE, number_taken(INVOICE)),
    Case(Kind.NUMBER_TAKEN, NOTE, number_taken(NOTE)),
    Case(Kind.TOTAL_DIFFERS, INVOICE, line_edited(INVOICE, UnitAmount=Decimal(90))),
    Case(Kind.TOTAL_DIFFERS, INVOICE, line_edited(INVOICE, UnitAmount=Decimal(110)), "total", is_more_there=True),
    Case(Kind.TOTAL_DIFFERS, NOTE, line_edited(NOTE, UnitAmount=Decimal(90))),
    Case(Kind.ROUNDED, INVOICE, rounded(INVOICE)),
    Case(Kind.ROUNDED, NOTE, rounded(NOTE)),
    Case(Kind.FIELD_DIFFERS, CUSTOMER, contact_changed, "email"),
    Case(Kind.FIELD_DIFFERS, INVOICE, edited(INVOICE, Contact={"Name": "Ben"}), "contact"),
    Case(Kind.FIELD_DIFFERS, INVOICE, edited(INVOICE, Date="2026-11-09"), "issued_on"),
    Case(Kind.FIELD_DIFFERS, INVOICE, edited(INVOICE, DueDate="2026-12-09"), "due_on"),
    Case(Kind.FIELD_DIFFERS, INVOICE, edited(INVOICE, InvoiceNumber="INV-1-A"), "number"),
    Case(Kind.FIELD_DIFFERS, INVOICE, made_abroad, "currency"),
    Case(Kind.FIELD_DIFFERS, INVOICE, line_edited(INVOICE, AccountCode="260"), "accounts"),
    Case(Kind.FIELD_DIFFERS, INVOICE, line_edited(INVOICE, TaxType="ZERORATEDOUTPUT"), "vat_codes"),
    Case(Kind.FIELD_DIFFERS, NOTE, edited(NOTE, Reference="PO 2"), "reference"),
    Case(Kind.FIELD_DIFFERS, NOTE, edited(NOTE, Date="2026-11-09"), "issued_on"),
    Case(Kind.FIELD_DIFFERS, PAYMENT, payment_changed(Amount=Decimal("45.00")), "amount"),
    Case(Kind.FIELD_DIFFERS, PAYMENT, payment_changed(Date="2026-11-06"), "paid_on"),
    Case(Kind.BOTH_CHANGED, CUSTOMER, contact_changed_on_both, "email"),
    Case(Kind.BOTH_CHANGED, INVOICE, both_changed(INVOICE), "reference"),
    Case(Kind.BOTH_CHANGED, INVOICE, both_changed_lines, "total"),
    Case(Kind.BOTH_CHANGED, NOTE, both_changed(NOTE), "reference"),
    Case(Kind.BOTH_CHANGED, NOTE, both_allocated, "allocations"),
    Case(Kind.GONE_IN_XERO, INVOICE, voided(INVOICE)),
    Case(Kind.GONE_IN_XERO, NOTE, voided(NOTE)),
    Case(Kind.GONE_IN_XERO, PAYMENT, many_deleted),
    Case(Kind.CONTACT_ARCHIVED, CUSTOMER, archived),
    Case(Kind.CONTACT_MERGED, CUSTOMER, merged),
    Case(Kind.SAME_PAYMENT, PAYMENT, typed_too),
    Case(Kind.PAYMENT_DOES_NOT_FIT, INVOICE, too_much_paid),
    Case(Kind.PAYMENT_DOES_NOT_FIT, NOTE, too_much_paid_back),
    Case(Kind.CREDIT_IN_XERO, INVOICE, credited),
    Case(Kind.UNDO_IN_XERO, PAYMENT, to_be_undone),
    Case(Kind.UNCERTAIN, CUSTOMER, uncertain_customer, "", (WayOut.LINK,)),
    Case(Kind.UNCERTAIN, INVOICE, uncertain_document(INVOICE)),
    Case(Kind.UNCERTAIN, NOTE, uncertain_document(NOTE)),
    Case(Kind.UNCERTAIN, PAYMENT, uncertain_payment, "", (WayOut.SEND_AGAIN,)),
]
TABLE = [(case, way) for case in CASES for way in case.ways]


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def test_there_is_a_case_of_every_kind() -> None:
    assert {case.kind for case in CASES} == set(MismatchKind)


@pytest.mark.parametrize(
    ("case", "way"), TABLE, ids=[f"{one.kind}-{one.record}-{one.field}-{way}" for one, way in TABLE]
)
def test_a_way_out_settles_for_good_or_says_what_can_be_done(scene: EditedXero, case: Case, way: WayOut) -> None:
    case.arise(scene)
    asked = next((one for one in scene.open_ones() if is_of(one, case)), None)
    assert asked is not None, scene.asked_fields()
    if way in case.refused:
        with pytest.raises(InputError) as refused:
            desk.settle(scene.workplace, asked.id, way)
        assert refused.value.detail
        assert refused.value.remedy
        return
    desk.settle(scene.workplace, asked.id, way)
    scene.settle_down()
    assert [one for one in scene.open_ones() if is_of(one, case) and one.local_id == asked.local_id] == []


def is_of(one: Mismatch, case: Case) -> bool:
    return (one.kind, one.record_kind) == (case.kind, case.record) and case.field in ("", one.field)


@pytest.mark.parametrize("record", [INVOICE, NOTE])
def test_what_was_sent_without_an_answer_is_asked_about_once(scene: EditedXero, record: RecordKind) -> None:
    """Xero's list brings it too, with our number and another date: that is the same question."""
    uncertain_document(record)(scene)
    scene.sync(90_000)
    assert [kind for kind, _ in scene.asked_fields()] == [Kind.UNCERTAIN.value]


def test_both_sides_of_what_is_not_certain_are_told_in_words(scene: EditedXero) -> None:
    uncertain_document(INVOICE)(scene)
    asked = next(one for one in scene.open_ones() if one.kind is Kind.UNCERTAIN)
    assert (asked.customer, asked.ours, asked.theirs) == (
        "Ann",
        "120.00 on 02/11/2026, Ann",
        "120.00 on 03/11/2026, Ann",
    )
    assert asked.apart is not None
    assert asked.apart.minor == 0


@pytest.mark.parametrize("record", [INVOICE, NOTE])
def test_what_was_not_certain_and_is_linked_is_changed_in_xero_like_any_other(
    scene: EditedXero, record: RecordKind
) -> None:
    uncertain_document(record)(scene)
    desk.settle(scene.workplace, scene.open_ones()[0].id, WayOut.LINK)
    (differs,) = scene.open_ones()
    desk.settle(scene.workplace, differs.id, WayOut.SEND_OURS)
    assert scene.waits(record, differs.local_id)
    scene.settle_down()
    assert not scene.waits(record, differs.local_id)
    assert scene.there(record.value)[0].body["Date"] == "2026-11-02"


def test_linked_by_number_a_due_date_that_differs_is_asked_about_too(scene: EditedXero) -> None:
    number_taken(INVOICE)(scene)
    desk.settle(scene.workplace, scene.open_ones()[0].id, WayOut.LINK)
    assert {field for _, field in scene.asked_fields()} >= {"total", "due_on"}
