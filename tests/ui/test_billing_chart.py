"""The chart's axis and bars."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.figures import MonthFigures
from safe_desktop.ui.look import theme
from safe_desktop.ui.overview.billing_chart import BillingChart, axis


@pytest.mark.parametrize(
    ("least", "most", "values"),
    [
        (0, 0, [0, 100]),
        (0, 36_000, [0, 10_000, 20_000, 30_000, 40_000]),
        (0, 95, [0, 25, 50, 75, 100]),
        (-500, 1500, [-500, 0, 500, 1000, 1500]),
    ],
)
def test_the_axis_has_round_values_around_the_amounts(least: int, most: int, values: list[int]) -> None:
    assert axis(Decimal(least), Decimal(most)) == [Decimal(value) for value in values]


@given(st.integers(-(10**11), 10**11), st.integers(-(10**11), 10**11))
def test_the_axis_holds_every_amount_and_zero_with_a_handful_of_lines(one: int, other: int) -> None:
    least, most = sorted((Decimal(one) / 100, Decimal(other) / 100))
    found = axis(least, most)
    assert found[0] <= min(least, Decimal(0))
    assert found[-1] >= max(most, Decimal(0))
    assert Decimal(0) in found
    assert 2 <= len(found) <= 8


def test_bars_are_as_high_as_their_amounts_and_the_pointer_finds_the_month(qtbot: QtBot) -> None:
    chart = BillingChart()
    qtbot.addWidget(chart)
    chart.resize(52 + 120, 236)
    chart.show_months(
        [
            MonthFigures(date(2026, 10, 1), Money(10_000), Money(5_000)),
            MonthFigures(date(2026, 11, 1), Money(0), Money(-10_000)),
        ]
    )
    picture = chart.grab().toImage()
    accent, second = (theme.shown().ink(name).rgb() for name in ("accent", "accent_second"))

    def height(x: int, colour: int) -> int:
        return sum(1 for y in range(picture.height()) if picture.pixel(x, y) == colour)

    billed, received = height(52 + 30 - 8, accent), height(52 + 30 + 8, second)
    assert billed == pytest.approx(2 * received, abs=3)
    assert height(52 + 90 - 8, accent) == 0
    assert height(52 + 90 + 8, second) == pytest.approx(billed, abs=3)
    found = chart.month_at(QPointF(52 + 100, 50))
    assert found is not None
    assert found.month == date(2026, 11, 1)
    assert chart.month_at(QPointF(10, 50)) is None
    assert "October 2026: billed 100.00 pounds, received 50.00 pounds" in chart.accessibleDescription()
