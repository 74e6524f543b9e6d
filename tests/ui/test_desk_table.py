"""The desk as a table: groups, ticks, ways out by key, click and menu, over real mismatches of a real book."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.domain.document import DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind, WayOut
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.ui.deciding.desk_delegate import way_boxes
from safe_desktop.ui.deciding.desk_model import CUSTOMER, REASON, RECORD, TICK, WAYS
from safe_desktop.ui.deciding.desk_page import TABLE, DeskPage
from safe_desktop.ui.deciding.desk_table import DeskTable
from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.tables.cell_delegate import PADDING
from tests.engine.synced_book import Bench
from tests.ui.connected_page import connected_context
from tests.ui.shown_page import is_open, open_dialog, show_page, words_on


def found(context: Context, *mismatches: Mismatch) -> None:
    """Let a run have found these."""
    with context.workplace.book.transaction():
        context.workplace.book.mismatches.found(mismatches)


def show_table(qtbot: QtBot, context: Context) -> DeskTable:
    """The desk as a table, on screen."""
    page = show_page(qtbot, context, DeskPage)
    page.choose_sight(TABLE)
    return page.table


def differs(number: int, apart: int | None = None, field: str = "reference") -> Mismatch:
    """A mismatch that can be noted: one about an amount, or a document that is gone."""
    if apart is None:
        return Mismatch(
            MismatchKind.GONE_IN_XERO, RecordKind.INVOICE, number, f"INV-{number}", "It was voided in Xero",
            f"x{number}", "status", "Ann & Sons", "Approved", "Voided", "Approved",
        )  # fmt: skip
    return Mismatch(
        MismatchKind.ROUNDED, RecordKind.INVOICE, number, f"INV-{number}", "Xero made the total otherwise",
        f"x{number}", field, "Ann & Sons", "100.00", f"{100 + apart}.00", "100.00", Money(apart * 100),
    )  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> DeskTable:
    found(context, differs(1, 20, "total"), differs(2, 5, "total"), differs(3), differs(4))
    return show_table(qtbot, context)


def test_mismatches_stand_under_their_kind_with_what_they_come_to(page: DeskTable) -> None:
    model = page.model
    headings = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]

    assert headings == ["Rounded otherwise in Xero, 2 records, apart 25.00 pounds", "Gone in Xero, 2 records"]
    assert page.footer.accessibleName() == (
        "Totals: 4 mismatches, 2 with amounts, ours 200.00, Xero’s 225.00, apart 25.00"
    )


def test_the_model_keeps_qt_s_rules(page: DeskTable) -> None:
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.model.tick([page.model.entries()[0].id], True)
    page.reload()


def test_the_side_that_moved_is_in_full_ink_and_the_other_is_muted(page: DeskTable) -> None:
    first = page.model.index_of(page.model.entries()[0].id)
    inks = [first.siblingAtColumn(column).data(Qt.ItemDataRole.ForegroundRole).name() for column in (4, 5, 6)]

    assert inks[0] == inks[2], "ours did not move: as muted as what was agreed"
    assert inks[1] != inks[0]


def test_a_pill_is_there_for_each_kind_that_is_and_shows_only_that(qtbot: QtBot, page: DeskTable) -> None:
    page.show_only(MismatchKind.GONE_IN_XERO.value)

    assert [group.kind for group in page.model.groups] == [MismatchKind.GONE_IN_XERO]
    page.search.setText("INV-1")
    qtbot.waitUntil(lambda: not page.model.groups, timeout=3_000)
    assert "Nothing found" in words_on(page)


def test_keys_settle_the_current_one_and_the_cursor_goes_on(page: DeskTable) -> None:
    first = page.model.entries()[0]
    assert page.view.current_id() == first.id

    QTest.keyClick(page.view, Qt.Key.Key_1)

    assert [entry.label for entry in page.model.entries()] == ["INV-2", "INV-3", "INV-4"]
    assert page.view.current_id() == page.model.entries()[0].id
    assert page.told.words().startswith("INV-1 settled, Noted")
    assert page.context.workplace.book.activity.latest(1)[0].action == "Settled: Noted"


def test_what_was_noted_is_brought_back_by_one_key(page: DeskTable) -> None:
    page.view.desk_header.tick_all_asked.emit()
    page.model.tick([entry.id for entry in page.model.entries()[2:]], False)
    QTest.keyClick(page.view, Qt.Key.Key_1)
    assert len(page.model.entries()) == 2

    QTest.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert [entry.label for entry in page.model.entries()] == ["INV-1", "INV-2", "INV-3", "INV-4"]
    assert page.told.words() == "Undone: 2 mismatches wait again."


def test_the_last_one_that_was_noted_is_brought_back_too(qtbot: QtBot, context: Context) -> None:
    found(context, differs(1, 20, "total"))
    page = show_table(qtbot, context)
    QTest.keyClick(page.view, Qt.Key.Key_1)
    assert page.model.entries() == []
    focused = QApplication.focusWidget()
    assert focused is not None

    QTest.keyClick(focused, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert [entry.label for entry in page.model.entries()] == ["INV-1"]
    assert page.view.hasFocus()


def test_ticked_ones_are_settled_together_by_a_way_that_all_have(page: DeskTable) -> None:
    for entry in page.model.entries()[:2]:
        page.view.place_cursor(page.model.index_of(entry.id))
        QTest.keyClick(page.view, Qt.Key.Key_Space)
    shown = words_on(page.bar)
    assert "2 selected" in shown
    assert "ours 200.00   Xero’s 225.00   apart 25.00" in shown
    assert [button.text() for button in page.bar.buttons if button.isVisible()] == [
        "Noted for 2    1",
        "Take Xero’s for 2    2",
    ]

    page.bar.buttons[0].click()

    assert [entry.label for entry in page.model.entries()] == ["INV-3", "INV-4"]
    assert "selected" not in words_on(page.bar)


def test_escape_clears_the_ticks_and_the_header_ticks_all(page: DeskTable) -> None:
    page.view.desk_header.tick_all_asked.emit()
    assert len(page.model.ticked()) == 4
    assert "they have no way out in common" not in words_on(page.bar)

    QTest.keyClick(page.view, Qt.Key.Key_Escape)

    assert page.model.ticked() == []


def test_space_on_a_group_ticks_what_is_under_it_and_enter_folds_it(page: DeskTable) -> None:
    group = page.model.index(1, 0)
    page.view.setCurrentIndex(group)

    QTest.keyClick(page.view, Qt.Key.Key_Space)
    assert [entry.label for entry in page.model.ticked()] == ["INV-3", "INV-4"]

    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert not page.view.isExpanded(group)
    page.reload()
    assert not page.view.isExpanded(page.model.index(1, 0)), "what was folded stays folded"


def test_a_button_in_the_row_settles_by_mouse(qtbot: QtBot, page: DeskTable) -> None:
    entry = page.model.entries()[0]
    cell = page.view.visualRect(page.model.index_of(entry.id).siblingAtColumn(WAYS))
    box, way = way_boxes(cell, entry)[0]
    assert way is WayOut.NOTED

    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())

    assert entry.id not in [one.id for one in page.model.entries()]


def test_the_tick_box_is_ticked_by_mouse(page: DeskTable) -> None:
    entry = page.model.entries()[1]
    cell = page.view.visualRect(page.model.index_of(entry.id).siblingAtColumn(TICK))

    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())

    assert [one.id for one in page.model.ticked()] == [entry.id]


def test_the_menu_names_the_ways_out_of_the_row_under_the_cursor(page: DeskTable) -> None:
    def shown() -> list[str]:
        return [action.text() for action in page.view.actions() if action.isVisible()]

    assert shown()[:2] == ["Noted", "Take Xero’s"]
    page.view.place_cursor(page.model.index_of(page.model.entries()[2].id))
    assert shown()[:2] == ["Void ours", "Noted"]
    assert "Open the record" in shown()


def test_voiding_is_asked_about_first_and_says_what_will_happen(page: DeskTable) -> None:
    page.view.place_cursor(page.model.index_of(page.model.entries()[2].id))
    QTest.keyClick(page.view, Qt.Key.Key_1)

    dialog = open_dialog(Question)
    assert WayOut.VOID_OURS.meaning in words_on(dialog)
    dialog.reject()
    assert len(page.model.entries()) == 4


def test_the_rows_can_be_copied_and_written_to_a_file_that_a_spreadsheet_takes(
    page: DeskTable, context: Context, tmp_path: Path
) -> None:
    found(context, Mismatch(MismatchKind.NAME_TAKEN, RecordKind.CUSTOMER, 1, "=1+1", "Same name", "x", "name"))
    page.reload()
    target = tmp_path / "mismatches.csv"

    page._on_export_file_selected(str(target))

    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 5
    assert rows[0]["Record"] == "'=1+1", "no cell is a formula"
    assert [row["Apart"] for row in rows] == ["", "20.00", "5.00", "", ""]
    assert page.told.words().startswith("5 mismatches written to")

    page.view.place_cursor(page.model.index_of(page.model.entries()[1].id))
    page._on_copy()
    assert QApplication.clipboard().text().split("\t")[:2] == ["INV-1", "Ann & Sons"]


def test_enter_opens_the_record_on_its_page(page: DeskTable, visits: list[Place]) -> None:
    QTest.keyClick(page.view, Qt.Key.Key_Return)

    assert visits == [Place("invoices", kind=RecordKind.INVOICE, record_id=1)]


def test_an_empty_desk_is_good_news(qtbot: QtBot, context: Context) -> None:
    page = show_table(qtbot, context)

    assert "Nothing to settle" in words_on(page)
    assert not page.bar.isVisible()
    assert not page.export.isEnabled()


def test_a_thousand_mismatches_are_shown_at_once_and_noted_together(qtbot: QtBot, context: Context) -> None:
    found(context, *(differs(number, 1, "total") for number in range(1, 1001)))
    page = show_table(qtbot, context)
    assert len(page.model.entries()) == 1000

    page.view.desk_header.tick_all_asked.emit()
    page.bar.buttons[0].click()

    qtbot.waitUntil(lambda: page.context.workplace.book.mismatches.count() == 0, timeout=60_000)
    qtbot.waitUntil(lambda: not page.model.entries(), timeout=5_000)
    assert page.told.words().startswith("1,000 mismatches settled")


def test_sorting_by_a_header_keeps_the_groups(page: DeskTable) -> None:
    page.view.desk_header.sectionClicked.emit(RECORD)
    page.view.desk_header.sectionClicked.emit(RECORD)

    assert [entry.label for entry in page.model.entries()] == ["INV-2", "INV-1", "INV-4", "INV-3"]
    assert not page.model.index(0, 0, QModelIndex()).parent().isValid()


@pytest.fixture
def connected_book(tmp_path: Path, appearance: Appearance, visits: list[Place]) -> Iterator[tuple[Context, Bench]]:
    with connected_context(tmp_path, appearance, visits) as made:
        yield made


def test_a_document_voided_in_xero_is_voided_here_from_the_desk(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    record = bench.invoice(bench.customer("Ann"), "100", number="INV-7")
    bench.sync()
    bench.xero.admin("void", {"invoice_number": "INV-7"})
    bench.sync()
    page = show_table(qtbot, context)
    assert [entry.kind for entry in page.model.entries()] == [MismatchKind.GONE_IN_XERO]

    QTest.keyClick(page.view, Qt.Key.Key_1)
    question = open_dialog(Question)
    yes = next(button for button in question.findChildren(type(page.export)) if button.text() == "Void ours")
    yes.click()

    assert not is_open(Question)
    assert bench.workplace.book.documents.get(record).status is DocumentStatus.VOIDED
    assert "Both sides agree" in words_on(page)


def test_a_reference_changed_on_both_sides_is_taken_from_xero(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    record = bench.invoice(bench.customer("Ann"), "100", number="INV-7")
    bench.sync()
    bench.change(record, reference="PO 1")
    bench.xero.admin("edit-invoice", {"invoice_number": "INV-7", "reference": "PO 2"})
    bench.sync()
    page = show_table(qtbot, context)
    entry = page.model.entries()[0]
    assert (entry.ours, entry.theirs) == ("PO 1", "PO 2")

    page.bar.buttons[list(entry.ways).index(WayOut.TAKE_THEIRS)].click()

    assert bench.workplace.book.documents.get(record).reference == "PO 2"
    assert page.model.entries() == []


def test_in_a_narrow_window_the_ways_out_stay_in_sight(page: DeskTable) -> None:
    for width in (1280, 900, 830):
        page.resize(width, 700)
        QApplication.processEvents()
        assert page.view.horizontalScrollBar().maximum() == 0, width
        assert not page.view.isColumnHidden(WAYS)


def test_in_a_window_of_1280_a_customer_of_24_letters_is_read_whole(page: DeskTable) -> None:
    page.resize(1000, 700)
    QApplication.processEvents()
    name = "Gorseholm Care Homes Ltd"
    needed = QFontMetrics(fonts.font(fonts.Size.TEXT)).horizontalAdvance(name) + 2 * PADDING
    assert page.view.columnWidth(CUSTOMER) >= needed
    assert not page.view.isColumnHidden(REASON)
