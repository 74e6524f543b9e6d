"""A run's report shows what a person's rules of fields settled: how many, and which records with both values."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.field_policy import FieldPolicy, Rule
from safe_desktop.engine.entry.field_policies import change_rule
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.sending.run_report_dialog import RunReportDialog, report_figures
from safe_desktop.ui.shell.page import Context, Place
from tests.engine.synced_book import Bench
from tests.ui.connected_page import connected_context
from tests.ui.shown_page import words_on


@pytest.fixture
def connected_book(tmp_path: Path, appearance: Appearance, visits: list[Place]) -> Iterator[tuple[Context, Bench]]:
    with connected_context(tmp_path, appearance, visits) as made:
        yield made


def test_what_a_rule_settled_is_counted_and_listed(qtbot: QtBot, connected_book: tuple[Context, Bench]) -> None:
    context, bench = connected_book
    bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    without = bench.sync()
    assert "rules" not in report_figures(without)
    change_rule(bench.workplace, "document.reference", Rule(FieldPolicy.TAKE_THEIRS))
    bench.other_edits("INV-0001", Reference="Order 7")
    report = bench.sync()
    assert "1 settled by your rules" in report_figures(report)

    dialog = RunReportDialog(report, bench.workplace.book, context.preferences)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "by rule" in words_on(dialog)
    dialog.table.ask(only="by rule")
    dialog.table.put_cursor(0)
    entry = dialog.table.current()
    assert entry is not None
    assert (entry.label, entry.outcome) == ("INV-0001", "by rule")
    assert "Order 7 in Xero" in entry.reason


def test_where_no_rule_settled_anything_none_is_offered(qtbot: QtBot, connected_book: tuple[Context, Bench]) -> None:
    context, bench = connected_book
    bench.customer("Ann")
    dialog = RunReportDialog(bench.sync(), bench.workplace.book, context.preferences)
    qtbot.addWidget(dialog)
    assert "by rule" not in words_on(dialog)
