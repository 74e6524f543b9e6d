"""What an empty desk says: that both sides agree, or why that cannot be said. Knows no widget."""

from safe_desktop.engine.showing.figures import badges, staying_payments
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.receipt_records import WAITING, ReceiptState
from safe_desktop.ui.deciding.desk_keys import SIGHT, key_of
from safe_desktop.ui.look import formats

_NOTHING = "Nothing to settle"


def good_news(workplace: Workplace) -> tuple[str, str]:
    """A heading and a sentence for a book with no open mismatch."""
    last = workplace.book.runs.last_good()
    if last is None:
        return _NOTHING, "Differences between this book and Xero will wait here, each with its ways out."
    staying = staying_payments(workplace.book).words
    if staying:
        return _NOTHING, f"But {staying}: choose accounts for their methods in Settings."
    waiting = badges(workplace.book).to_send
    if waiting:
        return _NOTHING, f"But {formats.count(waiting, 'record waits', 'records wait')} to be sent."
    when = formats.when(last, workplace.clock.today())
    return "Both sides agree", f"Nothing waits for you. Last compared with Xero: {when}."


def empty_table(workplace: Workplace) -> tuple[str, str]:
    """The same for the table of mismatches, and where the receipts are that wait beside them."""
    title, words = good_news(workplace)
    waiting = workplace.book.receipts.count(*WAITING)
    if not waiting:
        return title, words
    return title, f"{formats.count(waiting, 'receipt waits', 'receipts wait')} one by one: press {key_of(SIGHT)}."


def empty_desk(workplace: Workplace) -> tuple[str, str]:
    """What stands where neither receipt nor mismatch waits: a hint to begin with, else that all is done."""
    receipts = workplace.book.receipts
    title, words = good_news(workplace)
    if receipts.count(*ReceiptState):
        settled = formats.count(receipts.count(ReceiptState.SETTLED), "receipt")
        return ("All done" if title == _NOTHING else title), f"{settled} found a place. {words}"
    hint = "Import a bank statement, and each payment is laid beside the invoice it is for."
    if title == _NOTHING and workplace.book.runs.last_good() is None:
        return "No bank statement yet", f"{hint} Differences with Xero wait here too."
    return title, f"{words} {hint}"
