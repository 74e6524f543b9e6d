"""Organisation, accounts and tax rates as Xero has them now: read, kept, and what follows from a change of them.

Three calls; a fourth only where something was refused for what the plan allows.
"""

from dataclasses import dataclass
from datetime import timedelta

from safe_desktop.domain.record_kind import SENDING_ORDER, RecordKind
from safe_desktop.domain.standing import SENDABLE, Standing
from safe_desktop.domain.theirs import Account, Connection, Organisation, TaxRate
from safe_desktop.engine.sync.refusals import ACCOUNTS, ORGANISATION, PLAN, TAX_RATES, forget_about, standing_about
from safe_desktop.engine.sync.standings import refresh_all
from safe_desktop.errors import NotConnected
from safe_desktop.store.book_file import Book
from safe_desktop.xero.client import XeroClient

APPROVE = "CreateApprovedInvoice"
_CURSOR = "organisation"
_DAILY = timedelta(hours=24)
_WHILE_WAITING = timedelta(hours=1)
_NEVER = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class ReadChart:
    """What was read. `allowed` names what the plan allows, None where that was not asked."""

    organisation: Organisation
    accounts: tuple[Account, ...]
    rates: tuple[TaxRate, ...]
    allowed: frozenset[str] | None = None


def is_due(book: Book) -> bool:
    """Whether it is time to read again: once a day, and once an hour while something is to be sent or looked at.

    A period locked in Xero meanwhile, or an account put away there, is known before anything goes for it.
    """
    age = _age(book)
    return age >= _DAILY or (age >= _WHILE_WAITING and _something_waits(book))


def read_again_soon(book: Book) -> None:
    """The next run reads it again: something was refused for it, or a person mended it in Xero."""
    book.cursors.put(_CURSOR, None, book.clock.now() - _DAILY)


def read_chart(book: Book, client: XeroClient, asks_for_plan: bool = False) -> ReadChart:
    """What Xero has now. NotConnected where another organisation answers than this book belongs to."""
    organisation = client.organisation()
    known = book.chart.organisation()
    if known is None or known.organisation_id != organisation.organisation_id:
        raise NotConnected(
            f"Xero answers as “{organisation.name}”, but this book belongs to another organisation.",
            "Nothing was read or sent.",
            "Connect this book to its own organisation again; a demo company that was reset counts as another.",
        )
    accounts, rates = client.accounts(), client.tax_rates()
    allowed = client.actions() if asks_for_plan or standing_about(book, PLAN) else None
    return ReadChart(organisation, tuple(accounts), tuple(rates), allowed)


def keep_chart(book: Book, connection: Connection, read: ReadChart) -> None:
    """Keep what was read, let go what was refused for something that is different now, and bring all words up to date.

    Inside a transaction.
    """
    fields = _changed_fields(book, read)
    book.chart.save_organisation(read.organisation, connection)
    book.chart.replace_accounts(read.accounts)
    book.chart.replace_tax_rates(read.rates)
    book.cursors.move(_CURSOR, None)
    if fields:
        forget_about(book, fields)
    refresh_all(book, book.clock.today())


def _changed_fields(book: Book, read: ReadChart) -> set[str]:
    """The fields that a refusal may name and whose ground has moved since they were last read."""
    fields: set[str] = set()
    if set(book.chart.accounts()) != set(read.accounts):
        fields |= ACCOUNTS
    if set(book.chart.tax_rates()) != set(read.rates):
        fields |= TAX_RATES
    if book.chart.organisation() != read.organisation:
        fields |= ORGANISATION
    if read.allowed is not None and APPROVE in read.allowed:
        fields |= PLAN
    return fields


def _age(book: Book) -> timedelta:
    cursor = book.cursors.get(_CURSOR)
    return _NEVER if cursor is None else book.clock.now() - cursor.read_at


def _something_waits(book: Book) -> bool:
    words = (*SENDABLE, Standing.TO_REVIEW, Standing.FAILED)
    kinds = [kind for kind in SENDING_ORDER if kind is not RecordKind.CUSTOMER]
    return any(book.standings.has(kind, words) for kind in kinds)
