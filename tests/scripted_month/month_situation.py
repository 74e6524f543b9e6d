"""A made month as the matcher sees it, without a book: what it looks at, and whether what it answers is the truth."""

from datetime import timedelta
from decimal import Decimal

from safe_desktop.domain.matching.situation import (
    KnownPayment,
    OpenDocument,
    Payer,
    Provider,
    Receipt,
    ReceiptSource,
    Situation,
)
from safe_desktop.domain.matching.verdict import Act, Proposal
from tests.scripted_month.month_making import FEE_CAP, FEE_MINOR, FEE_PERCENT
from tests.scripted_month.month_truth import BankLine, Belongs, EarlierPayment, Made, Month, MonthInvoice


def situation_of_month(month: Month) -> Situation:
    """Everything of the month, as it is when the statement has just come."""
    left = {one.number: one.total_minor for one in month.invoices}
    for paid in month.earlier:
        if paid.made is not Made.COLLECTED:
            left[paid.number] -= paid.minor
    told = [one for one in month.in_xero if one.is_on_statement]
    for one in told:
        left[one.number] = 0
    customer = {one.number: one.customer for one in month.invoices}
    return Situation(
        "GBP",
        tuple(_receipt(line) for line in month.lines),
        (
            *(_document(one, left[one.number]) for one in month.invoices),
            *(_document(one, one.total_minor, is_credit=True) for one in month.credit_notes),
        ),
        (
            *(_payment(paid, customer[paid.number]) for paid in month.earlier),
            *(KnownPayment(one.number, one.came_on, one.minor, one.customer, one.number) for one in told),
        ),
        payers=tuple(Payer(name, name) for name in month.customers),
        providers=(Provider("GoCardless", Decimal(FEE_PERCENT), FEE_MINOR, FEE_CAP),),
    )


def is_true(line: BankLine, proposal: Proposal) -> bool:
    """Whether this reading of the line is what it truly is."""
    if line.belongs is Belongs.KNOWN:
        return proposal.act is Act.DUPLICATE and set(proposal.duplicate_of) == {number for number, _ in line.shares}
    if line.belongs is Belongs.PAYOUT:
        # The matcher sees the invoices of collections as due until the payout comes: it settles them less the fees.
        shares = {share.document_key: share.minor for share in proposal.shares}
        return shares == dict(line.shares) and line.minor + proposal.fee_minor == sum(shares.values())
    if line.belongs is Belongs.BOUNCED:
        return proposal.act is Act.REVERSE and set(proposal.reverses) == {number for number, _ in line.shares}
    if proposal.act is not Act.ALLOCATE or line.belongs is Belongs.NOT_OURS:
        return False
    sign = -1 if line.belongs is Belongs.REFUND else 1
    shares = {share.document_key: share.minor for share in proposal.shares}
    wanted = {number: sign * minor for number, minor in line.shares}
    if line.may_be_short_minor and shares != wanted:
        # As much as came, or all of it with the pence as a fee: both are right.
        wanted = {number: minor + line.may_be_short_minor for number, minor in line.shares}
    return shares == wanted and proposal.credit_minor == line.credit_minor


def _receipt(line: BankLine) -> Receipt:
    return Receipt(line.bank_id, ReceiptSource.BANK, line.came_on, line.minor, line.kind, line.payee, line.reference)


def _document(one: MonthInvoice, left: int, is_credit: bool = False) -> OpenDocument:
    return OpenDocument(
        key=one.number,
        number=one.number,
        payer_key=one.customer,
        issued_on=one.issued_on,
        due_on=one.issued_on + timedelta(days=30),
        total_minor=one.total_minor,
        open_minor=left,
        is_credit=is_credit,
        reference=one.reference,
    )


def _payment(paid: EarlierPayment, customer: str) -> KnownPayment:
    is_debit = paid.made in (Made.COLLECTED, Made.PAID_OUT)
    return KnownPayment(
        key=paid.number,
        paid_on=paid.paid_on,
        minor=paid.minor,
        payer_key=customer,
        document_key=paid.number,
        method="Direct Debit" if is_debit else "Bank transfer",
        waits_for_payout=paid.made is Made.COLLECTED,
        provider="GoCardless" if is_debit else "",
    )
