"""`mismatches` and `mismatches settle ID WAY`: the desk without a window."""

from collections.abc import Iterator, Sequence

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.text_tables import counted, table
from safe_desktop.domain.mismatch import WayOut, button_words
from safe_desktop.domain.reconciling import FIELD_WORDS
from safe_desktop.engine.country_codes import tax_word, with_tax_word
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.figures import staying_payments
from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError


def mismatches(start: Start) -> Answer:
    """The differences that wait for a person, or the one that was settled."""
    with opened_book(start) as workplace:
        if start.asked.action == "settle":
            return _settled(workplace, start.asked.mismatch, start.asked.way)
        found = lists.mismatches(workplace.book)
        entries = found.entries(found.ids())
        code = Exit.NEEDS_PERSON if entries else Exit.DONE
        lines = tuple(_lines(entries, staying_payments(workplace.book).words, tax_word(workplace.book)))
        return Answer({"mismatches": [_document(entry) for entry in entries]}, lines, code)


def _settled(workplace: Workplace, number: int, typed: str) -> Answer:
    mismatch = workplace.book.mismatches.get(number)
    way = _way(typed, (*desk.ways_of(mismatch), WayOut.ASK_CLIENT))
    desk.settle(workplace, number, way)
    left = workplace.book.mismatches.count()
    document: dict[str, Json] = {"settled": number, "record": mismatch.label, "way": way.value, "still_open": left}
    staying = staying_payments(workplace.book).words
    lines = [f"{mismatch.label}: {way.label}. {way.outcome}", _how_many(left, staying)]
    return Answer(document, tuple(lines), Exit.NEEDS_PERSON if left else Exit.DONE)


def _way(typed: str, offered: Sequence[WayOut]) -> WayOut:
    """The way out that was typed, by its value or by the word on its button."""
    plain_word = typed.strip().casefold().replace("-", "_").replace(" ", "_").replace("'", "’")
    for way in offered:
        if plain_word in (way.value, way.label.casefold().replace(" ", "_")):
            return way
    raise InputError(
        f"“{typed}” does not settle it.",
        "Nothing was changed.",
        f"Say one of: {', '.join(way.value for way in offered)}",
    )


def _document(entry: MismatchEntry) -> Json:
    told = plain(entry)
    assert isinstance(told, dict)
    ways: list[Json] = [
        {"way": way.value, "label": button_words(way, entry.apart), "meaning": way.meaning} for way in entry.ways
    ]
    return {**told, "heading": entry.kind.heading, "ways": ways}


def _lines(entries: Sequence[MismatchEntry], staying: str, tax: str) -> Iterator[str]:
    yield _how_many(len(entries), staying)
    if not entries:
        return
    yield ""
    yield from table(
        ("ID", "What", "Record", "Customer", "Field", "Here", "In Xero", "Agreed", "Apart", "Days"),
        [
            (
                str(entry.id),
                entry.kind.heading,
                entry.label,
                entry.customer,
                with_tax_word(FIELD_WORDS.get(entry.field, entry.field.capitalize()), tax),
                entry.ours,
                entry.theirs,
                entry.agreed,
                str(entry.apart) if entry.apart is not None else "",
                str(entry.age_days),
            )
            for entry in entries
        ],
        right=("ID", "Apart", "Days"),
    )
    yield ""
    for entry in entries:
        ways = ", ".join(f"{way.value} ({button_words(way, entry.apart)})" for way in entry.ways)
        yield f"{entry.id}: {with_tax_word(entry.reason, tax)}. Ways out: {ways}"


def _how_many(number: int, staying: str) -> str:
    if not number and staying:
        return f"Nothing waits for a person, but {staying}: their methods have no account in Xero."
    if not number:
        return "Nothing waits for a person: this book and Xero agree as far as they were compared."
    return f"{counted(number, 'difference waits', 'differences wait')} for a person."
