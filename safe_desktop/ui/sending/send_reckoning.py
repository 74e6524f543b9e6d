"""What pressing Send would do, worked out off the main thread: 2,000 invoices take longer than a window may wait.

Knows no widget. What is ticked on a tab is what goes, with the customers and invoices it cannot go without.
"""

from dataclasses import dataclass

from safe_desktop.domain.money import Money
from safe_desktop.engine.control import Control
from safe_desktop.engine.showing.lists import ToSendEntry, to_send
from safe_desktop.engine.showing.previewing import SendPlan, plan
from safe_desktop.engine.sync.telling import Chosen
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.book_file import Book
from safe_desktop.ui.sending.send_table import Part


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The ticked records of one tab, what they are worth, and the plan for sending them."""

    part: Part
    ids: frozenset[int]
    amounts: tuple[Money, ...]
    chosen: Chosen
    plan: SendPlan

    @property
    def words(self) -> str:
        """What the button says is sent: “11 documents”."""
        noun = {"customers": "customer", "invoices": "document", "payments": "payment"}[self.part]
        return f"{len(self.ids):,} {noun if len(self.ids) == 1 else noun + 's'}"


def chosen_of(book: Book, part: Part, ids: frozenset[int], ticked_documents: frozenset[int]) -> Chosen:
    """What to send for the ticked records of a tab: payments take along their invoices that are ticked too."""
    if part == "customers":
        return Chosen(customers=ids)
    if part == "invoices":
        return Chosen(documents=ids)
    paid = {payment.document_id for payment in book.payments.get_many(sorted(ids)).values()}
    return Chosen(documents=ticked_documents.intersection(paid), payments=ids)


def reckon(
    workplace: Workplace, control: Control, part: Part, ids: frozenset[int], ticked_documents: frozenset[int]
) -> Reckoned:
    """The plan for these records; runs on a worker."""
    control.check()
    chosen = chosen_of(workplace.book, part, ids, ticked_documents)
    amounts = _amounts(to_send(workplace.book, part).entries(sorted(ids)))
    control.check()
    return Reckoned(part, ids, amounts, chosen, plan(workplace, chosen))


def _amounts(entries: list[ToSendEntry]) -> tuple[Money, ...]:
    sums: dict[str, Money] = {}
    for entry in entries:
        if entry.amount is not None:
            so_far = sums.get(entry.amount.currency, Money(0, entry.amount.currency))
            sums[entry.amount.currency] = so_far + entry.amount
    return tuple(sums[currency] for currency in sorted(sums))
