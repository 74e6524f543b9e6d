"""Plain text lines up, and exact values stay exact in JSON."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.command_line.plain_values import plain, seconds
from safe_desktop.command_line.text_tables import counted, pairs, table, visible
from safe_desktop.domain.mismatch import WayOut
from safe_desktop.domain.money import Money
from safe_desktop.engine.changes import Changes


def test_amounts_end_at_the_same_place() -> None:
    assert table(("Name", "Amount"), [("Ann", "1.00"), ("Bartholomew", "12,345.60")], right=("Amount",)) == [
        "Name            Amount",
        "-----------  ---------",
        "Ann               1.00",
        "Bartholomew  12,345.60",
    ]


def test_a_cell_is_one_short_line_whatever_it_holds() -> None:
    line = table(("A", "B"), [("one\ntwo\x1b[31m" + "x" * 100, "end")])[2]
    assert line.startswith("one two\N{REPLACEMENT CHARACTER}[31mxxx")
    assert "…  end" in line


def test_pairs_leave_out_what_is_empty() -> None:
    assert pairs((("Book", "Shop"), ("Problem", ""), ("File", "x"))) == ["Book  Shop", "File  x"]


def test_one_is_counted_differently() -> None:
    assert [counted(1, "invoice"), counted(2025, "invoice"), counted(2, "copy", "copies")] == [
        "1 invoice",
        "2,025 invoices",
        "2 copies",
    ]


@given(st.text())
def test_what_is_visible_never_commands_a_terminal(text: str) -> None:
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in visible(text))
    assert len(visible(text)) == len(text)


@dataclass(frozen=True)
class Sample:
    """A value such as the engine hands out."""

    amount: Money
    on: date
    at: datetime
    way: WayOut
    rate: Decimal
    changes: Changes


def test_values_become_exact_json() -> None:
    sample = Sample(
        Money(-1230, "GBP"),
        date(2026, 1, 31),
        datetime(2026, 1, 31, 9, 0, 1, 5, tzinfo=UTC),
        WayOut.LINK,
        Decimal("0.1000"),
        Changes.of("customers"),
    )
    assert plain(sample) == {
        "amount": {"amount": "-12.30", "currency": "GBP"},
        "on": "2026-01-31",
        "at": "2026-01-31T09:00:01+00:00",
        "way": "link",
        "rate": "0.1000",
    }
    assert plain({"yen": Money(5, "JPY"), "many": (1, None, True)}) == {
        "yen": {"amount": "5", "currency": "JPY"},
        "many": [1, None, True],
    }
    assert json.dumps(seconds(1.234)) == '"1.23"'


def test_a_float_has_no_place_in_a_document() -> None:
    with pytest.raises(TypeError, match="float"):
        plain({"amount": 0.1})
