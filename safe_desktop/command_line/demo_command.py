"""`demo`: the main job from connecting to payments that came back, without a window, on the practice book.

What a person does with the mouse is done here by the same functions of the engine; the consent page and the bank, which
are the practice Xero's own, are played over HTTP.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from safe_desktop.command_line.answering import Answer, say
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.demo_matching import demo_matching
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.practice_person import allow, coming_back, play
from safe_desktop.command_line.preview_command import plan_words
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.stopping import stoppable
from safe_desktop.command_line.sync_command import exit_of_run, report_document, report_lines
from safe_desktop.domain.money import Money
from safe_desktop.domain.standing import Standing
from safe_desktop.engine import connecting
from safe_desktop.engine.control import Control
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import InvoiceEntry, Query
from safe_desktop.engine.showing.previewing import plan
from safe_desktop.engine.sync import syncing
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError

_PAID = 3


@dataclass(frozen=True, slots=True)
class _Receipt:
    """An invoice that is paid at the practice bank, and how much of it."""

    invoice: InvoiceEntry
    amount: Money


def demo(start: Start) -> Answer:
    """Do the whole job and say each step."""
    if not start.asked.practice:
        raise InputError(
            "The demo works on the practice book only.", "Nothing was done.", "Say: safe-desktop --practice demo"
        )
    tell: Callable[[str], None] = _silent if start.asked.json else say
    with opened_book(start) as workplace, stoppable() as control:
        if not workplace.addresses.is_practice:
            raise InputError("This is not the practice Xero.", "Nothing was done.")
        return _whole_job(workplace, control, tell)


def _silent(_line: str) -> None:
    """A script reads the document at the end instead."""


def _whole_job(workplace: Workplace, control: Control, tell: Callable[[str], None]) -> Answer:
    book = workplace.book
    customers, documents = lists.customers(book).counts()[""], lists.invoices(book).counts()[""]
    tell(f"1. The practice book “{book.name}” holds {customers} customers and {documents} documents.")
    tell(f"2. Connected with “{_connected(workplace, control)}”.")
    planned = plan(workplace)
    tell(f"3. Waiting to be sent: {plan_words(planned)}.")
    tell("4. Sync now.")
    first = syncing.sync(workplace, control, reason="Demo")
    for line in list(report_lines(first))[:_LINES]:
        tell(f"   {line}")
    control.check()
    receipts = list(_receipts(workplace))
    tell("5. Customers pay in Xero." if receipts else "5. Every invoice that Xero has is paid already.")
    for receipt in receipts:
        _pay(workplace, receipt)
        tell(f"   {receipt.amount} for {receipt.invoice.number} by {receipt.invoice.customer}")
    tell("6. Sync now, to see what came back.")
    second = syncing.sync(workplace, control, reason="Demo")
    for line in list(report_lines(second))[:_LINES]:
        tell(f"   {line}")
    after = {one.id: one for one in lists.invoices(book).entries([receipt.invoice.id for receipt in receipts])}
    came = [after[one.invoice.id].open == one.invoice.open - one.amount for one in receipts]
    for receipt in receipts:
        now = after[receipt.invoice.id]
        tell(f"   {now.number} was {receipt.invoice.open} open, is {now.open} open: {now.word.value}")
    matched = demo_matching(workplace, control, tell)
    tell(f"The practice Xero's own pages, with the bank: {workplace.addresses.api}/ (while the program runs)")
    document: dict[str, Json] = {
        "organisation": workplace.connection().organisation,
        "plan": plain(planned),
        "first_sync": report_document(first),
        "paid": [{"invoice": one.invoice.number, "amount": plain(one.amount)} for one in receipts],
        "second_sync": report_document(second),
        "invoices": [plain(one) for one in after.values()],
        "payments_came_back": all(came),
        **matched,
    }
    return Answer(document, (), _exit([exit_of_run(first), exit_of_run(second)], all(came)))


_LINES = 2


def _exit(runs: list[Exit], is_settled: bool) -> Exit:
    """Done, although the sample book keeps something for a person to look at; else what went wrong."""
    wrong = [code for code in runs if code not in (Exit.DONE, Exit.NEEDS_PERSON)]
    return wrong[0] if wrong else Exit.DONE if is_settled else Exit.NEEDS_PERSON


def _connected(workplace: Workplace, control: Control) -> str:
    """The organisation's name; signs in first where there is no sign-in."""
    if workplace.book.chart.connection() is None:
        with connecting.begin(workplace) as sign_in:
            with coming_back(allow(sign_in.link)):
                found = connecting.finish(sign_in, control)
            connecting.confirm(workplace, sign_in, found[0])
    return workplace.connection().organisation


def _receipts(workplace: Workplace) -> Iterator[_Receipt]:
    """Some invoices that Xero has and that are open: all of each is paid, and half of the last."""
    invoices = lists.invoices(workplace.book)
    ids = invoices.ids(Query(only="awaiting", sort="issued_on"))
    there = [one for one in invoices.entries(ids) if one.standing is Standing.IN_XERO and one.open.minor > 1][:_PAID]
    for place, invoice in enumerate(there, start=1):
        half = Money(invoice.open.minor // 2, invoice.open.currency)
        yield _Receipt(invoice, half if place == _PAID else invoice.open)


def _pay(workplace: Workplace, receipt: _Receipt) -> None:
    wishes = {
        "organisation": workplace.connection().organisation,
        "invoice_number": receipt.invoice.number,
        "amount": f"{receipt.amount.decimal:f}",
        "reference": "Bank feed",
    }
    play(workplace.addresses.api, "pay", wishes)
