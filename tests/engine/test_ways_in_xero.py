"""Unlinking and crediting as Xero then has it, over real HTTP: nothing there twice, and all of it undone or settled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.mismatch import WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding.desk import settle
from safe_desktop.engine.deciding.reopening import reopen
from tests.engine.synced_book import Bench, connected_anew
from tests.practice.practice_process import PracticeProcess

INVOICE = RecordKind.INVOICE


@pytest.fixture(scope="module")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    process = PracticeProcess.start(tmp_path_factory.mktemp("ways") / "xero")
    yield process
    process.stop()


@pytest.fixture
def bench(tmp_path: Path, xero: PracticeProcess) -> Iterator[Bench]:
    """INV-1 of 120.00 for Ann, with 50.00 paid on it from here; both are in Xero."""
    with connected_anew(tmp_path, xero) as made:
        made.payment(made.invoice(made.customer("Ann"), "100", "INV-1"), "50")
        made.sync()
        yield made


def read_all(bench: Bench) -> None:
    """Runs that read every list, and compare all that is open."""
    for _ in range(2):
        bench.due_now("invoices", "payments", "contacts", "all open")
        bench.sync()


def open_ones(bench: Bench) -> list[int]:
    return [one.id for one in bench.workplace.book.mismatches.open_ones()]


def test_unlinked_nothing_is_written_again_and_linked_again_all_is_as_before(bench: Bench) -> None:
    bench.other_edits("INV-1", Reference="PO 9")
    read_all(bench)
    (asked,) = open_ones(bench)
    links, written = bench.workplace.book.links.count(), len(bench.writes())

    settle(bench.workplace, asked, WayOut.UNLINK)
    read_all(bench)

    assert open_ones(bench) == []
    assert bench.word_of("INV-1") is Standing.DO_NOT_SEND
    assert (bench.workplace.book.links.count(), len(bench.writes())) == (links - 2, written)
    assert [one["number"] for one in bench.invoices_in_xero()] == ["INV-1"]
    assert len(bench.payments_in_xero()) == 1

    reopen(bench.workplace, asked)
    read_all(bench)
    assert (open_ones(bench), bench.workplace.book.links.count()) == ([asked], links)
    settle(bench.workplace, asked, WayOut.TAKE_THEIRS)
    read_all(bench)
    assert (bench.word_of("INV-1"), len(bench.writes())) == (Standing.IN_XERO, written)
    assert bench.document("INV-1").reference == "PO 9"


def test_the_credit_note_over_the_difference_settles_the_invoice_in_xero(bench: Bench) -> None:
    dearer = bench.invoice(bench.customer("Ben"), "100", "INV-2")
    bench.sync()
    bench.other_edits_line("INV-2", UnitAmount=130)
    bench.xero.admin("pay", {"invoice_number": "INV-2", "amount": "120.00"})
    read_all(bench)
    (asked,) = open_ones(bench)

    settle(bench.workplace, asked, WayOut.CREDIT)
    read_all(bench)

    assert open_ones(bench) == []
    assert bench.amount_due_in_xero("INV-2") == "0.00"
    assert str(bench.workplace.book.documents.open(dearer).decimal) == "0.00"
    assert {bench.word(INVOICE, one.id) for one in bench.documents() if one.number.startswith("INV")} == {
        Standing.IN_XERO
    }
    assert [one["total"] for one in bench.all_documents_in_xero() if one["number"].startswith("CN")] == ["36.00"]
