"""Refusals and locked periods on screen, with a practice Xero: cause, field to mend, raw answer, retry, decision."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.refusal_words import Refusal, read_refusal
from safe_desktop.domain.standing import Standing
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.mending import way_to_mend
from safe_desktop.ui.parts.refusal_view import RefusalView
from safe_desktop.ui.records.customer_dialog import CustomerDialog
from safe_desktop.ui.records.hold_back_dialog import HoldBackDialog
from safe_desktop.ui.records.invoice_dialog import InvoiceDialog
from safe_desktop.ui.records.invoices_page import InvoicesPage
from safe_desktop.ui.records.line_model import ACCOUNT
from safe_desktop.ui.records.lock_dialog import LockDialog
from safe_desktop.ui.sending.to_send_page import ToSendPage
from safe_desktop.ui.shell.page import Context, Place
from tests.engine.synced_book import Bench
from tests.ui.connected_page import connected_context
from tests.ui.shown_page import open_dialog, show_page, words_on


@pytest.fixture
def connected_book(tmp_path: Path, appearance: Appearance, visits: list[Place]) -> Iterator[tuple[Context, Bench]]:
    with connected_context(tmp_path, appearance, visits) as made:
        yield made


def refused_invoice(bench: Bench) -> int:
    """An invoice that Xero refuses: the account of its line was put away there a moment ago."""
    bench.invoice(bench.customer("Ben"), "50")
    bench.sync()
    bad = bench.invoice(bench.customer("Ann"), "100", account_code="260")
    bench.archive_account("260")
    bench.sync()
    assert bench.word(RecordKind.INVOICE, bad) is Standing.FAILED
    return bad


def lock(bench: Bench) -> None:
    """Lock the first days of November in Xero, and read that."""
    bench.xero.admin("lock-period", {"period_lock_date": "2026-11-10", "end_of_year_lock_date": ""})
    bench.due_now("organisation")
    bench.sync(read_only=True)


def button(widget: QWidget, words: str) -> Button:
    """The visible button with these words."""
    buttons: list[Button] = widget.findChildren(Button)
    found = [one for one in buttons if one.accessibleName() == words and not one.isHidden()]
    assert len(found) == 1, (words, [one.accessibleName() for one in buttons])
    return found[0]


def test_a_refusal_shows_cause_remedy_and_folded_answer_and_leads_to_the_field(
    qtbot: QtBot, connected_book: tuple[Context, Bench], visits: list[Place]
) -> None:
    context, bench = connected_book
    bad = refused_invoice(bench)
    page = show_page(qtbot, context, InvoicesPage)
    page.show_record(RecordKind.INVOICE, bad)
    view = page.panel.findChildren(RefusalView)[-1]
    words = words_on(page.panel)
    assert view.remedy.whole_text() in words
    assert view.raw.whole_text()
    assert view.raw.whole_text() not in words, "the raw answer is folded"
    view.unfold.click()
    assert view.raw.whole_text() in words_on(page.panel)

    view.mend.click()
    (place,) = visits
    assert (place.page, place.record_id, place.action) == ("invoices", bad, "mend:account_code")
    page.do(place.action)
    dialog = open_dialog(InvoiceDialog)
    editor = dialog.form_part.editor
    qtbot.waitUntil(lambda: editor.currentIndex().column() == ACCOUNT)
    dialog.reject()

    button(page.panel, "Retry this one").click()
    assert bench.word(RecordKind.INVOICE, bad) is not Standing.FAILED


def test_to_send_offers_the_same_beside_the_preview(
    qtbot: QtBot, connected_book: tuple[Context, Bench], visits: list[Place]
) -> None:
    context, bench = connected_book
    bad = refused_invoice(bench)
    page = show_page(qtbot, context, ToSendPage)
    page.show_record(RecordKind.INVOICE, bad)
    assert page.panel.refusal.isVisible()
    assert page.panel.refusal.remedy.whole_text() in words_on(page.panel)
    page.panel.refusal.mend.click()
    assert visits[-1].action == "mend:account_code"
    page.panel.hold_back.click()
    dialog = open_dialog(HoldBackDialog)
    dialog._on_primary()
    assert bench.word(RecordKind.INVOICE, bad) is Standing.DO_NOT_SEND
    other = bench.invoice(bench.customer("Zoe"), "10")
    page.reload()
    page.show_record(RecordKind.INVOICE, other)
    assert not page.panel.refusal.isVisible()
    assert not page.panel.retry.isVisible()


def test_a_record_in_a_locked_period_goes_only_with_a_typed_reason(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    locked = bench.invoice(bench.customer("Ann"), "100")
    lock(bench)
    assert bench.word(RecordKind.INVOICE, locked) is Standing.TO_REVIEW
    page = show_page(qtbot, context, ToSendPage)
    page.show_record(RecordKind.INVOICE, locked)
    QTest.keyClick(
        page.tables["invoices"].view,
        Qt.Key.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    dialog = open_dialog(LockDialog)
    dialog._on_primary()
    assert dialog.isVisible(), "without a reason nothing is allowed"
    QTest.keyClicks(dialog.reason, "agreed with <b>Ruth</b>")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert bench.word(RecordKind.INVOICE, locked) is Standing.READY
    assert page.undo.words() == "1 invoice may go into the locked period: agreed with <b>Ruth</b>"
    noted = bench.workplace.book.activity.latest(1)[0]
    assert (noted.action, "agreed with <b>Ruth</b>" in noted.detail) == ("allowed in a locked period", True)


def test_the_lists_offer_the_decision_in_the_panel_too(qtbot: QtBot, connected_book: tuple[Context, Bench]) -> None:
    context, bench = connected_book
    locked = bench.invoice(bench.customer("Ann"), "100")
    lock(bench)
    page = show_page(qtbot, context, InvoicesPage)
    page.show_record(RecordKind.INVOICE, locked)
    button(page.panel, "Allow it in the locked period…").click()
    dialog = open_dialog(LockDialog)
    dialog.reason.setText("the accountant said so")
    dialog._on_primary()
    assert bench.word(RecordKind.INVOICE, locked) is Standing.READY


def test_the_customer_dialog_begins_at_the_field_to_mend(qtbot: QtBot, context: Context) -> None:
    book = context.workplace.book
    dialog = CustomerDialog(context, book.customers.get(book.customers.all_ids()[0]))
    qtbot.addWidget(dialog)
    dialog.point_at("code")
    dialog.open()
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.inputs["code"])


@pytest.mark.parametrize(
    ("kind", "field", "words", "place"),
    [
        (
            RecordKind.CUSTOMER,
            "name",
            "Mend the name",
            Place("customers", kind=RecordKind.CUSTOMER, record_id=7, action="mend:name"),
        ),
        (RecordKind.INVOICE, "approve_on_send", "Choose what is sent in Settings", Place("settings", "sync")),
        (RecordKind.PAYMENT, "account_code", "Choose the method’s account in Settings", Place("settings", "methods")),
        (RecordKind.PAYMENT, "amount", "Look at its invoice", Place("invoices", kind=RecordKind.INVOICE, record_id=3)),
    ],
)
def test_every_field_leads_to_where_it_is_mended(kind: RecordKind, field: str, words: str, place: Place) -> None:
    way = way_to_mend(kind, 7, field, (RecordKind.INVOICE, 3))
    assert way is not None
    assert (way.words, way.place) == (words, place)


def test_what_cannot_be_mended_here_leads_nowhere() -> None:
    assert way_to_mend(RecordKind.INVOICE, 7, "gdpr") is None


def test_an_answer_without_words_of_its_own_is_shown_as_it_is(qtbot: QtBot) -> None:
    visits: list[Place] = []
    view = RefusalView(visits.append)
    qtbot.addWidget(view)
    refusal: Refusal = read_refusal("<b>Something</b> never heard of", RecordKind.INVOICE)
    view.show_refusal(refusal, None)
    assert view.unfold.isHidden()
    assert view.mend.isHidden()
    view.show_refusal(None, None)
    assert view.isHidden()
