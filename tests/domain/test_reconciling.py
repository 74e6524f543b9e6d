"""Three-way comparison: each side against its own past, so nothing is called changed that nobody changed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.reconciling import (
    Moved,
    differences,
    snapshot_of_document,
    snapshot_of_their_document,
)
from safe_desktop.domain.tax import TaxMode
from safe_desktop.domain.theirs import TheirDocument, TheirLine

OURS = Document(
    DocumentKind.INVOICE,
    "INV-1",
    7,
    date(2026, 11, 2),
    date(2026, 12, 2),
    (
        Line("Flour", Decimal(2), Decimal("10.00"), "STANDARD", Decimal(20), "200"),
        Line("Yeast", Decimal(1), Decimal("5.00"), "ZERO", Decimal(0), "201"),
    ),
    id=3,
)
THEIRS = TheirDocument(
    "x1",
    DocumentKind.INVOICE,
    "INV-1",
    "c7",
    "Miller",
    date(2026, 11, 2),
    date(2026, 12, 2),
    "AUTHORISED",
    "GBP",
    TaxMode.EXCLUSIVE,
    Money(2500),
    Money(400),
    Money(2900),
    Money(2900),
    Money(0),
    Money(0),
    datetime(2026, 11, 2, tzinfo=UTC),
    lines=(
        TheirLine("Flour", Decimal(2), Decimal(10), Money(2000), Money(400), "OUTPUT2", "200"),
        TheirLine("Yeast", Decimal(1), Decimal(5), Money(500), Money(0), "ZERORATEDOUTPUT", "201"),
    ),
)


def compare(ours: Document, theirs: TheirDocument) -> dict[str, Moved]:
    agreed_ours, agreed_theirs = snapshot_of_document(OURS, "c7"), snapshot_of_their_document(THEIRS)
    found = differences(
        snapshot_of_document(ours, "c7"), snapshot_of_their_document(theirs), agreed_ours, agreed_theirs
    )
    return {one.field: one.moved for one in found}


def test_what_nobody_changed_does_not_differ() -> None:
    assert compare(OURS, THEIRS) == {}


def test_lines_in_another_order_are_no_difference() -> None:
    assert compare(OURS, replace(THEIRS, lines=THEIRS.lines[::-1])) == {}


def test_a_due_date_moved_in_xero_is_theirs() -> None:
    assert compare(OURS, replace(THEIRS, due_on=date(2026, 12, 9))) == {"due_on": Moved.THEIRS}


def test_a_reference_changed_here_is_ours() -> None:
    assert compare(replace(OURS, reference="PO 7"), THEIRS) == {"reference": Moved.OURS}


def test_one_field_changed_on_both_sides_is_both() -> None:
    moved = compare(replace(OURS, reference="PO 7"), replace(THEIRS, reference="PO 8"))
    assert moved == {"reference": Moved.BOTH}


def test_both_sides_changed_to_the_same_is_no_difference() -> None:
    assert compare(replace(OURS, reference="PO 7"), replace(THEIRS, reference="PO 7")) == {}


def test_an_account_changed_in_xero_is_seen_although_the_total_is_not() -> None:
    lines = (replace(THEIRS.lines[0], account_code="260"), THEIRS.lines[1])
    assert compare(OURS, replace(THEIRS, lines=lines)) == {"accounts": Moved.THEIRS}


def test_a_vat_code_changed_in_xero_shows_with_its_amounts() -> None:
    lines = (replace(THEIRS.lines[0], tax_type="ZERORATEDOUTPUT", tax=Money(0)), THEIRS.lines[1])
    changed = replace(THEIRS, lines=lines, tax=Money(0), total=Money(2500))
    assert set(compare(OURS, changed)) == {"vat_codes", "tax", "total"}


def test_a_void_there_and_a_void_here_agree() -> None:
    voided = replace(OURS, status=DocumentStatus.VOIDED)
    assert compare(voided, replace(THEIRS, status="VOIDED")) == {}
