"""Invoices and credit notes as rows of the book, with their lines. Knows the tables; no payments, no Xero.

What is settled and open is computed here from allocations, in one statement, whenever something touches them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, problems_of_document
from safe_desktop.domain.money import Money
from safe_desktop.domain.tax import TaxMode
from safe_desktop.errors import InputError
from safe_desktop.store.book_database import BookDatabase, Row, Value, id_list
from safe_desktop.store.exact_numbers import fits
from safe_desktop.store.line_records import INSERT_LINES, line_rows, lines_of
from safe_desktop.store.tables import DocumentRow, LineRow
from safe_desktop.store.word_records import index_words

_COLUMNS = "id, kind, number, customer_id, issued_on, due_on, reference, currency, tax_mode, status, revision"
_INSERT = """INSERT INTO document(id, kind, number, number_key, customer_id, customer_name, issued_on, due_on,
    reference, currency, tax_mode, status, subtotal_minor, tax_minor, total_minor, settled_minor, open_minor,
    source_hash, revision, created_at, updated_at)
    VALUES (?,?,?,?,?,(SELECT name FROM customer WHERE id = ?),?,?,?,?,?,?,?,?,?,0,?,?,1,?,?)"""
# A credit note is settled by what was taken from it and by refunds; an invoice by payments and credit notes.
_RECOUNT = """UPDATE document SET settled_minor = counted.settled,
    open_minor = CASE document.status WHEN 'approved' THEN document.total_minor - counted.settled ELSE 0 END
    FROM (SELECT d.id AS id,
        (SELECT coalesce(sum(a.amount_minor), 0) FROM allocation a
            LEFT JOIN payment p ON p.id = a.payment_id LEFT JOIN document c ON c.id = a.credit_note_id
            WHERE a.document_id = d.id AND coalesce(p.status, 'live') = 'live' AND coalesce(c.status, '') <> 'voided')
        + (SELECT coalesce(sum(a.amount_minor), 0) FROM allocation a WHERE a.credit_note_id = d.id) AS settled
        FROM document d WHERE d.id IN (SELECT value FROM json_each(?))) AS counted
    WHERE document.id = counted.id"""


def number_key(number: str) -> str:
    """What two documents of a kind must not share: Xero compares numbers without regard to case."""
    return number.strip().casefold()


class Documents:
    """The documents of one book. Writers are called inside `Book.transaction()`."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, document: Document, source_hash: str = "") -> Document:
        """The document with its new id; InputError if it cannot be kept or its number is taken."""
        tidy = _checked(document)
        self._refuse_taken(tidy)
        self._refuse_unknown_customer(tidy)
        return replace(tidy, id=self.add_many([tidy], [source_hash])[0], revision=1)

    def add_many(self, documents: Sequence[Document], source_hashes: Sequence[str] = ()) -> list[int]:
        """The new ids, in order; the caller has looked for taken numbers. Fast enough for a year's file."""
        now = self._clock.now().isoformat()
        hashes = source_hashes or [""] * len(documents)
        checked = [_checked(document) for document in documents]
        with self._database.atomic():
            first = self._database.value("SELECT max(id) FROM document") + 1
            ids = list(range(first, first + len(checked)))
            self._database.change_many(
                _INSERT,
                [
                    (*_head_row(number, document), source_hash, now, now)
                    for number, document, source_hash in zip(ids, checked, hashes, strict=True)
                ],
            )
            self._insert_lines(zip(ids, checked, strict=True))
            index_words(self._database, ids)
        return ids

    def change(self, document: Document) -> Document:
        """The document as it is kept now, one revision on, its lines replaced; InputError if it cannot be."""
        kept = self.get(document.id)
        tidy = replace(_checked(document), revision=kept.revision + 1)
        self._refuse_taken(tidy)
        self._refuse_unknown_customer(tidy)
        totals = tidy.totals
        values = {
            "kind": tidy.kind.value,
            "number": tidy.number,
            "number_key": number_key(tidy.number),
            "customer_id": tidy.customer_id,
            "issued_on": tidy.issued_on.isoformat(),
            "due_on": tidy.due_on.isoformat(),
            "reference": tidy.reference,
            "currency": tidy.currency,
            "tax_mode": tidy.tax_mode.value,
            "status": tidy.status.value,
            "subtotal_minor": totals.subtotal.minor,
            "tax_minor": totals.tax.minor,
            "total_minor": fits(totals.total.minor, f"total of {tidy.number}"),
            "revision": tidy.revision,
            "updated_at": self._clock.now().isoformat(),
        }
        with self._database.atomic():
            DocumentRow.update(values).where(DocumentRow.id == tidy.id).execute()
            if tidy.customer_id != kept.customer_id:
                self._database.change(
                    "UPDATE document SET customer_name = (SELECT name FROM customer WHERE id = customer_id) WHERE id=?",
                    (tidy.id,),
                )
            if tidy.lines != kept.lines or tidy.tax_mode != kept.tax_mode or tidy.currency != kept.currency:
                LineRow.delete().where(LineRow.document_id == tidy.id).execute()
                self._insert_lines([(tidy.id, tidy)])
            self.recount([tidy.id])
            index_words(self._database, [tidy.id])
        return tidy

    def recount(self, ids: Iterable[int]) -> None:
        """Compute anew what is settled and open on these documents, from the allocations there are."""
        self._database.change(_RECOUNT, (id_list(ids),))

    def get(self, document_id: int) -> Document:
        """The document with its lines; InputError when there is none of this id."""
        found = self.get_many([document_id]).get(document_id)
        if found is None:
            raise InputError(f"There is no document {document_id} in this book.", "Nothing was done.")
        return found

    def get_many(self, ids: Iterable[int]) -> dict[int, Document]:
        """The documents that exist, with their lines, by id."""
        return self._read("WHERE id IN (SELECT value FROM json_each(?))", (id_list(ids),))

    def find_number(self, kind: DocumentKind, number: str) -> Document | None:
        """The document of this kind and number, whatever the case of its letters."""
        found = self._read("WHERE kind = ? AND number_key = ?", (kind.value, number_key(number)))
        return next(iter(found.values()), None)

    def numbers(self, kind: DocumentKind) -> set[str]:
        """The keys (`number_key`) of all numbers of a kind."""
        return {row[0] for row in self._database.rows("SELECT number_key FROM document WHERE kind = ?", (kind.value,))}

    def ids_by_number_key(self, kind: DocumentKind) -> dict[str, int]:
        """The ids of all documents of a kind by the key of their number."""
        return dict(self._database.rows("SELECT number_key, id FROM document WHERE kind = ?", (kind.value,)))

    def known_hashes(self) -> dict[tuple[DocumentKind, str], str]:
        """What each document was imported from, by kind and `number_key`; empty where it was not imported."""
        rows = self._database.rows("SELECT kind, number_key, source_hash FROM document")
        return {(DocumentKind(kind), key): source_hash for kind, key, source_hash in rows}

    def next_number(self, prefix: str) -> str:
        """The first number after all that begin with the prefix and end in digits, as wide as they are."""
        key = number_key(prefix)
        found = self._database.row(
            """SELECT max(CAST(tail AS INTEGER)), max(length(tail)) FROM (
                SELECT substr(number_key, ?) AS tail FROM document WHERE substr(number_key, 1, ?) = ?)
                WHERE length(tail) BETWEEN 1 AND 15 AND tail NOT GLOB '*[^0-9]*'""",
            (len(key) + 1, len(key), key),
        )
        last, width = found if found and found[0] is not None else (0, 4)
        return f"{prefix}{last + 1:0{max(width, 4)}d}"

    def open_ids(self, kind: DocumentKind) -> list[int]:
        """The approved documents of the kind of which something is open."""
        rows = self._database.rows(
            "SELECT id FROM document WHERE kind = ? AND open_minor <> 0 AND status = 'approved'", (kind.value,)
        )
        return [row[0] for row in rows]

    def customer_ids(self, ids: Iterable[int]) -> list[int]:
        """Whose documents these are."""
        rows = self._database.rows(
            "SELECT DISTINCT customer_id FROM document WHERE id IN (SELECT value FROM json_each(?))", (id_list(ids),)
        )
        return [row[0] for row in rows]

    def ids_of_customer(self, customer_id: int) -> list[int]:
        """All documents of a customer, the newest first."""
        rows = self._database.rows(
            "SELECT id FROM document WHERE customer_id = ? ORDER BY issued_on DESC, id DESC", (customer_id,)
        )
        return [row[0] for row in rows]

    def open_ids_of_customer(self, customer_id: int, kind: DocumentKind = DocumentKind.INVOICE) -> list[int]:
        """What of a customer is not settled yet, the oldest first: what money is usually for."""
        rows = self._database.rows(
            """SELECT id FROM document WHERE customer_id = ? AND kind = ? AND open_minor > 0
            ORDER BY due_on, issued_on, id""",
            (customer_id, kind.value),
        )
        return [row[0] for row in rows]

    def settled(self, document_id: int) -> Money:
        """How much of the document is settled."""
        return self._amount(document_id, "settled_minor")

    def open(self, document_id: int) -> Money:
        """How much of the document is still open; nothing on drafts and void ones."""
        return self._amount(document_id, "open_minor")

    def _amount(self, document_id: int, column: str) -> Money:
        found = self._database.row(f"SELECT {column}, currency FROM document WHERE id = ?", (document_id,))  # noqa: S608
        assert found is not None, "asked for a document that is there"
        return Money(*found)

    def _read(self, where: str, parameters: Sequence[Value]) -> dict[int, Document]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM document {where}", parameters)  # noqa: S608 - fixed text
        lines = lines_of(self._database, [row[0] for row in rows])
        return {row[0]: replace(_document_of(row), lines=tuple(lines.get(row[0], ()))) for row in rows}

    def _insert_lines(self, documents: Iterable[tuple[int, Document]]) -> None:
        self._database.change_many(INSERT_LINES, (row for number, d in documents for row in line_rows(number, d)))

    def _refuse_taken(self, document: Document) -> None:
        found = self._database.row(
            "SELECT id, customer_name FROM document WHERE kind = ? AND number_key = ?",
            (document.kind.value, number_key(document.number)),
        )
        if found is not None and found[0] != document.id:
            noun = document.kind.value.replace("_", " ")
            raise InputError(
                f"There is already {'an' if noun[0] == 'i' else 'a'} {noun} {document.number}, for {found[1]}.",
                "Nothing was changed: a number is used once only.",
                "Choose another number.",
            )

    def _refuse_unknown_customer(self, document: Document) -> None:
        if self._database.row("SELECT 1 FROM customer WHERE id = ?", (document.customer_id,)) is None:
            raise InputError(
                f"{document.number} is for customer {document.customer_id}, who is not in this book.",
                "Nothing was changed.",
                "Choose the customer again.",
            )


