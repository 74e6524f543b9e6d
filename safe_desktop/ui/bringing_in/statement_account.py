"""Which bank account a statement is of: the account in Xero, proposed where it is known, asked where it is not."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from safe_desktop.engine.files.statement_accounts import bank_accounts
from safe_desktop.engine.files.statement_importing import StatementLook
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Card, IconTile, Label
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice

_WIDTH = 300
_ASK = ("", "Choose the account")


class StatementAccount(Card):
    """What the file is, in words, and the account beside it."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._known = bank_accounts(book)
        self.choice = Choice()
        self.choice.setFixedWidth(_WIDTH)
        self.field = Field("Account", self.choice)
        self._title = Label("", weight=fonts.SEMI_BOLD, elides=True)
        self._detail = Label("", fonts.Size.SECOND, ink="muted", elides=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 10)
        row.setSpacing(12)
        row.addWidget(IconTile("wallet", Tone.BLUE, 36))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch()
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addStretch()
        row.addLayout(words, 1)
        row.addWidget(self.field)

    def show_look(self, look: StatementLook) -> None:
        """Show what was found in the file; several accounts in one file are each known by their own name."""
        self._title.setText(f"{look.format.value} file")
        names = [name for name, _ in look.accounts if name]
        self._detail.setText(
            f"Account of the bank: {', '.join(names)}" if names else "The file does not name its account"
        )
        proposed = look.accounts[0][1] if look.accounts else ""
        options = [(code, f"{code}  {name}") for code, name in self._known.items()]
        self.choice.show_options([*([] if proposed else [_ASK]), *options], proposed)
        is_one = len(look.accounts) <= 1
        self.field.setVisible(bool(self._known) and is_one)

    def code(self) -> str:
        """The chosen account's code; empty where the file's own names decide."""
        return self.choice.key() if self.field.isVisibleTo(self) else ""
