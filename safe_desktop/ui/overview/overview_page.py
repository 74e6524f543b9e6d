"""The first page: what waits, what was billed and received, what needs a person, the last runs, debtors by age.

Reads one `Overview` from the engine and goes to other pages; changes nothing.
"""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout

from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.changes import ALL_KINDS
from safe_desktop.engine.showing.figures import Need, Overview, is_large, overview
from safe_desktop.engine.showing.lists import RunEntry
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.overview.ages_card import AgesCard
from safe_desktop.ui.overview.billing_card import BillingCard
from safe_desktop.ui.overview.needs_card import NeedsCard
from safe_desktop.ui.overview.run_columns import run_columns
from safe_desktop.ui.overview.welcome import Way, Welcome
from safe_desktop.ui.parts.aside import Aside
from safe_desktop.ui.parts.card_arrangement import CardArrangement
from safe_desktop.ui.parts.controls import Button, Card, Label
from safe_desktop.ui.parts.find_field import FindField
from safe_desktop.ui.parts.stat_card import StatCard
from safe_desktop.ui.shell.page import Context, Page, Place
from safe_desktop.ui.shell.sync_state import Phase, SyncState
from safe_desktop.ui.shell.work import Lane
from safe_desktop.ui.tables.fixed_rows import FixedRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_RUN_ROW = 33


