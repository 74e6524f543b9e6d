"""The case that is looked at and what is chosen of it: read when the cursor moves, kept when the list is read again.

Puts it on the pane; reads beside the window while a job holds the book. Decides nothing.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from safe_desktop.engine.matching.choices import Choice
from safe_desktop.engine.matching.desk_values import Alternative, CaseDetail, CaseKind
from safe_desktop.engine.showing.lists import mismatches
from safe_desktop.errors import InputError
from safe_desktop.ui.deciding.case_pane import CasePane, ShownCase
from safe_desktop.ui.deciding.case_reading import read_case
from safe_desktop.ui.deciding.case_sides import CaseSides
from safe_desktop.ui.parts.aside import Aside
from safe_desktop.ui.shell.page import Context


class CaseOnShow(QObject):
    """`shown` is None while nothing is shown that Enter could mean."""

    def __init__(self, context: Context, pane: CasePane) -> None:
        super().__init__(pane)
        self._context, self._pane = context, pane
        self.shown: ShownCase | None = None
        self._wanted = ""
        self._kept: ShownCase | None = None
        self._own: dict[str, list[Choice]] = {}
        # What a choice would do is tried in the book: while a job writes, that is waited for beside the window.
        self._aside = Aside(context.work, context.work.is_busy)

    def forget(self) -> None:
        """The list is about to be read again: what was chosen is chosen again if its case is still there."""
        self._kept, self.shown = self.shown or self._kept, None
        self._wanted = ""

    def show(self, key: str) -> None:
        """Show this case."""
        self.shown, self._wanted = None, key
        kept, self._kept = self._kept, None
        chosen = kept.chosen if kept is not None and kept.detail.key == key and kept.place else None
        self._aside.read(partial(self._read_choosing, key, chosen), self._on_read)

    @Slot(int)
    def choose(self, place: int) -> None:
        """Choose what Enter will do."""
        if self.shown is not None and 0 <= place < len(self.shown.alternatives) and place != self.shown.place:
            self._aside.read(partial(self._read, self.shown.detail.key, place), self._on_read)

    def offer(self, choice: Choice) -> None:
        """Add what a person put together as a choice of the case, and choose it."""
        if self.shown is None:
            return
        key = self.shown.detail.key
        kept = self._own.setdefault(key, [])
        if choice not in kept:
            kept.append(choice)
        made = Alternative(0, "", "", choice=choice)
        self._aside.read(partial(self._read_choosing, key, made), self._on_offered)

    # -- reading

    def _read(self, key: str, place: int) -> ShownCase | None:
        """The case with the choice at this place; what it would do is asked of the engine. None where it is gone."""
        try:
            return read_case(self._context.workplace, key, place, self._own.get(key, ()), self._sides_of)
        except InputError:
            return None  # settled elsewhere meanwhile: the list is about to be read again

    def _read_choosing(self, key: str, chosen: Alternative | None) -> ShownCase | None:
        """The case with this chosen; its first choice where this is not among them."""
        shown = self._read(key, 0)
        if chosen is None or shown is None:
            return shown
        same = [n for n, one in enumerate(shown.alternatives) if (one.choice, one.way) == (chosen.choice, chosen.way)]
        return self._read(key, same[0]) if same else shown

    def _sides_of(self, detail: CaseDetail) -> Callable[[], QWidget] | None:
        if detail.kind is CaseKind.RECEIPT:
            return None
        entries = mismatches(self._context.workplace.book).entries([detail.record_id])
        return partial(CaseSides, entries[0], self._name_of) if entries else None

    def _name_of(self, xero_id: str) -> str:
        contact = self._context.workplace.book.copies.contact(xero_id)
        return contact.name if contact else ""

    @Slot(object)
    def _on_read(self, shown: ShownCase | None) -> None:
        if shown is None or shown.detail.key != self._wanted:
            return
        is_same = self.shown is not None and self.shown.detail.key == shown.detail.key
        self.shown = shown
        if is_same:
            self._pane.show_choice(shown)
        else:
            self._pane.show_case(shown)

    @Slot(object)
    def _on_offered(self, shown: ShownCase | None) -> None:
        # Another row of choices: the pane is filled anew.
        self.shown = None
        self._on_read(shown)
