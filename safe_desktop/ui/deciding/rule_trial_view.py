"""What a rule would have done with what there was: how often people decided the same or otherwise, row by row."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from safe_desktop.engine.matching.rule_keeping import RuleTrial, TrialRow
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, chip_column, day_column, money_column
from safe_desktop.ui.tables.fixed_rows import FixedRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_LEAST_HEIGHT = 190
_NONE = RuleTrial(0, 0, 0, 0, ())


class RuleTrialView(QWidget):
    """Hidden until a rule was tried."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._trial = _NONE
        self.words = Label("", wraps=True)
        self.table: RecordTable[TrialRow] = RecordTable(self._setup(), preferences)
        self.table.setMinimumHeight(_LEAST_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addWidget(self.table, 1)
        self.hide()

    def show_trial(self, trial: RuleTrial | None) -> None:
        """Show what it found; None hides it."""
        self.setVisible(trial is not None)
        if trial is None:
            return
        self._trial = trial
        self.words.setText(trial_words(trial))
        self.words.set_ink("amber" if trial.otherwise else "text")
        self.table.setVisible(bool(trial.rows))
        self.table.reload()

    def _setup(self) -> TableSetup[TrialRow]:
        return TableSetup(
            name="rule_trial",
            columns=(
                day_column("came_on", "Date", lambda row: row.came_on, width=108),
                money_column("amount", "Amount", lambda row: row.amount, width=104),
                Column("text", "Text", lambda row: row.text, width=180, stretches=True, tip=lambda row: row.text),
                chip_column("state", "Compared", _chip, width=116),
                Column(
                    "was",
                    "What was decided",
                    lambda row: row.was or formats.NOTHING,
                    width=200,
                    stretches=True,
                    is_second=True,
                    tip=lambda row: row.was,
                ),
            ),
            source=lambda: FixedRows(self._trial.rows),
            noun="receipt",
            has_search=False,
            is_sortable=False,
        )


def trial_words(trial: RuleTrial) -> str:
    """The figures in a sentence."""
    if not trial.matched:
        return "It fits no receipt that there was or is."
    parts = [f"{formats.number(trial.agreed)} were decided just so"] if trial.agreed else []
    parts += [f"{formats.number(trial.otherwise)} otherwise: look at them first"] if trial.otherwise else []
    parts += [f"{formats.number(trial.waiting)} still wait"] if trial.waiting else []
    return f"It fits {formats.count(trial.matched, 'receipt')}. Of these {', '.join(parts)}."


def _chip(row: TrialRow) -> Chip:
    if row.is_otherwise:
        return Chip("Otherwise", Tone.AMBER)
    return Chip("The same", Tone.GREEN) if row.was else Chip("Waits", Tone.BLUE)
