"""Writes down what a choice means, through the ledger, and tells exactly what it wrote so that it can be undone.

Called inside a transaction. Money that is in Xero already is never sent there again: its payments stay here.
"""

from dataclasses import replace
from decimal import Decimal

from safe_desktop.domain.debit_life import Debit, DebitStatus, why_not
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Origin, Payment, PaymentMethod
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.entry.ledger import add_document
from safe_desktop.engine.entry.ledger_payments import (
    MAX_REFERENCE,
    add_payment,
    apply_credit,
    move_debit,
    place_payment,
    take_back_payment,
)
from safe_desktop.engine.matching.apply_plan import ApplyPlan, plan_of
from safe_desktop.engine.matching.choices import Choice, ChoiceKind
from safe_desktop.engine.matching.matching_options import matching_options, refuse_account
from safe_desktop.engine.matching.saying_same import IN_XERO_ALREADY, came_in, keep_here, say_same, standing_payments
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_decisions import CreditUsed, Deeds, MoneyPlaced, PaymentTouched
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import documents_by_id


def carry_out(workplace: Workplace, receipt: StoredReceipt, choice: Choice, actor: str) -> Deeds:
    """Write it down; InputError in words, with nothing written, where it cannot be."""
    if choice.kind in (ChoiceKind.APPLY, ChoiceKind.ON_ACCOUNT):
        return _apply(workplace, receipt, choice, actor)
    if choice.kind is ChoiceKind.SAME:
        return say_same(workplace, receipt, choice, actor)
    if choice.kind is ChoiceKind.BOUNCED:
        return _take_bounced_back(workplace, receipt, choice, actor)
    if choice.kind is ChoiceKind.LATER and not choice.note.strip():
        raise InputError("Say what you wait for.", "Nothing was changed.", "Write a short note.")
    return Deeds()


def method_of(book: Book, receipt: StoredReceipt, method_id: int | None = None) -> PaymentMethod:
    """How the money came: the method chosen, else the quickest one of its bank account, else the book's default."""
    if method_id is not None:
        return book.payments.method(method_id)
    methods = book.payments.methods()
    of_account = [one for one in methods if receipt.account_code and one.xero_account_code == receipt.account_code]
    if of_account:
        return min(of_account, key=lambda one: one.hold_days)
    return book.payments.find_method(book.settings.default_method) or methods[0]


def _apply(workplace: Workplace, receipt: StoredReceipt, choice: Choice, actor: str) -> Deeds:
    book = workplace.book
    documents = documents_by_id(book, {share.document_id for share in choice.shares})
    plan = plan_of(choice, receipt, documents)
    notes, credits = _write_off(workplace, receipt, choice, plan, actor)
    for credit_note_id, document_id, minor in plan.credits:
        apply_credit(workplace, credit_note_id, document_id, Money(minor, receipt.amount.currency), actor)
        credits.append(CreditUsed(credit_note_id, document_id, minor))
    customers = {one.customer_id for one in documents.values()}
    if plan.customer_id is not None:
        customers.add(plan.customer_id)
    deeds = Deeds(credit_notes=tuple(notes), credits=tuple(credits), customers=tuple(sorted(customers)))
    if receipt.payment_id:
        return replace(deeds, placed=_place(workplace, receipt, plan, actor))
    return replace(deeds, payments=_pay(workplace, receipt, choice, plan, actor))


def _pay(workplace: Workplace, receipt: StoredReceipt, choice: Choice, plan: ApplyPlan, actor: str) -> tuple[int, ...]:
    book = workplace.book
    documents = book.documents.get_many(number for number, _ in plan.paid)
    parts = [(documents[number].customer_id, number, minor) for number, minor in plan.paid]
    wanted: list[tuple[int, int | None, int]] = [*parts]
    if plan.rest and plan.customer_id is not None:
        wanted.append((plan.customer_id, None, plan.rest))
    method, is_in_xero = method_of(book, receipt, choice.method_id), receipt.source in IN_XERO_ALREADY
    made = []
    for customer_id, document_id, minor in wanted:
        payment = Payment(
            customer_id,
            receipt.came_on,
            Money(minor, receipt.amount.currency),
            method.id,
            document_id=document_id,
            reference=(receipt.reference or receipt.narrative or receipt.payee)[:MAX_REFERENCE],
            origin=Origin.XERO if is_in_xero else Origin.HERE,
        )
        made.append(add_payment(workplace, payment, f"{receipt.source_key}/{document_id}", actor).value.id)
    if is_in_xero:
        keep_here(workplace, RecordKind.PAYMENT, made, receipt.source)
    return tuple(made)


