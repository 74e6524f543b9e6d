"""Answers that are lost while the person goes on working: what was told and what is here now are kept apart.

Each of these was found by a seed of the simulation.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.document import DocumentKind, Line
from safe_desktop.domain.mismatch import MismatchKind, WayOut, ways_out
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger
from safe_desktop.errors import InputError, VaultError
from safe_desktop.xero.tokens import TokenSet
from safe_desktop.xero.vault import Vault
from tests.simulation.made_lives import quiet_life
from tests.simulation.scene import Scene
from tests.simulation.weather import Stroke


@pytest.fixture
def scene() -> Iterator[Scene]:
    with quiet_life() as life:
        yield Scene(life)


def test_an_invoice_renumbered_while_its_answer_is_missing_is_found_under_its_old_number(scene: Scene) -> None:
    invoice = scene.invoice("INV-1")
    scene.fate("PUT", "/Invoices", Stroke.AFTER_STATUS)
    scene.sync()
    scene.change(invoice, number="INV-2")
    scene.settle_down()
    assert [one.body["InvoiceNumber"] for one in scene.there("invoice")] == ["INV-2"]


def test_a_renumbered_invoice_that_may_still_arrive_is_not_sent_under_its_new_number_at_once(scene: Scene) -> None:
    """Under the old number Xero would refuse a second; under a new one it would not."""
    invoice = scene.invoice("INV-1")
    scene.fate("PUT", "/Invoices", Stroke.LATE)
    scene.sync()
    scene.change(invoice, number="INV-2")
    for _ in range(12):
        scene.sync(100)
    scene.settle_down()
    assert [one.body["InvoiceNumber"] for one in scene.there("invoice")] == ["INV-2"]


def test_an_invoice_given_up_and_then_renumbered_is_looked_for_again(scene: Scene) -> None:
    invoice = scene.invoice("INV-1")
    scene.fate("PUT", "/Invoices", Stroke.LATE)
    scene.sync()
    scene.fate("GET", "/Invoices", Stroke.NONE)
    scene.fate("GET", "/Invoices", Stroke.FORBIDDEN)
    scene.sync(1)  # looked up and given up, and the run ended before it was sent again
    scene.change(invoice, number="INV-2")
    scene.settle_down()
    assert len(scene.there("invoice")) == 1


def test_a_customer_renamed_while_its_answer_is_missing_is_one_contact(scene: Scene) -> None:
    scene.fate("PUT", "/Contacts", Stroke.AFTER_LOST)
    scene.sync()
    customer = scene.workplace.book.customers.get(scene.customer)
    ledger.change_customer(scene.workplace, replace(customer, name="Ann Smith", email="ann@example.org"))
    scene.settle_down()
    assert [one.body["Name"] for one in scene.there("contact")] == ["Ann Smith"]


def test_what_is_changed_while_the_answer_is_on_its_way_is_sent_next(scene: Scene) -> None:
    invoice = scene.invoice()
    edited: list[int] = []

    def edit() -> None:
        if scene.life.wire.writes and not edited and scene.there("contact"):
            edited.append(invoice)
            scene.change(invoice, reference="PO 7")

    scene.life.wire.meanwhile = edit
    scene.sync()
    scene.sync()
    assert edited
    assert [one.body["Reference"] for one in scene.there("invoice")] == ["PO 7"]


@pytest.mark.parametrize("quiet", [20, QUIET_SECONDS])
@pytest.mark.parametrize("stroke", [Stroke.AFTER_LOST, Stroke.LATE])
def test_a_payment_taken_back_while_its_answer_is_missing_does_not_live_on_in_xero(
    scene: Scene, stroke: Stroke, quiet: float
) -> None:
    """Whether the list of payments shows it first or the look after the quiet time."""
    payment = scene.payment(scene.invoice(), "30")
    scene.fate("PUT", "/Payments", stroke)
    scene.sync()
    ledger.take_back_payment(scene.workplace, payment)
    scene.sync(quiet)
    scene.settle_down()
    assert scene.there("payment") == []


def test_a_credit_note_voided_while_its_answer_is_missing_is_voided_in_xero_too(scene: Scene) -> None:
    note = scene.invoice("CN-1", DocumentKind.CREDIT_NOTE)
    scene.fate("PUT", "/CreditNotes", Stroke.AFTER_LOST)
    scene.sync()
    ledger.void_document(scene.workplace, note)
    scene.settle_down()
    assert scene.there("credit_note") == []


@pytest.mark.parametrize("stroke", [Stroke.AFTER_LOST, Stroke.LATE, Stroke.STATUS])
def test_a_change_whose_answer_is_lost_comes_to_rest(scene: Scene, stroke: Stroke) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.change(invoice, lines=(Line("Tea", Decimal(2), Decimal("7.5"), "REDUCED", account_code="210"),))
    scene.fate("POST", "/Invoices", stroke)
    scene.sync()
    assert scene.word(RecordKind.INVOICE, invoice) is Standing.SENDING
    scene.settle_down()
    assert scene.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO
    assert [str(one.body["Total"]) for one in scene.there("invoice")] == ["15.75"]


def test_a_late_change_never_undoes_a_newer_one(scene: Scene) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.change(invoice, reference="First")
    scene.fate("POST", "/Invoices", Stroke.LATE)
    scene.sync()
    scene.change(invoice, reference="Second")
    for _ in range(8):
        scene.sync(100)
    scene.settle_down()
    assert [one.body["Reference"] for one in scene.there("invoice")] == ["Second"]


def test_what_somebody_else_changed_beside_a_change_of_ours_is_asked_about(scene: Scene) -> None:
    """Ours is found by its content; the rest of the record is not agreed on by the way."""
    invoice = scene.invoice()
    scene.sync()
    scene.change(invoice, number="INV-7")
    scene.fate("POST", "/Invoices", Stroke.AFTER_LOST)
    scene.sync()
    scene.in_xero("edit-invoice", invoice_number="INV-7", reference="Theirs")
    scene.settle_down()
    asked = scene.asked(MismatchKind.FIELD_DIFFERS)
    assert asked is not None
    assert (asked.field, asked.theirs) == ("reference", "Theirs")


def test_what_somebody_else_changed_between_the_look_and_the_change_is_asked_about(scene: Scene) -> None:
    """Xero has no conditional write; its answer shows what moved in the gap."""
    invoice = scene.invoice()
    scene.sync()
    scene.change(invoice, due_on=date(2026, 12, 9))
    edited: list[int] = []

    def edit() -> None:
        if scene.life.wire.writes == 3 and not edited:
            edited.append(invoice)
            scene.in_xero("edit-invoice", invoice_number="INV-1", reference="Theirs")

    scene.life.wire.meanwhile = edit
    assert scene.sync().sent == 1
    scene.settle_down()
    asked = scene.asked(MismatchKind.FIELD_DIFFERS)
    assert edited
    assert asked is not None
    assert (asked.field, asked.theirs) == ("reference", "Theirs")


def test_a_vault_that_locks_in_the_middle_of_a_write_leaves_nothing_in_doubt(scene: Scene) -> None:
    vault = LockingVault(scene.workplace.vault)
    scene.workplace.use_vault(vault)
    scene.sync()
    invoice = scene.invoice()
    vault.is_locked = True
    scene.fate("PUT", "/Invoices", Stroke.UNSIGNED)
    assert scene.sync().result != "done"
    assert scene.word(RecordKind.INVOICE, invoice) is Standing.READY
    vault.is_locked = False
    scene.settle_down()


class LockingVault:
    """A real vault that can be locked."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.is_locked = False
        self.kind = vault.kind

    def load(self) -> TokenSet | None:
        """The tokens, unless it is locked."""
        if self.is_locked:
            raise VaultError("The keyring is locked.")
        return self._vault.load()

    def save(self, tokens: TokenSet) -> None:
        """Keep these tokens."""
        self._vault.save(tokens)

    def forget(self) -> None:
        """Keep none."""
        self._vault.forget()


