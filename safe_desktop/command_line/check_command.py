"""`check`: what would keep records from going to Xero, all at once. Reads Xero and sends nothing."""

from collections.abc import Iterator, Sequence

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.stopping import stoppable
from safe_desktop.command_line.text_tables import counted
from safe_desktop.engine.checking.preflight import CONNECTION, Finding, check


def check_book(start: Start) -> Answer:
    """Every finding; exit code 1 where something would not be sent, 3 where Xero could not be asked."""
    with opened_book(start) as workplace, stoppable() as control:
        found = check(workplace, control)
        blocking = [one for one in found if one.is_blocking]
        document: dict[str, Json] = {
            "book": workplace.book.name,
            "is_ready": not blocking,
            "findings": [{**_plain(one), "is_fine": one.is_fine} for one in found],
        }
        code = Exit.NEEDS_PERSON if blocking else Exit.DONE
        if any(one.subject == CONNECTION for one in blocking):
            code = Exit.NOT_REACHED
        return Answer(document, tuple(_lines(workplace.book.name, found)), code)


def _plain(finding: Finding) -> dict[str, Json]:
    told = plain(finding)
    assert isinstance(told, dict)
    return told


def _lines(book: str, found: Sequence[Finding]) -> Iterator[str]:
    blocking = sum(one.is_blocking for one in found)
    yield f"“{book}”: {counted(blocking, 'thing')} to mend before all can go" if blocking else f"“{book}” is ready."
    width = max(len(one.subject) for one in found)
    for one in found:
        mark = "!" if one.is_blocking else " " if one.is_fine else "?"
        yield f"{mark} {one.subject:<{width}}  {one.words}"
        if one.remedy:
            yield f"  {'':<{width}}  → {one.remedy}"
