"""Differences that a rule settles by itself, in the run that finds them, and those that stay questions all the same."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from safe_desktop.domain.field_policy import FieldPolicy, Rule
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.entry.field_policies import change_rule, rules_of
from safe_desktop.errors import InputError
from safe_desktop.store.run_records import Outcome
from tests.engine.edited_xero import EditedXero, edited_xero

OURS, THEIRS = FieldPolicy.KEEP_OURS, FieldPolicy.TAKE_THEIRS
INVOICE, CUSTOMER = RecordKind.INVOICE, RecordKind.CUSTOMER


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def rule(scene: EditedXero, key: str, policy: FieldPolicy, also_both: bool = False) -> None:
    change_rule(scene.workplace, key, Rule(policy, also_both))


def reference_there(scene: EditedXero) -> str:
    return str(scene.there("invoice")[0].body.get("Reference") or "")


def test_xeros_value_is_taken_in_the_same_run_noted_and_counted(scene: EditedXero) -> None:
    rule(scene, "document.reference", THEIRS)
    invoice = scene.invoice()
    scene.sync()
    scene.edit(Reference="PO 7")

    report = scene.sync()

    assert (report.by_rule, report.mismatches_open, report.sent) == (1, 0, 0)
    assert scene.book.documents.get(invoice).reference == "PO 7"
    assert scene.word(INVOICE, invoice) is Standing.IN_XERO
    told = next(item for item in report.items if item.outcome is Outcome.BY_RULE and item.local_id == invoice)
    assert told.reason == ("Reference was changed in Xero: empty here, PO 7 in Xero. Taken from Xero by your rule.")
    assert (told.label, told.reason) in [(one.label, one.detail) for one in scene.book.activity.latest(5)]
    scene.settle_down()


def test_ours_is_kept_and_told_to_xero_in_the_same_run(scene: EditedXero) -> None:
    rule(scene, "document.reference", OURS)
    invoice = scene.invoice()
    scene.change(invoice, reference="PO 1")
    scene.sync()
    scene.edit(Reference="PO 7")

    report = scene.sync()

    assert (report.by_rule, report.mismatches_open, report.sent) == (1, 0, 1)
    assert reference_there(scene) == "PO 1"
    scene.settle_down()
    assert scene.word(INVOICE, invoice) is Standing.IN_XERO


def test_without_a_rule_it_is_asked_as_ever_and_a_new_rule_settles_what_waits(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.edit(Reference="PO 7")
    assert scene.sync().by_rule == 0
    assert scene.asked_fields() == [("field_differs", "reference")]

    rule(scene, "document.reference", THEIRS)
    report = scene.sync()

    assert (report.by_rule, report.mismatches_open) == (1, 0)
    assert scene.book.documents.get(invoice).reference == "PO 7"


def test_the_contact_s_fields_have_rules_of_their_own(scene: EditedXero) -> None:
    rule(scene, "customer.email", THEIRS)
    scene.sync()
    scene.edit_contact(EmailAddress="ann@there.example")

    assert scene.read_contacts().by_rule == 1

    assert scene.book.customers.get(scene.customer).email == "ann@there.example"
    assert scene.word(CUSTOMER, scene.customer) is Standing.IN_XERO


def test_what_both_changed_is_asked_unless_the_rule_says_so(scene: EditedXero) -> None:
    rule(scene, "document.reference", THEIRS)
    invoice = scene.invoice()
    scene.sync()
    scene.change(invoice, reference="PO 1")
    scene.edit(Reference="PO 2")
    assert scene.sync().by_rule == 0
    assert scene.asked_fields() == [("both_changed", "reference")]

    rule(scene, "document.reference", THEIRS, also_both=True)
    assert (scene.sync().by_rule, scene.open_ones()) == (1, [])
    assert scene.book.documents.get(invoice).reference == "PO 2"


def test_an_amount_that_xero_changed_is_taken_with_its_lines_to_the_penny(scene: EditedXero) -> None:
    rule(scene, "document.amounts", THEIRS)
    invoice = scene.invoice()
    scene.sync()
    scene.edit_line(UnitAmount=Decimal("90.55"))

    assert (scene.sync().by_rule, scene.open_ones()) == (1, [])

    assert scene.total(invoice) == scene.total_there() == "108.66"
    scene.settle_down()


def test_amounts_that_both_changed_are_asked_about_whatever_the_rule(scene: EditedXero) -> None:
    rule(scene, "document.amounts", THEIRS)
    with pytest.raises(InputError, match="always asked about"):
        rule(scene, "document.amounts", THEIRS, also_both=True)
    invoice = scene.invoice()
    scene.sync()
    line = scene.book.documents.get(invoice).lines[0]
    scene.change(invoice, lines=(replace(line, unit_price=Decimal(80)),))
    scene.edit_line(UnitAmount=Decimal(90))

    assert scene.sync().by_rule == 0

    assert "both_changed" in [kind for kind, _ in scene.asked_fields()]
    assert (scene.total(invoice), scene.total_there()) == ("96.00", "108.00")


@pytest.mark.parametrize("policy", [OURS, THEIRS])
def test_an_amount_in_a_locked_period_is_asked_about(scene: EditedXero, policy: FieldPolicy) -> None:
    rule(scene, "document.amounts", policy)
    invoice = scene.invoice()
    scene.sync()
    scene.edit_line(UnitAmount=Decimal(90))
    scene.in_xero("lock-period", date="2026-11-10")

    assert scene.sync(90_000).by_rule == 0

    assert ("total_differs", "total") in scene.asked_fields()
    assert (scene.total(invoice), scene.total_there()) == ("120.00", "108.00")


def test_ours_is_not_kept_where_it_could_not_be_sent(scene: EditedXero) -> None:
    rule(scene, "customer.email", OURS)
    scene.sync()
    ledger.change_settings(scene.workplace, sync_customers=False)
    scene.edit_contact(EmailAddress="ann@there.example")

    assert scene.read_contacts().by_rule == 0

    assert scene.asked_fields() == [("field_differs", "email")]


def test_what_a_rule_cannot_carry_out_stays_a_question_that_says_why(scene: EditedXero) -> None:
    rule(scene, "document.contact", THEIRS)
    invoice = scene.invoice()
    scene.sync()
    scene.in_xero("contact", name="Zoe")
    scene.edit(Contact={"Name": "Zoe"})

    assert scene.sync().by_rule == 0

    (asked,) = scene.open_ones()
    assert asked.field == "contact"
    assert "your rule could not settle it: Xero’s contact “Zoe” is no customer of this book yet" in asked.reason
    assert scene.book.documents.get(invoice).customer_id == scene.customer


def test_a_total_that_cannot_be_taken_to_the_penny_leaves_nothing_half_done(scene: EditedXero) -> None:
    rule(scene, "document.amounts", THEIRS)
    invoice = scene.invoice()
    scene.sync()
    scene.edit_line(UnitAmount=Decimal(90), TaxAmount=Decimal("17.50"))

    assert scene.sync().by_rule == 0

    assert scene.total(invoice) == "120.00"
    assert any("could not settle it" in one.reason for one in scene.open_ones())


def test_a_rule_is_noted_when_it_is_made_and_gone_when_it_asks_again(scene: EditedXero) -> None:
    rule(scene, "document.due_on", OURS, also_both=True)
    note = scene.book.activity.latest(1)[0]
    assert note.label == "If Xero changed it: Invoice or credit note, Due date"
    assert note.detail == "Ask me → Keep ours, also where both changed"
    rule(scene, "document.due_on", FieldPolicy.ASK)
    assert rules_of(scene.book) == {}


def test_a_field_that_has_no_rules_is_refused(scene: EditedXero) -> None:
    with pytest.raises(InputError, match="no field “payment"):
        rule(scene, "payment.amount", THEIRS)
