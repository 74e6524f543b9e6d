"""Differences at the desk beside the receipts: shown with their ways out, and put off until the client has answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.mismatch import Mismatch, MismatchKind, WayOut
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.deciding.desk import settle
from safe_desktop.engine.matching.case_detail import case_detail
from safe_desktop.engine.matching.desk_cases import CaseFilter, desk_cases, read_desk, remember_stop, remembered_stop
from safe_desktop.engine.showing.lists import mismatches
from safe_desktop.errors import InputError
from tests.engine.matching_bench import MatchingBench, matching_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MatchingBench]:
    with matching_bench(tmp_path) as made:
        yield made


def differs(bench: MatchingBench, kind: MismatchKind = MismatchKind.TOTAL_DIFFERS) -> str:
    """The key of a new difference of an invoice."""
    invoice = bench.invoice(bench.customer("Ann"), "120", "INV-7")
    found = Mismatch(
        kind, RecordKind.INVOICE, invoice, "INV-7", "It has another total", "x", "total", "Ann", "120", "100"
    )
    with bench.book.transaction():
        bench.book.mismatches.found([found])
    return f"m{bench.book.mismatches.open_ones()[-1].id}"


@pytest.mark.parametrize("kind", list(MismatchKind))
def test_every_kind_is_a_case_with_numbered_ways_out(bench: MatchingBench, kind: MismatchKind) -> None:
    key = differs(bench, kind)
    (case,) = desk_cases(bench.workplace, CaseFilter.MISMATCHES)
    assert (case.key, case.title, case.certainty) == (key, "Ann", None)
    shown = case_detail(bench.workplace, key)
    assert [one.number for one in shown.alternatives] == list(range(1, len(shown.alternatives) + 1))
    assert len(shown.alternatives) <= 9
    assert [fact.value for fact in shown.facts] == ["120", "100", "Ann"]
    assert shown.alternatives[-1].way is WayOut.ASK_CLIENT


def test_one_the_client_was_asked_about_waits_at_the_end_and_is_settled_like_any(bench: MatchingBench) -> None:
    key = differs(bench)
    number = int(key[1:])
    settle(bench.workplace, number, WayOut.ASK_CLIENT, "Is it 100 or 120?")
    (case,) = desk_cases(bench.workplace, CaseFilter.LATER)
    assert (case.word, case.is_later) == ("Client asked", True)
    (entry,) = mismatches(bench.book).entries([number])
    assert entry.reason == "It has another total (Client asked on 25/11/2026: Is it 100 or 120?)"
    assert case_detail(bench.workplace, key).note == "Client asked on 25/11/2026: Is it 100 or 120?"
    assert bench.book.activity.latest(1)[0].action == "Ask the client"
    bench.receipt("5", "SHOP")
    assert [one.is_later for one in desk_cases(bench.workplace)] == [False, True]


def test_a_settled_difference_is_no_case_any_more(bench: MatchingBench) -> None:
    key = differs(bench, MismatchKind.ROUNDED)
    settle(bench.workplace, int(key[1:]), WayOut.NOTED)
    assert desk_cases(bench.workplace) == ()
    with pytest.raises(InputError, match="is not open"):
        case_detail(bench.workplace, key)
    with pytest.raises(InputError, match="is not open"):
        settle(bench.workplace, int(key[1:]), WayOut.ASK_CLIENT)


def test_totals_are_of_the_receipts_only(bench: MatchingBench) -> None:
    differs(bench)
    bench.receipt("5", "SHOP")
    total = read_desk(bench.workplace).totals()[CaseFilter.ALL]
    assert (total.count, total.amounts) == (2, (Money(500),))


def test_the_desk_remembers_where_one_stopped(bench: MatchingBench) -> None:
    assert remembered_stop(bench.workplace) == ""
    remember_stop(bench.workplace, "r12")
    assert remembered_stop(bench.workplace) == "r12"
