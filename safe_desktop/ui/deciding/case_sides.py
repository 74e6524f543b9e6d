"""Both sides of a mismatch and what was last agreed, beside each other: the side that moved in full ink."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.ui.deciding.desk_rows import field_words, ours_moved, theirs_moved, value_words
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.parts.controls import Card, Label


class CaseSides(Card):
    """Four columns: field, ours, Xero's, agreed; and how far both are apart."""

    def __init__(self, entry: MismatchEntry, name_of: Callable[[str], str]) -> None:
        super().__init__("well")
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 9, 14, 10)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        apart = formats.money(entry.apart) if entry.apart is not None else ""
        columns = (
            ("Field", field_words(entry), "text"),
            ("Ours", value_words(entry.ours, name_of), "text" if ours_moved(entry) else "muted"),
            ("Xero’s", value_words(entry.theirs, name_of), "text" if theirs_moved(entry) else "muted"),
            ("Agreed", value_words(entry.agreed, name_of), "muted"),
            ("Apart", apart, "text"),
        )
        shown = [column for column in columns if column[0] != "Apart" or apart]
        for place, (title, value, ink) in enumerate(shown):
            grid.addWidget(Label(title, fonts.Size.SMALL, fonts.SEMI_BOLD, "muted"), 0, place)
            words = Label(value, weight=fonts.MEDIUM if ink == "text" else fonts.REGULAR, ink=ink, wraps=True)
            words.setAccessibleName(f"{title}: {value}")
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, 1, place)
            grid.setColumnStretch(place, 1)
