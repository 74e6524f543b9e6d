"""In a large book the rows come first and the figures around them a little later; in a usual one all at once."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import Query
from safe_desktop.ui.parts.aside import Aside
from safe_desktop.ui.parts.filter_pills import Pill
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Work
from safe_desktop.ui.tables.columns import Column, money_column
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

PATIENCE = 5.0


@dataclass(frozen=True)
class Sale:
    id: int


class SlowSales:
    """A list whose sums come only when they may."""

    def __init__(self) -> None:
        self.may_count = threading.Event()

    def ids(self, query: Query) -> list[int]:
        return [1, 2, 3] if not query.search else [3]

    def entries(self, ids: Sequence[int]) -> list[Sale]:
        return [Sale(one) for one in ids]

    def counts(self, search: str = "") -> dict[str, int]:
        assert self.may_count.wait(PATIENCE)
        return {"": 1 if search else 3}

    def totals(self, query: Query) -> dict[str, tuple[Money, ...]]:
        return {"total": (Money(900 if query.search else 1_200),)}


@pytest.fixture
def work(qapp: QApplication) -> Iterator[Work]:
    made = Work(Problems())
    yield made
    made.close()


@pytest.fixture
def sales() -> Iterator[SlowSales]:
    made = SlowSales()
    yield made
    made.may_count.set()


@pytest.fixture
def table(qtbot: QtBot, work: Work, sales: SlowSales, tmp_path: Path) -> RecordTable[Sale]:
    columns: tuple[Column[Sale], ...] = (
        Column("name", "Name", lambda sale: f"Sale {sale.id}"),
        money_column("total", "Total", lambda sale: Money(sale.id * 100)),
    )
    setup = TableSetup("sales", columns, lambda: sales, "sale", filters=(("", "All"),), has_totals=True)
    made = RecordTable(setup, Preferences(tmp_path / "preferences.json"))
    made.figures.aside = Aside(work, lambda: True)
    qtbot.addWidget(made)
    return made


def all_pill(table: RecordTable[Sale]) -> str:
    return table.pills.findChildren(Pill)[0].accessibleName()


def test_in_a_usual_book_the_answer_is_there_at_once(work: Work) -> None:
    shown: list[int] = []
    assert not Aside(work, lambda: False).read(lambda: 7, shown.append)
    assert shown == [7]


def test_in_a_large_book_it_is_worked_out_beside_the_window(work: Work, qtbot: QtBot) -> None:
    shown: list[bool] = []
    assert Aside(work, lambda: True).read(lambda: threading.current_thread() is threading.main_thread(), shown.append)
    assert shown == []
    qtbot.waitUntil(lambda: shown == [False])


def test_a_question_that_still_waits_gives_way_to_a_newer_one(work: Work, qtbot: QtBot) -> None:
    first_runs, may_end = threading.Event(), threading.Event()
    asked, shown = list[str](), list[str]()

    def first() -> str:
        first_runs.set()
        assert may_end.wait(PATIENCE)
        return "first"

    def next_one(word: str) -> str:
        asked.append(word)
        return word

    aside = Aside(work, lambda: True)
    aside.read(first, shown.append)
    assert first_runs.wait(PATIENCE)
    aside.read(lambda: next_one("second"), shown.append)
    aside.read(lambda: next_one("third"), shown.append)
    may_end.set()
    qtbot.waitUntil(lambda: "third" in shown)
    assert asked == ["third"]


def test_rows_are_there_before_counts_and_totals(table: RecordTable[Sale], sales: SlowSales, qtbot: QtBot) -> None:
    table.reload()
    assert table.model.ids() == [1, 2, 3]
    assert (all_pill(table), table.totals.text_at(1)) == ("All", ())
    sales.may_count.set()
    qtbot.waitUntil(lambda: table.totals.text_at(1) == ("12.00",))
    assert all_pill(table) == "All, 3"


def test_figures_of_an_earlier_question_are_not_shown_under_a_later_one(
    table: RecordTable[Sale], sales: SlowSales, qtbot: QtBot
) -> None:
    table.reload()
    table.ask(search="three")
    seen: list[tuple[str, ...]] = []
    table.figures.shown.connect(lambda: seen.append(table.totals.text_at(1)))
    sales.may_count.set()
    qtbot.waitUntil(lambda: all_pill(table) == "All, 1")
    assert seen == [("9.00",)]
