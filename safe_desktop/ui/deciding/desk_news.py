"""What an empty desk says: that both sides agree, or why that cannot be said. Knows no widget."""

from safe_desktop.engine.showing.figures import staying_payments
from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.look import formats


def good_news(workplace: Workplace) -> tuple[str, str]:
    """A heading and a sentence for a book with no open mismatch."""
    last = workplace.book.runs.last_good()
    if last is None:
        return "Nothing to settle", "Differences between this book and Xero will wait here, each with its ways out."
    staying = staying_payments(workplace.book).words
    if staying:
        return "Nothing to settle", f"But {staying}: choose accounts for their methods in Settings."
    when = formats.when(last, workplace.clock.today())
    return "Both sides agree", f"Nothing waits for you. Last compared with Xero: {when}."
