"""A month of 300 invoices, 260 receipts and 20 differences, settled through the window by keys alone to 0.00."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from safe_desktop.ui.balances.balances_page import BalancesPage
from safe_desktop.ui.look.appearance import Appearance
from tests.scripted_month.month_differences import DIFFERENCES, FOLLOWING, left_at_the_end, planted_month
from tests.scripted_month.month_outcome import what_is_wrong
from tests.scripted_month.month_script import MonthScript
from tests.scripted_month.month_window import month_window
from tests.scripted_month.statement_files import write_csv

# Twenty seconds on a machine that does nothing else.
pytestmark = [pytest.mark.xdist_group("redirect-ports"), pytest.mark.timeout(300)]
MOST_ACTS = 110


def test_a_month_is_settled_by_keys_alone_and_every_customer_ties_out(
    qapp: QApplication, appearance: Appearance, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with planted_month(tmp_path) as made, month_window(made, appearance) as shown:
        script = MonthScript(shown)
        script.do_it(write_csv(made.month, tmp_path / "statement.csv"))

        assert what_is_wrong(made, left_at_the_end(made.month)) == {}
        page = shown.window.shown_page()
        assert isinstance(page, BalancesPage)
        assert page.tie_out.found is not None
        assert len(page.tie_out.found.rows) > 30
        assert {(row.customer, row.residue.minor) for row in page.tie_out.found.rows if row.residue} == set()

        decided = shown.keys.decisions
        # Each difference, what is asked next about three of them, and the record that cannot be read.
        assert decided["mismatches"] == len(DIFFERENCES) + len(FOLLOWING) + 1
        assert sum(shown.keys.acts.values()) <= MOST_ACTS
        with capsys.disabled():
            print(f"\nA month by keys: {shown.keys.report()}.")
