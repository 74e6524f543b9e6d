"""Rows of inputs that stand under each other like a table: the same shares of the width in every row and its titles."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Label

Shares = Sequence[int]
"""The share of the width of each input; below zero it is a fixed width in pixels."""


def lay_in_row(row: QWidget, widgets: Sequence[QWidget], shares: Shares) -> None:
    """Put the widgets into the row, each with its share."""
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(12)
    for widget, share in zip(widgets, shares, strict=True):
        if share < 0:
            widget.setFixedWidth(-share)
            line.addWidget(widget)
        else:
            # Its own wish for width would move the columns of this row against those of the others.
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())
            widget.setMinimumWidth(40)
            line.addWidget(widget, share)


def titles_row(titles: Sequence[str], shares: Shares) -> QWidget:
    """The titles over such rows."""
    made = QWidget()
    lay_in_row(made, [Label(title, fonts.Size.SMALL, fonts.SEMI_BOLD, "muted") for title in titles], shares)
    return made
