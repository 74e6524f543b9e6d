"""Whom a row of a file means: the book's customer by code or name, or a new one. Decides only; writes nothing.

New customers get negative ids until they are written, so that a dry run decides exactly as a real one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from safe_desktop.domain.customer import Address, Customer, name_key, problems_of, tidy_name


@dataclass(frozen=True, slots=True)
class Party:
    """A customer as a row of a file names one."""

    name: str = ""
    code: str = ""
    email: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.code)

    @property
    def words(self) -> str:
        """How to speak of it."""
        return f"“{self.name}”" if self.name else f"the code “{self.code}”"


class Parties:
    """All customers of the book, and those that the file brings."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self._by_code: dict[str, Customer] = {}
        self._by_name: dict[str, Customer] = {}
        self._archived: dict[str, Customer] = {}
        self.new: list[Customer] = []
        for customer in customers:
            self._enter(customer)

    def _enter(self, customer: Customer) -> None:
        if customer.code:
            self._by_code[customer.code] = customer
        (self._archived if customer.is_archived else self._by_name)[name_key(customer.name)] = customer

    def find(self, party: Party) -> Customer | None:
        """The customer that is meant, or None when there is none yet; ValueError when it cannot be used."""
        found = self._by_code.get(party.code) if party.code else None
        if found is None and self._name_of(party):
            found = self._found_by_name(party)
        if found is not None and found.is_archived:
            raise ValueError(f"its customer “{found.name}” is archived; bring it back first")
        return found

    def _found_by_name(self, party: Party) -> Customer | None:
        key = name_key(self._name_of(party))
        found = self._by_name.get(key) or self._archived.get(key)
        if found is not None and party.code and found.code and found.code != party.code:
            raise ValueError(f"“{found.name}” is here with the code “{found.code}”, but the file says “{party.code}”")
        return found

    @staticmethod
    def _name_of(party: Party) -> str:
        return tidy_name(party.name) or (f"Customer {party.code}" if party.code else "")

    def known(self, party: Party) -> Customer | None:
        """The customer of this code or else of this name, archived or not; nothing is said about its use."""
        key = name_key(self._name_of(party))
        return self._by_code.get(party.code) or self._by_name.get(key) or self._archived.get(key)

    def find_or_add(self, party: Party) -> Customer:
        """The customer that is meant, made new where there is none; ValueError when that cannot be."""
        found = self.find(party)
        if found is not None:
            return found
        new = Customer(
            name=self._name_of(party), code=party.code, email=party.email, address=Address(country=party.country)
        )
        if problems := problems_of(new):
            raise ValueError(f"its customer cannot be kept: {'; '.join(problems)}")
        return self.add(new)

    def add(self, customer: Customer) -> Customer:
        """The customer, entered as new."""
        entered = replace(customer, id=-1 - len(self.new))
        self.new.append(entered)
        self._enter(entered)
        return entered
