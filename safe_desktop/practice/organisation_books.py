"""One organisation's books as one request sees them: its records, settings, today, next numbers, lock dates.

Knows what belongs to an organisation as a whole; the rules of each resource are in the resource's own module.
"""

import re
from functools import cached_property
from typing import Any

from safe_desktop.practice.knobs import Knobs
from safe_desktop.practice.practice_clock import day_in_zone
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.practice_state import State
from safe_desktop.practice.record_shelf import Element, Record, RecordShelf, as_json, from_json


class OrganisationBooks:
    """What a resource may see and change of one organisation during one request."""

    def __init__(self, state: State, tenant: str, knobs: Knobs, *, client_id: str = "", stale: bool = False) -> None:
        self.state = state
        self.tenant = tenant
        self.knobs = knobs
        self.client_id = client_id
        self.now = state.clock.now()
        database = state.snapshot if stale and state.snapshot is not None else state.database
        self.shelf = RecordShelf(database, tenant)

    @cached_property
    def organisation(self) -> Element:
        """The organisation's own settings."""
        row = self.state.database.execute("SELECT body FROM tenants WHERE tenant_id=?", (self.tenant,)).fetchone()
        body: Element = from_json(row[0])
        return body

    def save_organisation(self) -> None:
        """Keeps changed settings of the organisation."""
        self.state.database.execute(
            "UPDATE tenants SET body=?, name=? WHERE tenant_id=?",
            (as_json(self.organisation).decode(), self.organisation["Name"], self.tenant),
        )

    @property
    def today(self) -> str:
        """The calendar day it is where the organisation is."""
        return day_in_zone(self.now, str(self.organisation["Timezone"])).isoformat()

    @property
    def country(self) -> str:
        """GB, NZ or AU."""
        return str(self.organisation["CountryCode"])

    @property
    def currency(self) -> str:
        """The base currency."""
        return str(self.organisation["BaseCurrency"])

    @cached_property
    def accounts(self) -> dict[str, Record]:
        """Every account by its id and, in lower case, by its code."""
        found: dict[str, Record] = {}
        for record in self.shelf.where("account", "1"):
            found[record.id] = record
            if code := record.body.get("Code"):
                found[str(code).lower()] = record
        return found

    @cached_property
    def tax_rates(self) -> dict[str, Record]:
        """Every tax rate by its code."""
        return {str(record.body["TaxType"]): record for record in self.shelf.where("tax_rate", "1")}

    def account(self, reference: object) -> Record | None:
        """The account with that code or id."""
        return self.accounts.get(str(reference).lower()) if reference else None

    def system_account(self, system: str) -> Record:
        """The account that Xero itself posts to for this purpose."""
        return next(record for record in self.accounts.values() if record.body.get("SystemAccount") == system)

    def new_id(self) -> str:
        """A fresh id."""
        return self.state.new_id()

    def touch(self, record: Record) -> None:
        """Marks a record as changed now."""
        record.updated = max(self.now, record.updated + 1) if record.updated >= self.now else self.now

    def note(self, record: Record, changes: str, details: str, *, user: str = "System Generated") -> Record:
        """Writes down what happened to a record, for its history."""
        entry = Record("history", self.new_id(), {"Changes": changes, "Details": details, "User": user})
        entry.parent, entry.updated = record.id, self.now
        self.shelf.put(entry)
        return entry

    def next_number(self, kind: str, prefix: str) -> str:
        """The next free number of a sequence, such as INV-0001."""
        counters: dict[str, Any] = self.organisation.setdefault("next_number", {})
        while True:
            count = int(counters.get(prefix, 1))
            counters[prefix] = count + 1
            number = f"{prefix}-{count:04d}"
            if self.shelf.by_key(kind, number) is None:
                self.save_organisation()
                return number

    def refuse_locked(self, *days: str, what: str = "document") -> None:
        """Refuses a change to something dated on or before a lock date."""
        for name, words in (("PeriodLockDate", "period"), ("EndOfYearLockDate", "end of year")):
            lock = self.organisation.get(name)
            if not lock or (name == "PeriodLockDate" and self.knobs.on("user_is_adviser")):
                continue
            if any(day and day <= lock for day in days):
                year, month, day_number = str(lock).split("-")
                raise Invalid(
                    f"The {what} date cannot be before the {words} lock date, currently set at "
                    f"{int(day_number)}/{int(month)}/{year}"
                )


_GUID = re.compile(r"^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$")


def looks_like_guid(text: str) -> bool:
    """Whether a text has the form of an id."""
    return bool(_GUID.match(text))
