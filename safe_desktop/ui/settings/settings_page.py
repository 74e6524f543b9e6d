"""Settings of the book and of this computer. Every change is kept at once, said in words, and can be taken back.

Puts the cards together; what they keep and how is theirs and the engine's.
"""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from safe_desktop.engine import connecting
from safe_desktop.engine.changes import CONNECTION, RUNS, SETTINGS
from safe_desktop.engine.connecting import Disconnected
from safe_desktop.engine.deciding.likely_doubles import FirstComparison, compared, is_open
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.ui.look import formats, home_words
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.parts.settings_card import scrolled
from safe_desktop.ui.parts.tabs import Tabs
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.settings.check_card import CheckCard
from safe_desktop.ui.settings.computer_cards import AppearanceCard, DataCard
from safe_desktop.ui.settings.connect_dialog import ConnectDialog
from safe_desktop.ui.settings.connection_card import ConnectionCard
from safe_desktop.ui.settings.declared_cards import DOCUMENT_CARDS, SYNC_CARDS, XERO_CARDS, DeclaredCards
from safe_desktop.ui.settings.methods_card import MethodsCard
from safe_desktop.ui.settings.policies_card import PoliciesCard
from safe_desktop.ui.settings.providers_card import ProvidersCard
from safe_desktop.ui.settings.settings_saver import SettingsSaver
from safe_desktop.ui.settings.unlock_dialog import UnlockDialog
from safe_desktop.ui.settings.vat_codes_card import VatCodesCard
from safe_desktop.ui.shell.page import Context, Page, Place
from safe_desktop.ui.shell.work import Lane

TABS = (
    ("xero", "Xero"),
    ("sync", "Syncing"),
    ("rules", "Differences"),
    ("documents", "Documents"),
    ("methods", "Payment methods"),
    ("vat", "VAT codes"),
    ("computer", "This computer"),
)
_DISCONNECTING = (
    "The sign-in is revoked at Xero and deleted here; nothing is sent or read until you connect again. "
    "Your records, and which of Xero’s records they belong to, stay as they are."
)


class SettingsPage(Page):
    """One tab for each subject."""

    name, title, icon = "settings", "Settings", "settings"
    touches = frozenset({SETTINGS, CONNECTION, RUNS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        book = context.workplace.book
        self.say("Every change is kept at once and can be undone")
        self.strip = UndoStrip()
        self.saver = SettingsSaver(context.workplace, context.work, self.strip)
        self.tabs = Tabs([(key, home_words.local(words)) for key, words in TABS])
        self.connection = ConnectionCard(
            context.workplace, connect=self._connect_to_xero, unlock=self._unlock, disconnect=self._ask_disconnect
        )
        self.check = CheckCard(context)
        self.declared = DeclaredCards(book, self.saver)
        self.methods = MethodsCard(book, self.saver)
        self.providers = ProvidersCard(book, self.saver)
        self.vat_codes = VatCodesCard(book, self.saver)
        self.policies = PoliciesCard(book, self.saver)
        self.appearance = AppearanceCard(context)
        self.data = DataCard(context, self.strip)
        self._stack = QStackedWidget()
        self._sheets: dict[str, QWidget] = {
            "xero": scrolled(self.connection, self.check, *self.declared.cards(XERO_CARDS)),
            "sync": scrolled(*self.declared.cards(SYNC_CARDS)),
            "rules": scrolled(self.policies),
            "documents": scrolled(*self.declared.cards(DOCUMENT_CARDS), self.declared.rest()),
            "methods": scrolled(self.methods, self.providers),
            "vat": scrolled(self.vat_codes),
            "computer": scrolled(self.appearance, self.data),
        }
        for sheet in self._sheets.values():
            self._stack.addWidget(sheet)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.strip)
        self.body.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._on_tabs_chosen)

    def reload(self) -> None:
        """Show everything as it is kept."""
        self.connection.reload()
        self.check.reload()
        self.declared.reload()
        self.methods.reload()
        self.providers.reload()
        self.vat_codes.reload()
        self.policies.reload()
        self.appearance.reload()
        self.data.reload()

    def show_only(self, only: str) -> None:
        """Show one tab."""
        self.tabs.choose(only)

    def do(self, action: str) -> None:
        """Connect, when asked from another page."""
        if action == "connect":
            self.tabs.choose("xero")
            self._connect_to_xero()

    def _connect_to_xero(self) -> None:
        dialog = ConnectDialog(self.context, self.window())
        dialog.accepted.connect(self._on_dialog_accepted)
        dialog.open()

    def _unlock(self) -> None:
        UnlockDialog(self.context, self.window()).open()

    def _ask_disconnect(self) -> None:
        name = self.context.workplace.connection().organisation
        Question(
            f"Disconnect from {name}?", _DISCONNECTING, "Disconnect", self._disconnect, self.window(), is_danger=True
        ).open()

    def _disconnect(self) -> None:
        workplace = self.context.workplace
        self.context.work.later(
            Lane.XERO,
            lambda control: connecting.disconnect(workplace, control),
            label="Disconnecting from Xero",
            done=self._on_disconnected,
        )

    def _on_disconnected(self, outcome: Disconnected) -> None:
        words = "Disconnected: the sign-in is revoked at Xero and deleted here"
        if not outcome.at_xero_too:
            words = (
                "Disconnected here. Xero did not confirm it: remove SAFE Desktop under Connected apps in Xero as well"
            )
        self.strip.say(words)

    @Slot()
    def _on_dialog_accepted(self) -> None:
        home_words.use_of(self.context.workplace.book)
        chart = self.context.workplace.book.chart
        name = self.context.workplace.connection().organisation
        self.strip.say(
            f"Connected with {name}: {len(chart.accounts())} accounts and {len(chart.tax_rates())} tax rates were read"
        )
        self.check.check()
        self._compare_first()

    def _compare_first(self) -> None:
        """Read both lists at once where this book and that organisation were never compared; nothing is sent."""
        if is_open(self.context.workplace.book):
            self.context.heartbeat.sync_now("Compare both lists", read_only=True, done=self._on_compared)

    def _on_compared(self, _report: RunReport) -> None:
        book = self.context.workplace.book
        self.context.work.later(
            Lane.DISK, lambda _control: compared(book), label="Comparing both lists", done=self._on_both_compared
        )

    def _on_both_compared(self, found: FirstComparison) -> None:
        """Go on to the comparison where something asks for an answer; else only say what could be taken in."""
        there = len(found.only_there) + len(found.open_there)
        if found.pairs or found.documents:
            self.context.navigate(Place("compare"))
        elif there:
            self.strip.say(
                f"Xero has {formats.count(there, 'record')} that this book does not have: compare both lists to take "
                "them in"
            )

    @Slot(str)
    def _on_tabs_chosen(self, key: str) -> None:
        self._stack.setCurrentWidget(self._sheets[key])
