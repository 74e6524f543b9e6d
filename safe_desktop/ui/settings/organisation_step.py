"""The step at which a person sees which organisation the sign-in reaches, and says where the sign-in is to be kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from safe_desktop.domain.theirs import Connection
from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Label, line
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.radio import Radio

LEAST_PASSPHRASE = 12
_NO_KEYRING = (
    "This computer has no keyring to keep the sign-in safe. Choose a passphrase for it, or connect for this run only."
)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where the sign-in goes: under a passphrase, or (None) nowhere once the program ends."""

    passphrase: str | None

    def __repr__(self) -> str:
        return "Keeping(…)"


class OrganisationStep(QWidget):
    """The organisation, or the choice of several; below it the keeping, where there is no keyring."""

    changed = Signal()
    """Another organisation is chosen, or more or less is asked than before."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._asks = False
        self._connections: Sequence[Connection] = ()
        self._group = QButtonGroup(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.words = Label("", wraps=True)
        self.warning = Label("", ink="amber", wraps=True)
        self.warning.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.words)
        column.addLayout(self._list)
        column.addWidget(self.warning)
        self._group.idClicked.connect(self._on_group_id_clicked)
        self.under_passphrase = Radio("Under a passphrase, asked for at each start")
        self.this_run = Radio("For this run only: connect again next time")
        self.passphrase, self.repeated = QLineEdit(), QLineEdit()
        hint = f"At least {LEAST_PASSPHRASE} characters. It cannot be recovered."
        self._field = Field("Passphrase", self.passphrase, hint)
        self._repeated_field = Field("The same again", self.repeated)
        self._keeping = self._keeping_part()
        column.addWidget(self._keeping)
        column.addStretch()

    def _keeping_part(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(line())
        column.addWidget(Label(_NO_KEYRING, wraps=True))
        group = QButtonGroup(self)
        for button in (self.this_run, self.under_passphrase):
            group.addButton(button)
            column.addWidget(button)
        for field, edit in ((self._field, self.passphrase), (self._repeated_field, self.repeated)):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.setFont(fonts.font())
            column.addWidget(field)
            field.hide()
        self.this_run.setChecked(True)
        self.under_passphrase.toggled.connect(self._on_under_passphrase_toggled)
        made.hide()
        return made

    def ask_where_to_keep(self, asks: bool) -> None:
        """Ask, where there is no keyring, what is to become of the sign-in."""
        self._asks = asks
        self._keeping.setVisible(asks)
        self.changed.emit()

    def show_connections(self, connections: Sequence[Connection]) -> None:
        """Offer these; the organisation the book belongs to already is chosen if it is among them."""
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if isinstance(widget, Radio):
                self._group.removeButton(widget)
            if widget is not None:
                widget.deleteLater()
        self._connections = connections
        organisation = self._workplace.book.chart.organisation()
        known = organisation.name if organisation else ""
        first = next((place for place, one in enumerate(connections) if one.name == known), 0)
        self._show_names(connections, first)
        self._warn()

    def _show_names(self, connections: Sequence[Connection], first: int) -> None:
        if len(connections) == 1:
            # Nothing to choose: a lone radio button would only look as if there were.
            self.words.setText("This book will be tied to")
            name = Label(connections[0].name, fonts.Size.CARD_TITLE, fonts.SEMI_BOLD, wraps=True)
            self._list.addWidget(name)
            return
        for place, connection in enumerate(connections):
            button = Radio(connection.name, fonts.font(fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
            button.setChecked(place == first)
            self._group.addButton(button, place)
            self._list.addWidget(button)
        book = self._workplace.book.name
        self.words.setText(f"Within reach of this sign-in are these organisations. Which one is the book “{book}” for?")

    def connection(self) -> Connection | None:
        """The organisation that is chosen."""
        place = 0 if len(self._connections) == 1 else self._group.checkedId()
        return self._connections[place] if 0 <= place < len(self._connections) else None

    def keeping(self) -> Keeping | None:
        """Where the sign-in is to be kept; None where there is a keyring and nothing was asked."""
        if not self._asks:
            return None
        return Keeping(self.passphrase.text() if self.under_passphrase.isChecked() else None)

    def can_go_on(self) -> bool:
        """Whether everything that was asked is answered; what is missing is said at its field."""
        if not self._asks or not self.under_passphrase.isChecked():
            return True
        self._field.complain("")
        self._repeated_field.complain("")
        if len(self.passphrase.text()) < LEAST_PASSPHRASE:
            self._field.complain(f"Give at least {LEAST_PASSPHRASE} characters.")
            return False
        if self.passphrase.text() != self.repeated.text():
            self._repeated_field.complain("This is not the same passphrase.")
            return False
        return True

    def _warn(self) -> None:
        # Names only warn here; whether the book's links lead elsewhere is the engine's to refuse.
        chosen, organisation = self.connection(), self._workplace.book.chart.organisation()
        is_other = chosen is not None and organisation is not None and chosen.name != organisation.name
        if is_other and chosen and organisation:
            self.warning.setText(
                f"This book belonged to “{organisation.name}” until now. With “{chosen.name}” it can go on only if "
                "none of its records is tied to the former."
            )
        self.warning.setVisible(is_other)
        self.changed.emit()

    @Slot(int)
    def _on_group_id_clicked(self, _place: int) -> None:
        self._warn()

    @Slot(bool)
    def _on_under_passphrase_toggled(self, is_on: bool) -> None:
        self._field.setVisible(is_on)
        self._repeated_field.setVisible(is_on)
        if is_on:
            self.passphrase.setFocus()
        self.changed.emit()