def _place(workplace: Workplace, receipt: StoredReceipt, plan: ApplyPlan, actor: str) -> tuple[MoneyPlaced, ...]:
    book, placed = workplace.book, []
    for document_id, minor in plan.paid:
        amount = Money(minor, receipt.amount.currency)
        kept = place_payment(workplace, receipt.payment_id, document_id, amount, actor).value
        placed.append(MoneyPlaced(receipt.payment_id, document_id, minor, kept.document_id == document_id))
    refresh(book, RecordKind.PAYMENT, [receipt.payment_id], workplace.clock.today())
    return tuple(placed)


def _write_off(
    workplace: Workplace, receipt: StoredReceipt, choice: Choice, plan: ApplyPlan, actor: str
) -> tuple[list[int], list[CreditUsed]]:
    """A credit note for the small difference, without VAT, set against what it settles."""
    if choice.write_off is None:
        return [], []
    book, options = workplace.book, matching_options(workplace.book)
    if not choice.account_code:
        raise InputError("No account is chosen for the difference.", "Nothing was changed.", "Choose an account.")
    refuse_account(book, choice.account_code)
    if choice.write_off.minor > options.write_off_limit and choice.account_code != options.fee_account:
        limit = Money(options.write_off_limit, receipt.amount.currency)
        raise InputError(
            f"{choice.write_off} is more than may be written off ({limit}).",
            "Nothing was changed.",
            "Leave it open on the invoice, or raise the limit.",
        )
    invoice = book.documents.get(plan.written_off[0][0])
    line = Line(
        f"Difference written off: {receipt.amount} of {receipt.came_on:%d/%m/%Y}",
        Decimal(1),
        choice.write_off.decimal,
        account_code=choice.account_code,
    )
    note = Document(
        DocumentKind.CREDIT_NOTE,
        "",
        invoice.customer_id,
        receipt.came_on,
        receipt.came_on,
        (line,),
        reference=invoice.number,
        currency=receipt.amount.currency,
        tax_mode=TaxMode.NO_TAX,
    )
    kept = add_document(workplace, note, actor).value
    used = []
    for document_id, minor in plan.written_off:
        apply_credit(workplace, kept.id, document_id, Money(minor, receipt.amount.currency), actor)
        used.append(CreditUsed(kept.id, document_id, minor))
    if receipt.source in IN_XERO_ALREADY:
        keep_here(workplace, RecordKind.CREDIT_NOTE, [kept.id], receipt.source)
    return [kept.id], used


def _take_bounced_back(workplace: Workplace, receipt: StoredReceipt, choice: Choice, actor: str) -> Deeds:
    """The bank took the money back: so are the payments here, and what they settled is open again."""
    book, today = workplace.book, workplace.clock.today()
    payments = standing_payments(book, choice.payment_ids)
    came_to = sum(came_in(book, one) for one in payments)
    if any(one.amount.currency != receipt.amount.currency for one in payments):
        raise InputError(f"The payments chosen are not in {receipt.amount.currency}.", "Nothing was changed.")
    if not payments or came_to != -receipt.amount.minor or receipt.amount.minor > 0:
        raise InputError(
            f"The payments chosen come to {Money(came_to, receipt.amount.currency)}, and {-receipt.amount} went back.",
            "Nothing was changed.",
            "Choose the payments that bounced.",
        )
    touched = []
    for payment in payments:
        settled = tuple((one.document_id, one.amount.minor) for one in book.payments.allocations_of(payment.id))
        debit = payment.debit
        before = (debit.status.value, debit.on.isoformat()) if debit else ("", "")
        touched.append(PaymentTouched(payment.id, *before, True, settled))
        back = DebitStatus.CHARGED_BACK
        if debit is not None and why_not(debit, Debit(back, receipt.came_on), today):
            back = DebitStatus.FAILED
        if debit is None:
            take_back_payment(workplace, payment.id, actor, is_with_its_receipt=True)
        else:
            move_debit(workplace, payment.id, back, max(receipt.came_on, debit.on), actor)
    return Deeds(touched=tuple(touched), customers=tuple(sorted({one.customer_id for one in payments})))
