"""What the next sync would send, field by field, from the payloads that are sent: nothing goes that was not shown."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, SENDING_ORDER, RecordKind
from safe_desktop.domain.standing import SENDABLE
from safe_desktop.engine.composing import Composed, compose
from safe_desktop.engine.planning import batches
from safe_desktop.engine.preview_fields import FieldChange, field_changes
from safe_desktop.engine.telling import Chosen, with_customers
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import Operation


@dataclass(frozen=True, slots=True)
class RecordPreview:
    """One record before it is sent. `body` is the exact JSON, indented; empty where it cannot be sent as it is."""

    kind: RecordKind
    local_id: int
    title: str
    subtitle: str
    standing: str
    reason: str
    fields: tuple[FieldChange, ...]
    body: str
    sha256: str


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
    label = book.standings.labels(kind, [local_id])[0]
    word = book.standings.word(kind, local_id)
    if isinstance(composed, Composed):
        text = composed.element_text
        body = msgspec.json.format(text, indent=2)
        return RecordPreview(
            kind,
            local_id,
            composed.label,
            _subtitle(book, kind, local_id),
            word,
            label[2],
            field_changes(book, kind, local_id),
            body,
            composed.sha256,
        )
    fields = field_changes(book, kind, local_id)
    return RecordPreview(
        kind, local_id, composed.label, _subtitle(book, kind, local_id), word, composed.reason, fields, "", ""
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
        composed = [one for one in compose(book, kind, ids) if isinstance(one, Composed)]
        records += len(ids)
        calls.extend(_planned(kind, composed, len(ids)))
        if kind in DOCUMENT_KINDS:
            documents += ids
        elif kind is RecordKind.PAYMENT:
            payments += ids
    return SendPlan(
        records,
        _totals(book, documents, payments),
        _by_vat(book, documents),
        tuple(calls),
        workplace.connection().calls_left,
    )


def _planned(kind: RecordKind, composed: Sequence[Composed], wanted: int) -> list[PlannedCall]:
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


def _totals(book: Book, documents: Sequence[int], payments: Sequence[int]) -> tuple[Money, ...]:
    sums: defaultdict[str, int] = defaultdict(int)
    for document in book.documents.get_many(documents).values():
        sums[document.currency] += document.sign * document.totals.total.minor
    if not documents:
        for payment in book.payments.get_many(payments).values():
            sums[payment.amount.currency] += payment.amount.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


def _by_vat(book: Book, documents: Sequence[int]) -> tuple[VatSum, ...]:
    names = {code.code: code.name for code in book.chart.vat_codes()}
    nets: defaultdict[tuple[str, str], int] = defaultdict(int)
    taxes: defaultdict[tuple[str, str], int] = defaultdict(int)
    for document in book.documents.get_many(documents).values():
        for line in document.lines:
            amounts = line.amounts(document.tax_mode, document.currency)
            net = amounts.amount - amounts.tax if document.tax_mode.value == "inclusive" else amounts.amount
            key = (line.vat_code or book.settings.default_vat_code, document.currency)
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
