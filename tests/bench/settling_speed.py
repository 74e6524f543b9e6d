"""Measures the desk in a book of 100,000 invoices: `python -m tests.bench.settling_speed`. A program, not a test.

A thousand receipts that name open invoices are proposed, shown, settled, and undone; prints seconds of this process's
own work (CPU), so that a busy machine does not count.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.engine.matching.accepting import undo_decision
from safe_desktop.engine.matching.accepting_all import accept_all_certain
from safe_desktop.engine.matching.case_detail import case_detail
from safe_desktop.engine.matching.desk_cases import read_desk
from safe_desktop.engine.matching.desk_search import search
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.matching.situation_building import mark_of, situation_of
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import documents_by_id
from tests.bench.hundred_thousand_invoices import fill
from tests.made_records import TODAY
from tests.made_workplace import opened_workplace

T = TypeVar("T")


def main() -> int:
    """Fill a book, work at its desk, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=100_000)
    parser.add_argument("--receipts", type=int, default=1_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, opened_workplace(Path(folder)) as workplace:
        fill(workplace, asked.invoices)
        receive(workplace, asked.receipts)
        waiting = workplace.book.receipts.waiting()
        situation = timed("the situation, read", lambda: situation_of(workplace.book, "GBP", waiting))
        print(f"          {len(situation.documents):,} documents, {len(situation.payments):,} payments looked at")
        timed("its mark", lambda: mark_of(situation))
        print(timed("a round that only proposes", lambda: match_all(workplace, only_propose=True)).words)
        desk = timed("the desk, read", lambda: read_desk(workplace))
        timed("one case with its outcome", lambda: case_detail(workplace, desk.cases[0].key))
        timed("search by anything", lambda: search(workplace, "bayside", desk.cases[0].record_id))
        done = timed("all certain, accepted", lambda: accept_all_certain(workplace))
        print(f"          {len(done.settled):,} settled, {len(done.refused):,} refused")
        last = done.settled[-1].decision_id
        timed("one decision, undone", lambda: undo_decision(workplace, last))
    return 0


def receive(workplace: Workplace, number: int) -> None:
    """So many receipts, each naming an open invoice and paying it exactly."""
    book = workplace.book
    documents = documents_by_id(book, book.documents.open_ids(DocumentKind.INVOICE)[:number])
    names = book.customers.get_many({one.customer_id for one in documents.values()})
    with book.transaction():
        book.receipts.keep(
            [
                StoredReceipt(
                    ReceiptSource.BANK,
                    f"bench:{one.id}",
                    TODAY - timedelta(days=place % 20),
                    Money(one.open_minor),
                    "610",
                    payee=names[one.customer_id].name,
                    reference=one.number,
                )
                for place, one in enumerate(documents.values())
            ]
        )


def timed(what: str, work: Callable[[], T]) -> T:
    """What the work gives, its seconds printed."""
    began = time.process_time()
    found = work()
    print(f"{time.process_time() - began:8.3f} s  {what}")
    return found


if __name__ == "__main__":
    raise SystemExit(main())
