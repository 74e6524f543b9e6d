"""Matches made months in nine formats of invoice numbers and prints what was settled by itself, rightly and wrongly.

    python -m tests.bench.matching_made_months [--months 20]

A program, not a test, and it needs nothing but the repository. The shared case sets are scored through `match_cases`.
"""

import argparse
import time

from safe_desktop.domain.matching.matcher import match
from safe_desktop.domain.matching.verdict import Decision
from tests.domain.made_matching import FORMATS, made_month
from tests.domain.matching_desk import settled


def main() -> int:
    """0 when nothing was settled wrongly."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--months", type=int, default=20, help="how many months of each format")
    months: int = parser.parse_args().months
    receipts = knowable = acts = wrong = 0
    seconds = 0.0
    for number_format in FORMATS:
        for seed in range(1_000, 1_000 + months):
            book = made_month(seed, number_format)
            situation = book.situation()
            began = time.process_time()
            verdicts = match(situation)
            seconds += time.process_time() - began
            receipts += len(verdicts)
            knowable += sum(book.truth[one.receipt_key] is not None for one in verdicts)
            automatic = [one for one in verdicts if one.decision is Decision.AUTOMATIC]
            acts += len(automatic)
            wrong += sum(settled(one) != book.truth[one.receipt_key] for one in automatic)
    print(
        f"{receipts:,} receipts of {len(FORMATS) * months} months: {acts:,} settled by themselves, {wrong} wrongly; "
        f"{(acts - wrong) / knowable:.1%} of what can be known; {seconds / receipts * 1e6:.0f} microseconds a receipt"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
