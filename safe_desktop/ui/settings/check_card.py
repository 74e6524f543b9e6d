"""The check before sending: what was looked at, what would keep records from going to Xero, and where that is mended.

Reads Xero in the background and changes nothing; what is looked at and what it means is the engine's.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from safe_desktop.engine.changes import CONNECTION as CONNECTION_CHANGED
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, PAYMENTS, Changes
from safe_desktop.engine.checking.preflight import CONNECTION, Finding, check
from safe_desktop.engine.workplace import ConnectionWord
from safe_desktop.ui.look import fonts, formats, home_words
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button, ChipLabel, IconMark, Label, line
from safe_desktop.ui.parts.panel_parts import empty, link
from safe_desktop.ui.parts.settings_card import SettingsCard
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.work import Lane

_SENTENCE = (
    "Reads organisation, accounts, tax rates and plan, and looks at what waits here. Nothing is sent or changed."
)
_SUBJECT_WIDTH = 132
WAYS: dict[str, tuple[str, Place]] = {
    CONNECTION: ("Connect", Place("settings", action="connect")),
    "Lock dates": ("Look at them", Place("to_send", "to_review")),
    "Plan": ("To Syncing", Place("settings", "sync")),
    "Sales account": ("Choose it", Place("settings", "documents")),
    "Payment methods": ("Choose accounts", Place("settings", "methods")),
    "VAT codes": ("Map them", Place("settings", "vat")),
    "Lines": ("Look at them", Place("to_send", "to_review")),
    "Currencies": ("Look at them", Place("to_send", "to_review")),
    "Names": ("Compare both lists", Place("compare")),
}
"""Where each subject is mended."""


class CheckCard(SettingsCard):
    """A button, and under it what was found: first what is to be mended, what is fine folded away."""

    def __init__(self, context: Context) -> None:
        super().__init__("Check before sending", _SENTENCE)
        self._context = context
        self._found: Sequence[Finding] = ()
        self._is_unfolded = False
        self._is_checking = False
        self.chip = ChipLabel()
        self.when = Label("", fonts.Size.SECOND, ink="muted")
        self.check_button = Button("Check now", "list-checks", pressed=self.check)
        self.compare_button = Button("Compare both lists", "git-compare-arrows", pressed=self._on_compare)
        self.unfold = Button("", "chevron-down", "link", pressed=self._on_unfold)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(0)
        top = QHBoxLayout()
        top.setSpacing(10)
        for widget in (self.check_button, self.compare_button, self.chip):
            top.addWidget(widget)
        top.addWidget(self.when, 1)
        self.form.addLayout(top)
        self.form.addLayout(self.rows)
        self.form.addWidget(self.unfold, alignment=Qt.AlignmentFlag.AlignLeft)
        self.unfold.hide()

    def reload(self) -> None:
        """Without a connection there is nothing to check."""
        is_connected = self._context.workplace.connection().word is ConnectionWord.CONNECTED
        self.check_button.setEnabled(is_connected and not self._is_checking)
        self.compare_button.setEnabled(is_connected)

    def check(self) -> None:
        """Look at everything, in the background."""
        if self._is_checking:
            return
        workplace = self._context.workplace
        self._is_checking = True
        self.check_button.setEnabled(False)
        self.when.setText("Reading from Xero…")
        self._context.work.later(
            Lane.XERO,
            lambda control: check(workplace, control),
            label="Checking before sending",
            done=self._on_checked,
            stopped=self._on_stopped,
        )

    def show_findings(self, found: Sequence[Finding], when: str) -> None:
        """Show what was found."""
        self._found = found
        self.when.setText(when)
        blocking = sum(one.is_blocking for one in found)
        noted = sum(not one.is_fine and not one.is_blocking for one in found)
        self.chip.show_chip(_verdict(blocking, noted))
        self._fill()

    def _fill(self) -> None:
        empty(self.rows)
        to_mend = sorted((one for one in self._found if not one.is_fine), key=lambda one: not one.is_blocking)
        fine = [one for one in self._found if one.is_fine]
        for one in (*to_mend, *(fine if self._is_unfolded else ())):
            self.rows.addWidget(line())
            self.rows.addWidget(_FindingRow(one, self._context.navigate))
        words = f"{formats.count(len(fine), 'thing')} that {'is' if len(fine) == 1 else 'are'} fine"
        self.unfold.setVisible(bool(fine))
        self.unfold.say(f"Hide {words}" if self._is_unfolded else f"Show {words}")
        self.unfold.set_icon("chevron-up" if self._is_unfolded else "chevron-down")

    def _on_checked(self, found: Sequence[Finding]) -> None:
        self._is_checking = False
        clock = self._context.workplace.clock
        self.show_findings(found, f"checked {formats.when(clock.now(), clock.today())}")
        self.reload()
        # Accounts, rates and lock dates were read anew: where records stand may be another place now.
        self._context.work.announce(Changes.of(CONNECTION_CHANGED, CUSTOMERS, DOCUMENTS, PAYMENTS))

    def _on_stopped(self) -> None:
        self._is_checking = False
        self.when.setText("Stopped")
        self.reload()

    def _on_unfold(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._fill()

    def _on_compare(self) -> None:
        self._context.navigate(Place("compare", action="read"))


class _FindingRow(QWidget):
    """One finding: its mark, its subject, what was found, what can be done, and the way there."""

    def __init__(self, finding: Finding, navigate: Callable[[Place], object]) -> None:
        super().__init__()
        icon, ink, spoken = _mark(finding)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 9, 0, 9)
        row.setSpacing(10)
        row.addWidget(IconMark(icon, ink), alignment=Qt.AlignmentFlag.AlignTop)
        subject = Label(home_words.local(finding.subject), weight=fonts.MEDIUM)
        subject.setFixedWidth(_SUBJECT_WIDTH)
        subject.setAccessibleName(f"{finding.subject}, {spoken}")
        row.addWidget(subject, alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(Label(f"{home_words.told(finding.words)}.", wraps=True))
        if finding.remedy:
            words.addWidget(Label(home_words.told(finding.remedy), fonts.Size.SECOND, ink="muted", wraps=True))
        row.addLayout(words, 1)
        if not finding.is_fine and finding.subject in WAYS:
            title, place = WAYS[finding.subject]
            way = link(title, lambda: navigate(place), "arrow-right")
            way.setAccessibleName(f"{title}: {finding.subject}")
            row.addWidget(way, alignment=Qt.AlignmentFlag.AlignTop)


def _mark(finding: Finding) -> tuple[str, str, str]:
    if finding.is_blocking:
        return "circle-alert", "red", "to be mended before all can go"
    return ("circle-check", "green", "fine") if finding.is_fine else ("triangle-alert", "amber", "to be looked at")


def _verdict(blocking: int, noted: int) -> Chip:
    if blocking:
        return Chip(f"{formats.count(blocking, 'thing')} to mend", Tone.RED)
    if noted:
        return Chip(f"{formats.count(noted, 'thing')} to look at", Tone.AMBER)
    return Chip("All is ready", Tone.GREEN)