class OverviewPage(Page):
    """Cards over one frozen value; the welcome while the book is empty."""

    name, title, icon = "overview", "Overview", "layout-dashboard"
    touches = ALL_KINDS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._runs: tuple[RunEntry, ...] = ()
        self._has_receipts = False
        self._aside = Aside(context.work, lambda: is_large(context.workplace.book))
        self._find = FindField()
        self._find.pressed.connect(self._on_find_pressed)
        self._sync = Button("Sync now", "refresh-cw", "primary", pressed=self._on_sync, tip="F5 or Ctrl+R")
        self.heading.addWidget(self._find)
        self.heading.addWidget(self._sync)
        context.heartbeat.state_changed.connect(self._on_heartbeat_state_changed)
        self._on_heartbeat_state_changed(context.heartbeat.state)
        self._make_cards()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._arranged())
        self._stack.addWidget(self._welcome())
        self.body.addWidget(self._stack, 1)

    # -- making

    def _make_cards(self) -> None:
        self._to_send = StatCard("send", Tone.BLUE, "To send")
        self._mismatches = StatCard("git-compare-arrows", Tone.RED, "Mismatches")
        self._to_match = StatCard("hand-coins", Tone.AMBER, "To match")
        self._debtors = StatCard("wallet", Tone.GREEN, "Debtors")
        self._to_send.clicked.connect(self._on_to_send_clicked)
        self._mismatches.clicked.connect(self._on_mismatches_clicked)
        self._to_match.clicked.connect(self._on_to_match_clicked)
        self._debtors.clicked.connect(self._on_debtors_clicked)
        self._billing = BillingCard(self.context.preferences)
        self._needs = NeedsCard(self._open_need)
        self._ages = AgesCard(self._open_customer)
        self._last_runs = RecordTable(
            TableSetup(
                name="overview.runs",
                columns=run_columns(is_short=True),
                source=lambda: FixedRows(self._runs),
                noun="run",
                empty=("history", "No runs yet", "Every sync is listed here with what it did."),
                has_search=False,
                row_height=_RUN_ROW,
                is_bare=True,
                is_sortable=False,
            ),
            self.context.preferences,
        )
        self._last_runs.opened.connect(self._on_last_runs_opened)

    def _arranged(self) -> CardArrangement:
        self._billing.setMinimumHeight(215)
        self._needs.setMinimumHeight(215)
        self._ages.setMinimumSize(250, 286)
        small = (self._to_send, self._mismatches, self._to_match, self._debtors)
        runs = self._runs_card()
        runs.setMinimumHeight(240)
        return CardArrangement(small, (self._billing, 60, self._needs, 40), (runs, 715, self._ages, 285))

    def _runs_card(self) -> Card:
        card = Card()
        top = QHBoxLayout()
        top.setContentsMargins(18, 12, 14, 8)
        top.setSpacing(10)
        top.addWidget(Label("Last runs", fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
        words = "looked at = sent + same + skipped + refused"
        top.addWidget(Label(words, fonts.Size.SECOND, ink="muted", elides=True), 1)
        top.addWidget(Button("All activity", look="link", pressed=self._open_activity))
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 8)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._last_runs, 1)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return card

    def _welcome(self) -> Welcome:
        is_practice = self.context.workplace.connection().is_practice
        return Welcome(
            (
                Way(
                    "plug",
                    Tone.BLUE,
                    "Connect to Xero",
                    "Sign in with your own browser and choose the organisation.",
                    ("Reads first, sends nothing", "Finds likely duplicates", "Takes 1 to 5 minutes"),
                    "Connect to Xero",
                    lambda: self.context.navigate(Place("settings", action="connect")),
                    "Practice: no account needed" if is_practice else "",
                ),
                Way(
                    "file-up",
                    Tone.AMBER,
                    "Import a file",
                    "Bring customers and open invoices from a spreadsheet or CSV.",
                    ("You map the columns", "A trial run shows every row", "Connect to Xero later"),
                    "Choose a file…",
                    lambda: self.context.navigate(Place("invoices", action="import")),
                ),
                Way(
                    "user-plus",
                    Tone.GREEN,
                    "Add by hand",
                    "Type in your first customer, then write an invoice.",
                    ("Works without a network", "Nothing to prepare", "Change everything later"),
                    "Add a customer",
                    lambda: self.context.navigate(Place("customers", action="add")),
                ),
            ),
            self._fill_with_sample if is_practice else None,
        )

    def _fill_with_sample(self) -> None:
        """Fill the practice book with an invented year."""
        from safe_desktop.engine import sample_book  # noqa: PLC0415 - a thousand names that few starts need

        workplace = self.context.workplace
        self.context.work.later(
            Lane.DISK, lambda _control: sample_book.fill(workplace), label="Filling the book with an invented year"
        )

    # -- showing

    def reload(self) -> None:
        """Read the figures again."""
        self._aside.read(lambda: overview(self.context.workplace), self._show)

    def _show(self, figures: Overview) -> None:
        today = self.context.workplace.clock.today()
        self._stack.setCurrentIndex(int(figures.is_empty))
        for part in (self.title_label, self.subtitle, self._find, self._sync):
            part.setVisible(not figures.is_empty)
        synced = f" · last good sync {formats.when(figures.last_good_sync, today)}" if figures.last_good_sync else ""
        self.say(f"{formats.long_day(today)}{synced}")
        self._show_cards(figures)
        self._billing.show_months(figures.months)
        self._needs.show_needs(figures.needs)
        self._ages.show_ages(figures.ages, figures.oldest)
        self._runs = figures.last_runs
        self._last_runs.reload()

    def _show_cards(self, figures: Overview) -> None:
        ready = formats.moneys(figures.to_send_amount) if figures.to_send_amount else ""
        review = f"{formats.number(figures.to_review)} to review" if figures.to_review else "nothing to review"
        self._to_send.show_figure(
            formats.number(figures.to_send),
            "record" if figures.to_send == 1 else "records",
            ready,
            (f"· {review}" if ready else review) if figures.to_send else _with_xero(figures, _all_sent(figures)),
        )
        days = "found today" if not figures.oldest_days else f"oldest {formats.count(figures.oldest_days, 'day')}"
        self._mismatches.show_figure(
            formats.number(figures.mismatches),
            "open",
            f"{formats.moneys(figures.apart, figures.currency)} apart" if figures.apart else "",
            (f"· {days}" if figures.apart else days) if figures.mismatches else _with_xero(figures, "Nothing differs"),
        )
        self._has_receipts = figures.receipts > 0
        on_account = formats.moneys(figures.unmatched_amount, figures.currency) if figures.unmatched else ""
        waiting = figures.receipts + figures.unmatched
        self._to_match.show_figure(
            formats.number(waiting),
            "receipt" if waiting == 1 else "receipts",
            on_account,
            "· on account, for no invoice yet"
            if on_account
            else "waiting for a decision on the desk"
            if waiting
            else "Every receipt has its invoice",
        )
        home = figures.debtors[0] if figures.debtors else Money(0, figures.currency)
        overdue = tuple(amount for amount in figures.overdue if amount)
        others = f" · {formats.moneys(figures.debtors[1:])}" if figures.debtors[1:] else ""
        self._debtors.show_figure(
            formats.money(home),
            "",
            formats.moneys(overdue, figures.currency) if overdue else "",
            f"{'overdue' if overdue else 'Nothing overdue'} · "
            f"{formats.count(figures.owing_customers, 'customer')}{others}",
        )
        # What is overdue is bad news on a green card.
        self._debtors.set_strong_ink("red")

    # -- going elsewhere

    def _open_need(self, need: Need) -> None:
        self.context.navigate(Place(need.page, need.only))

    def _open_customer(self, customer_id: int) -> None:
        self.context.navigate(Place("customers", kind=RecordKind.CUSTOMER, record_id=customer_id))

    def _open_activity(self) -> None:
        self.context.navigate(Place("activity"))

    @Slot(int)
    def _on_last_runs_opened(self, place: int) -> None:
        self.context.navigate(Place("activity", str(self._runs[place - 1].id)))

    @Slot()
    def _on_to_send_clicked(self) -> None:
        self.context.navigate(Place("to_send"))

    @Slot()
    def _on_mismatches_clicked(self) -> None:
        self.context.navigate(Place("desk"))

    @Slot()
    def _on_to_match_clicked(self) -> None:
        self.context.navigate(Place("desk", "receipts") if self._has_receipts else Place("payments", "on_account"))

    @Slot()
    def _on_debtors_clicked(self) -> None:
        self.context.navigate(Place("customers", "owing"))

    @Slot()
    def _on_find_pressed(self) -> None:
        self.context.navigate(Place("find"))

    @Slot(object)
    def _on_heartbeat_state_changed(self, state: SyncState) -> None:
        is_working = state.phase is Phase.WORKING
        self._sync.setEnabled(not is_working)
        words = {
            Phase.NOT_CONNECTED: "Connect to Xero",
            Phase.CONNECT_AGAIN: "Connect again",
            Phase.WORKING: "Syncing…",
        }
        usual = "Compare both lists" if state.compare else "Sync now"
        self._sync.say(words.get(state.phase, usual))
        icon = "git-compare-arrows" if state.compare else "refresh-cw"
        self._sync.set_icon(icon if is_working or state.can_sync else "plug")

    def _on_sync(self) -> None:
        """Sync, or what must come before that."""
        state = self.context.heartbeat.state
        if state.can_sync and state.compare:
            self.context.navigate(Place("compare"))
        elif state.can_sync:
            self.context.heartbeat.sync_now()
        else:
            self.context.navigate(Place("settings", action="connect"))


def _all_sent(figures: Overview) -> str:
    """That Xero has everything, unless somebody said of records that they shall not go."""
    held = figures.held_back
    return f"All but {formats.count(held, 'record')} marked Do not send" if held else "Xero has everything"


def _with_xero(figures: Overview, words: str) -> str:
    """The good news, unless payments stay here that Xero should have."""
    number = figures.staying.number
    return f"{formats.count(number, 'payment')} {'stays' if number == 1 else 'stay'} here" if number else words
