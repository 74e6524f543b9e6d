"""One line on a page that says how the last run ended, with its details a click away. Hidden until there was one."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button, IconButton, IconTile, Label
from safe_desktop.ui.sending.run_report_dialog import report_figures, report_title


class ReportStrip(QFrame):
    """Title and figures of one report."""

    def __init__(self, details: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._tile = IconTile("circle-check", Tone.GREEN, 28)
        self.title = Label("", weight=fonts.SEMI_BOLD)
        self.figures = Label("", fonts.Size.SECOND, ink="muted", elides=True, is_figures=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._tile)
        row.addWidget(self.title)
        row.addWidget(self.figures, 1)
        row.addWidget(Button("What it did", "list-checks", is_small=True, pressed=details))
        row.addWidget(IconButton("x", "Put this away", pressed=self.hide, size=26))
        self.hide()

    def show_report(self, report: RunReport) -> None:
        """Tell how it ended."""
        is_good = report.result == "done" and not report.refused
        icon = "circle-check" if is_good else "circle-alert"
        tone = Tone.RED if report.refused else Tone.GREEN if is_good else Tone.AMBER
        self._tile.show_icon(icon, tone)
        self.title.setText(report_title(report))
        self.figures.setText(report_figures(report))
        self.figures.setToolTip("")
        self.show()
