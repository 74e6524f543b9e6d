"""A book restored from a copy does not know what was sent since: nothing of it is sent a second time."""

import shutil
from pathlib import Path

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from tests.engine.synced_book import connected, reopened


def test_what_was_sent_since_the_copy_is_found_and_not_sent_again(tmp_path: Path) -> None:
    with connected(tmp_path) as bench:
        ann = bench.customer("Ann")
        bench.sync()
        invoice, note = bench.invoice(ann, "100"), bench.invoice(ann, "20", "CN-1", DocumentKind.CREDIT_NOTE)
        payment = bench.payment(invoice, "30")
        path, copy = bench.workplace.book.path, tmp_path / "copy.safebook"
        bench.workplace.book.back_up(copy)
        bench.sync()
        bench.workplace.close()
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        shutil.copy(copy, path)
        with reopened(tmp_path, bench.xero) as again:
            report = again.sync()
            assert (report.sent, report.mismatches_open) == (0, 0)
            for kind, local_id in (
                (RecordKind.INVOICE, invoice),
                (RecordKind.CREDIT_NOTE, note),
                (RecordKind.PAYMENT, payment),
            ):
                assert again.word(kind, local_id) is Standing.IN_XERO
            assert len(again.invoices_in_xero()) == 1
            assert len(again.payments_in_xero()) == 1
            assert any(one.action == "Restored" for one in again.workplace.book.activity.latest())
            again.invoice(ann, "5")
            assert again.sync().sent == 1
            actions = [one.action for one in again.workplace.book.activity.latest()]
            assert actions.count("Restored") == 1
