"""What was decided about a receipt before: when, by whom, why, and the way to take it back."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from safe_desktop.engine.matching.desk_values import DecisionEntry
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.parts.panel_parts import section


def past_decisions(past: Sequence[DecisionEntry], undo: Callable[[int], object]) -> list[QWidget]:
    """A section with a row for each decision, the newest first; nothing where there was none."""
    if not past:
        return []
    return [section("Decided before", *(_row(one, undo) for one in past))]


def _row(one: DecisionEntry, undo: Callable[[int], object]) -> QWidget:
    made = QWidget()
    words = QVBoxLayout()
    words.setSpacing(1)
    words.addWidget(Label(one.words, elides=True, ink="muted" if one.ended else "text"))
    words.addWidget(Label(told_of(one), fonts.Size.SECOND, ink="muted", elides=True))
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addLayout(words, 1)
    if not one.ended:
        row.addWidget(Button("Take back", "undo-2", is_small=True, pressed=partial(undo, one.id)))
    return made


def told_of(one: DecisionEntry) -> str:
    """When it was decided, by whom, how sure it was, why, and what became of it."""
    sure = f"{one.certainty}% sure" if one.certainty is not None else ""
    why = one.reasons[0].words if one.reasons else ""
    told = (formats.moment(one.decided_at), f"by {one.decided_by}", sure, why, one.ended)
    return " · ".join(part for part in told if part)