def test_a_void_on_both_sides_is_no_difference(scene: Scene) -> None:
    invoice = scene.invoice()
    scene.sync()
    ledger.void_document(scene.workplace, invoice)
    scene.in_xero("void", invoice_number="INV-1")
    scene.settle_down()
    assert scene.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO


def test_a_field_that_both_sides_changed_alike_does_not_hold_up_the_rest(scene: Scene) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.change(invoice, reference="PO 9", due_on=date(2026, 12, 9))
    scene.in_xero("edit-invoice", invoice_number="INV-1", reference="PO 9")
    scene.settle_down()
    assert [one.due for one in scene.there("invoice")] == ["2026-12-09"]


def test_an_old_page_that_comes_late_raises_no_alarm(scene: Scene) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.life.wire.take_old_data()
    scene.change(invoice, reference="PO 3")
    scene.sync()
    scene.fate("GET", "/Invoices", Stroke.STALE)
    report = scene.sync()
    assert report.mismatches_open == 0
    assert scene.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO


def test_a_refused_change_is_told_with_its_reason_and_not_repeated(scene: Scene) -> None:
    """Xero echoes only what was sent of it, so the answer does not name the record."""
    note = scene.invoice("CN-1", DocumentKind.CREDIT_NOTE)
    ledger.apply_credit(scene.workplace, note, scene.invoice())
    scene.sync()
    scene.change(note, reference="PO 5")
    assert scene.sync().refused == 1
    assert scene.word(RecordKind.CREDIT_NOTE, note) is Standing.FAILED
    writes = scene.life.wire.writes
    scene.settle_down()
    assert scene.life.wire.writes == writes


def test_a_smaller_total_of_xeros_is_not_taken_below_what_is_settled_here(scene: Scene) -> None:
    invoice = scene.invoice()
    scene.sync()
    method = scene.workplace.book.payments.find_method("Cash")
    assert method is not None
    paid = Payment(scene.customer, date(2026, 11, 2), Money(12_000), method.id, document_id=invoice)
    ledger.add_payment(scene.workplace, paid)
    scene.in_xero("edit-invoice", invoice_number="INV-1", amount="50")
    scene.sync()
    asked = scene.workplace.book.mismatches.open_ones()
    takeable = [one for one in asked if WayOut.TAKE_THEIRS in ways_out(one.kind, one.record_kind)]
    assert asked
    for one in takeable:
        with pytest.raises(InputError, match="settled here"):
            desk.settle(scene.workplace, one.id, WayOut.TAKE_THEIRS)
    scene.settle_down()


def test_a_clock_that_was_a_year_ahead_once_does_not_stop_the_reading(scene: Scene) -> None:
    scene.life.clock.set_wall(40_000_000)
    scene.sync()
    scene.life.clock.set_wall(0)
    scene.in_xero("rename-contact", name="Ann", new_name="Theirs 9")
    scene.settle_down()
    assert [one.kind for one in scene.workplace.book.mismatches.open_ones()] == [MismatchKind.FIELD_DIFFERS]
