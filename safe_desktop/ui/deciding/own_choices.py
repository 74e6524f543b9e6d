"""What a person puts together for a receipt where no proposal fits: found by search, split, on account, written off.

Each becomes a choice of the case, shown with what it would do; accepting it is another key.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.money import Money, total
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare, on_account
from safe_desktop.engine.matching.desk_search import Found
from safe_desktop.engine.matching.desk_values import CaseDetail, CaseKind
from safe_desktop.engine.matching.matching_options import matching_options, save_matching_options
from safe_desktop.engine.matching.rule_keeping import MatchingRule, rule_from
from safe_desktop.engine.showing.lists import invoices
from safe_desktop.ui.deciding import desk_keys
from safe_desktop.ui.deciding.case_pane import ShownCase
from safe_desktop.ui.deciding.money_for_dialog import MoneyForDialog
from safe_desktop.ui.deciding.on_account_dialog import OnAccountDialog
from safe_desktop.ui.deciding.rule_dialog import RuleDialog
from safe_desktop.ui.deciding.split_dialog import SplitDialog
from safe_desktop.ui.deciding.write_off_dialog import WriteOffDialog
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.shell.page import Context, Place

_PAGES = {
    "invoice": (RecordKind.INVOICE, "invoices"),
    "credit_note": (RecordKind.CREDIT_NOTE, "invoices"),
    "customer": (RecordKind.CUSTOMER, "customers"),
    "payment": (RecordKind.PAYMENT, "payments"),
}


class ChoiceSight(Protocol):
    """What is needed of the sight: the case, and the way to add a choice to it."""

    told: UndoStrip

    @property
    def shown(self) -> ShownCase | None: ...

    def offer(self, choice: Choice) -> None: ...

    def show_case(self, key: str) -> bool: ...

    def window(self) -> QWidget: ...


class OwnChoices:
    """Each way to put a choice together, by the name of its deed."""

    def __init__(self, context: Context, sight: ChoiceSight, match: Callable[[], object]) -> None:
        self._context, self._sight, self._match = context, sight, match

    def by_name(self) -> dict[str, Callable[[], object]]:
        """What each deed is called, and what does it."""
        return {
            desk_keys.FIND: self.find,
            desk_keys.SPLIT: self.split,
            desk_keys.ON_ACCOUNT: self.put_on_account,
            desk_keys.WRITE_OFF: self.write_off,
            desk_keys.RULE: self.make_rule,
        }

    def find(self) -> None:
        """Search by anything for what the money is for; on a mismatch, for any case or record."""
        detail = self._receipt()
        workplace = self._context.workplace
        dialog = MoneyForDialog(workplace, detail.record_id if detail else None, self._on_found, self._sight.window())
        dialog.open()

    def _on_found(self, found: Found) -> None:
        if found.kind == "receipt":
            if not self._sight.show_case(f"r{found.record_id}"):
                self._sight.told.hint(f"{found.title} does not wait any more: {found.detail}.")
        elif self._receipt() is None:
            kind, page = _PAGES[found.kind]
            self._context.navigate(Place(page, kind=kind, record_id=found.record_id))
        elif found.choice is not None:
            self._sight.offer(found.choice)
        else:
            self._sight.told.hint(f"{found.title} cannot take this money: {found.detail}.")

    def split(self) -> None:
        """Share the money out over documents."""
        detail = self._receipt()
        if detail is None or detail.amount is None:
            return
        choice = self._chosen()
        shares = {share.document_id: share.amount for share in choice.shares} if choice is not None else {}
        SplitDialog(
            self._context.workplace.book,
            detail.amount,
            self._sight.offer,
            self._sight.window(),
            customer_id=self._customer_id(),
            shares=shares,
        ).open()

    def put_on_account(self) -> None:
        """Keep it for a customer without a document: the likely one, else the one a person names."""
        detail = self._receipt()
        if detail is None or detail.amount is None:
            return
        words = formats.money(detail.amount)
        OnAccountDialog(
            self._context.workplace,
            words,
            lambda customer_id: self._sight.offer(on_account(customer_id)),
            self._sight.window(),
            customer_id=self._customer_id(),
        ).open()

    def write_off(self) -> None:
        """Settle the documents that are chosen in full, and write off what the money is short of them."""
        detail, choice = self._receipt(), self._chosen()
        if detail is None or detail.amount is None:
            return
        if choice is None or choice.kind is not ChoiceKind.APPLY:
            self._sight.told.hint("Choose the invoices first: what the money is short of them can be written off.")
            return
        shares = self._in_full(choice)
        short = total((share.amount for share in shares), detail.amount.currency) - detail.amount
        if short.minor <= 0:
            self._sight.told.hint("The money is not short of these documents: there is nothing to write off.")
            return
        account = matching_options(self._context.workplace.book).write_off_account
        made = replace(choice, shares=shares, write_off=short, customer_id=None)
        if account:
            self._offer_write_off(made, account)
            return
        words = f"{formats.money(short)} is missing. It becomes a credit note on this account."
        WriteOffDialog(
            self._context.workplace.book, words, lambda code: self._remember(made, code), self._sight.window()
        ).open()

    def make_rule(self) -> None:
        """Begin a rule from the receipt: its payer's text, and whose money it is."""
        detail = self._receipt()
        if detail is None:
            return
        rule = rule_from(self._context.workplace, detail.record_id)
        customer_id = self._customer_id() or None
        rule = replace(rule, customer_id=rule.customer_id if rule.customer_id is not None else customer_id)
        RuleDialog(self._context, rule, self._on_rule_saved, self._sight.window()).open()

    def _on_rule_saved(self, rule: MatchingRule) -> None:
        # The rule says that money which fits is settled by itself: what waits already is meant too.
        if rule.is_on:
            self._match()

    # -- parts

    def _remember(self, made: Choice, code: str) -> None:
        workplace = self._context.workplace
        options = replace(matching_options(workplace.book), write_off_account=code)
        self._context.work.now(
            lambda: save_matching_options(workplace, options), done=lambda _changes: self._offer_write_off(made, code)
        )

    def _offer_write_off(self, made: Choice, code: str) -> None:
        self._sight.offer(replace(made, account_code=code))

    def _in_full(self, choice: Choice) -> tuple[DocumentShare, ...]:
        entries = invoices(self._context.workplace.book).entries([share.document_id for share in choice.shares])
        opened: dict[int, Money] = {entry.id: entry.open for entry in entries}
        return tuple(replace(share, amount=opened.get(share.document_id, share.amount)) for share in choice.shares)

    def _receipt(self) -> CaseDetail | None:
        shown = self._sight.shown
        return shown.detail if shown is not None and shown.detail.kind is CaseKind.RECEIPT else None

    def _chosen(self) -> Choice | None:
        shown = self._sight.shown
        return shown.chosen.choice if shown is not None and shown.chosen is not None else None

    def _customer_id(self) -> int:
        """Whose money it probably is: of the balances that would move, the only one's."""
        shown = self._sight.shown
        if shown is None:
            return 0
        moved = {move.customer_id for move in shown.outcome.balances}
        known = next((one.choice.customer_id for one in shown.alternatives if one.choice and one.choice.customer_id), 0)
        return next(iter(moved)) if len(moved) == 1 else known or 0
