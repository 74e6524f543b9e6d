"""The four tables of the comparison, and which of their rows are ticked.

What is certain is ticked by itself once; what a person ticked or unticked stays so through every reading.
"""

from collections.abc import Callable

from PySide6.QtCore import Slot

from safe_desktop.domain.likeness import CERTAIN, LIKELY
from safe_desktop.ui.deciding.compare_rows import CONTACTS, DOCUMENTS, DocumentRow, HereRow, PairRow, ThereRow
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, chip_column, day_column, money_column, where_wide
from safe_desktop.ui.tables.held_rows import H, HeldRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_TONES = {CERTAIN: Tone.GREEN, LIKELY: Tone.BLUE}
_WHAT = {"Contact": Tone.GREY, "Invoice": Tone.BLUE, "Credit note": Tone.AMBER}


class CompareTable(RecordTable[H]):
    """A table whose rows can be ticked; `starts_ticked` says of a row seen first whether it is."""

    def __init__(
        self, setup: TableSetup[H], preferences: Preferences, starts_ticked: Callable[[H], bool] | None = None
    ) -> None:
        super().__init__(setup, preferences)
        self._starts_ticked = starts_ticked
        self._seen: set[int] = set()
        self._ticked: set[int] = set()
        self._is_taking = False
        self.search.setPlaceholderText("Find    Ctrl+F")
        self.search.setFixedWidth(180)
        self.ticks_changed.connect(self._on_ticks_changed)

    def show_rows(self, rows: HeldRows[H]) -> None:
        """Show these: ticks stay, rows that are new begin as they should."""
        there = {one.id: one for one in rows.all()}
        if self._starts_ticked is not None:
            self._ticked |= {one.id for one in there.values() if one.id not in self._seen and self._starts_ticked(one)}
        self._seen |= set(there)
        self._ticked &= set(there)
        self._is_taking = True
        self.model.tick_only(self._ticked)
        self._is_taking = False
        self.reload()

    def reload(self) -> None:
        """Read again; the cursor is always on a row, so that keys work at once."""
        super().reload()
        if not self.current_id() and self.model.rowCount():
            self.put_cursor(0)

    def chosen(self) -> list[int]:
        """What is ticked, also what search and filter hide."""
        return sorted(self._ticked)

    @Slot()
    def _on_ticks_changed(self) -> None:
        if not self._is_taking:
            shown = set(self.model.ids())
            self._ticked = (self._ticked - shown) | self.model.ticked_ids()


def pair_chip(row: PairRow) -> Chip:
    """How certain a pair is, as word and number."""
    return Chip(f"{row.pair.word} {row.pair.certainty}%", _TONES.get(row.pair.word, Tone.AMBER))


def pairs_table(source: Callable[[], HeldRows[PairRow]], preferences: Preferences) -> CompareTable[PairRow]:
    """Customers and contacts that are likely one."""
    setup: TableSetup[PairRow] = TableSetup(
        name="compare.pairs",
        columns=(
            Column("ours", "Here", lambda one: one.pair.customer.name, "ours", 150, stretches=True, weight="medium"),
            Column("theirs", "In Xero", lambda one: one.pair.contact.name, "theirs", 150, stretches=True),
            chip_column("certainty", "How certain", pair_chip, width=126, sort="certainty"),
            where_wide(_why_column(lambda one: one.why, lambda one: bool(one.pair.against), 200), 760),
        ),
        source=source,
        noun="pair",
        filters=(("", "All"), ("certain", "Certain"), ("likely", "Likely"), ("possible", "Possible")),
        empty=(
            "circle-check",
            "No customer looks like a contact in Xero",
            "Nobody is asked about customers: those of this book are made in Xero when they are sent.",
        ),
        is_tickable=True,
    )
    return CompareTable(setup, preferences, lambda one: one.is_sure)


def documents_table(source: Callable[[], HeldRows[DocumentRow]], preferences: Preferences) -> CompareTable[DocumentRow]:
    """Documents of both sides that are likely one."""
    setup: TableSetup[DocumentRow] = TableSetup(
        name="compare.documents",
        columns=(
            Column("number", "Here", lambda one: one.pair.document.number, "number", 104, weight="medium"),
            Column("theirs", "In Xero", lambda one: one.pair.theirs.number or formats.NOTHING, "theirs", 104),
            Column("customer", "Customer", lambda one: one.customer, "customer", 120, stretches=True),
            money_column("amount", "Total", lambda one: one.pair.document.totals.total, width=96, shows_zero=True),
            where_wide(_why_column(lambda one: one.why, lambda one: bool(one.pair.against), 130), 700),
        ),
        source=source,
        noun="document",
        empty=(
            "circle-check",
            "No document looks like one in Xero",
            "Neither a number nor customer, date and total together occur on both sides unlinked.",
        ),
        is_tickable=True,
    )
    return CompareTable(setup, preferences, lambda one: one.is_sure)


def there_table(source: Callable[[], HeldRows[ThereRow]], preferences: Preferences) -> CompareTable[ThereRow]:
    """Contacts and open documents that only Xero has."""
    setup: TableSetup[ThereRow] = TableSetup(
        name="compare.there",
        columns=(
            chip_column(
                "what", "What", lambda one: Chip(one.what, _WHAT[one.what], has_dot=False), width=104, sort="what"
            ),
            Column("label", "Name or number", lambda one: one.label, "label", 120, stretches=True, weight="medium"),
            Column("contact", "Contact", _contact, "contact", 120, stretches=True),
            where_wide(Column("detail", "E-mail or reference", _detail, "", 180, is_second=True), 900),
            where_wide(day_column("issued_on", "Date", lambda one: one.issued_on, width=104), 760),
            where_wide(day_column("due_on", "Due", lambda one: one.due_on, width=106), 640),
            money_column("amount", "Open", lambda one: one.amount, width=92),
        ),
        source=source,
        noun="record",
        filters=(("", "All"), (CONTACTS, "Contacts"), (DOCUMENTS, "Open invoices and credit notes")),
        empty=("circle-check", "Xero has nothing that this book does not have", "No contact, no open invoice."),
        is_tickable=True,
        has_totals=True,
    )
    return CompareTable(setup, preferences)


def here_table(source: Callable[[], HeldRows[HereRow]], preferences: Preferences) -> CompareTable[HereRow]:
    """Customers that only this book has."""
    setup: TableSetup[HereRow] = TableSetup(
        name="compare.here",
        columns=(
            Column("name", "Customer", lambda one: one.customer.name, "name", 220, stretches=True, weight="medium"),
            Column("code", "Code", lambda one: one.customer.code or formats.NOTHING, "code", 100, is_second=True),
            Column("email", "E-mail", lambda one: one.customer.email or formats.NOTHING, "email", 220, is_second=True),
        ),
        source=source,
        noun="customer",
        empty=("users", "This book has no customer that Xero does not have", ""),
    )
    return CompareTable(setup, preferences)


def _why_column(words: Callable[[H], str], is_against: Callable[[H], bool], width: int) -> Column[H]:
    return Column(
        "why",
        "Why",
        words,
        "",
        width,
        stretches=True,
        is_second=True,
        ink=lambda one: "amber" if is_against(one) else "",
        tip=words,
    )


def _contact(row: ThereRow) -> str:
    return row.contact if row.contact != row.label else formats.NOTHING


def _detail(row: ThereRow) -> str:
    return row.detail or formats.NOTHING
