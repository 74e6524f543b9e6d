"""What the next sync would send, field by field, from the payloads that are sent: nothing goes that was not shown."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from safe_desktop.domain.delivery import Expected
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, SENDING_ORDER, RecordKind
from safe_desktop.domain.refusal_words import Refusal
from safe_desktop.domain.standing import SENDABLE
from safe_desktop.engine.showing.preview_fields import FieldChange, field_changes
from safe_desktop.engine.sync.composing import Composed, compose
from safe_desktop.engine.sync.planning import batches
from safe_desktop.engine.sync.refusals import refusal_of
from safe_desktop.engine.sync.telling import Chosen, with_customers
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import Operation

_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class RecordPreview:
    """One record before it is sent. `body` is the exact JSON, indented; empty where it cannot be sent as it is.

    `refusal` is what Xero said when it was last told, while that stands.
    """

    kind: RecordKind
    local_id: int
    title: str
    subtitle: str
    standing: str
    reason: str
    fields: tuple[FieldChange, ...]
    body: str
    sha256: str
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class VatSum:
    """What is to be sent, summed by one VAT code; credit notes count negative."""

    code: str
    name: str
    net: Money
    vat: Money
    total: Money


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """So many calls of one kind, in words."""

    count: int
    words: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class SendPlan:
    """What sending now would be: how many records, worth what, in how many calls."""

    records: int
    total: tuple[Money, ...]
    by_vat: tuple[VatSum, ...]
    calls: tuple[PlannedCall, ...]
    calls_left: int | None

    @property
    def call_count(self) -> int:
        return sum(call.count for call in self.calls)


def preview(workplace: Workplace, kind: RecordKind, local_id: int) -> RecordPreview:
    """One record as it would be sent, beside what Xero has of it now."""
    book = workplace.book
    composed = next(iter(compose(book, kind, [local_id])))
    return RecordPreview(
        kind,
        local_id,
        composed.label,
        _subtitle(book, kind, local_id),
        book.standings.word(kind, local_id),
        book.standings.labels(kind, [local_id])[0][2] if isinstance(composed, Composed) else composed.reason,
        field_changes(book, kind, local_id, composed.element if isinstance(composed, Composed) else None),
        msgspec.json.format(composed.element_text, indent=2) if isinstance(composed, Composed) else "",
        composed.sha256 if isinstance(composed, Composed) else "",
        refusal_of(book, kind, local_id),
    )


def plan(workplace: Workplace, chosen: Chosen | None = None) -> SendPlan:
    """What sending the ticked records, or all that are ready, would be."""
    book = workplace.book
    wanted = with_customers(book, chosen)
    calls: list[PlannedCall] = []
    documents: list[int] = []
    payments: list[int] = []
    records = 0
    for kind in SENDING_ORDER:
        ids = book.standings.ids(kind, SENDABLE)
        if wanted is not None:
            ids = [one for one in ids if one in wanted.of_kind(kind)]
        # A document whose customer goes first cannot be composed yet, but it will be sent: it is counted by number.
        composed = _weighed(book, kind, ids)
        records += len(ids)
        calls.extend(_planned(kind, composed, len(ids)))
        if kind in DOCUMENT_KINDS:
            documents += ids
        elif kind is RecordKind.PAYMENT:
            payments += ids
    by_vat = _by_vat(book, documents)
    return SendPlan(
        records,
        _totals(by_vat) if documents else _paid(book, payments),
        by_vat,
        tuple(calls),
        workplace.connection().calls_left,
    )


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What planning needs of a composed record: its text, not the thousands of objects that it was made of."""

    kind: RecordKind
    operation: Operation
    expected: Expected
    element_text: str


def _weighed(book: Book, kind: RecordKind, ids: Sequence[int]) -> list[_Weighed]:
    found: list[_Weighed] = []
    for part in _parts(ids):
        for one in compose(book, kind, part):
            if isinstance(one, Composed):
                found.append(_Weighed(one.kind, one.operation, one.expected, one.element_text))
    return found


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Few at a time: a window is looked at while thousands of lines go by."""
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _planned(kind: RecordKind, composed: Sequence[_Weighed], wanted: int) -> list[PlannedCall]:
    changes = [one for one in composed if one.operation is not Operation.CREATE]
    creates = wanted - len(changes)
    planned = []
    endpoint = {"customer": "Contacts", "invoice": "Invoices", "credit_note": "CreditNotes", "payment": "Payments"}[
        kind
    ]
    if creates:
        known = [one for one in composed if one.operation is Operation.CREATE]
        unknown = creates - len(known)
        count = len(list(batches(known))) + -(-unknown // 50) if known else -(-creates // 50)
        noun = kind.noun if creates == 1 else kind.plural
        planned.append(PlannedCall(count, f"create {creates:,} {noun}", endpoint))
    if changes:
        noun = kind.noun if len(changes) == 1 else kind.plural
        planned.append(PlannedCall(2 * len(changes), f"look at and change {len(changes):,} {noun}", endpoint))
    return planned


def _subtitle(book: Book, kind: RecordKind, local_id: int) -> str:
    if kind is RecordKind.CUSTOMER:
        return book.customers.get(local_id).email
    customer_id = (
        book.payments.get(local_id).customer_id
        if kind is RecordKind.PAYMENT
        else book.documents.get(local_id).customer_id
    )
    return book.customers.get(customer_id).name


def _totals(by_vat: Sequence[VatSum]) -> tuple[Money, ...]:
    sums: defaultdict[str, int] = defaultdict(int)
    for vat_sum in by_vat:
        sums[vat_sum.total.currency] += vat_sum.total.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


def _paid(book: Book, payments: Sequence[int]) -> tuple[Money, ...]:
    sums: defaultdict[str, int] = defaultdict(int)
    for payment in book.payments.get_many(payments).values():
        sums[payment.amount.currency] += payment.amount.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


def _by_vat(book: Book, documents: Sequence[int]) -> tuple[VatSum, ...]:
    names = {code.code: code.name for code in book.chart.vat_codes()}
    nets: defaultdict[tuple[str, str], int] = defaultdict(int)
    taxes: defaultdict[tuple[str, str], int] = defaultdict(int)
    default = book.settings.default_vat_code
    for document in (one for part in _parts(documents) for one in book.documents.get_many(part).values()):
        for line in document.lines:
            amounts = line.amounts(document.tax_mode, document.currency)
            net = amounts.amount - amounts.tax if document.tax_mode.value == "inclusive" else amounts.amount
            key = (line.vat_code or default, document.currency)
            nets[key] += document.sign * net.minor
            taxes[key] += document.sign * amounts.tax.minor
    return tuple(
        VatSum(
            code,
            names.get(code, code),
            Money(nets[code, currency], currency),
            Money(taxes[code, currency], currency),
            Money(nets[code, currency] + taxes[code, currency], currency),
        )
        for code, currency in sorted(nets)
    )
