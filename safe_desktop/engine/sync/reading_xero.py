"""Reads Xero's lists since the last time, few calls at a go: the invoices as doorbell, the others on slower beats.

Lands each page in slices, the last of them in one transaction with the cursor: a crash repeats a little and skips
nothing (xero-api.md 9.2).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from safe_desktop.domain.call_economy import slowing
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import (
    AdvanceKind,
    Contact,
    TheirAdvance,
    TheirDocument,
    TheirPayment,
    TheirReceiveMoney,
)
from safe_desktop.engine.changes import CONNECTION, SETTINGS
from safe_desktop.engine.checking.chart_reading import is_due, keep_chart, read_chart
from safe_desktop.engine.checking.receive_money_permission import is_read, note_refused
from safe_desktop.engine.control import Control
from safe_desktop.engine.sync.comparing import compare_credits, compare_what_is_open, has_unknown_credit
from safe_desktop.engine.sync.landing_advances import land_advances, land_waiting_advances
from safe_desktop.engine.sync.landing_contacts import land_contacts
from safe_desktop.engine.sync.landing_documents import land_documents, land_news
from safe_desktop.engine.sync.landing_payments import land_payments
from safe_desktop.engine.sync.landing_receive_money import (
    keep_payments_in_step,
    keep_received_in_step,
    land_receive_money,
)
from safe_desktop.engine.sync.rules_tried import try_new_rules
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.unreadable import ask_again, keep_unreadable
from safe_desktop.engine.sync.verdicts import id_of
from safe_desktop.store.book_file import Book
from safe_desktop.xero.answers import PermissionIsMissing
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.seek_paging import Page

SLICE = 100
"""So many records are landed in one transaction: an edit on screen waits for no more than that (stack.md 4)."""

_DAILY = timedelta(hours=24)
_NEVER = timedelta(days=36_500)
_ORGANISATION, _ALL_OPEN = "organisation", "all open"
_RUNG = "rung"
"""Not a list: its time is set from the ring of the doorbell until the lists that it is for were read."""
_INVOICES, _PAYMENTS, _CREDIT_NOTES, _CONTACTS = "invoices", "payments", "credit_notes", "contacts"
_OVERPAYMENTS, _PREPAYMENTS = "overpayments", "prepayments"
_RECEIVE_MONEY = "receive money"
_EVERY = {
    _PAYMENTS: timedelta(minutes=8),
    _CREDIT_NOTES: timedelta(minutes=20),
    _CONTACTS: timedelta(minutes=20),
    _OVERPAYMENTS: timedelta(minutes=30),
    _PREPAYMENTS: timedelta(minutes=30),
    _RECEIVE_MONEY: timedelta(minutes=30),
}
"""How often a list is read although nothing has rung (xero-api.md 9.2; tests/bench/working_day.py counts the calls)."""

V = TypeVar("V", Contact, TheirDocument, TheirPayment, TheirAdvance, TheirReceiveMoney)


@dataclass(frozen=True, slots=True)
class _List(Generic[V]):
    """One of Xero's lists: how it is asked for, and how its records are landed."""

    name: str
    words: str
    kind: RecordKind
    ask: Callable[[datetime | None], Iterator[Page[V]]]
    land: Callable[[Book, Sequence[V], Tally], None]
    stamp: Callable[[V], datetime]


