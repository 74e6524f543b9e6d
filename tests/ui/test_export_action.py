"""Exporting what a page lists, in the background, with a word about what is in the file."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.records.invoices_page import InvoicesPage
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.problem_dialog import ProblemDialog
from tests.ui.shown_page import is_open, open_dialog, show_page, words_on


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> InvoicesPage:
    return show_page(qtbot, context, InvoicesPage)


@pytest.mark.parametrize("name", ["all.csv", "all.xlsx"])
def test_the_whole_list_is_written_and_told(page: InvoicesPage, tmp_path: Path, qtbot: QtBot, name: str) -> None:
    page.show_only("overdue")
    page.export.save_to(tmp_path / name)
    qtbot.waitUntil(lambda: is_open(Dialog), timeout=20_000)
    told = open_dialog(Dialog)

    assert (tmp_path / name).stat().st_size > 500
    assert "60 invoices exported" in words_on(told)
    assert "whatever is searched or filtered" in words_on(told)
    told.accept()


def test_a_place_that_cannot_be_written_is_told_in_words(page: InvoicesPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.export.save_to(tmp_path / "no such folder" / "all.csv")
    qtbot.waitUntil(lambda: is_open(ProblemDialog), timeout=20_000)

    assert "all.csv" in words_on(open_dialog(ProblemDialog))
    open_dialog(ProblemDialog).accept()
