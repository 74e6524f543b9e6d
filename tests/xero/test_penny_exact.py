"""Our sums are Xero's sums to the penny, by a Xero that shares no code with us; 10,000 more in tests/bench."""

from pathlib import Path

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.tax import TaxMode
from tests.xero.random_documents import random_documents, sent_and_compared
from tests.xero.signed_in_desk import Desk

DOCUMENTS = 300


def test_three_hundred_random_documents_have_the_same_amounts_in_xero(tmp_path: Path) -> None:
    documents = list(random_documents(DOCUMENTS, seed=20261125))
    assert {document.tax_mode for document in documents} == set(TaxMode)
    assert {document.kind for document in documents} == set(DocumentKind)
    assert any(line.discount for document in documents for line in document.lines)
    assert any(line.unit_price < 0 for document in documents for line in document.lines)
    desk = Desk(tmp_path)
    try:
        lines, unequal = sent_and_compared(desk, documents)
    finally:
        desk.close()
    assert lines == sum(len(document.lines) for document in documents)
    assert unequal == []


def test_as_one_line_for_each_vat_code_they_have_the_same_totals(tmp_path: Path) -> None:
    documents = list(random_documents(DOCUMENTS, seed=20261126))
    desk = Desk(tmp_path)
    try:
        lines, unequal = sent_and_compared(desk, documents, one_line="Goods and services")
    finally:
        desk.close()
    codes = [{line.vat_code for line in document.lines} for document in documents]
    assert lines == sum(len(one) for one in codes) < sum(len(document.lines) for document in documents)
    assert unequal == []


def test_the_comparison_sees_a_single_penny(tmp_path: Path) -> None:
    """Without this a comparison that compares nothing would pass as well."""
    documents = list(random_documents(20, seed=5))
    desk = Desk(tmp_path)
    desk.xero.admin("rename-tax-rate", {"tax_type": "OUTPUT2", "rate": "20.01"})
    try:
        _, unequal = sent_and_compared(desk, documents)
    finally:
        desk.close()
    assert unequal
