"""Both sides of one likely pair beside each other, what speaks for it and against it, and the two answers.

Shows a row of the comparison; what an answer does is the page's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from safe_desktop.domain.document import DocumentKind
from safe_desktop.ui.deciding.compare_rows import DocumentRow, HereRow, PairRow, ThereRow
from safe_desktop.ui.deciding.compare_tables import pair_chip
from safe_desktop.ui.look import fonts, formats, home_words
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button, IconMark, Label, line
from safe_desktop.ui.parts.panel_parts import Panel, head, notice, pairs

AnyRow = PairRow | DocumentRow | ThereRow | HereRow


@dataclass(frozen=True, slots=True)
class _Both:
    """One field on both sides."""

    name: str
    ours: str
    theirs: str


class ComparePanel(Panel):
    """The current row; two answers at its foot where there is a question."""

    def __init__(self, same: Callable[[], object], apart: Callable[[], object]) -> None:
        super().__init__(
            "Both sides", ("git-compare-arrows", "Nothing to compare here", "Choose a row to see both sides.")
        )
        self.same = Button("The same", "link", pressed=same, tip="Link only these two  Ctrl+L")
        self.apart = Button("Not the same", "ban", pressed=apart, tip="Never ask about these two again  Del")
        self.foot.addWidget(self.same)
        self.foot.addWidget(self.apart)
        self.foot.addStretch()

    def show_row(self, row: AnyRow | None) -> None:
        """Show this row."""
        has_question = isinstance(row, PairRow | DocumentRow)
        for button in (self.same, self.apart):
            button.setVisible(has_question)
        if row is None:
            self.fill()
        elif isinstance(row, PairRow):
            self.fill(*_pair_parts(row))
        elif isinstance(row, DocumentRow):
            self.fill(*_document_parts(row))
        elif isinstance(row, ThereRow):
            self.fill(*_there_parts(row))
        else:
            self.fill(*_here_parts(row))
        self._foot.setVisible(has_question)
        self._rule.setVisible(has_question)


def _pair_parts(row: PairRow) -> list[QWidget]:
    ours, theirs = row.pair.customer, row.pair.contact
    fields = (
        _Both("Name", ours.name, theirs.name),
        _Both("Code", ours.code, theirs.number),
        _Both("E-mail", ours.email, theirs.email),
        _Both("Phone", ours.phone, theirs.phone),
        _Both(home_words.local("VAT number"), ours.vat_number, theirs.tax_number),
    )
    return [
        head(ours.name, "Is it Xero’s contact beside it?", pair_chip(row)),
        *_reasons(row.pair.reasons, row.pair.against),
        line(),
        _side_by_side(fields),
        notice("Linked, both are one from now on: what is new here changes that contact, no second one is made."),
    ]


def _document_parts(row: DocumentRow) -> list[QWidget]:
    ours, theirs = row.pair.document, row.pair.theirs
    noun = "credit note" if ours.kind is DocumentKind.CREDIT_NOTE else "invoice"
    fields = [
        _Both("Number", ours.number, theirs.number),
        _Both("Customer", row.customer, theirs.contact_name),
        _Both("Date", formats.day(ours.issued_on), formats.day(theirs.issued_on)),
        _Both("Reference", ours.reference, theirs.reference),
        _Both("Total", formats.money(ours.totals.total), formats.money(theirs.total)),
        _Both(home_words.local("VAT"), formats.figure(ours.totals.tax), formats.figure(theirs.tax)),
    ]
    chip = Chip("Look closely", Tone.AMBER) if row.pair.against else Chip("Likely the same", Tone.GREEN)
    return [
        head(ours.number, f"Is it Xero’s {noun} beside it?", chip),
        *_reasons(row.pair.reasons, row.pair.against),
        line(),
        _side_by_side(fields),
        notice("Linked, the two are one; payments that Xero has of it come into this book."),
    ]


def _there_parts(row: ThereRow) -> list[QWidget]:
    rows = [
        ("Contact", row.contact if row.contact != row.label else ""),
        ("E-mail or reference" if not row.amount else "Reference", row.detail),
    ]
    if row.issued_on:
        rows += [("Date", formats.day(row.issued_on)), ("Due", formats.day(row.due_on))]
    if row.amount is not None:
        rows.append(("Open", formats.money(row.amount)))
    words = (
        "Taken in, it is a customer of this book and linked at once."
        if row.amount is None
        else "Taken in, it is a document of this book, with its payments, linked at once; so is its customer."
    )
    return [
        head(row.label, f"Only in Xero: {row.what.lower()}"),
        pairs([(name, value) for name, value in rows if value], strong="Open"),
        notice(f"{words} Nothing is written to Xero."),
    ]


def _here_parts(row: HereRow) -> list[QWidget]:
    customer = row.customer
    rows = [("Code", customer.code), ("E-mail", customer.email), (home_words.local("VAT number"), customer.vat_number)]
    return [
        head(customer.name, "Only in this book"),
        pairs([(name, value or formats.NOTHING) for name, value in rows]),
        notice("No contact in Xero looks like it. It is made there when it is sent, with its first invoice."),
    ]


def _reasons(reasons: Sequence[str], against: str) -> list[QWidget]:
    made = [_reason("check", "green", reason) for reason in reasons]
    return made + [_reason("triangle-alert", "amber", part.strip()) for part in against.split(";") if part.strip()]


def _reason(icon: str, ink: str, words: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(IconMark(icon, ink), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(home_words.told(f"{words[:1].upper()}{words[1:]}"), wraps=True), 1)
    return made


def _side_by_side(fields: Sequence[_Both]) -> QWidget:
    """The fields of both sides; where they differ both stand in full ink, where they are equal in muted."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(10)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    for column, title in enumerate(("", "Here", "In Xero")):
        grid.addWidget(Label(title, fonts.Size.SMALL, fonts.SEMI_BOLD, "muted"), 0, column)
    shown = [one for one in fields if one.ours or one.theirs]
    for row, one in enumerate(shown, start=1):
        is_same = one.ours.casefold() == one.theirs.casefold()
        grid.addWidget(Label(one.name, fonts.Size.SECOND, ink="muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        for column, (side, words) in enumerate((("here", one.ours), ("in Xero", one.theirs)), start=1):
            weight = fonts.REGULAR if is_same else fonts.MEDIUM
            ink = "muted" if is_same else "text"
            # Names break between words; what has no space, such as an e-mail address, is cut with dots.
            can_break = " " in words
            label = Label(
                words or formats.NOTHING, fonts.Size.SECOND, weight, ink, wraps=can_break, elides=not can_break
            )
            label.setAccessibleName(f"{one.name} {side}: {words or 'empty'}")
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
    return made
