"""Asks why records are not to be sent; the reason stays with them. Knows words only."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice

_OWN = "Another reason"
REASONS = ("Keyed into Xero by hand already", "Not for this organisation", "Wrong; it will be voided", _OWN)


class HoldBackDialog(Dialog):
    """A usual reason or one's own; `answered` gets it."""

    def __init__(self, title: str, answered: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(
            title, parent, subtitle="The reason is shown wherever the record is. It can be let go again at any time."
        )
        self._answered = answered
        self.usual = Choice([(reason, reason) for reason in REASONS])
        self.own = QLineEdit()
        self.own.setFont(fonts.font())
        self.own.setMaxLength(200)
        self._own_field = Field("In your words", self.own)
        self._own_field.hide()
        self.form.addWidget(Field("Reason", self.usual))
        self.form.addWidget(self._own_field)
        self.usual.currentIndexChanged.connect(self._on_usual_changed)
        self.add_cancel()
        self.add_primary("Do not send", self._on_primary)

    @Slot(int)
    def _on_usual_changed(self, _place: int) -> None:
        is_own = self.usual.key() == _OWN
        self._own_field.setVisible(is_own)
        if is_own:
            self.own.setFocus()

    def _on_primary(self) -> None:
        reason = self.own.text().strip() if self.usual.key() == _OWN else self.usual.key()
        if not reason:
            self._own_field.complain("Say why it is not to be sent.")
            return
        self.accept()
        self._answered(reason)