class Reading:
    """One run's reading."""

    def __init__(self, book: Book, client: XeroClient, control: Control, tally: Tally) -> None:
        self._book = book
        self._client = client
        self._control = control
        self._tally = tally
        self._invoices_read: list[str] = []
        self._contacts = _List(
            _CONTACTS, "contacts", RecordKind.CUSTOMER, client.contacts, land_contacts, lambda one: one.updated_at
        )
        self._invoices = _List(
            _INVOICES, "invoices", RecordKind.INVOICE, client.invoices, land_news, lambda one: one.updated_at
        )
        self._credit_notes = _List(
            _CREDIT_NOTES,
            "credit notes",
            RecordKind.CREDIT_NOTE,
            client.credit_notes,
            land_documents,
            lambda one: one.updated_at,
        )
        self._payments = _List(
            _PAYMENTS, "payments", RecordKind.PAYMENT, client.payments, land_payments, lambda one: one.updated_at
        )
        self._receive_money = _List(
            _RECEIVE_MONEY,
            "money received",
            RecordKind.PAYMENT,
            client.receive_money,
            land_receive_money,
            lambda one: one.updated_at,
        )
        self._advances = [_advance_list(kind, client) for kind in AdvanceKind]

    def read(self) -> None:
        """Read what is due: the invoices always, and what a change among them may bring with it.

        Payments and allocations move the time of their invoice (xero-api.md 9.2), so a quiet list of invoices means
        that there is nothing to ask for; the other lists are read now and then all the same, one in a run.
        """
        is_restored = self._begin_anew_if_restored()
        self._facts_of_the_day()
        ask_again(self._book, self._client, self._tally)
        is_first = self._never_read(_INVOICES)
        if self._never_read(_CONTACTS):
            self._read(self._contacts)
        # What rang in a run that ended before it had followed rings still.
        has_rung = self._read(self._invoices) or self._rings_still()
        due = self._slow_list_due(has_rung)
        if due == _CONTACTS:
            self._read(self._contacts)
        if has_rung or due == _CREDIT_NOTES or self._never_read(_CREDIT_NOTES):
            self._read(self._credit_notes)
        if has_rung or due == _PAYMENTS or self._never_read(_PAYMENTS):
            self._read(self._payments)
        self._read_advances(has_rung, due)
        self._read_received(due)
        if has_rung:
            with self._book.transaction():
                self._book.cursors.move(_RUNG, None)
        if is_first:
            # Everything was read just now: the first comparison is due in a day.
            with self._book.transaction():
                self._book.cursors.move(_ALL_OPEN, None)
        elif self._age(_ALL_OPEN) >= _DAILY:
            self._invoices_read += compare_what_is_open(self._book, self._client, self._control, self._tally)
            with self._book.transaction():
                self._book.cursors.move(_ALL_OPEN, None)
        try_new_rules(self._book, self._tally)
        compare_credits(self._book, self._invoices_read, self._tally)
        keep_payments_in_step(self._book, self._tally, has_rung or due == _PAYMENTS or bool(self._invoices_read))
        if is_restored:
            self._book.sent_mark.lower_to(self._book.outbox.highest())

    def _begin_anew_if_restored(self) -> bool:
        """A book that was restored from a copy does not know what was sent since: everything is read again first.

        What Xero has of it is then found by name, number or mark, and tied, before anything is told (reliability 3.6).
        """
        if self._book.sent_mark.highest() <= self._book.outbox.highest():
            return False
        with self._book.transaction():
            self._book.cursors.forget_all()
            told = "This book is an older copy: everything in Xero is read again before anything is sent"
            self._book.activity.note("Sync", "Restored", "book", None, self._book.name, told)
        self._tally.changed(SETTINGS)
        return True

    def _read_advances(self, has_rung: bool, due: str) -> None:
        """Over- and prepayments: when they are due, and when credit was given that nothing here explains."""
        is_asked_for = has_rung and has_unknown_credit(self._book, self._invoices_read)
        for what in self._advances:
            if is_asked_for or due == what.name or self._never_read(what.name):
                self._read(what)
        land_waiting_advances(self._book, self._tally)

    def _read_received(self, due: str) -> None:
        """Money received without an invoice, where a person wants it read and the sign-in covers it."""
        if not is_read(self._book):
            return
        if due == _RECEIVE_MONEY or self._never_read(_RECEIVE_MONEY):
            try:
                self._read(self._receive_money)
            except PermissionIsMissing:
                with self._book.transaction():
                    note_refused(self._book)
                self._tally.changed(SETTINGS)
        keep_received_in_step(self._book, self._tally)

    def _facts_of_the_day(self) -> None:
        """Organisation, accounts and tax rates, where it is time; another organisation is refused."""
        if not is_due(self._book):
            return
        self._control.progress(0, None, "Reading accounts and tax rates")
        read = read_chart(self._book, self._client)
        connection = self._book.chart.connection()
        assert connection is not None, "the client was made from it"
        with self._book.transaction():
            keep_chart(self._book, connection, read)
        self._tally.changed(SETTINGS, CONNECTION)

    def _read(self, what: _List[V]) -> bool:
        """Read one list to its end; returns whether anything in it is newer than what was seen before."""
        cursor = self._book.cursors.get(what.name)
        since = cursor.since if cursor else None
        has_rung = False
        done = 0
        self._control.progress(0, None, f"Reading {what.words}")
        for page in what.ask(since):
            for part in _slices(page.items):
                reached = max((what.stamp(one) for one in part), default=None)
                is_last = not part or part[-1] is page.items[-1]
                with self._book.transaction():
                    what.land(self._book, part, self._tally)
                    if is_last:
                        keep_unreadable(self._book, what.kind, page.unreadable, self._tally)
                    if what.name == _INVOICES:
                        self._invoices_read += [id_of(one) for one in part]
                    has_rung = has_rung or (reached is not None and (since is None or reached > since))
                    if is_last:
                        self._book.cursors.move(what.name, page.cursor)
                    if what.name == _INVOICES and has_rung:
                        self._book.cursors.move(_RUNG, reached)
                done += len(part)
                self._control.progress(done, None, f"Reading {what.words}")
        return has_rung

    def _slow_list_due(self, has_rung: bool) -> str:
        """The list that is furthest beyond its time, if any is; after a ring only one that was passed over twice.

        With few of the day's calls left the times are longer.
        """
        budget = self._client.budget
        slower = slowing(budget.calls_left, budget.day_limit, self._book.settings.day_reserve)
        read = {name: every * slower for name, every in _EVERY.items() if not self._never_read(name)}
        if not is_read(self._book):
            read.pop(_RECEIVE_MONEY, None)
        late = {name: self._age(name) / every for name, every in read.items()}
        name = max(late, key=lambda one: late[one], default="")
        return name if name and late[name] >= (3 if has_rung else 1) else ""

    def _rings_still(self) -> bool:
        rung = self._book.cursors.get(_RUNG)
        return rung is not None and rung.since is not None

    def _never_read(self, name: str) -> bool:
        return self._book.cursors.get(name) is None

    def _age(self, name: str) -> timedelta:
        cursor = self._book.cursors.get(name)
        age = _NEVER if cursor is None else self._book.clock.now() - cursor.read_at
        # Read in the future: the clock was wrong then, and nothing would be due until that day comes.
        return age if age >= timedelta(0) else _NEVER


def _advance_list(kind: AdvanceKind, client: XeroClient) -> _List[TheirAdvance]:
    name = f"{kind.value}s"
    return _List(
        name,
        name,
        RecordKind.PAYMENT,
        lambda since: client.advances(kind, since),
        land_advances,
        lambda one: one.updated_at,
    )


def _slices(items: Sequence[V]) -> Iterator[Sequence[V]]:
    """The items in parts of `SLICE`; one empty part if there are none, so that the cursor still notes the reading."""
    if not items:
        yield ()
    for start in range(0, len(items), SLICE):
        yield items[start : start + SLICE]
