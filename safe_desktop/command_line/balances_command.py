"""`balances`, `tie-out` and `customer-statement`: what customers owe, why Xero says otherwise, and it on paper."""

from collections.abc import Iterator, Sequence
from datetime import date

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.exit_codes import Exit
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start, file_meant
from safe_desktop.command_line.text_tables import counted, table
from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.balances import BANDS, AgeBasis, AgedBalance, Balances, write_balances
from safe_desktop.engine.showing.balances import balances as balances_on
from safe_desktop.engine.showing.customer_statement import customer_statement
from safe_desktop.engine.showing.tie_out_rows import TieOut, TieOutRow
from safe_desktop.engine.showing.tie_out_rows import tie_out as tied_out
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

_FIGURES = (*(band.label for band in BANDS), "Credit", "Balance")


def balances(start: Start) -> Answer:
    """The aged list as at a day; with --out into a file."""
    asked = start.asked
    with opened_book(start) as workplace:
        on = _day(asked.on) or workplace.clock.today()
        basis = AgeBasis.ISSUED if asked.by_issue_date else AgeBasis.DUE
        found = balances_on(workplace.book, on, basis)
        if asked.out:
            number = write_balances(file_meant(asked.out), found, found.rows)
            line = f"{file_meant(asked.out).name}: {counted(number, 'customer')} as at {on:%d/%m/%Y}"
            return Answer({"file": asked.out, "rows": number}, (line,))
        return Answer(_balances_document(found), tuple(_balances_lines(found)))


def _balances_document(found: Balances) -> Json:
    rows: list[Json] = [{**_aged(row), "customer_id": row.customer_id, "customer": row.customer} for row in found.rows]
    totals: list[Json] = [{**_aged(one)} for one in found.totals]
    later: dict[str, Json] = {"count": found.later_number, "amounts": plain(found.later)}
    return {
        "as_at": found.on.isoformat(),
        "aged_by": found.basis.value,
        "customers": rows,
        "totals": totals,
        "later": later,
    }


def _aged(row: AgedBalance) -> dict[str, Json]:
    ages: dict[str, Json] = {band.key: plain(age) for band, age in zip(BANDS, row.ages, strict=True)}
    return {"ages": ages, "credit": plain(row.credit), "balance": plain(row.balance)}


def _balances_lines(found: Balances) -> Iterator[str]:
    counted_from = "due date" if found.basis is AgeBasis.DUE else "date of issue"
    yield f"Balances as at {found.on:%d/%m/%Y}, days counted from the {counted_from}"
    if found.later_number:
        later = ", ".join(str(amount) for amount in found.later)
        yield f"{counted(found.later_number, 'record')} dated later not in it: {later}"
    yield ""
    if not found.rows:
        yield "Nobody owed anything."
        return
    rows = [(row.customer, *_figures(row), row.currency) for row in found.rows]
    rows += [("All", *_figures(one), one.currency) for one in found.totals]
    yield from table(("Customer", *_FIGURES, ""), rows, right=_FIGURES)


def _figures(row: AgedBalance) -> tuple[str, ...]:
    return tuple(_figure(amount) for amount in (*row.ages, row.credit, row.balance))


def _figure(amount: Money) -> str:
    return f"{amount.decimal:,f}"


def tie_out(start: Start) -> Answer:
    """Whose balance differs from that in Xero, with each reason; exit code 1 where something is unexplained."""
    with opened_book(start) as workplace:
        found = tied_out(workplace.book)
        code = Exit.NEEDS_PERSON if found.apart else Exit.DONE
        return Answer(_tie_out_document(found), tuple(_tie_out_lines(found)), code)


def _tie_out_document(found: TieOut) -> Json:
    rows: list[Json] = [
        {**_plain_row(row), "explained": plain(row.explained), "residue": plain(row.residue)} for row in found.rows
    ]
    return {
        "read_at": plain(found.read_at),
        "unexplained_rows": found.apart,
        "customers": rows,
        "totals": plain(found.totals),
    }


