"""What accepting a choice would do, found by doing it and taking it back: nothing shown differs from what is done."""

from safe_desktop.domain.money import Money
from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.matching.apply_plan import ApplyPlan, plan_of
from safe_desktop.engine.matching.carrying_out import carry_out, method_of
from safe_desktop.engine.matching.choices import Choice, ChoiceKind
from safe_desktop.engine.matching.desk_values import BalanceMove, EntryRow, Outcome
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import balances_of, documents_by_id


class _OnlyShown(Exception):
    """Ends the transaction in which it was tried, so that nothing of it is kept."""


def outcome_of(workplace: Workplace, receipt: StoredReceipt, choice: Choice) -> Outcome:
    """The entries and balances that follow; `problem` in words where it cannot be done."""
    book, currency = workplace.book, receipt.amount.currency
    balances: tuple[BalanceMove, ...] = ()
    try:
        entries = _entries(book, receipt, choice)
        with book.transaction():
            before = _all_balances(book, receipt, choice)
            deeds = carry_out(workplace, receipt, choice, YOU)
            after = balances_of(book, deeds.customers, currency)
            balances = tuple(
                BalanceMove(one, after[one][0], Money(before[one], currency), Money(after[one][1], currency))
                for one in deeds.customers
            )
            raise _OnlyShown
    except _OnlyShown:
        return Outcome(entries, balances)
    except InputError as problem:
        return Outcome(problem=str(problem))


def _all_balances(book: Book, receipt: StoredReceipt, choice: Choice) -> dict[int, int]:
    ids = {one.customer_id for one in documents_by_id(book, {s.document_id for s in choice.shares}).values()}
    ids |= {one.customer_id for one in book.payments.get_many(choice.payment_ids).values()}
    ids |= {one for one in (choice.customer_id, receipt.customer_id) if one is not None}
    return {number: minor for number, (_, minor) in balances_of(book, ids, receipt.amount.currency).items()}


def _entries(book: Book, receipt: StoredReceipt, choice: Choice) -> tuple[EntryRow, ...]:
    if choice.kind in (ChoiceKind.APPLY, ChoiceKind.ON_ACCOUNT):
        return _entries_of_plan(book, receipt, choice)
    if choice.kind is ChoiceKind.BOUNCED:
        return _entries_of_bounce(book, receipt, choice)
    return ()


def _entries_of_plan(book: Book, receipt: StoredReceipt, choice: Choice) -> tuple[EntryRow, ...]:
    documents = documents_by_id(book, {share.document_id for share in choice.shares})
    plan = plan_of(choice, receipt, documents)
    names = _Accounts(book, receipt, choice)
    currency, on = receipt.amount.currency, receipt.came_on
    is_in = receipt.amount.minor > 0
    moved = sum(minor for _, minor in plan.paid) + (0 if receipt.payment_id else plan.rest)
    rows = [_row(receipt, names.money, moved if is_in else -moved)] if moved else []
    for number, minor in plan.written_off:
        rows.append(EntryRow(on, names.named(choice.account_code), debit=Money(minor, currency)))
        rows.append(_row(receipt, f"{names.receivable} · {documents[number].number}", -minor))
    for note, number, minor in plan.credits:
        rows.append(_row(receipt, f"{names.receivable} · {documents[note].number}", minor))
        rows.append(_row(receipt, f"{names.receivable} · {documents[number].number}", -minor))
    for number, minor in plan.paid:
        rows.append(_row(receipt, f"{names.receivable} · {documents[number].number}", -minor if is_in else minor))
    return (*rows, *_rest_rows(receipt, plan, names))


def _rest_rows(receipt: StoredReceipt, plan: ApplyPlan, names: "_Accounts") -> list[EntryRow]:
    if not plan.rest or receipt.payment_id:
        return []
    return [_row(receipt, f"{names.receivable} · on account", -plan.rest)]


def _entries_of_bounce(book: Book, receipt: StoredReceipt, choice: Choice) -> tuple[EntryRow, ...]:
    names = _Accounts(book, receipt, choice)
    rows = []
    for payment_id in choice.payment_ids:
        settled = book.payments.allocations_of(payment_id)
        numbers = documents_by_id(book, {one.document_id for one in settled})
        rows += [
            _row(receipt, f"{names.receivable} · {numbers[one.document_id].number}", one.amount.minor)
            for one in settled
        ]
        left = book.payments.unallocated(payment_id)
        if left:
            rows.append(_row(receipt, f"{names.receivable} · on account", left.minor))
    return (*rows, _row(receipt, names.money, receipt.amount.minor))


def _row(receipt: StoredReceipt, account: str, minor: int) -> EntryRow:
    """A debit where it is above zero, else a credit."""
    amount = Money(abs(minor), receipt.amount.currency)
    on = receipt.came_on
    return EntryRow(on, account, debit=amount) if minor > 0 else EntryRow(on, account, credit=amount)


class _Accounts:
    """What the accounts of the entries are called, as the organisation's chart has them."""

    def __init__(self, book: Book, receipt: StoredReceipt, choice: Choice) -> None:
        accounts = book.chart.accounts()
        self._names = {one.code: f"{one.code} {one.name}".strip() for one in accounts if one.code}
        debtors = next((one for one in accounts if one.system == "DEBTORS"), None)
        self.receivable = f"{debtors.code} {debtors.name}".strip() if debtors else "Accounts receivable"
        code = receipt.account_code or method_of(book, receipt, choice.method_id).xero_account_code
        self.money = f"{self.receivable} · on account" if receipt.payment_id else self.named(code)

    def named(self, code: str) -> str:
        """Code and name; the code alone before the chart was read."""
        return self._names.get(code) or (f"Account {code}" if code else "Bank, no account chosen")
