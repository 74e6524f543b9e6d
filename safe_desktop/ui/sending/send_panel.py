"""The panel beside the records to send: the current one field by field, then what all ticked ones come to.

Shows a `RecordPreview` and a `SendPlan`, both made from the payloads that are sent; works nothing out.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from safe_desktop.domain.standing import SENDABLE, Standing
from safe_desktop.engine.showing.previewing import RecordPreview, SendPlan
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts, formats, home_words
from safe_desktop.ui.look.chips import standing_chip
from safe_desktop.ui.parts.controls import Button, Card, ChipLabel, IconMark, Label, line
from safe_desktop.ui.parts.exact_json_dialog import ExactJsonDialog
from safe_desktop.ui.parts.field_table import FieldModel, FieldTable
from safe_desktop.ui.parts.refusal_view import RefusalView, way_of
from safe_desktop.ui.records.lock_dialog import is_in_locked_period
from safe_desktop.ui.sending.plan_view import PlanView
from safe_desktop.ui.shell.place import Place

_INKS = {Standing.FAILED: "red", Standing.TO_REVIEW: "amber", Standing.HELD: "amber"}
WIDE_PANEL = 400
"""How wide the panel is where there is room: names of VAT codes and both sides of a field are read in one line."""
_PROMISE = "Exactly this is sent. If Xero changed in between, that record waits for you."


class SendPanel(Card):
    """Scrolls as one; the promise stands at its foot."""

    def __init__(
        self,
        book: Book,
        *,
        navigate: Callable[[Place], object],
        retry: Callable[[], object],
        hold_back: Callable[[], object],
        allow: Callable[[], object],
    ) -> None:
        super().__init__()
        self._book = book
        self._preview: RecordPreview | None = None
        self._is_unfolded = False
        self._title = Label("", fonts.Size.CARD_TITLE, fonts.SEMI_BOLD, elides=True)
        self._subtitle = Label("", ink="muted", elides=True)
        self._chip = ChipLabel()
        self._reason = Label("", fonts.Size.SECOND, wraps=True)
        self.refusal = RefusalView(navigate)
        self.retry = Button("Retry this one", "refresh-cw", "inline", pressed=retry, ink="accent")
        self.hold_back = Button("Do not send it…", "ban", "inline", pressed=hold_back, ink="accent")
        self.allow = Button("Allow it in the locked period…", "lock", "inline", pressed=allow, ink="accent")
        self.fields = FieldTable()
        self._titles = _field_titles()
        self.unfold = Button("", "chevron-down", "link", pressed=self._on_unfold)
        self.exact = Button("Exact JSON    Ctrl+J", "eye", is_small=True, pressed=self.show_exact)
        self.plan = PlanView()
        self._record_part = QWidget()
        self._lay_out()
        self.show_preview(None)

    def show_preview(self, preview: RecordPreview | None, reason: str = "") -> None:
        """Show this record, with the reason why it waits; nothing where there is none."""
        self._preview = preview
        self._record_part.setVisible(preview is not None)
        self.exact.setVisible(preview is not None and bool(preview.body))
        if preview is None:
            return
        standing = Standing(preview.standing)
        self._title.setText(preview.title)
        self._subtitle.setText(preview.subtitle)
        self._subtitle.setVisible(bool(preview.subtitle))
        self._chip.show_chip(standing_chip(standing))
        self._reason.setText(home_words.told(_reason(standing, preview, reason)))
        self._reason.set_ink(_INKS.get(standing, "muted"))
        self._reason.setVisible(bool(self._reason.text()))
        self.refusal.show_refusal(preview.refusal, way_of(self._book, preview.kind, preview.local_id, preview.refusal))
        for button in (self.retry, self.hold_back):
            button.setVisible(standing is Standing.FAILED)
        self.allow.setVisible(standing is Standing.TO_REVIEW and is_in_locked_period(reason))
        self._show_fields()

    def show_plan(self, plan: SendPlan | None, title: str) -> None:
        """Show what the ticked records come to; None while it is worked out."""
        self.plan.show_plan(plan, title)

    def show_exact(self) -> None:
        """Open the exact element of the shown record; nothing where it has none."""
        if self._preview is not None and self._preview.body:
            ExactJsonDialog(self._preview, self.window()).open()

    def _show_fields(self) -> None:
        assert self._preview is not None
        fields = self._preview.fields
        has_before = any(field.before for field in fields)
        same = [field for field in fields if not field.is_changed] if has_before else []
        shown = fields if self._is_unfolded or not same else [field for field in fields if field.is_changed]
        self.fields.show_fields(shown, has_before)
        self._titles.setVisible(has_before)
        self.unfold.setVisible(bool(same))
        words = formats.count(len(same), "field that stays", "fields that stay")
        self.unfold.say(f"Hide {words} the same" if self._is_unfolded else f"Show {words} the same")
        self.unfold.set_icon("chevron-up" if self._is_unfolded else "chevron-down")

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("look", "bare")
        column = QVBoxLayout(inside)
        column.setContentsMargins(18, 16, 18, 8)
        column.setSpacing(12)
        self._lay_out_record()
        column.addWidget(self._record_part)
        column.addWidget(self.plan)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setProperty("look", "bare")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        promise = QHBoxLayout()
        promise.setContentsMargins(18, 8, 18, 14)
        promise.setSpacing(10)
        promise.addWidget(IconMark("lock", "muted", 14), alignment=Qt.AlignmentFlag.AlignTop)
        promise.addWidget(Label(_PROMISE, fonts.Size.SECOND, ink="muted", wraps=True), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        # At the foot and not under the fields: those of a long invoice would push it out of sight.
        foot = QHBoxLayout()
        foot.setContentsMargins(18, 8, 18, 0)
        foot.addWidget(self.exact)
        foot.addStretch()
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)
        whole.addLayout(promise)

    def _lay_out_record(self) -> None:
        column = QVBoxLayout(self._record_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addLayout(words, 1)
        top.addWidget(self._chip, alignment=Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(self._reason)
        column.addWidget(self.refusal)
        for button in (self.retry, self.hold_back, self.allow):
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(2)
        column.addWidget(self._titles)
        column.addWidget(self.fields)
        links = QHBoxLayout()
        links.setSpacing(4)
        links.addWidget(self.unfold)
        links.addStretch()
        column.addLayout(links)
        column.addSpacing(4)
        column.addWidget(line())

    def _on_unfold(self) -> None:
        self._is_unfolded = not self._is_unfolded
        self._show_fields()


def _reason(standing: Standing, preview: RecordPreview, reason: str) -> str:
    if standing not in SENDABLE:
        return reason
    # Why it is ready or changed, the fields say better; but what goes before it is worth a word.
    return "" if preview.body else f"{preview.reason}: that goes first."


def _field_titles() -> QWidget:
    """The titles over the fields: the table's own header would have the ground of a card's header."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    widths = ((FieldModel.TITLES[0], 84, 0), (FieldModel.TITLES[1], 0, 1), ("", 22, 0), (FieldModel.TITLES[3], 0, 1))
    for title, width, stretch in widths:
        label = Label(title, fonts.Size.SMALL, fonts.SEMI_BOLD, "muted")
        if width:
            label.setFixedWidth(width)
        else:
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(label, stretch)
    return made
