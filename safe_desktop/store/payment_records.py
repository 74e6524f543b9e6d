"""Payments and their allocations as rows of the book. Knows the tables; which payment may be sent is not its matter.

Every writer recounts the documents it touches, so that what is open is always the sum of what is written here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Origin, Payment, PaymentStatus
from safe_desktop.errors import InputError
from safe_desktop.store.book_database import BookDatabase, Row, Value, id_list
from safe_desktop.store.document_records import Documents
from safe_desktop.store.exact_numbers import fits
from safe_desktop.store.method_records import Methods
from safe_desktop.store.tables import AllocationRow, PaymentRow

_COLUMNS = """id, customer_id, document_id, paid_on, amount_minor, currency, method_id, reference, marker, status,
    origin, revision, debit_status, debit_on"""
_INSERT = """INSERT INTO payment(id, customer_id, document_id, paid_on, amount_minor, currency, method_id, reference,
    marker, status, origin, debit_status, debit_on, source_hash, revision, created_at, updated_at)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,1,?,?)"""
_INSERT_ALLOCATION = """INSERT INTO allocation(document_id, payment_id, credit_note_id, amount_minor)
    VALUES (?,?,?,?)"""
_ALLOCATIONS = """SELECT a.document_id, a.amount_minor, d.currency, a.payment_id, a.credit_note_id
    FROM allocation a JOIN document d ON d.id = a.document_id WHERE """


class Payments(Methods):
    """The payments of one book, with the payment methods. Writers are called inside `Book.transaction()`."""

    def __init__(self, database: BookDatabase, clock: Clock, documents: Documents) -> None:
        super().__init__(database)
        self._clock = clock
        self._documents = documents

    def add(self, payment: Payment, allocations: Sequence[Allocation] = (), source_hash: str = "") -> Payment:
        """The payment with its new id; its allocations are written with it."""
        return replace(payment, id=self.add_many([(payment, allocations)], [source_hash])[0], revision=1)

    def add_many(
        self, payments: Sequence[tuple[Payment, Sequence[Allocation]]], source_hashes: Sequence[str] = ()
    ) -> list[int]:
        """The new ids, in order; every payment brings its marker, and whatever it settles."""
        now = self._clock.now().isoformat()
        hashes = source_hashes or [""] * len(payments)
        with self._database.atomic():
            first = self._database.value("SELECT max(id) FROM payment") + 1
            ids = list(range(first, first + len(payments)))
            rows = [
                (*_row_of(number, payment), source_hash, now, now)
                for number, (payment, _), source_hash in zip(ids, payments, hashes, strict=True)
            ]
            self._database.change_many(_INSERT, rows)
            self.allocate(
                [
                    replace(allocation, payment_id=number)
                    for number, (_, allocations) in zip(ids, payments, strict=True)
                    for allocation in allocations
                ]
            )
        return ids

    def change(self, payment: Payment) -> Payment:
        """The payment as it is kept now, one revision on; its allocations stay as they are."""
        kept = self.get(payment.id)
        values = {
            "customer_id": payment.customer_id,
            "document_id": payment.document_id,
            "paid_on": payment.paid_on.isoformat(),
            "amount_minor": fits(payment.amount.minor, "payment"),
            "currency": payment.amount.currency,
            "method_id": payment.method_id,
            "reference": payment.reference,
            "marker": payment.marker,
            "status": payment.status.value,
            "origin": payment.origin.value,
            "debit_status": payment.debit.status.value if payment.debit else "",
            "debit_on": payment.debit.on.isoformat() if payment.debit else "",
            "revision": kept.revision + 1,
            "updated_at": self._clock.now().isoformat(),
        }
        PaymentRow.update(values).where(PaymentRow.id == payment.id).execute()
        if payment.status is not kept.status:
            self._recount_settled_by(payment.id)
        return replace(payment, revision=kept.revision + 1)

    def set_debit(self, payment_id: int, debit: Debit) -> Payment:
        """The payment with its collection in this state; no new revision, as Xero is told nothing of it."""
        values = {"debit_status": debit.status.value, "debit_on": debit.on.isoformat()}
        PaymentRow.update(values).where(PaymentRow.id == payment_id).execute()
        return self.get(payment_id)

    def set_status(self, payment_id: int, status: PaymentStatus) -> Payment:
        """The payment with this status; what it settles is recounted."""
        return self.change(replace(self.get(payment_id), status=status))

    def allocate(self, allocations: Sequence[Allocation]) -> None:
        """Write these allocations, of payments or of credit notes, and recount the documents they touch."""
        self._database.change_many(
            _INSERT_ALLOCATION,
            [(a.document_id, a.payment_id, a.credit_note_id, fits(a.amount.minor, "allocation")) for a in allocations],
        )
        touched = {a.document_id for a in allocations} | {a.credit_note_id for a in allocations if a.credit_note_id}
        if touched:
            self._documents.recount(touched)

    def reallocate(self, payment_id: int, allocations: Sequence[Allocation]) -> None:
        """The payment settles these and nothing else from now on."""
        before = [a.document_id for a in self.allocations_of(payment_id)]
        AllocationRow.delete().where(AllocationRow.payment_id == payment_id).execute()
        self._documents.recount(before)
        self.allocate([replace(one, payment_id=payment_id) for one in allocations])

    def take_back(self, payment_id: int) -> Payment:
        """The payment, deleted: it settles nothing any more, but its row stays as evidence."""
        touched = [a.document_id for a in self.allocations_of(payment_id)]
        AllocationRow.delete().where(AllocationRow.payment_id == payment_id).execute()
        payment = self.set_status(payment_id, PaymentStatus.DELETED)
        self._documents.recount(touched)
        return payment

    def take_back_credit(self, credit_note_id: int) -> None:
        """Nothing is settled from this credit note any more."""
        touched = {a.document_id for a in self.credited_by(credit_note_id)} | {credit_note_id}
        AllocationRow.delete().where(AllocationRow.credit_note_id == credit_note_id).execute()
        self._documents.recount(touched)

    def get(self, payment_id: int) -> Payment:
        """The payment; InputError when there is none of this id."""
        found = self.get_many([payment_id]).get(payment_id)
        if found is None:
            raise InputError(f"There is no payment {payment_id} in this book.", "Nothing was done.")
        return found

    def get_many(self, ids: Iterable[int]) -> dict[int, Payment]:
        """The payments that exist, by id."""
        found = self._read("id IN (SELECT value FROM json_each(?))", (id_list(ids),))
        return {payment.id: payment for payment in found}

    def of_document(self, document_id: int) -> list[Payment]:
        """The payments written for this document or settling some of it, the oldest first; reversed ones too."""
        return self._read(
            """document_id = ? OR id IN (SELECT payment_id FROM allocation WHERE document_id = ?)
            ORDER BY paid_on, id""",
            (document_id, document_id),
        )

    def of_customer(self, customer_id: int) -> list[Payment]:
        """All payments of a customer, the newest first."""
        return self._read("customer_id = ? ORDER BY paid_on DESC, id DESC", (customer_id,))

    def twins_from_xero(self, ids: Iterable[int], within: timedelta) -> list[tuple[int, str]]:
        """Of these payments made here and not tied: each with the id of an equal one of Xero's for its document."""
        rows = self._database.rows(
            """SELECT p.id, min(l.xero_id) FROM payment p
            JOIN payment x ON x.document_id = p.document_id AND x.amount_minor = p.amount_minor
                AND x.currency = p.currency AND x.id <> p.id AND x.status = 'live' AND x.origin = 'xero'
            JOIN link l ON l.kind = 'payment' AND l.local_id = x.id
            WHERE p.id IN (SELECT value FROM json_each(?)) AND p.status = 'live' AND p.origin = 'here'
            AND abs(julianday(p.paid_on) - julianday(x.paid_on)) <= ?
            AND NOT EXISTS (SELECT 1 FROM link o WHERE o.kind = 'payment' AND o.local_id = p.id) GROUP BY p.id""",
            (id_list(ids), within.days),
        )
        return [(payment_id, xero_id) for payment_id, xero_id in rows]

    def find_marker(self, marker: str) -> Payment | None:
        """The payment that carries this mark."""
        found = self._read("marker = ?", (marker,))
        return found[0] if found else None

    def markers(self) -> dict[str, int]:
        """All marks in use, with the ids of their payments."""
        return dict(self._database.rows("SELECT marker, id FROM payment"))

    def known_hashes(self) -> dict[str, int]:
        """What the imported payments were made from, with their ids."""
        return dict(self._database.rows("SELECT source_hash, id FROM payment WHERE source_hash <> ''"))

    def allocations_of(self, payment_id: int) -> list[Allocation]:
        """What this payment settles."""
        return self._allocations("a.payment_id = ?", payment_id)

    def credited_by(self, credit_note_id: int) -> list[Allocation]:
        """What this credit note settles."""
        return self._allocations("a.credit_note_id = ?", credit_note_id)

    def allocations_to(self, document_id: int) -> list[Allocation]:
        """What settles this document; also what reversed payments would, had they not been taken back."""
        return self._allocations("a.document_id = ?", document_id)

    def unallocated(self, payment_id: int) -> Money:
        """How much of a payment settles nothing yet."""
        payment = self.get(payment_id)
        used = self._database.value("SELECT sum(amount_minor) FROM allocation WHERE payment_id = ?", (payment_id,))
        return payment.amount - Money(used, payment.amount.currency)

    def _allocations(self, where: str, record_id: int) -> list[Allocation]:
        rows = self._database.rows(f"{_ALLOCATIONS}{where} ORDER BY a.id", (record_id,))
        return [
            Allocation(document_id, Money(minor, currency), payment_id, credit_note_id)
            for document_id, minor, currency, payment_id, credit_note_id in rows
        ]

    def _read(self, where: str, parameters: Sequence[Value]) -> list[Payment]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM payment WHERE {where}", parameters)  # noqa: S608 - fixed text
        return [_payment_of(row) for row in rows]

    def _recount_settled_by(self, payment_id: int) -> None:
        self._documents.recount([a.document_id for a in self.allocations_of(payment_id)])


def _row_of(number: int, payment: Payment) -> tuple[Value, ...]:
    assert payment.marker, "a payment without a mark cannot be found again in Xero"
    return (
        number,
        payment.customer_id,
        payment.document_id,
        payment.paid_on.isoformat(),
        fits(payment.amount.minor, "payment"),
        payment.amount.currency,
        payment.method_id,
        payment.reference,
        payment.marker,
        payment.status.value,
        payment.origin.value,
        payment.debit.status.value if payment.debit else "",
        payment.debit.on.isoformat() if payment.debit else "",
    )


def _payment_of(row: Row) -> Payment:
    number, customer_id, document_id, paid_on, minor, currency, method_id, reference, marker, status = row[:10]
    origin, revision, debit_status, debit_on = row[10:]
    return Payment(
        customer_id=customer_id,
        paid_on=date.fromisoformat(paid_on),
        amount=Money(minor, currency),
        method_id=method_id,
        id=number,
        document_id=document_id,
        reference=reference,
        marker=marker,
        status=PaymentStatus(status),
        origin=Origin(origin),
        revision=revision,
        debit=Debit(DebitStatus(debit_status), date.fromisoformat(debit_on)) if debit_status else None,
    )
