"""The check before the first sync, and whenever a person asks: what would stop records from going to Xero, and why.

Reads organisation, chart and plan anew (four calls at most, nothing is written to Xero) and looks at the book. Says
everything at once, so that nobody mends one thing to find the next.
"""

from collections.abc import Iterator

from safe_desktop.domain.theirs import Organisation
from safe_desktop.engine.checking.chart_reading import APPROVE, ReadChart, keep_chart, read_chart
from safe_desktop.engine.checking.preflight_book import book_findings
from safe_desktop.engine.checking.preflight_finding import Finding
from safe_desktop.engine.checking.receive_money_permission import findings as receive_money_findings
from safe_desktop.engine.control import Control
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import NotConnected, OfflineError, VaultError, XeroBusyError, XeroRefused
from safe_desktop.store import usage_queries
from safe_desktop.store.book_file import Book

__all__ = ["CONNECTION", "Finding", "check"]

CONNECTION = "Connection"
"""The subject that is blocking where Xero could not be asked: then all else is by what was last read."""

_DRAFT = "CreateDraftInvoice"
_COUNTRIES = {"GB": "United Kingdom", "NZ": "New Zealand", "AU": "Australia"}
_WITHOUT_INVOICING = "PARTNER"
_NOT_ASKED = (NotConnected, OfflineError, VaultError, XeroBusyError, XeroRefused)


def check(workplace: Workplace, control: Control) -> list[Finding]:
    """Everything that was looked at, in the order in which it is to be mended. Raises only Cancelled and StoreError."""
    book = workplace.book
    try:
        read = _read(workplace, control)
        found = [Finding(CONNECTION, False, f"Connected with “{read.organisation.name}”")]
        allowed = read.allowed
    except _NOT_ASKED as problem:
        if isinstance(problem, NotConnected | VaultError):
            workplace.connection_lost(problem)
        found = [Finding(CONNECTION, True, problem.title.rstrip("."), problem.remedy or "Try again later.")]
        allowed = None
    organisation = book.chart.organisation()
    if organisation is not None:
        found += [*_organisation(workplace, organisation), *_lock_dates(book, organisation)]
    if allowed is not None:
        found.append(_plan(book, allowed))
    control.check()
    found += [*book_findings(book, organisation), *receive_money_findings(book)]
    apps = "Xero connects two uncertified apps at most; whether others are connected cannot be seen from here"
    found.append(Finding("Other apps", False, apps))
    return found


def _read(workplace: Workplace, control: Control) -> ReadChart:
    book = workplace.book
    control.progress(0, None, "Asking Xero about the organisation")
    client = workplace.xero().with_patience(control, lambda words: control.progress(0, None, words))
    read = read_chart(book, client, asks_for_plan=True)
    connection = book.chart.connection()
    assert connection is not None, "the client was made from it"
    with book.transaction():
        keep_chart(book, connection, read)
    return read


def _organisation(workplace: Workplace, organisation: Organisation) -> Iterator[Finding]:
    where = _COUNTRIES.get(organisation.country, organisation.country or "an unknown country")
    words = f"{organisation.name}, {where}, in {organisation.base_currency}"
    if organisation.edition == _WITHOUT_INVOICING:
        yield Finding(
            "Organisation",
            True,
            f"{words}: Xero’s partner edition has no invoicing",
            "Connect an organisation of Xero’s business edition.",
        )
    elif organisation.country and organisation.country not in _COUNTRIES:
        yield Finding(
            "Organisation",
            False,
            f"{words}: not one of UK, NZ and AU",
            "Look closely at the VAT of the first documents.",
        )
    else:
        yield Finding("Organisation", False, words)
    if workplace.addresses.is_practice:
        yield Finding("Demo company", False, "This is the practice Xero: nothing leaves this computer")
    elif organisation.is_demo:
        yield Finding(
            "Demo company",
            False,
            "This is Xero’s demo company: Xero empties it about every 28 days",
            "Use it to try things out; keep no real books in it.",
        )


def _lock_dates(book: Book, organisation: Organisation) -> Iterator[Finding]:
    locks = (
        (organisation.year_end_lock_on, "The financial year is closed until"),
        (organisation.period_lock_on, "The period is locked until"),
    )
    found = [(day, words) for day, words in locks if day is not None]
    if not found:
        yield Finding("Lock dates", False, "No period is locked")
    for day, words in found:
        count = usage_queries.waiting_up_to(book, day)
        told = f"{words} {day:%d/%m/%Y}"
        if count:
            waiting = (
                "1 record to be sent is dated in it" if count == 1 else f"{count:,} records to be sent are dated in it"
            )
            remedy = "Date them later, mark them Do not send, or have the lock date moved in Xero."
            yield Finding("Lock dates", True, f"{told}, and {waiting}", remedy)
        else:
            yield Finding("Lock dates", False, told)


def _plan(book: Book, allowed: frozenset[str]) -> Finding:
    approves = book.settings.approve_on_send
    if (APPROVE if approves else _DRAFT) in allowed:
        return Finding("Plan", False, f"The plan lets {'approved documents' if approves else 'drafts'} be made")
    if approves:
        return Finding(
            "Plan",
            True,
            "The organisation’s Xero plan takes no more approved documents this month",
            "Wait for next month, change the plan in Xero, or send drafts (Settings).",
        )
    return Finding("Plan", True, "The organisation’s Xero plan takes no drafts", "Change the plan in Xero.")
