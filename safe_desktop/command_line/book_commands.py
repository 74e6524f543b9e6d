"""`book new`, `book list`, `book show`: the books of a home. None of them needs Xero."""

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import book_meant
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.text_tables import counted, pairs, table
from safe_desktop.engine.books import BookFacts, facts_of, list_books, new_book
from safe_desktop.engine.system_clock import SystemClock


def book(start: Start) -> Answer:
    """The answer to one of the three."""
    if start.asked.action == "new" and start.asked.name is not None:
        made = new_book(start.home, start.asked.name, SystemClock(), start.asked.country)
        return Answer(_document(made), (f"Made the book “{made.name}”: {made.path}",))
    if start.asked.action == "show":
        return _shown(facts_of(start.home, start.asked.name or book_meant(start)))
    return _listed(list_books(start.home), start)


def _listed(books: list[BookFacts], start: Start) -> Answer:
    if not books:
        lines = [f"There is no book in {start.home.folder} yet. Make one: safe-desktop book new NAME"]
    else:
        lines = table(
            ("Book", "Organisation", "Customers", "Documents", "Changed"),
            [
                (
                    facts.name,
                    facts.organisation or "-",
                    *_figures(facts),
                    f"{facts.changed_at.astimezone():%d/%m/%Y %H:%M}",
                )
                for facts in books
            ],
            right=("Customers", "Documents"),
        )
        lines += [f"{facts.name}: {facts.problem}" for facts in books if facts.problem]
    return Answer({"books": [_document(facts) for facts in books]}, tuple(lines), _code(books))


def _shown(facts: BookFacts) -> Answer:
    lines = pairs(
        (
            ("Book", facts.name),
            ("File", str(facts.path)),
            ("Organisation", facts.organisation or "none yet"),
            ("Connected", "yes" if facts.is_connected else "no"),
            ("Holds", "" if facts.customers is None else _holds(facts)),
            ("Changed", f"{facts.changed_at.astimezone():%d/%m/%Y %H:%M}"),
            ("Problem", facts.problem),
        )
    )
    return Answer(_document(facts), tuple(lines), _code([facts]))


def _holds(facts: BookFacts) -> str:
    return f"{counted(facts.customers or 0, 'customer')}, {counted(facts.documents or 0, 'document')}"


def _figures(facts: BookFacts) -> tuple[str, str]:
    if facts.customers is None or facts.documents is None:
        return "?", "?"
    return f"{facts.customers:,}", f"{facts.documents:,}"


def _document(facts: BookFacts) -> Json:
    return plain(facts)


def _code(books: list[BookFacts]) -> Exit:
    """A book that cannot be read waits for a person."""
    return Exit.NEEDS_PERSON if any(facts.problem for facts in books) else Exit.DONE
