"""Decides which customers of a file are new to the book, and writes those. Who is there is never overwritten."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from safe_desktop.domain.customer import Address, Customer, name_key, problems_of, tidy_name
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.import_cells import Cells, MappedRow
from safe_desktop.engine.files.import_parties import Parties, Party
from safe_desktop.engine.files.import_report import Tallies
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.store.activity_records import Note
from safe_desktop.store.book_file import Book

WORD = "Customers"
_YES = {"yes", "y", "true", "1", "archived", "x"}
_NO = {"", "no", "n", "false", "0", "active"}
_WRITTEN_AT_ONCE = 500
_NOTHING = Decimal(0)


class CustomerPlanner:
    """Decides about one row after the other."""

    def __init__(self, book: Book, cells: Cells, tallies: Tallies) -> None:
        self._cells = cells
        self._tallies = tallies
        self.parties = Parties(book.customers.get_many(book.customers.all_ids()).values())
        self._rows_of_new: dict[int, MappedRow] = {}

    def decide_all(self, rows: Iterable[MappedRow]) -> None:
        """Decide about every row."""
        for row in rows:
            try:
                if row.problem:
                    raise ValueError(row.problem)
                self._decide(row)
            except ValueError as problem:
                label = self._cells.text(row, "name") or f"Row {row.number}"
                self._tallies.refuse([row.number], label, str(problem), _NOTHING)

    def _decide(self, row: MappedRow) -> None:
        customer = self._customer(row)
        if problems := problems_of(customer):
            raise ValueError("; ".join(problems))
        known = self.parties.known(Party(customer.name, customer.code))
        if known is None:
            self._rows_of_new[self.parties.add(customer).id] = row
            self._tallies.accept(WORD, 1, _NOTHING)
            return
        earlier = self._rows_of_new.get(known.id)
        if earlier is not None and earlier.texts != row.texts:
            raise ValueError(
                f"“{customer.name}” is in this file twice with other details, also in row {earlier.number}"
            )
        if customer.code and known.code and known.code != customer.code:
            raise ValueError(
                f"“{known.name}” is here with the code “{known.code}”, but the file says “{customer.code}”"
            )
        self._tallies.is_here(1, _NOTHING)

    def _customer(self, row: MappedRow) -> Customer:
        def text(key: str) -> str:
            return self._cells.text(row, key)

        lines = [text(f"address_{number}") for number in (1, 2, 3, 4)]
        while lines and not lines[-1]:
            lines.pop()
        address = Address(tuple(lines), text("city"), text("region"), text("postcode"), text("country"))
        return Customer(
            name=tidy_name(text("name")),
            code=text("code"),
            email=text("email"),
            phone=text("phone"),
            vat_number=text("vat_number"),
            address=address,
            is_archived=self._yes_or_no(text("archived")),
        )

    def _yes_or_no(self, text: str) -> bool:
        word = name_key(text)
        if word not in _YES | _NO:
            raise ValueError(f"{self._cells.label('archived')} is “{text[:40]}”, neither yes nor no")
        return word in _YES


def write_customers(book: Book, parties: Parties, control: Control, source: str, today: date) -> list[int]:
    """The ids of what was written; inside a transaction, which a stop or an error undoes as a whole."""
    ids: list[int] = []
    for start in range(0, len(parties.new), _WRITTEN_AT_ONCE):
        control.progress(start, len(parties.new), "Writing customers")
        ids += book.customers.add_many(parties.new[start : start + _WRITTEN_AT_ONCE])
    notes = (
        Note("Import", "Added", RecordKind.CUSTOMER, record_id, customer.name, source)
        for record_id, customer in zip(ids, parties.new, strict=True)
    )
    book.activity.note_many(notes)
    refresh(book, RecordKind.CUSTOMER, ids, today)
    return ids
