"""Scenes for the pictures that are more than a page: dialogs and panels over the busy book, the comparison, the check.

Each puts the window into its state by what a person would press, and says which window to draw.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.matching.desk_values import CaseKind
from safe_desktop.engine.sample_statement import statement_path
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import Query
from safe_desktop.ui.activity.activity_page import ActivityPage
from safe_desktop.ui.application import Program
from safe_desktop.ui.balances.balances_page import BalancesPage
from safe_desktop.ui.bringing_in.statement_dialog import StatementDialog
from safe_desktop.ui.deciding.desk_keys import (
    ACCEPT,
    FIND,
    HISTORY,
    IMPORT,
    KEYS,
    LATER,
    ON_ACCOUNT,
    RULE,
    RULES,
    SPLIT,
    UNDO,
)
from safe_desktop.ui.deciding.desk_page import ONE_BY_ONE, TABLE, DeskPage
from safe_desktop.ui.deciding.matching_options_dialog import MatchingOptionsDialog
from safe_desktop.ui.deciding.money_for_dialog import MoneyForDialog
from safe_desktop.ui.deciding.rule_dialog import RuleDialog
from safe_desktop.ui.deciding.write_off_dialog import WriteOffDialog
from safe_desktop.ui.records.debit_dialog import DebitDialog
from safe_desktop.ui.records.invoices_page import InvoicesPage
from safe_desktop.ui.records.lock_dialog import LockDialog
from safe_desktop.ui.sending.to_send_page import ToSendPage
from safe_desktop.ui.settings.settings_page import SettingsPage
from safe_desktop.ui.shell.find_anything import FindAnything
from safe_desktop.ui.shell.page import Place


@dataclass(frozen=True)
class Scene:
    """A state of the window. `set_up` may open a dialog; `wait` is how long it takes to be all there."""

    name: str
    set_up: Callable[[Program], object]
    wait: int = 500


def _compare(tab: str) -> Callable[[Program], object]:
    return lambda program: program.window.navigate(Place("compare", tab))


def _check(program: Program) -> None:
    program.window.navigate(Place("settings"))
    page = program.window.shown_page()
    assert isinstance(page, SettingsPage)
    page.tabs.choose("xero")
    page.check.check()
    page.check._is_unfolded = True


def _refused(program: Program) -> None:
    assert program.session is not None
    source = lists.invoices(program.session.context.workplace.book)
    failed = [one for one in source.entries(source.ids(Query())) if one.standing is Standing.FAILED]
    program.window.navigate(Place("invoices", kind=RecordKind.INVOICE, record_id=failed[0].id))


def _refused_to_send(program: Program) -> None:
    program.window.navigate(Place("to_send", "failed"))
    page = program.window.shown_page()
    assert isinstance(page, ToSendPage)
    page._table().put_cursor(0)
    page.panel.refusal.unfold.click()


def _undo(program: Program) -> None:
    program.window.navigate(Place("activity"))
    page = program.window.shown_page()
    assert isinstance(page, ActivityPage)
    for row in range(page._runs.model.rowCount()):
        run = page._runs.model.entry(row)
        if run is not None and run.sent:
            page._runs.show_record(run.id)
            break
    page._undo_run()


def _pay_back(program: Program) -> None:
    program.window.navigate(Place("invoices", "credit_notes"))
    page = program.window.shown_page()
    assert isinstance(page, InvoicesPage)
    page.table.put_cursor(0)
    page.pay_back()


def _debit(program: Program) -> None:
    assert program.session is not None
    program.window.navigate(Place("payments", "here"))
    workplace = program.session.context.workplace
    source = lists.payments(workplace.book)
    entry = source.entries(source.ids(Query(only="here"))[:1])[0]
    page = program.window.shown_page()
    assert page is not None
    DebitDialog(page.context, workplace.book.payments.get(entry.id), entry.customer, program.window).open()


def _lock(program: Program) -> None:
    LockDialog("Send 3 invoices into a locked period?", lambda _reason: None, program.window).open()


def _desk(program: Program, sight: str = ONE_BY_ONE) -> DeskPage:
    program.window.navigate(Place("desk"))
    page = program.window.shown_page()
    assert isinstance(page, DeskPage)
    page.choose_sight(sight)
    cases = page.cases.list.cases
    cases.go_to(next(row for row, case in enumerate(cases.case_model.cases) if case.kind is CaseKind.RECEIPT))
    return page


def _desk_at(kind: CaseKind) -> Callable[[Program], object]:
    def set_up(program: Program) -> None:
        cases = _desk(program).cases.list.cases
        places = [row for row, case in enumerate(cases.case_model.cases) if case.kind is kind]
        cases.go_to(places[-1])

    return set_up


def _desk_doing(deed: str) -> Callable[[Program], object]:
    return lambda program: _desk(program).cases._by_name[deed]()


def _desk_finding(program: Program) -> None:
    _desk(program).cases._by_name[FIND]()
    dialog = window_to_draw(program)
    assert isinstance(dialog, MoneyForDialog)
    dialog.field.setText("inv-00")


def _find_anything(program: Program) -> None:
    program.window.find_anything()
    dialog = window_to_draw(program)
    assert isinstance(dialog, FindAnything)
    dialog.field.setText("otter")


def _rule(program: Program) -> None:
    page = _desk(program)
    page.cases._by_name[RULE]()
    dialog = window_to_draw(program)
    assert isinstance(dialog, RuleDialog)
    dialog.try_it()


def _write_off(program: Program) -> None:
    WriteOffDialog(
        _desk(program).context.workplace.book, "£0.30 is missing.", lambda _code: None, program.window
    ).open()


def _undone(program: Program) -> None:
    page = _desk(program)
    page.cases._by_name[ACCEPT]()
    page.cases._by_name[UNDO]()


def _bank_statement(program: Program) -> None:
    page = _desk(program)
    path = statement_path(page.context.workplace.home)
    page.import_statement(path)


def _statement_checked(program: Program) -> None:
    _bank_statement(program)
    dialog = window_to_draw(program)
    assert isinstance(dialog, StatementDialog)
    QTimer.singleShot(700, dialog, dialog.check)


def _matching_options(program: Program) -> None:
    MatchingOptionsDialog(_desk(program).context, program.window).open()


def _ages(program: Program) -> None:
    program.window.navigate(Place("balances", "ageing"))
    page = program.window.shown_page()
    assert isinstance(page, BalancesPage)
    page.ageing.day.show_day(page.context.workplace.clock.today() + timedelta(days=75))
    page.show_only("to_60")


def _account_statement(program: Program) -> None:
    _ages(program)
    page = program.window.shown_page()
    assert isinstance(page, BalancesPage)
    page.ask_statement()


FRESH_SCENES = (
    Scene("compare-customers", _compare("pairs")),
    Scene("compare-documents", _compare("documents")),
    Scene("compare-there", _compare("there")),
    Scene("compare-here", _compare("here")),
    Scene("check", _check, 2_500),
)
BUSY_SCENES = (
    Scene("find-anything", _find_anything),
    Scene("refused", _refused),
    Scene("refused-to-send", _refused_to_send, 900),
    Scene("undo", _undo, 900),
    Scene("pay-back", _pay_back),
    Scene("debit", _debit),
    Scene("balances-ages", _ages),
    Scene("balances-tie-out", lambda program: program.window.navigate(Place("balances", "tie_out")), 900),
    Scene("balances-statement", _account_statement),
    Scene("lock", _lock),
    Scene("desk-table", lambda program: _desk(program, TABLE)),
    Scene("desk-receipt", _desk),
    Scene("desk-mismatch", _desk_at(CaseKind.MISMATCH)),
    Scene("desk-last-receipt", _desk_at(CaseKind.RECEIPT)),
    Scene("desk-find", _desk_finding),
    Scene("desk-split", _desk_doing(SPLIT)),
    Scene("desk-on-account", _desk_doing(ON_ACCOUNT)),
    Scene("desk-later", _desk_doing(LATER)),
    Scene("desk-history", _desk_doing(HISTORY)),
    Scene("desk-keys", _desk_doing(KEYS)),
    Scene("desk-rule", _rule),
    Scene("desk-rules", _desk_doing(RULES)),
    Scene("desk-write-off", _write_off),
    Scene("desk-undone", _undone),
    Scene("desk-import", _desk_doing(IMPORT)),
    Scene("desk-statement", _bank_statement, 900),
    Scene("desk-statement-checked", _statement_checked, 1_800),
    Scene("desk-options", _matching_options),
    Scene("settings-rules", lambda program: program.window.navigate(Place("settings", "rules"))),
    Scene("settings-methods", lambda program: program.window.navigate(Place("settings", "methods"))),
    Scene("settings-vat", lambda program: program.window.navigate(Place("settings", "vat"))),
    Scene("settings-sync", lambda program: program.window.navigate(Place("settings", "sync"))),
)


def window_to_draw(program: Program) -> QWidget:
    """The dialog that is open over the window, or the window."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            return widget
    return program.window


def put_away() -> None:
    """Close whatever dialogs a scene has opened."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.done(0)
