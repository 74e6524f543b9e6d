"""How the book stands with Xero, and the buttons that connect it, unlock it and end it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from safe_desktop.engine.workplace import ConnectionState, ConnectionWord, Workplace
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button, ChipLabel, IconTile, Label
from safe_desktop.ui.parts.settings_card import SettingsCard

_UNDER_PASSPHRASE = "under your passphrase"  # noqa: S105 - words for a person
_LOOKS = {
    ConnectionWord.NOT_CONNECTED: ("unplug", Tone.GREY),
    ConnectionWord.CONNECTED: ("plug-zap", Tone.GREEN),
    ConnectionWord.CONNECT_AGAIN: ("unplug", Tone.RED),
    ConnectionWord.LOCKED: ("lock", Tone.AMBER),
}
_SENTENCES = {
    ConnectionWord.NOT_CONNECTED: "Everything but syncing works without Xero. Connecting opens your browser; "
    "nothing is written before you have seen and confirmed the organisation.",
    ConnectionWord.CONNECTED: "",
    ConnectionWord.CONNECT_AGAIN: "The sign-in has ended, at Xero or by its age. Records and links are as they were.",
    ConnectionWord.LOCKED: "The sign-in is stored here, but its key could not be had. Unlock it, or connect again.",
}


class ConnectionCard(SettingsCard):
    """State in words, facts of the organisation, buttons."""

    def __init__(
        self,
        workplace: Workplace,
        *,
        connect: Callable[[], object],
        unlock: Callable[[], object],
        disconnect: Callable[[], object],
    ) -> None:
        super().__init__("Connection with Xero", "")
        self._workplace = workplace
        self._tile = IconTile("unplug", Tone.GREY, 40)
        self.organisation = Label("", fonts.Size.CARD_TITLE, fonts.SEMI_BOLD)
        self.chip = ChipLabel()
        self.words = Label("", ink="muted", wraps=True)
        self.facts = QGridLayout()
        self.connect_button = Button("Connect to Xero", "plug", "primary", pressed=connect)
        self.unlock_button = Button("Unlock…", "key-round", pressed=unlock)
        self.disconnect_button = Button("Disconnect…", "unplug", "danger", pressed=disconnect)
        self._lay_out()

    def reload(self) -> None:
        """Show how things stand now."""
        state = self._workplace.connection()
        icon, tone = _LOOKS[state.word]
        self._tile.show_icon(icon, tone)
        self.organisation.setText(state.organisation or "No organisation yet")
        self.chip.show_chip(Chip(state.word.value, tone))
        self.words.setText(_SENTENCES[state.word])
        self.words.setVisible(bool(_SENTENCES[state.word]))
        self._show_facts(state)
        is_connected = state.word is ConnectionWord.CONNECTED
        self.connect_button.setVisible(not is_connected)
        self.connect_button.say("Connect to Xero" if state.word is ConnectionWord.NOT_CONNECTED else "Connect again")
        self.unlock_button.setVisible(state.word is ConnectionWord.LOCKED and state.kept == _UNDER_PASSPHRASE)
        self.disconnect_button.setVisible(state.word is not ConnectionWord.NOT_CONNECTED)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.organisation)
        line.addWidget(self.chip)
        line.addStretch()
        words.addLayout(line)
        words.addWidget(self.words)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._tile, alignment=Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        self.facts.setHorizontalSpacing(24)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.connect_button, self.unlock_button, self.disconnect_button):
            buttons.addWidget(button)
        buttons.addStretch()
        self.form.addLayout(top)
        self.form.addLayout(self.facts)
        self.form.addLayout(buttons)

    def _show_facts(self, state: ConnectionState) -> None:
        while (item := self.facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row, (title, text) in enumerate(self._facts(state)):
            self.facts.addWidget(Label(title, ink="muted"), row, 0)
            self.facts.addWidget(Label(text, wraps=True), row, 1)

    def _facts(self, state: ConnectionState) -> list[tuple[str, str]]:
        organisation = self._workplace.book.chart.organisation()
        if state.word is ConnectionWord.NOT_CONNECTED or organisation is None:
            return [("Belongs to", f"{organisation.name}: its links lead there")] if organisation else []
        facts = [("Currency", organisation.base_currency), ("Country", organisation.country)]
        locks = [day for day in (organisation.period_lock_on, organisation.year_end_lock_on) if day]
        if locks:
            facts.append(("Locked in Xero up to", formats.day(max(locks))))
        if organisation.is_demo:
            facts.append(("Kind", "Xero’s demo company: it is reset from time to time"))
        chart = self._workplace.book.chart
        accounts, rates = len(chart.accounts()), len(chart.tax_rates())
        facts.append(("Read from Xero", f"{formats.count(accounts, 'account')}, {formats.count(rates, 'tax rate')}"))
        facts.append(("Sign-in is kept", state.kept))
        facts.append(("Calls", _calls_words(state)))
        return [(title, text) for title, text in facts if text]


def _calls_words(state: ConnectionState) -> str:
    used = f"{formats.count(state.calls_used, 'call')} since the program was started"
    if state.calls_left is None:
        return used
    limit = f" of {formats.number(state.day_limit)}" if state.day_limit else ""
    return f"{used}; {formats.number(state.calls_left)}{limit} left today"
