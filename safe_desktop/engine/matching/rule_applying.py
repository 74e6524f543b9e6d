"""What a rule says about a receipt, and rules applied in their order before the matcher is asked.

A rule that cannot be carried out leaves the receipt to the matcher and to the person; it never does half. So does one
about money that may be written down already.
"""

from collections.abc import Collection, Sequence

from safe_desktop.domain.money import Money
from safe_desktop.engine.control import Control
from safe_desktop.engine.matching.accepting import decide
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare, on_account, set_aside
from safe_desktop.engine.matching.told_elsewhere import ToldElsewhere
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import base_currency
from safe_desktop.store.matching_rules import MatchingRule, RuleAct
from safe_desktop.store.receipt_decisions import Evidence
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from safe_desktop.store.situation_queries import documents_by_id

_AT_ONCE = 50


def apply_rules(workplace: Workplace, receipts: Sequence[StoredReceipt], control: Control) -> int:
    """Settle what the rules that are on settle; returns how many. What a person put off is left alone."""
    book = workplace.book
    active = [one for one in book.rules.all() if one.is_on]
    waiting = [one for one in receipts if one.state is ReceiptState.OPEN] if active else []
    told, base = ToldElsewhere(book, waiting), base_currency(book)
    undone = book.decisions.undone_by(_name_of(one) for one in active)
    done = 0
    for first in range(0, len(waiting), _AT_ONCE):
        control.progress(first, len(waiting), "Applying your rules")
        with book.transaction():
            for receipt in waiting[first : first + _AT_ONCE]:
                rule = next((one for one in active if fits(one, receipt, base)), None)
                done += rule is not None and _may_act(rule, receipt, told, undone) and _apply(workplace, rule, receipt)
    return done


def _may_act(
    rule: MatchingRule, receipt: StoredReceipt, told: ToldElsewhere, undone: Collection[tuple[int, str]]
) -> bool:
    """Whether it may: not on what is told elsewhere too, nor again on what a person took back from it."""
    return (receipt.id, _name_of(rule)) not in undone and told.leaves_to(rule, receipt)


def _name_of(rule: MatchingRule) -> str:
    """Who decided, where the rule did."""
    return f"rule {rule.name}"


def fits(rule: MatchingRule, receipt: StoredReceipt, base_currency: str) -> bool:
    """Whether the rule is about this receipt: its text, its amount, and which way the money went.

    The amounts of a rule are the book's own currency.
    """
    has_amount = rule.least_minor is not None or rule.most_minor is not None
    if has_amount and receipt.amount.currency != base_currency:
        return False
    if rule.act is not RuleAct.SET_ASIDE and receipt.amount.minor < 0:
        return False
    if rule.act is not RuleAct.OLDEST and receipt.payment_id:
        return False
    if receipt.payment_id and rule.customer_id not in (None, receipt.customer_id):
        return False
    amount = abs(receipt.amount.minor)
    if (rule.least_minor is not None and amount < rule.least_minor) or (
        rule.most_minor is not None and amount > rule.most_minor
    ):
        return False
    return plain(rule.contains) in plain(receipt.text)


def choice_of_rule(book: Book, rule: MatchingRule, receipt: StoredReceipt) -> Choice | None:
    """What the rule would do with the receipt now; None where it knows no customer for it."""
    if rule.act is RuleAct.SET_ASIDE:
        return set_aside(f"Rule “{rule.name}”")
    customer_id = rule.customer_id if rule.customer_id is not None else receipt.customer_id
    if customer_id is None:
        return None
    shares = _oldest_open(book, customer_id, receipt.amount) if rule.act is RuleAct.OLDEST else ()
    if not shares:
        return None if receipt.payment_id else on_account(customer_id)
    return Choice(ChoiceKind.APPLY, shares, customer_id=customer_id, method_id=rule.method_id)


def plain(text: str) -> str:
    """The text as rules compare it: no case, one space between words."""
    return " ".join(text.casefold().split())


def _oldest_open(book: Book, customer_id: int, amount: Money) -> tuple[DocumentShare, ...]:
    """As many of the customer's open invoices as the money pays, the oldest first; the last one in part."""
    ids = book.documents.open_ids_of_customer(customer_id)
    documents = documents_by_id(book, ids)
    shares, left = [], amount.minor
    for number in ids:
        document = documents[number]
        part = min(left, document.open_minor)
        if part > 0 and document.currency == amount.currency and document.is_live:
            shares.append(DocumentShare(number, Money(part, amount.currency)))
            left -= part
    return tuple(shares)


def _apply(workplace: Workplace, rule: MatchingRule, receipt: StoredReceipt) -> bool:
    choice = choice_of_rule(workplace.book, rule, receipt)
    if choice is None:
        return False
    try:
        decide(workplace, receipt.id, choice, _name_of(rule), Evidence())
    except InputError:
        return False
    return True