def _plain_row(row: TieOutRow) -> dict[str, Json]:
    told = plain(row)
    assert isinstance(told, dict)
    currency = row.ours.currency
    records: list[Json] = [
        {
            "kind": one.kind.value,
            "label": one.label,
            "ours": plain(Money(one.ours, currency)),
            "theirs": plain(Money(one.theirs, currency)),
        }
        for one in row.records
    ]
    return {**told, "records": records}


def _tie_out_lines(found: TieOut) -> Iterator[str]:
    read = f"as last read on {found.read_at.astimezone():%d/%m/%Y at %H:%M}" if found.read_at else "never read yet"
    yield f"Balances here and in Xero ({read})"
    yield ""
    differing = [row for row in found.rows if row.items or row.is_unexplained]
    heads = ("Here", "In Xero", "Items", "Residue")
    rows = [(row.customer, *_sums(row), row.ours.currency, row.why) for row in differing]
    for one in found.totals:
        name = f"All {counted(one.customers, 'customer')}"
        sums = (one.ours, one.theirs, one.items, one.residue)
        rows.append((name, *(_figure(amount) for amount in sums), one.ours.currency, ""))
    yield from table(("Customer", *heads, "", "Why"), rows, right=heads)
    for row in differing:
        yield ""
        yield f"{row.customer}, {row.ours.currency}"
        yield from table(("Amount", "Item", "Detail"), _item_rows(row), right=("Amount",))


def _sums(row: TieOutRow) -> tuple[str, ...]:
    return tuple(_figure(amount) for amount in (row.ours, row.theirs, row.explained, row.residue))


def _item_rows(row: TieOutRow) -> Sequence[tuple[str, str, str]]:
    items = [(_figure(item.amount), item.name, item.detail) for item in row.items]
    for one in row.unexplained:
        words = f"{_figure(one.ours)} here, {_figure(one.theirs)} in Xero"
        items.append((_figure(one.left), f"{one.kind.noun.capitalize()} {one.label}: residue", words))
    return items


def statement_of_account(start: Start) -> Answer:
    """Write one customer's statement of account as PDF."""
    # Imported here for start-up cost: no other command loads what draws pages.
    from safe_desktop.ui.balances.account_statement_files import without_a_screen, write_statement  # noqa: PLC0415

    asked = start.asked
    with opened_book(start) as workplace, without_a_screen():
        last = _day(asked.to) or workplace.clock.today()
        customer_id = _customer_meant(workplace.book, asked.name or "")
        made = customer_statement(workplace.book, customer_id, last, _day(asked.since))
        path = file_meant(asked.out)
        pages = write_statement(path, made)
        due: list[Json] = [plain(part.closing) for part in made.parts]
        document: dict[str, Json] = {
            "file": str(path),
            "customer": made.customer.name,
            "period": made.period,
            "balance": due,
            "pages": pages,
        }
        balance = ", ".join(str(part.closing) for part in made.parts)
        line = f"{path.name}: {made.customer.name}, {made.period[0].lower()}{made.period[1:]}, balance {balance}"
        return Answer(document, (f"{line}, {counted(pages, 'page')}",))


def _customer_meant(book: Book, typed: str) -> int:
    """The customer of this name, code, or number in the book; InputError in words where there is none."""
    by_name = book.customers.find_name(typed)
    if by_name is not None:
        return by_name.id
    for customer in book.customers.get_many(book.customers.all_ids()).values():
        if typed and typed in (customer.code, str(customer.id)):
            return customer.id
    raise InputError(
        f"There is no customer “{typed}” in this book.",
        "Nothing was written.",
        "Give the name as the page Customers shows it, or the code.",
    )


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        return date.fromisoformat(typed)
    except ValueError as problem:
        raise InputError(
            f"“{typed}” is no date.", "Nothing was done.", "Write it as year, month, day: 2026-11-25."
        ) from problem
