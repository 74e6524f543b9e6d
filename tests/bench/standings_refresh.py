"""Measures how long all status words of a book take: `python -m tests.bench.standings_refresh`.

A program, not a test: the best of three in seconds, with a chart of accounts and lock dates as after a first sync.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from safe_desktop.domain.theirs import Account, Connection, Organisation, TaxRate
from safe_desktop.engine.sync.standings import refresh_all
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.usage_queries import codes_in_use
from tests.bench.hundred_thousand_invoices import fill
from tests.made_records import TODAY
from tests.made_workplace import opened_workplace

AIM_SECONDS = 3.0


def main() -> int:
    """Fill a book, refresh it, print the figures; 1 if the refresh is over the aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=100_000)
    number = parser.parse_args().invoices
    with tempfile.TemporaryDirectory() as folder, opened_workplace(Path(folder)) as workplace:
        fill(workplace, number)
        give_chart(workplace)
        all_words = best(lambda: refresh(workplace))
        in_use = best(lambda: codes_in_use(workplace.book))
    print(f"{number:,} documents: all status words {all_words:.2f} s, codes in use {in_use:.2f} s")
    return 1 if all_words > AIM_SECONDS else 0


def give_chart(workplace: Workplace) -> None:
    """Accounts, tax rates and a lock date, as Xero would have told them."""
    chart = workplace.book.chart
    organisation = Organisation("o", "Fernhill", "!x", "GBP", "GB", "GMT", False, date(2025, 3, 31))
    with workplace.book.transaction():
        chart.save_organisation(organisation, Connection("c", "t", "Fernhill"))
        chart.replace_accounts(
            [
                Account("1", "200", "Sales", "REVENUE", "REVENUE", "ACTIVE", False),
                Account("2", "610", "Bank", "BANK", "ASSET", "ACTIVE", True),
            ]
        )
        chart.replace_tax_rates([TaxRate("OUTPUT2", "20%", Decimal(20), "ACTIVE", frozenset({"REVENUE"}))])


def refresh(workplace: Workplace) -> None:
    """Every status word of the book."""
    with workplace.book.transaction():
        refresh_all(workplace.book, TODAY)


def best(work: Callable[[], object]) -> float:
    """The best of three, in seconds."""
    found = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


if __name__ == "__main__":
    sys.exit(main())
