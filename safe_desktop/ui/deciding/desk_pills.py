"""The desk's filters: a pill for each kind of mismatch that there is.

Eleven would not fit; most books have two or three.
"""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.ui.deciding.desk_rows import pill_words
from safe_desktop.ui.parts.filter_pills import FilterPills


class DeskPills(QWidget):
    """Made anew when other kinds are there than before; `chosen` tells the key of the one that was clicked."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._pills = FilterPills([("", "All")])
        self._pills.chosen.connect(self._on_pills_chosen)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._pills)

    def only(self) -> str:
        """The key of the chosen filter."""
        return self._pills.only()

    def choose(self, key: str, counts: Mapping[str, int]) -> None:
        """Choose a filter without telling; it stays while it is chosen, also when nothing is under it."""
        kinds = [kind for kind in MismatchKind if counts.get(kind.value) or kind.value == key]
        wanted = [("", "All"), *((kind.value, pill_words(kind)) for kind in kinds)]
        if self._pills.keys() != [one for one, _ in wanted]:
            before, self._pills = self._pills, FilterPills(wanted)
            self._pills.chosen.connect(self._on_pills_chosen)
            self._row.replaceWidget(before, self._pills)
            # Hidden at once: it may be the one whose click is being told right now.
            before.hide()
            before.deleteLater()
        self._pills.choose(key)
        self._pills.show_counts(counts)

    @Slot(str)
    def _on_pills_chosen(self, key: str) -> None:
        self.chosen.emit(key)
