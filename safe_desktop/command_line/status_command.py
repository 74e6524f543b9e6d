"""`status`: how the book stands with Xero, what waits, and what is owed. Asks Xero nothing."""

from datetime import datetime

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.text_tables import counted, pairs
from safe_desktop.domain.money import Money
from safe_desktop.engine.deciding.likely_doubles import what_waits
from safe_desktop.engine.showing import figures, lists
from safe_desktop.engine.showing.figures import Overview
from safe_desktop.engine.workplace import ConnectionState, Workplace

_FOR_A_PERSON = ("to_review", "failed")


def status(start: Start) -> Answer:
    """The book in figures; exit code 1 where something waits for a person."""
    with opened_book(start) as workplace:
        state, overview, waiting = workplace.connection(), figures.overview(workplace), _waiting(workplace)
        held = what_waits(workplace.book)
        needs_person = bool(
            held
            or overview.mismatches
            or overview.receipts
            or overview.unmatched
            or any(counts[word] for counts in waiting.values() for word in _FOR_A_PERSON)
        )
        document: dict[str, Json] = {
            "book": workplace.book.name,
            "connection": plain(state),
            "first_comparison": held,
            "last_good_sync": plain(overview.last_good_sync),
            "waiting": plain(waiting),
            "ready_to_send": plain(overview.to_send_amount),
            "mismatches": {
                "open": overview.mismatches,
                "apart": plain(overview.apart),
                "oldest_days": overview.oldest_days,
            },
            "receipts_to_decide": overview.receipts,
            "unmatched_payments": {"count": overview.unmatched, "amount": plain(overview.unmatched_amount)},
            "payments_without_account": {
                "count": overview.staying.number,
                "amount": plain(overview.staying.amounts),
            },
            "balances": {
                "debtors": plain(overview.debtors),
                "overdue": plain(overview.overdue),
                "owing_customers": overview.owing_customers,
            },
            "needs_person": needs_person,
        }
        lines = pairs([*_entries(workplace.book.name, state, overview, waiting), ("First sync", held)])
        return Answer(document, tuple(lines), Exit.NEEDS_PERSON if needs_person else Exit.DONE)


def _waiting(workplace: Workplace) -> dict[str, dict[str, int]]:
    """How many records of each kind wait to be sent, and how many of them for a person first."""
    book = workplace.book
    counts = {
        "customers": lists.to_send(book, "customers").counts(),
        "invoices": lists.to_send(book, "invoices").counts(),
        "payments": lists.to_send(book, "payments").counts(),
    }
    return {kind: {word or "all": number for word, number in found.items()} for kind, found in counts.items()}


def _entries(
    book: str, state: ConnectionState, overview: Overview, waiting: dict[str, dict[str, int]]
) -> list[tuple[str, str]]:
    apart = f", {_moneys(overview.apart)} apart, the oldest {counted(overview.oldest_days, 'day')} old"
    return [
        ("Book", book),
        ("Connection", _connection(state)),
        ("Last good sync", _moment(overview.last_good_sync)),
        *((f"{kind.capitalize()} to send", _waiting_words(counts)) for kind, counts in waiting.items()),
        ("Ready to send", _moneys(overview.to_send_amount)),
        ("Mismatches", f"{overview.mismatches:,}{apart}" if overview.mismatches else "none"),
        ("Receipts to decide", f"{overview.receipts:,}" if overview.receipts else "none"),
        ("Payments without invoice", _counted_moneys(overview.unmatched, overview.unmatched_amount)),
        ("Payments that stay here", _staying_words(overview)),
        ("Owed to you", _counted_moneys(overview.owing_customers, overview.debtors, "customer")),
        ("Overdue", _moneys(overview.overdue) or "nothing"),
    ]


def _connection(state: ConnectionState) -> str:
    practice = " (practice)" if state.is_practice and state.organisation else ""
    with_whom = f": {state.organisation}{practice}" if state.organisation else ""
    return f"{state.word.value}{with_whom}"


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone():%d/%m/%Y %H:%M}" if moment else "never"


def _waiting_words(counts: dict[str, int]) -> str:
    words = {"ready": "ready", "to_review": "to review", "failed": "failed", "held": "held until cleared"}
    told = [f"{counts[key]:,} {word}" for key, word in words.items() if counts.get(key)]
    return ", ".join(told) or "none"


def _staying_words(overview: Overview) -> str:
    amounts = _counted_moneys(overview.staying.number, overview.staying.amounts)
    return f"{amounts}: their methods have no account in Xero" if overview.staying.number else amounts


def _moneys(amounts: tuple[Money, ...]) -> str:
    return ", ".join(str(amount) for amount in amounts)


def _counted_moneys(number: int, amounts: tuple[Money, ...], noun: str = "") -> str:
    if not number and not any(amounts):
        return "nothing" if noun else "none"
    of_whom = f"by {counted(number, noun)}" if noun else f"in {counted(number, 'payment')}"
    return f"{_moneys(amounts)} {of_whom}"