def _checked(document: Document) -> Document:
    tidy = replace(document, number=document.number.strip(), reference=document.reference.strip())
    problems = list(problems_of_document(tidy))
    if tidy.totals.total.minor < 0:
        problems.append("its total is below zero (that is a credit note)")
    if problems:
        raise InputError(
            f"{tidy.number[:60] or 'The document'} cannot be kept: {'; '.join(problems)}.",
            "Nothing was changed.",
            "Mend it and save again.",
        )
    return tidy


def _head_row(number: int, document: Document) -> tuple[Value, ...]:
    totals = document.totals
    total = fits(totals.total.minor, f"total of {document.number}")
    return (
        number,
        document.kind.value,
        document.number,
        number_key(document.number),
        document.customer_id,
        document.customer_id,
        document.issued_on.isoformat(),
        document.due_on.isoformat(),
        document.reference,
        document.currency,
        document.tax_mode.value,
        document.status.value,
        totals.subtotal.minor,
        totals.tax.minor,
        total,
        total if document.status is DocumentStatus.APPROVED else 0,
    )


def _document_of(row: Row) -> Document:
    number, kind, label, customer_id, issued_on, due_on, reference, currency, tax_mode, status, revision = row
    return Document(
        kind=DocumentKind(kind),
        number=label,
        customer_id=customer_id,
        issued_on=date.fromisoformat(issued_on),
        due_on=date.fromisoformat(due_on),
        id=number,
        reference=reference,
        currency=currency,
        tax_mode=TaxMode(tax_mode),
        status=DocumentStatus(status),
        revision=revision,
    )
