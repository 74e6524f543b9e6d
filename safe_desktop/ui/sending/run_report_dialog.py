"""What a run did, record by record, with the reason for everything that was skipped or refused, in Xero's own words."""

from PySide6.QtWidgets import QGridLayout, QWidget

from safe_desktop.engine.showing.lists import RunItemEntry, run_item_list_of
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts, formats, home_words
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Card, Label
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, chip_column
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_TONES = {
    "sent": Tone.GREEN,
    "same": Tone.GREY,
    "skipped": Tone.AMBER,
    "refused": Tone.RED,
    "received": Tone.BLUE,
    "by rule": Tone.BLUE,
}
_FIGURES = ("sent", "same", "skipped", "refused", "received")
_BY_RULE = "by rule"


def report_title(report: RunReport) -> str:
    """How the run ended, in one line."""
    if report.result != "done":
        return {
            "offline": "Xero could not be reached",
            "waiting": "Xero takes no more calls for now",
            "not connected": "The sign-in with Xero has ended",
            "stopped": "Stopped by you",
        }.get(report.result, "The run did not finish")
    if report.refused:
        return f"{formats.count(report.refused, 'record was', 'records were')} refused by Xero"
    if report.sent:
        return f"{formats.count(report.sent, 'record is', 'records are')} in Xero now"
    return "Nothing was sent: compare both lists first" if report.is_held else "Nothing was sent"


def report_figures(report: RunReport) -> str:
    """The figures of the run in one line: what was looked at is the sum of the four that follow."""
    parts = [f"{formats.number(getattr(report, name))} {name}" for name in _FIGURES]
    if report.by_rule:
        parts.append(f"{formats.number(report.by_rule)} settled by your rules")
    return f"{' · '.join(parts)} · {formats.count(report.calls, 'call')} · {formats.took(report.seconds)}"


class RunReportDialog(Dialog):
    """The figures, and under them the records with pills for what became of them."""

    def __init__(
        self,
        report: RunReport,
        book: Book,
        preferences: Preferences,
        parent: QWidget | None = None,
        *,
        title: str = "",
    ) -> None:
        super().__init__(title or report_title(report), parent, subtitle=report.words, width=760)
        self.form.addWidget(_figures_card(report))
        self.table: RecordTable[RunItemEntry] = RecordTable(
            TableSetup(
                name="run_report",
                columns=_columns(),
                source=lambda: run_item_list_of(book, report.run_id),
                noun="record",
                filters=(("", "All"), *((name, name.capitalize()) for name in _names(report))),
                empty=("circle-check", "No record needs a word", "What is equal on both sides is only counted."),
            ),
            preferences,
        )
        self.table.setMinimumHeight(340)
        self.table.search.setPlaceholderText("Find")
        self.table.search.setFixedWidth(120)
        self.form.addWidget(self.table, 1)
        self.add_primary("Close", self.accept)
        self.table.ask(only="refused" if report.refused else "skipped" if report.skipped and not report.sent else "")


def _names(report: RunReport) -> tuple[str, ...]:
    """The outcomes that are offered: by rules only where a rule settled something, as most books have none."""
    return (*_FIGURES, _BY_RULE) if report.by_rule else _FIGURES


def _columns() -> tuple[Column[RunItemEntry], ...]:
    return (
        Column("label", "Record", lambda item: item.label, "label", 150, weight="medium"),
        Column("kind", "Kind", lambda item: item.kind.noun.capitalize(), "kind", 100, is_second=True),
        chip_column(
            "outcome",
            "Outcome",
            lambda item: Chip(item.outcome.capitalize(), _TONES.get(item.outcome, Tone.GREY)),
            width=110,
            sort="outcome",
        ),
        Column(
            "reason",
            "Reason",
            lambda item: home_words.told(item.reason),
            "reason",
            260,
            is_second=True,
            stretches=True,
            tip=lambda item: home_words.told(item.reason),
        ),
    )


def _figures_card(report: RunReport) -> Card:
    card = Card("well")
    grid = QGridLayout(card)
    grid.setContentsMargins(16, 10, 16, 10)
    grid.setHorizontalSpacing(20)
    figures = [("looked at", report.looked_at), *((name, getattr(report, name)) for name in _FIGURES)]
    if report.by_rule:
        figures.append((_BY_RULE, report.by_rule))
    for place, (name, number) in enumerate(figures):
        ink = "red" if name == "refused" and number else "text"
        grid.addWidget(
            Label(formats.number(number), fonts.Size.PAGE_TITLE, fonts.SEMI_BOLD, ink, is_figures=True), 0, place
        )
        grid.addWidget(Label(name, fonts.Size.SECOND, ink="muted"), 1, place)
    last = len(figures)
    calls = f"{formats.count(report.calls, 'call')} in {formats.took(report.seconds)}"
    grid.addWidget(Label(calls, fonts.Size.SECOND, ink="muted"), 1, last)
    grid.setColumnStretch(last + 1, 1)
    return card
