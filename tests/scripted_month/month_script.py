"""The month's work as a bookkeeper does it at the window, with keys alone: sync, statement, desk, and sync again.

Looks at what is on the screen, and asks the person who knows the truth. Calls nothing of the program.
"""

from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from safe_desktop.engine.matching.desk_values import CaseKind
from safe_desktop.ui.balances.balances_page import BalancesPage
from safe_desktop.ui.bringing_in.statement_dialog import StatementDialog
from safe_desktop.ui.deciding.case_pane import ShownCase
from safe_desktop.ui.deciding.desk_page import DeskPage
from safe_desktop.ui.deciding.one_by_one_view import OneByOneView
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.shell.navigation import ENTRIES
from tests.engine.synced_book import BANK
from tests.scripted_month.month_person import WRITTEN_OFF_TO, MonthPerson
from tests.scripted_month.month_truth import BankLine, Belongs
from tests.scripted_month.month_window import MonthWindow

D = TypeVar("D", bound=QDialog)
_MOST_CASES, _MOST_SYNCS = 400, 2


class MonthScript:
    """What is done at the window, in the order in which it is done."""

    def __init__(self, shown: MonthWindow) -> None:
        self._shown, self._keys = shown, shown.keys
        self._person = MonthPerson(shown.made)

    def do_it(self, statement: Path) -> None:
        """The whole month: what differs and what came is settled, sent, and looked at from both sides."""
        self._shown.sync()
        self.go_to("desk")
        self.import_statement(statement)
        self.accept_all_certain()
        self.settle_all()
        # What was linked although it differs, and what was sent, is seen by the next.
        for _ in range(_MOST_SYNCS):
            self._shown.sync()
            self.settle_all()
        self.go_to("balances")
        self.tie_out()

    def go_to(self, name: str) -> None:
        """Press the key of a page."""
        place = [entry.name for entry in ENTRIES].index(name) + 1
        self._keys.press(f"Ctrl+{place}", why="go to a page")
        self._shown.wait(name)

    def import_statement(self, path: Path) -> None:
        """Bring the statement in, see what would come of it, take it, and let it be matched."""
        keys = self._keys
        keys.press("I", why="import a statement")
        dialog = self._front(StatementDialog)
        keys.press("Return", why="choose a file")
        self._front(QFileDialog)
        keys.type(str(path), "name of the file")
        keys.press("Return", why="choose a file")
        keys.wait_until(lambda: dialog.forward.isVisible() and dialog.forward.isEnabled(), "the file is read")
        self._front(StatementDialog)
        if dialog.account.code() != BANK:
            keys.press("Backtab", why="choose the account")
            while dialog.account.code() != BANK:
                keys.press("Down", why="choose the account")
        for words in ("Check the file", "Import", "Match now"):
            keys.wait_until(dialog.forward.isEnabled, words)
            assert words in dialog.forward.text().replace("&", ""), dialog.forward.text()
            keys.press("Return", why=words)
            self._shown.wait(words)
        self._back_in_front()

    def accept_all_certain(self) -> None:
        """One chord for all that is certain, and one Enter."""
        self._keys.press("Ctrl+Shift+Return", why="accept all certain")
        if isinstance(QApplication.activeWindow(), Question):
            self._keys.press("Return", why="accept all certain")
        self._shown.wait("accepting")

    def settle_all(self) -> None:
        """Case after case, until nothing is on the desk that this person can settle."""
        view = self._view()
        for _ in range(_MOST_CASES):
            case = view.shown
            if case is None or not view.list.cases.case_model.rowCount():
                return
            before = case.detail.key
            if case.detail.kind is CaseKind.MISMATCH:
                self._settle_mismatch(case)
            else:
                self._settle_receipt(case)
            self._shown.wait(case.detail.title)
            self._keys.wait_until(partial(self._is_gone, before), f"{before} is settled")
        raise AssertionError("the desk is never empty")

    def tie_out(self) -> None:
        """Go to the tie-out, by the tabs over the table."""
        page = self._shown.window.shown_page()
        assert isinstance(page, BalancesPage)
        self._keys.press("Ctrl+PgDown", why="go to the tie-out")
        self._shown.wait("the tie-out")
        self._keys.wait_until(lambda: page.tie_out.found is not None, "the tie-out is shown")

    # -- one case

    def _settle_mismatch(self, case: ShownCase) -> None:
        way = self._person.way_out_of(case.detail.record_id)
        self._person.asks_the_other_bookkeeper(case.detail.record_id)
        number = next(one.number for one in case.alternatives if one.way is way)
        self._keys.decided("mismatches")
        self._choose(case, number)
        self._keys.press("Return", why="accept")
        if isinstance(QApplication.activeWindow(), Question):
            self._keys.press("Return", why="accept")

    def _settle_receipt(self, case: ShownCase) -> None:
        receipt = self._shown.made.bench.workplace.book.receipts.get(case.detail.record_id)
        line = self._person.line_of(receipt)
        self._keys.decided(line.belongs.value)
        number = self._person.true_one(line, case.alternatives)
        if number:
            self._choose(case, number)
            self._keys.press("Return", why="accept")
        elif line.belongs is Belongs.NOT_OURS:
            self._keys.press("D", "Return", why="set aside")
        elif line.belongs is Belongs.ON_ACCOUNT:
            self._put_on_account(line)
        else:
            self._find(line)

    def _put_on_account(self, line: BankLine) -> None:
        self._keys.press("A", why="put on account")
        self._front(QDialog)
        if line.customer not in self._focused_text():
            self._keys.type(line.customer, "name of a customer")
        self._keys.press("Return", "Return", why="put on account")

    def _find(self, line: BankLine) -> None:
        """Find the invoice by its number; what is missing of it is written off."""
        ((number, _minor),) = line.shares
        self._keys.press("/", why="find the invoice")
        self._front(QDialog)
        self._keys.type(number, "number of an invoice")
        self._keys.press("Return", why="find the invoice")
        self._back_in_front()
        if line.short_minor:
            self._write_off()
        self._keys.press("Return", why="accept")

    def _write_off(self) -> None:
        self._keys.press("W", why="write off")
        if isinstance(QApplication.activeWindow(), QDialog):
            # Asked once: the account is found by its number, as in any list.
            self._keys.type(WRITTEN_OFF_TO, "account")
            self._keys.press("Return", why="write off")
            self._back_in_front()

    def _choose(self, case: ShownCase, number: int) -> None:
        if case.chosen is None or case.chosen.number != number:
            self._keys.press(str(number), why="choose")

    # -- looking

    def _view(self) -> OneByOneView:
        page = self._shown.window.shown_page()
        assert isinstance(page, DeskPage)
        return page.cases

    def _is_gone(self, key: str) -> bool:
        return self._view().list.cases.case_model.row_of(key) < 0

    def _front(self, kind: type[D]) -> D:
        self._keys.wait_until(lambda: isinstance(QApplication.activeWindow(), kind), kind.__name__)
        found = QApplication.activeWindow()
        assert isinstance(found, kind)
        QApplication.processEvents()
        return found

    def _back_in_front(self) -> None:
        self._keys.wait_until(lambda: QApplication.activeWindow() is self._shown.window, "the window is in front")

    def _focused_text(self) -> str:
        focused = QApplication.focusWidget()
        return str(focused.property("text") or "") if focused is not None else ""
