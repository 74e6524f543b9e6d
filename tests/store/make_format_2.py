"""Makes `format-2.safebook.gz`, the real file of format 2 that a test opens for ever.

Run it only while format 2 has not been shipped: `python -m tests.store.make_format_2`. Afterwards the file stays.
"""

import gzip
import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.matching.verdict import Act, Decision, Proposal, Reason, Share, Verdict
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Account
from safe_desktop.store.matching_rules import MatchingRule, RuleAct
from safe_desktop.store.outbox_records import Intent, Operation
from safe_desktop.store.receipt_decisions import Deeds, Evidence, StoredDecision
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from tests.made_records import a_payment, an_invoice, opened_book
from tests.made_records import customer as a_customer

TARGET = Path(__file__).parent / "format-2.safebook.gz"


def main() -> None:
    """Write the file anew."""
    with tempfile.TemporaryDirectory() as folder:
        with opened_book(Path(folder), "Old") as book, book.transaction():
            customer = a_customer(book, "Rushmere Farm Shop", "R1")
            invoice = book.documents.add(an_invoice(customer.id, "INV-0001", issued_on=date(2026, 11, 3)))
            payment = book.payments.add(a_payment(invoice, Money(4000)), [Allocation(invoice.id, Money(4000))])
            bank = ReceiptSource.BANK
            settled = StoredReceipt(bank, "610:1", date(2026, 11, 5), Money(4000), "610", payee="RUSHMERE")
            waiting = StoredReceipt(bank, "610:2", date(2026, 11, 6), Money(6000), "610", reference="INV-0001")
            first, second = book.receipts.keep([settled, waiting]).new
            reasons = (Reason("Number INV-0001 in the reference"),)
            deeds = Deeds((payment.id,), customers=(customer.id,))
            book.decisions.add(StoredDecision(first, "apply", "you", "Applied", deeds, Evidence(reasons, 0.9)))
            book.receipts.move(first, ReceiptState.SETTLED, decided_by="you")
            proposal = Proposal(Act.ALLOCATE, 0.97, (Share(f"d{invoice.id}", 6000),), reasons=reasons)
            book.verdicts.keep([(second, Verdict(f"r{second}", Decision.ASK, (proposal,), "Because"))], "mark")
            book.rules.add(MatchingRule("Interest", RuleAct.SET_ASIDE, "INTEREST", 1, 500, is_on=True))
            book.chart.replace_accounts([Account("id", "610", "Bank", "BANK", "ASSET", "ACTIVE", True, currency="GBP")])
            told, earlier = '{"Reference":"PO 2"}', '{"Reference":"PO 1"}'
            change = Intent(RecordKind.INVOICE, Operation.UPDATE, invoice.id, 2, "inv-0001", told, earlier=earlier)
            book.outbox.begin("key", "POST", "Invoices", "", told.encode(), "0" * 64, [change])
            path = book.path
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("VACUUM")
        TARGET.write_bytes(gzip.compress(path.read_bytes(), mtime=0))


if __name__ == "__main__":
    main()
