"""Customers as rows of the book. Knows the table and the rule that active names and codes are unique; no Xero."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.customer import Address, Customer, name_key, problems_of, tidy_name
from safe_desktop.errors import InputError
from safe_desktop.store.book_database import BookDatabase, Row, Value, id_list
from safe_desktop.store.tables import CustomerRow
from safe_desktop.store.word_records import index_words_of_customer

_COLUMNS = (
    "id, name, code, email, phone, vat_number, address_lines, city, region, postcode, country, is_archived, revision"
)
_INSERT = """INSERT INTO customer(id, name, code, email, phone, vat_number, address_lines, city, region, postcode,
    country, is_archived, revision, name_key, created_at, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"""


@dataclass(frozen=True, slots=True)
class CustomerName:
    """How one customer is called; `key` is what two names must share to count as the same."""

    id: int
    name: str
    key: str
    code: str
    is_archived: bool


class Customers:
    """The customers of one book. Writers are called inside `Book.transaction()`."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, customer: Customer) -> Customer:
        """The customer with its new id; InputError if it cannot be kept, or its name or code is taken."""
        tidy = _checked(customer)
        self._refuse_taken(tidy)
        return replace(tidy, id=self.add_many([tidy])[0], revision=1)

    def add_many(self, customers: Sequence[Customer]) -> list[int]:
        """The new ids, in order; the caller has looked for taken names and codes."""
        now = self._clock.now().isoformat()
        with self._database.atomic():
            first = self._database.value("SELECT max(id) FROM customer") + 1
            rows = [_row_of(replace(_checked(c), id=first + n, revision=1)) for n, c in enumerate(customers)]
            self._database.change_many(_INSERT, [(*row, now, now) for row in rows])
        return list(range(first, first + len(customers)))

    def change(self, customer: Customer) -> Customer:
        """The customer as it is kept now, one revision on; InputError if its name or code is taken."""
        kept = self.get(customer.id)
        tidy = replace(_checked(customer), revision=kept.revision + 1)
        self._refuse_taken(tidy)
        values = {
            "name": tidy.name,
            "name_key": name_key(tidy.name),
            "code": tidy.code,
            "email": tidy.email,
            "phone": tidy.phone,
            "vat_number": tidy.vat_number,
            "address_lines": json.dumps(tidy.address.lines, ensure_ascii=False),
            "city": tidy.address.city,
            "region": tidy.address.region,
            "postcode": tidy.address.postcode,
            "country": tidy.address.country,
            "is_archived": tidy.is_archived,
            "revision": tidy.revision,
            "updated_at": self._clock.now().isoformat(),
        }
        with self._database.atomic():
            CustomerRow.update(values).where(CustomerRow.id == tidy.id).execute()
            if tidy.name != kept.name:
                index_words_of_customer(self._database, tidy.id)
        return tidy

    def archive(self, customer_id: int, is_archived: bool) -> Customer:
        """The customer, put away or brought back; InputError if its name was given to another meanwhile."""
        return self.change(replace(self.get(customer_id), is_archived=is_archived))

    def get(self, customer_id: int) -> Customer:
        """The customer; InputError when there is none of this id."""
        found = self.get_many([customer_id]).get(customer_id)
        if found is None:
            raise InputError(f"There is no customer {customer_id} in this book.", "Nothing was done.")
        return found

    def get_many(self, ids: Iterable[int]) -> dict[int, Customer]:
        """The customers that exist, by id."""
        return self._read("WHERE id IN (SELECT value FROM json_each(?))", (id_list(ids),))

    def find_name(self, name: str) -> Customer | None:
        """The active customer of this name, read as Xero reads names: without regard to case and spaces."""
        return _only(self._read("WHERE name_key = ? AND is_archived = 0", (name_key(name),)))

    def find_code(self, code: str) -> Customer | None:
        """The customer, active or archived, that has this code."""
        return _only(self._read("WHERE code = ? AND code <> ''", (code.strip(),)))

    def ids_by_name_key(self) -> dict[str, int]:
        """The active customers' ids by what makes names the same."""
        return dict(self._database.rows("SELECT name_key, id FROM customer WHERE is_archived = 0"))

    def all_ids(self) -> list[int]:
        """Every customer's id, archived ones too."""
        return [row[0] for row in self._database.rows("SELECT id FROM customer ORDER BY id")]

    def names(self) -> list[CustomerName]:
        """How every customer is called, archived ones too, in the order of names; for fields to choose from."""
        rows = self._database.rows("SELECT id, name, name_key, code, is_archived FROM customer ORDER BY name_key, id")
        return [CustomerName(number, name, key, code, bool(archived)) for number, name, key, code, archived in rows]

    def _read(self, where: str, parameters: Sequence[Value]) -> dict[int, Customer]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM customer {where}", parameters)  # noqa: S608 - fixed text
        return {row[0]: _customer_of(row) for row in rows}

    def _refuse_taken(self, customer: Customer) -> None:
        if not customer.is_archived:
            same = self.find_name(customer.name)
            if same is not None and same.id != customer.id:
                raise InputError(
                    f"There is already a customer named “{same.name}”.",
                    "Nothing was changed: Xero takes a name once only.",
                    "Use the customer that is there, or choose another name.",
                )
        same = self.find_code(customer.code)
        if same is not None and same.id != customer.id:
            raise InputError(
                f"The code “{customer.code}” belongs to “{same.name}”{' (archived)' if same.is_archived else ''}.",
                "Nothing was changed.",
                "Choose another code.",
            )


def _checked(customer: Customer) -> Customer:
    tidy = replace(customer, name=tidy_name(customer.name), code=customer.code.strip(), email=customer.email.strip())
    problems = problems_of(tidy)
    if problems:
        raise InputError(
            f"The customer “{tidy.name[:60]}” cannot be kept: {'; '.join(problems)}.",
            "Nothing was changed.",
            "Mend it and save again.",
        )
    return tidy


def _row_of(customer: Customer) -> tuple[Value, ...]:
    address = customer.address
    return (
        customer.id,
        customer.name,
        customer.code,
        customer.email,
        customer.phone,
        customer.vat_number,
        json.dumps(address.lines, ensure_ascii=False),
        address.city,
        address.region,
        address.postcode,
        address.country,
        customer.is_archived,
        customer.revision,
        name_key(customer.name),
    )


def _customer_of(row: Row) -> Customer:
    number, name, code, email, phone, vat_number, lines, city, region, postcode, country, is_archived, revision = row
    return Customer(
        name=name,
        id=number,
        code=code,
        email=email,
        phone=phone,
        vat_number=vat_number,
        address=Address(tuple(json.loads(lines)), city, region, postcode, country),
        is_archived=bool(is_archived),
        revision=revision,
    )


def _only(found: dict[int, Customer]) -> Customer | None:
    return next(iter(found.values()), None)
